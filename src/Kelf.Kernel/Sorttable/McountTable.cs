// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;

namespace Kelf.Kernel.Sorttable;

/// <summary>
/// The addresses of calls to the function tracer, between <c>__start_mcount_loc</c> and <c>__stop_mcount_loc</c> (kernel
/// <c>Documentation/trace/ftrace-design.rst</c>). Those of functions that the link dropped become 0.
/// </summary>
internal static class McountTable
{
    /// <summary>Sorts the addresses, or finds that there is nothing to do.</summary>
    /// <param name="image">The image.</param>
    /// <param name="symbols">Where the addresses are.</param>
    /// <param name="options">Whether they are wanted, and what is done with those of dropped functions.</param>
    /// <exception cref="RefusedException">A symbol is missing that should be there.</exception>
    /// <exception cref="MalformedFileException">The range does not lie in a section, or is not one of whole addresses.</exception>
    public static (IReadOnlyList<SortedTable> Tables, McountCount? Count) Sort(
        SortableImage image, TableSymbols symbols, SorttableOptions options)
    {
        bool isThere = symbols.McountStart is not null || symbols.McountStop is not null;
        bool isEmpty = symbols is { McountStart: { } first, McountStop: { } last } && first.Value == last.Value;
        KernelSorting kernel = new(image, options);
        if (!(options.Mcount ?? isThere) || (!isEmpty && !kernel.SortsTracerCalls()))
        {
            return ([], null);
        }

        if (symbols is not { McountStart: { } start, McountStop: { } stop })
        {
            string missing = symbols.McountStart is null ? TableSymbols.McountStartName : TableSymbols.McountStopName;
            throw image.Refused($"no symbol {missing}: the addresses of tracer calls have no bounds");
        }

        if (start.Value == stop.Value)
        {
            return ([], new McountCount(0, 0, null));
        }

        McountRange range = McountRange.Of(image, start.Value, stop.Value);
        IReadOnlyList<McountRelocations> relocations = McountRelocations.Find(image, range);
        ulong[] values = relocations.Count > 0
            ? McountRelocations.Values(relocations, range)
            : Words(range, image.Format);
        McountCount count = new(values.Length, 0, null);
        if (kernel.ZeroesDropped(values) is { } zeroes)
        {
            count = zeroes ? ZeroDropped(image, values, options) : count;
        }
        else if (ZeroDropped(image, values, options) is { Zeroed: > 0 and var dropped })
        {
            throw kernel.Undecided(dropped);
        }

        Array.Sort(values);
        return (
            relocations.Count > 0 ? [.. relocations.Select(part => part.With(values))] : [InPlace(range, values, image.Format)],
            count);
    }

    private static ulong[] Words(McountRange range, NumberFormat format)
    {
        ReadOnlySpan<byte> bytes = range.Contents.Span();
        ulong[] values = new ulong[range.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = format.Word(bytes[(i * format.WordSize)..]);
        }

        return values;
    }

    private static SortedTable InPlace(McountRange range, ulong[] values, NumberFormat format)
    {
        byte[] after = new byte[range.Contents.Length];
        for (int i = 0; i < values.Length; i++)
        {
            format.WriteWord(after.AsSpan(i * format.WordSize), values[i]);
        }

        return new SortedTable(range.SectionName, range.FileOffset, range.Contents, after);
    }

    private static McountCount ZeroDropped(SortableImage image, ulong[] values, SorttableOptions options)
    {
        FunctionRanges functions = FunctionRanges.Of(image);
        if (functions.IsEmpty && values.Length > 0)
        {
            // Zeroing all of them would leave the kernel without a function tracer, and without a word about it.
            throw image.Refused("no function in the symbol table has a size: which tracer calls are of dropped ones is not known");
        }

        int zeroed = 0, kept = 0;
        for (int i = 0; i < values.Length; i++)
        {
            bool isLost = options.Original?.Contains(values[i], FunctionRanges.RoomBefore(image.Elf.Machine)) == false;
            bool isKept = functions.Contains(values[i]) && !(isLost && options.ZeroesLost);
            zeroed += isKept || values[i] == 0 ? 0 : 1;
            kept += isKept && isLost ? 1 : 0;
            values[i] = isKept ? values[i] : 0;
        }

        return new McountCount(values.Length, zeroed, options.Original is null ? null : kept);
    }
}
