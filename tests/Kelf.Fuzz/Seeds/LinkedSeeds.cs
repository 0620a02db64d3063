// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

namespace Kelf.Fuzz.Seeds;

/// <summary>Linked images that kept their relocations, as small as they come: one for each machine that has a table.</summary>
internal static class LinkedSeeds
{
    /// <summary>All of them.</summary>
    public static IEnumerable<Seed> All()
    {
        yield return Kernel("x86-64", new(machine: ElfMachine.X8664, type: ElfType.Executable) { LoadAddress = 0xffffffff81000000, RelocationsLast = true }, 1, 11, 2);
        yield return Kernel("x86-64-between", new(machine: ElfMachine.X8664, type: ElfType.Dynamic) { LoadAddress = 0xffffffff81000000 }, 1, 10, 4);
        yield return Kernel(
            "i386",
            new(ElfClass.Elf32, ByteOrder.Little, ElfMachine.I386, ElfType.Executable) { LoadAddress = 0xc1000000, RelocationsLast = true }, 1, 1, 2);
        yield return Kernel(
            "s390",
            new(ElfClass.Elf64, ByteOrder.Big, ElfMachine.S390, ElfType.Executable) { LoadAddress = 0x100000, RelocationsLast = true }, 22, 22, 19);
        yield return Kernel(
            "mips",
            new(ElfClass.Elf32, ByteOrder.Big, ElfMachine.Mips, ElfType.Executable) { LoadAddress = 0x80100000, RelocationsLast = true }, 2, 4, 6);
        yield return Kernel(
            "mips64",
            new(ElfClass.Elf64, ByteOrder.Little, ElfMachine.Mips, ElfType.Executable) { LoadAddress = 0xffffffff80100000, RelocationsLast = true }, 18, 5, 29);
        yield return Kernel(
            "extended",
            new(machine: ElfMachine.X8664, type: ElfType.Executable) { LoadAddress = 0xffffffff81000000, RelocationsLast = true, ForceExtendedIndices = true },
            1, 11, 2);
    }

    private static Seed Kernel(string name, ElfBuilder elf, uint first, uint second, uint relative)
    {
        const ElfSectionFlags Loaded = ElfSectionFlags.Allocated | ElfSectionFlags.Writable;
        // Offsets of relocations are addresses: contents begin after the headers, each at a multiple of 8.
        elf.Section(".text", new byte[32], flags: Loaded).Section(".data", new byte[32], flags: Loaded)
            .Section(".data.reloc", new byte[32], flags: Loaded)
            .Section(".bss", new byte[16], ElfSectionType.NoBits, Loaded)
            .Section(".modinfo", "toy.license=GPL\0toy.file=drivers/toy two\0\0"u8.ToArray(), flags: ElfSectionFlags.Allocated)
            .Section(".debug_demo", new byte[16])
            .Load(".text", ".text").Load(".data", ".modinfo");
        ulong headers = (elf.Class == ElfClass.Elf64 ? 64u + (2 * 56) : 52u + (2 * 32)) + 7 & ~7ul;
        ulong text = elf.LoadAddress!.Value + headers;
        elf.Symbol("own", ".text", text)
            .Symbol("number", ElfSymbol.AbsoluteSection, 5)
            .Symbol("VDSO_x", ElfSymbol.AbsoluteSection, 3)
            .Symbol("weak", null, binding: ElfSymbolBinding.Weak)
            .Symbol("__mod_device_table__x", ".data", text + 32, 8, ElfSymbolBinding.Local, ElfSymbolType.Object)
            .Symbol("modinfo", ".modinfo", 0, 0, ElfSymbolBinding.Local, ElfSymbolType.Object)
            .Relocate(".text", text + 8, first, "own")
            .Relocate(".text", text + 16, second, "VDSO_x")
            .Relocate(".text", text + 24, relative, "number")
            .Relocate(".data", text + 40, first, "own")
            .Relocate(".data", text + 48, second, "weak")
            .Relocate(".debug_demo", 0, first, "own");
        return new Seed($"linked/{name}", elf.Build());
    }
}
