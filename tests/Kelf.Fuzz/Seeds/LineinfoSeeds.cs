// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Lines.Side;
using Kelf.Kernel.Lines.Tables;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Threads;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Fuzz.Seeds;

/// <summary>Small tables of lines: a side table, and the objects with those of a kernel and of a module.</summary>
internal static class LineinfoSeeds
{
    /// <summary>All of them.</summary>
    public static IEnumerable<Seed> All()
    {
        SideLineTable side = new(
            "0123456789abcdef", [null, "a.c", "b.h"],
            [new SideRow(0x1000, 1, 5), new SideRow(0x1010, 2, 9), new SideRow(0x1020, SideRow.Nothing, 0)],
            [new SideFunction("f", ""), new SideFunction("g", "_g")],
            [new SideNode(SideSegment.Nothing, 0, 0, 0), new SideNode(0, 1, 1, 6)],
            [new SideSegment(0x1000, 0), new SideSegment(0x1010, 1), new SideSegment(0x1020, SideSegment.Nothing)],
            [new SideRow(0x1000, 1, 0), new SideRow(0x1020, SideRow.Nothing, 0)]);
        yield return new Seed("lineinfo/side", Bytes(sink => SideLinesWriter.Of(side, WorkerSource.None).WriteTo(sink.Write)));

        LineEntry[] entries = [.. Enumerable.Range(0, 70).Select(i => new LineEntry((uint)i * 3, i % 3, (uint)i))];
        LineTable table = new(["a.c"u8.ToArray(), "b.h"u8.ToArray()], [new LineArea("", 0, entries)]);
        ElfObjectKind kind = new(ElfClass.Elf64, ByteOrder.Little, ElfMachine.X8664);
        yield return new Seed("lineinfo/kernel", Bytes(sink => TableObjects.WriteKernel(table, kind, sink)));
        LineTable module = table with { Areas = [new LineArea(".text", 300, entries), new LineArea(".init.text", 300, entries)] };
        yield return new Seed("lineinfo/module", Bytes(sink => TableObjects.WriteModule(module, [".text", ".init.text"], kind, "x.ko", sink)));
    }

    private static byte[] Bytes(Action<IByteSink> write)
    {
        ByteBuilder bytes = new();
        write(bytes);
        return bytes.Bytes.ToArray();
    }
}
