// SPDX-License-Identifier: GPL-2.0-only
using System.IO.Compression;

using Kelf.Kernel.SymbolPaths.Attribution;
using Kelf.Kernel.SymbolPaths.Side;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

namespace Kelf.Fuzz.Seeds;

/// <summary>Small files of every kind that tells where symbols come from, and a log.</summary>
internal static class SymbolPathSeeds
{
    /// <summary>Symbols, some of one name.</summary>
    public static ReadOnlySpan<byte> SystemMap => """
        ffffffff81000000 T _text
        ffffffff81000010 t name_show
        ffffffff81000020 t name_show
        ffffffff81000040 T panic
        ffffffff81000080 t name_show
        ffffffff81000100 T _end

        """u8;

    /// <summary>All of them.</summary>
    public static IEnumerable<Seed> All()
    {
        // All of these are read line by line, and each reader passes over what the others want.
        yield return new Seed("sympaths/lines", """
            veth!drivers/net/veth.c:name_show,2
            savedcmd_init/main.o := objcopy --prefix-symbols=__pi_ lib/a.o init/main.o
            [    1.0] Kernel Offset: 0x2a000000 from 0xffffffff81000000 (relocation range: 0xffffffff80000000-0xffffffffbfffffff)
            RIP: 0010:name_show+0x4/0x10
             ? panic+0x10/0x40 [veth 0123456789abcdef]
            [<ffffffffab000024>] name_show+0x4/0x20
            pc : a.c:panic+0x1/0x40
            Linker script and memory map

            .text           0xffffffff81000000   0xc00000
             .text          0xffffffff81000000      0x1e8 init/main.o
             .text.a_very_long_name_of_a_section
                            0xffffffff810001f0       0x10 vmlinux.a(gro.o)

            """u8.ToArray());
        yield return new Seed("sympaths/map-lld", """
                         VMA              LMA     Size Align Out     In      Symbol
            ffffffff81000000 ffffffff81000000   c00000  4096 .text
            ffffffff81000000 ffffffff81000000      1e8    64         vmlinux.o:(.text)

            """u8.ToArray());
        yield return new Seed(
            "sympaths/compile-commands", """
            [{"directory":"/build","file":"../source/a.c","command":"cc -c -o a.o ../source/a.c"},
             {"directory":"/build","file":"/source/b.c","output":"b.o","arguments":["cc","-c"]}]
            """u8.ToArray());
        SideTable table = new(SideTableFlags.OnlyAmbiguous, 7, ["", "net/core/gro.c", "main.c"], [.. Enumerable.Range(0, 300).Select(i => i % 3)]);
        yield return new Seed("sympaths/side", SideTableWriter.Write(table, ByteOrder.Big));
        yield return new Seed("sympaths/gzip", Gzip(SystemMap));
        yield return new Seed("sympaths/symid", new ElfBuilder()
            .Section(".text", new byte[32], flags: ElfSectionFlags.Allocated | ElfSectionFlags.Executable)
            .Section(SymidTable.SectionName, [.. new byte[16], 1, .. new byte[15]])
            .Symbol("main.c", ElfSymbol.AbsoluteSection, binding: ElfSymbolBinding.Local, type: ElfSymbolType.File)
            .Symbol("f", ".text", 0, 4, ElfSymbolBinding.Local, ElfSymbolType.Function)
            .Relocate(SymidTable.SectionName, 8, 1, "f")
            .Relocate(SymidTable.SectionName, 24, 1, "f")
            .Build());
    }

    private static byte[] Gzip(ReadOnlySpan<byte> bytes)
    {
        using MemoryStream result = new();
        using (GZipStream stream = new(result, CompressionLevel.NoCompression))
        {
            stream.Write(bytes);
        }

        return result.ToArray();
    }
}
