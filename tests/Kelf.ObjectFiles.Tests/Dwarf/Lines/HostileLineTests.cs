// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Dwarf.Lines;
using Kelf.ObjectFiles.Tests.Support;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.ObjectFiles.Tests.Dwarf.Lines;

/// <summary>Line programs that would cost a product, or memory. What is counted is processor time of this thread.</summary>
public sealed class HostileLineTests
{
    // A program that goes back and forth over all addresses, again and again, costs what it has in bytes.
    [Fact]
    public void Back_and_forth_is_not_addresses_times_rows()
    {
        const int Rows = 60_000, Addresses = 60_000;
        using OpenDwarf dwarf = LineFile.Of(lines =>
        {
            for (int i = 0; i < Rows; i++)
            {
                lines.Address(0x10).Copy().Address(0x10 + Addresses, 8).Copy();
            }
        });
        ulong[] addresses = [.. Enumerable.Range(0, Addresses).Select(i => (ulong)(0xf + i))];
        LineRow?[] rows = new LineRow?[Addresses];
        DwarfUnit unit = dwarf.File.Units[0];
        ThreadTime time = ThreadTime.Start();
        RowSearch.Find(unit, addresses, rows);
        TimeSpan taken = time.Elapsed;
        Assert.Null(rows[0]);
        Assert.All(rows[1..], row => Assert.Equal(0x10u, row!.Value.Address));
        // 3.6 billion steps would be seconds.
        Assert.InRange(taken.TotalSeconds, 0, 1);
    }

    // All rows of a large program are at one address: it costs what it has in bytes, and no memory.
    [Fact]
    public void Rows_are_not_kept()
    {
        (_, TimeSpan once) = Cost(4);
        (long memory, TimeSpan twice) = Cost(8);
        // Of eight million rows.
        Assert.InRange(memory, 0, 64 * 1024);
        Assert.InRange(twice, TimeSpan.Zero, (once * 2.6) + TimeSpan.FromMilliseconds(50));

        static (long Bytes, TimeSpan Time) Cost(int mebibytes)
        {
            byte[] rows = new byte[mebibytes << 20];
            rows.AsSpan().Fill(13 + 5); // a row, and no advance
            using OpenDwarf dwarf = LineFile.Of(lines => lines.Address(0x10).Bytes.Bytes(rows));
            DwarfUnit unit = dwarf.File.Units[0];
            LineRow?[] found = new LineRow?[2];
            RowSearch.Find(unit, [1, 2], found);
            long before = GC.GetAllocatedBytesForCurrentThread();
            ThreadTime time = ThreadTime.Start();
            RowSearch.Find(unit, [0x10, 0x11], found);
            TimeSpan elapsed = time.Elapsed;
            Assert.Equal([null, null], found);
            return (GC.GetAllocatedBytesForCurrentThread() - before, elapsed);
        }
    }
}
