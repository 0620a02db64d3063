// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kallsyms.Entries;
using Kelf.Kernel.Kallsyms.Settings;
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Kallsyms.Output;

/// <summary>What the table of addresses has for each entry, before the linker adds where <c>_text</c> is.</summary>
internal sealed class AddressTable
{
    private readonly long[] _values;

    private AddressTable(ulong textAddress, long[] values, ulong relativeBase)
    {
        (TextAddress, _values, RelativeBase) = (textAddress, values, relativeBase);
    }

    /// <summary>Address of <c>_text</c>, 0 when there is none.</summary>
    public ulong TextAddress { get; }

    /// <summary>
    /// For each entry: with <c>--pc-relative</c> and in a table of words the distance from <c>_text</c>, else the 32-bit number.
    /// </summary>
    public ReadOnlySpan<long> Values => _values;

    /// <summary>The address that <c>kallsyms_relative_base</c> has.</summary>
    public ulong RelativeBase { get; }

    /// <summary>How far an address is from <c>_text</c>.</summary>
    public long DistanceOf(ulong address) => (long)(address - TextAddress);

    /// <summary>Computes the table.</summary>
    /// <param name="file">The input, for messages.</param>
    /// <param name="entries">Entries in table order.</param>
    /// <param name="options">What is asked for.</param>
    /// <exception cref="RefusedException">An address is too far away for its 32 bits.</exception>
    public static AddressTable Of(string file, KallsymsEntries entries, KallsymsOptions options)
    {
        if (options.PcRelative && entries.TextAddress is null && entries.Items.Length > 0)
        {
            throw new RefusedException(file, "no symbol _text, which all addresses are relative to");
        }

        ulong text = entries.TextAddress ?? 0;
        ulong start = 0;
        if (options.HasBase && Array.FindIndex(entries.Items, entry => !entry.IsAbsolute) is >= 0 and var first)
        {
            start = entries.Items[first].Address;
        }

        long[] values = new long[entries.Items.Length];
        for (int i = 0; i < values.Length; i++)
        {
            ref readonly KallsymsEntry entry = ref entries.Items[i];
            values[i] = options switch
            {
                { Layout: >= KallsymsLayout.Linux72, PcRelative: true } => FromText(file, entries, entry, text),
                { Layout: >= KallsymsLayout.Linux72 } => (uint)entry.Address,
                { HasBase: true } => FromBase(file, entries, entry, start, options.AbsolutePercpu),
                _ => entry.IsAbsolute ? (long)entry.Address : (long)(entry.Address - text),
            };
        }

        return new AddressTable(text, values, start);
    }

    private static long FromText(string file, KallsymsEntries entries, in KallsymsEntry entry, ulong text)
    {
        long distance = (long)(entry.Address - text);
        return distance is >= int.MinValue and <= int.MaxValue
            ? distance
            : throw new RefusedException(
                file, $"kallsyms failure: relative symbol value 0x{entry.Address:x} out of range: {NameOf(entries, entry)}");
    }

    // What is absolute is not negative, so that a kernel can tell the one from the other.
    private static long FromBase(
        string file, KallsymsEntries entries, in KallsymsEntry entry, ulong start, bool marksAbsolute)
    {
        (ulong value, ulong least, ulong most) = (marksAbsolute, entry.IsAbsolute) switch
        {
            (false, _) => (entry.Address - start, 0ul, (ulong)uint.MaxValue),
            (true, true) => (entry.Address, 0ul, (ulong)int.MaxValue),
            (true, false) => (start - entry.Address - 1, unchecked((ulong)int.MinValue), ulong.MaxValue),
        };
        return value >= least && value <= most
            ? (uint)value
            : throw new RefusedException(
                file,
                $"kallsyms failure: {(entry.IsAbsolute ? "absolute" : "relative")} symbol value 0x{entry.Address:x} "
                + $"out of range in relative mode: {NameOf(entries, entry)}");
    }

    private static string NameOf(KallsymsEntries entries, in KallsymsEntry entry) =>
        PrintableText.Of(entries.NameOf(entry));
}
