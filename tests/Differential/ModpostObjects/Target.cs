// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Differential.ModpostObjects;

/// <summary>A machine with the class and byte order of its objects.</summary>
/// <param name="Name">As modpost-targets-lib.sh calls it.</param>
/// <param name="Class">32 or 64 bits.</param>
/// <param name="Order">Byte order.</param>
/// <param name="Machine">Number of the machine.</param>
/// <param name="Types">Types of relocations: those whose addends modpost decodes, those that it passes over, and one more.</param>
internal sealed record Target(string Name, ElfClass Class, ByteOrder Order, ElfMachine Machine, uint[] Types)
{
    // EM_68K, which the library has no name for.
    private const ElfMachine M68k = (ElfMachine)4;

    private static readonly Target[] _all =
    [
        new("x86_64", ElfClass.Elf64, ByteOrder.Little, ElfMachine.X8664, [1, 2, 4, 11]),
        new("i386", ElfClass.Elf32, ByteOrder.Little, ElfMachine.I386, [1, 2, 1, 2, 4, 20]),
        new("arm64", ElfClass.Elf64, ByteOrder.Little, ElfMachine.AArch64, [257, 283, 275]),
        new("arm", ElfClass.Elf32, ByteOrder.Little, ElfMachine.Arm, [1, 2, 3, 10, 28, 29, 30, 43, 44, 47, 48, 51, 42]),
        new("armeb", ElfClass.Elf32, ByteOrder.Big, ElfMachine.Arm, [1, 2, 3, 10, 28, 29, 30, 43, 44, 47, 48, 51, 42]),
        new("mips", ElfClass.Elf32, ByteOrder.Big, ElfMachine.Mips, [2, 4, 5, 6, 2, 4, 6]),
        new("mipsel", ElfClass.Elf32, ByteOrder.Little, ElfMachine.Mips, [2, 4, 5, 6, 2, 4, 6]),
        new("mips64", ElfClass.Elf64, ByteOrder.Big, ElfMachine.Mips, [2, 4, 5, 6, 18]),
        new("mips64el", ElfClass.Elf64, ByteOrder.Little, ElfMachine.Mips, [2, 4, 5, 6, 18]),
        new("powerpc", ElfClass.Elf32, ByteOrder.Big, ElfMachine.PowerPc, [1, 10]),
        new("powerpc64", ElfClass.Elf64, ByteOrder.Big, ElfMachine.PowerPc64, [38, 10]),
        new("powerpc64le", ElfClass.Elf64, ByteOrder.Little, ElfMachine.PowerPc64, [38, 10]),
        new("s390x", ElfClass.Elf64, ByteOrder.Big, ElfMachine.S390, [22, 19]),
        new("riscv64", ElfClass.Elf64, ByteOrder.Little, ElfMachine.RiscV, [2, 19, 35, 39, 51]),
        new("sparc64", ElfClass.Elf64, ByteOrder.Big, ElfMachine.SparcV9, [32, 7]),
        new("hppa", ElfClass.Elf32, ByteOrder.Big, ElfMachine.PaRisc, [1, 12]),
        new("hppa64", ElfClass.Elf64, ByteOrder.Big, ElfMachine.PaRisc, [80, 12]),
        new("m68k", ElfClass.Elf32, ByteOrder.Big, M68k, [1, 4]),
        new("sh4", ElfClass.Elf32, ByteOrder.Little, ElfMachine.SuperH, [1, 2]),
        new("loongarch64", ElfClass.Elf64, ByteOrder.Little, ElfMachine.LoongArch, [2, 55, 66, 100, 102]),
    ];

    /// <summary>That of a name.</summary>
    public static Target Of(string name) => Array.Find(_all, target => target.Name == name) ?? throw new ArgumentException($"no target {name}");
}
