// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kallsyms.Settings;
using Kelf.Kernel.Link;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Kernel.Tests.Link;

/// <summary>How much room a single link keeps for the tables of symbols.</summary>
public sealed class TableReserveTests
{
    private const uint Global = 1 << 10;
    private const uint Executable = 1 << 13;
    private const uint Undefined = 1 << 3;
    private const int Exports = 20000;

    /// <summary>The labels of an object of Clang's with LTO are in the image, two for each export.</summary>
    [Fact]
    public void What_bitcode_defines_has_room()
    {
        int without = SizeWith(bitcode: null);
        BitcodeBuilder labels = new();
        BitcodeBuilder others = new();
        for (int i = 0; i < Exports; i++)
        {
            labels = labels.Symbol($"__ksymtab_function_{i}", Executable);
            // What the tables do not have: strings of exports, and what is defined elsewhere.
            others = others.Symbol($"__kstrtab_function_{i}", Executable).Symbol($"function_{i}", Global | Executable | Undefined, $"function_{i}");
        }

        // An address, a place in the order of names and at least three bytes of a name for each.
        Assert.InRange(SizeWith(labels) - without, Exports * (4 + 3 + 3), Exports * 40);
        Assert.Equal(without, SizeWith(others));
        Assert.Equal(without, SizeWith(labels, allSymbols: false));
        Assert.True(SizeWith(new BitcodeBuilder().Symbol("f", Global | Executable, "f"), allSymbols: false) > without);
    }

    private static int SizeWith(BitcodeBuilder? bitcode, bool allSymbols = true)
    {
        using NativeBuffer elf = new ElfBuilder()
            .Section(".text", new byte[0x10], flags: ElfSectionFlags.Allocated | ElfSectionFlags.Executable)
            .Symbol("start", ".text", 0, 0x10, ElfSymbolBinding.Global, ElfSymbolType.Function)
            .BuildInMemory();
        using NativeBuffer? file = bitcode is null ? null : InMemory.File(bitcode.Build());
        KallsymsOptions options = new() { AllSymbols = allSymbols, PcRelative = true };
        return TableReserve.For(
            [ElfFile.Parse(elf.Contents)], file is null ? [] : [file.Contents], options, (_, entries) => entries).Size;
    }
}
