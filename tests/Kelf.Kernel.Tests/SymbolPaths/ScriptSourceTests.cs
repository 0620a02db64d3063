// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.SymbolPaths;
using Kelf.Kernel.SymbolPaths.Attribution;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Kernel.Tests.SymbolPaths;

public sealed class ScriptSourceTests
{
    [Fact]
    public void Only_global_names_that_no_object_defines_are_the_scripts()
    {
        using NativeBuffer image = new ElfBuilder(type: ElfType.Executable)
            .Section(".text", new byte[64], flags: ElfSectionFlags.Allocated | ElfSectionFlags.Executable)
            .Symbol("a.c", ElfSymbol.AbsoluteSection, binding: ElfSymbolBinding.Local, type: ElfSymbolType.File)
            .Symbol("unknown_local", ".text", 0x81000008, 4, ElfSymbolBinding.Local, ElfSymbolType.Function)
            .Symbol("_text", ".text", 0x81000000)
            .Symbol("panic", ".text", 0x81000010, 4, type: ElfSymbolType.Function)
            .Symbol("helper.llvm.123", ".text", 0x81000020, 4, type: ElfSymbolType.Function)
            .Symbol("jiffies", ".text", 0x81000030, 8, type: ElfSymbolType.Object)
            .BuildInMemory("vmlinux");
        ElfFile elf = ElfFile.Parse(image.Contents);
        RuntimeSymbols listing = KernelListing.Read(elf);
        FileGroups groups = FileGroups.Read(elf, listing.Names);
        LinkedObject panic = new()
        {
            ObjectPath = "kernel/panic.o",
            Parts = [new ObjectPart(-1, HasFileSymbol: true, "panic.c", []) { Unit = new SourceUnit("kernel/panic.c", "kernel/panic.o") }],
            Globals = [new DefinedSymbol(listing.Names.Find("panic"u8), 4, IsWeak: false)],
        };

        PathAttribution paths = new PathAttributor(
            listing, new ScriptSource(listing, groups, [panic], "vmlinux.lds.S"), new GlobalSource(listing, groups, [panic])).Run();

        Assert.Equal(
            ["_text vmlinux.lds.S Script", "unknown_local  None", "panic kernel/panic.c Global", "helper.llvm.123  None",
                "jiffies vmlinux.lds.S Script"],
            Enumerable.Range(0, listing.Count).Select(i => $"{listing.TextOf(i)} {paths.PathOf(i)} {paths.OriginOf(i)}"));
    }
}
