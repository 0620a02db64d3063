// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kallsyms.Listing;
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Kallsyms.Decoding;

/// <summary>
/// The symbols of an image as witnesses of what its tables say: an entry whose name a symbol has is at an address of such a symbol.
/// </summary>
internal sealed class Witnesses
{
    private readonly ByteStringTable _names = new();
    private readonly HashSet<(int Name, ulong Address)> _known = [];
    private readonly int[] _nameOf;
    private readonly bool[] _hasSymbol;

    private Witnesses(DecodedNames names)
    {
        _nameOf = Array.ConvertAll(names.Texts, text => _names.Add(names.Strings[text][1..]));
        _hasSymbol = new bool[_names.Count];
    }

    /// <summary>Finds the symbols of the entries.</summary>
    /// <exception cref="MalformedFileException">The symbol table is malformed.</exception>
    public static Witnesses Of(ElfFile image, DecodedNames names)
    {
        Witnesses witnesses = new(names);
        SymbolListing listing = ListingReader.Read(image);
        foreach (ref readonly ListedSymbol symbol in listing.Symbols)
        {
            if (!symbol.IsUndefined && witnesses._names.Find(listing.NameOf(symbol)) is >= 0 and var name)
            {
                witnesses._hasSymbol[name] = true;
                witnesses._known.Add((name, symbol.Value));
            }
        }

        return witnesses;
    }

    /// <summary>The entries that have a witness: <c>_text</c> first, then in their order.</summary>
    public IEnumerable<int> Entries()
    {
        int text = _names.Find("_text"u8);
        int first = text < 0 ? -1 : Array.IndexOf(_nameOf, text);
        if (first >= 0 && _hasSymbol[text])
        {
            yield return first;
        }

        for (int i = 0; i < _nameOf.Length; i++)
        {
            if (i != first && _hasSymbol[_nameOf[i]])
            {
                yield return i;
            }
        }
    }

    /// <summary>Whether an entry may be at an address.</summary>
    public bool Confirm(int entry, ulong address) => _known.Contains((_nameOf[entry], address));

    /// <summary>The name of an entry.</summary>
    public ReadOnlySpan<byte> NameOf(int entry) => _names[_nameOf[entry]];

    /// <summary>The lowest address that a symbol of the entry's name has.</summary>
    public ulong AddressOf(int entry) => _known.Where(known => known.Name == _nameOf[entry]).Min(known => known.Address);
}
