// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Fuzz.Seeds;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Dwarf.Lines;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Fuzz.Targets;

/// <summary>
/// Line tables: every program run to its end or to what is wrong with it, its files, and a search for addresses that its rows have
/// and their neighbours, whose answers are held against the rows one by one.
/// </summary>
public sealed class LineTarget : IFuzzTarget
{
    // A search for more finds nothing else.
    private const int MostAddresses = 48;

    /// <inheritdoc/>
    public string Name => "lines";

    /// <inheritdoc/>
    public IReadOnlyList<Type> Covers => [];

    /// <inheritdoc/>
    public void Run(Region image, Seed seed)
    {
        ElfFile elf = ElfFile.Parse(image);
        ulong[] addresses = new ulong[elf.Sections.Length];
        for (int i = 0; i < addresses.Length; i++)
        {
            addresses[i] = (ulong)i << 20;
        }

        using DwarfFile dwarf = DwarfFile.Open(elf, null, addresses);
        foreach (DwarfUnit unit in LineTables.UnitsOf(dwarf))
        {
            SortedSet<ulong> wanted = [0];
            Try(() => Walk(unit, wanted));
            Search(unit, [.. wanted]);
        }
    }

    private static void Try(Action read)
    {
        try
        {
            read();
        }
        catch (MalformedFileException)
        {
            // Other tables may still be read.
        }
    }

    private static void Walk(DwarfUnit unit, SortedSet<ulong> wanted)
    {
        RowFiles files = new(unit);
        LineProgram program = LineProgram.Of(unit);
        uint last = 0;
        while (program.Next())
        {
            LineRow row = program.Row;
            if (wanted.Count < MostAddresses)
            {
                wanted.UnionWith([row.Address, row.Address - 1]);
            }

            if (row.File != last)
            {
                last = row.File;
                Try(() => files.TryPath(row.File, out _));
            }
        }
    }

    private static void Search(DwarfUnit unit, ulong[] addresses)
    {
        LineRow?[] rows = new LineRow?[addresses.Length];
        Try(() => RowSearch.Find(unit, addresses, rows));
        for (int i = 0; i < addresses.Length; i++)
        {
            ulong address = addresses[i];
            LineRow? expected = null;
            Try(() => expected = OneByOne(unit, address));
            if (rows[i] != expected)
            {
                throw new InvalidOperationException($"0x{address:x} is in row {rows[i]}, and by all rows in {expected}");
            }
        }
    }

    private static LineRow? OneByOne(DwarfUnit unit, ulong address)
    {
        LineProgram program = LineProgram.Of(unit);
        LineRow? nearest = null;
        ulong highest = 0;
        bool isDropped = false;
        try
        {
            while (program.Next())
            {
                isDropped = program.IsDropped;
                if (program.EndsSequence)
                {
                    if (nearest is not null && address < program.Address && !isDropped)
                    {
                        return nearest;
                    }

                    (nearest, highest) = (null, 0);
                    continue;
                }

                highest = Math.Max(highest, program.Address);
                if (program.Address <= address && (nearest is null || program.Address >= nearest.Value.Address))
                {
                    nearest = program.Row;
                }
            }
        }
        catch (MalformedFileException)
        {
            // The sequence ends here.
        }

        return address < highest && !isDropped ? nearest : null;
    }
}
