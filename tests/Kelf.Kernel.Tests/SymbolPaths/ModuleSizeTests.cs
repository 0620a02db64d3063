// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.SymbolPaths;
using Kelf.Kernel.SymbolPaths.Lookup;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Kernel.Tests.SymbolPaths;

/// <summary>Sizes of functions that a kernel prints for a module, as far as its file tells them.</summary>
public sealed class ModuleSizeTests
{
    // arm64's loader puts veneers and the trampoline of ftrace between .text and .exit.text.
    [Theory]
    [InlineData(".plt", true)]
    [InlineData(".stubs", true)]
    [InlineData(".other", false)]
    public void Behind_the_last_function_of_a_section_may_be_more(string empty, bool expected)
    {
        const ElfSectionFlags Code = ElfSectionFlags.Allocated | ElfSectionFlags.Executable;
        using NativeBuffer file = new ElfBuilder(machine: ElfMachine.AArch64)
            .Section(".text", new byte[0x24], flags: Code).Section(empty, [0], flags: ElfSectionFlags.Allocated).Section(".exit.text", new byte[0x10], flags: Code)
            .Symbol("first", ".text", 0, 0x10, ElfSymbolBinding.Local, ElfSymbolType.Function)
            .Symbol("last", ".text", 0x10, 0x14, ElfSymbolBinding.Local, ElfSymbolType.Function)
            .Symbol("exit", ".exit.text", 4, 0xc, ElfSymbolBinding.Local, ElfSymbolType.Function)
            .BuildInMemory("m.ko");
        ElfFile elf = ElfFile.Parse(file.Contents);
        RuntimeSymbols listing = ModuleListing.Read(elf);
        SymbolImage image = new(() => listing, () => throw new InvalidOperationException("no paths are asked for"), "m", elf);
        int Entry(string name) => Assert.Single(image.Named(name));
        Assert.True(image.HasSize(Entry("first"), 0x10));
        Assert.False(image.HasSize(Entry("first"), 0x40));
        ulong last = image.Sizes.Of(Entry("last"));
        Assert.True(image.HasSize(Entry("last"), last));
        Assert.Equal(expected, image.HasSize(Entry("last"), last + 0x6c));
        Assert.False(image.HasSize(Entry("last"), last - 4));
    }
}
