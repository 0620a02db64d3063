// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Shared.Images;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.SymbolPaths.Tracing;

/// <summary>Addresses of the symbols at which a kernel's tables and sections of code begin and end; in a module there are none.</summary>
internal sealed class Landmarks
{
    private readonly Dictionary<string, ulong> _addresses = new(StringComparer.Ordinal);

    /// <summary>Finds those of some names.</summary>
    public Landmarks(ElfFile image, IEnumerable<string> names)
    {
        Dictionary<string, byte[]> wanted = names.Distinct().ToDictionary(name => name, Encoding.UTF8.GetBytes, StringComparer.Ordinal);
        ElfSymbolTable symbols = NeededSymbols.Of(image);
        for (int i = 1; i < symbols.Count; i++)
        {
            ElfSymbol symbol = symbols[i];
            ReadOnlySpan<byte> name = symbols.NameOf(symbol);
            if (symbol.IsUndefined || name.Length < 5)
            {
                continue;
            }

            foreach ((string text, byte[] bytes) in wanted)
            {
                if (name.SequenceEqual(bytes))
                {
                    _addresses.TryAdd(text, symbol.Value);
                }
            }
        }
    }

    /// <summary>Whether there is such a symbol.</summary>
    public bool Has(string name) => _addresses.ContainsKey(name);

    /// <summary>The range between two symbols; null if one of them is missing.</summary>
    public (ulong Start, ulong End)? Range(string start, string end) =>
        _addresses.TryGetValue(start, out ulong first) && _addresses.TryGetValue(end, out ulong last) && first <= last
            ? (first, last)
            : null;
}
