// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kallsyms.Compression;
using Kelf.Kernel.Kallsyms.Entries;
using Kelf.Kernel.Kallsyms.Format;
using Kelf.Kernel.Kallsyms.Settings;

namespace Kelf.Kernel.Kallsyms.Output;

/// <summary>
/// The tables of a kernel in memory: entries in order, tokens, the order of names, and what stands in the address table
/// before the linker knows where things are. Assembler text, object, and a linked image are written from it.
/// </summary>
public sealed class KallsymsTable
{
    /// <summary>Longest name whose length takes one byte.</summary>
    internal const int MostInOneByte = 0x7f;

    // Two bytes hold 14 bits.
    private const int MostBytes = 0x3fff;

    private readonly KallsymsEntries _entries;
    private readonly int[] _nameOrder;

    internal KallsymsTable(
        KallsymsOptions options, KallsymsEntries entries, TokenCompression compression, int[] nameOrder, AddressTable addresses)
    {
        (Options, _entries, Compression, _nameOrder, Addresses) = (options, entries, compression, nameOrder, addresses);
    }

    /// <summary>What was asked for.</summary>
    public KallsymsOptions Options { get; }

    /// <summary>The entries in table order.</summary>
    public ReadOnlySpan<KallsymsEntry> Entries => _entries.Items;

    /// <summary>The entries with their strings.</summary>
    internal KallsymsEntries EntriesAndStrings => _entries;

    /// <summary>Number of entries.</summary>
    public int Count => _entries.Items.Length;

    /// <summary>Tokens, and letters and names in tokens.</summary>
    public TokenCompression Compression { get; }

    /// <summary>Places in <see cref="Entries"/> in the order of names.</summary>
    public ReadOnlySpan<int> NameOrder => _nameOrder;

    /// <summary>Address of <c>_text</c>, 0 when there is none.</summary>
    internal ulong TextAddress => Addresses.TextAddress;

    /// <summary>What the address table has.</summary>
    internal AddressTable Addresses { get; }

    /// <summary>Letter and name of an entry.</summary>
    public ReadOnlySpan<byte> TextOf(in KallsymsEntry entry) => _entries.Strings[entry.Text];

    /// <summary>An entry's letter and name in tokens.</summary>
    /// <exception cref="InvalidOperationException">Its length has no form; names that a kernel can hold have one.</exception>
    public ReadOnlySpan<byte> CompressedTextOf(in KallsymsEntry entry) => Compression[entry.Text] is { Length: > 0 and <= MostBytes } text
        ? text
        : throw new InvalidOperationException("a compressed name of no bytes, or of more than 16383");

    /// <summary>Where in <c>kallsyms_names</c> every 256th entry is, and after them the size of that table.</summary>
    internal int[] Markers()
    {
        List<int> markers = [];
        int offset = 0;
        for (int i = 0; i < Count; i++)
        {
            if (i % TableShape.MarkerDistance == 0)
            {
                markers.Add(offset);
            }

            int length = CompressedTextOf(Entries[i]).Length;
            offset += length + (length > MostInOneByte ? 2 : 1);
        }

        return [.. markers, offset];
    }
}
