// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.SymbolPaths.Attribution;

using Xunit;

namespace Kelf.Kernel.Tests.SymbolPaths;

public sealed class LinkerMapTests
{
    [Fact]
    public void The_map_of_GNU_ld_has_long_names_on_lines_of_their_own()
    {
        IReadOnlyList<MapPiece> pieces = LinkerMap.Parse("""
            Discarded input sections

             .text          0x0000000000000000       0x10 gone.o

            Linker script and memory map

            .text           0xffffffff81000000   0xc00000
             *(.text)
             .text          0xffffffff81000000      0x1e8 init/main.o
                            0xffffffff81000010                start_kernel
             .text.a_very_long_name_of_a_section
                            0xffffffff810001f0       0x10 vmlinux.a(net/core/gro.o)
             *fill*         0xffffffff81000200        0x8 
            """.Split('\n'));
        Assert.Equal(
            [
                new MapPiece(0xffffffff81000000, 0x1e8, ".text", ".text", "init/main.o"),
                new MapPiece(0xffffffff810001f0, 0x10, ".text", ".text.a_very_long_name_of_a_section", "vmlinux.a(net/core/gro.o)"),
            ],
            pieces);
    }

    [Fact]
    public void The_map_of_lld_is_told_apart_by_indentation()
    {
        IReadOnlyList<MapPiece> pieces = LinkerMap.Parse("""
                         VMA              LMA     Size Align Out     In      Symbol
            ffffffff81000000 ffffffff81000000   c00000  4096 .text
            ffffffff81000000 ffffffff81000000      1e8    64         vmlinux.o:(.text)
            ffffffff81000010 ffffffff81000010       20     1                 start_kernel
            """.Split('\n'));
        Assert.Equal([new MapPiece(0xffffffff81000000, 0x1e8, ".text", ".text", "vmlinux.o")], pieces);
    }

    [Fact]
    public void What_is_no_map_has_no_pieces() => Assert.Empty(LinkerMap.Parse(["nothing", "of the kind"]));
}
