// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Differential.ModpostInputs.DeviceTables;

/// <summary>A target of the kernel.</summary>
internal sealed record ObjectTarget(ElfMachine Machine, ElfClass Class, ByteOrder Order)
{
    public bool IsLittle => Order == ByteOrder.Little;

    public static ObjectTarget Of(string name) => name switch
    {
        "x86_64" => new(ElfMachine.X8664, ElfClass.Elf64, ByteOrder.Little),
        "i386" => new(ElfMachine.I386, ElfClass.Elf32, ByteOrder.Little),
        "arm64" => new(ElfMachine.AArch64, ElfClass.Elf64, ByteOrder.Little),
        "arm" => new(ElfMachine.Arm, ElfClass.Elf32, ByteOrder.Little),
        "mips" => new(ElfMachine.Mips, ElfClass.Elf32, ByteOrder.Big),
        "mipsel" => new(ElfMachine.Mips, ElfClass.Elf32, ByteOrder.Little),
        "mips64el" => new(ElfMachine.Mips, ElfClass.Elf64, ByteOrder.Little),
        "powerpc64le" => new(ElfMachine.PowerPc64, ElfClass.Elf64, ByteOrder.Little),
        "mips64" => new(ElfMachine.Mips, ElfClass.Elf64, ByteOrder.Big),
        "powerpc" => new(ElfMachine.PowerPc, ElfClass.Elf32, ByteOrder.Big),
        "powerpc64" => new(ElfMachine.PowerPc64, ElfClass.Elf64, ByteOrder.Big),
        "s390x" => new(ElfMachine.S390, ElfClass.Elf64, ByteOrder.Big),
        "riscv64" => new((ElfMachine)243, ElfClass.Elf64, ByteOrder.Little),
        "sparc64" => new((ElfMachine)43, ElfClass.Elf64, ByteOrder.Big),
        "hppa" => new(ElfMachine.PaRisc, ElfClass.Elf32, ByteOrder.Big),
        "hppa64" => new(ElfMachine.PaRisc, ElfClass.Elf64, ByteOrder.Big),
        "m68k" => new(ElfMachine.M68k, ElfClass.Elf32, ByteOrder.Big),
        _ => throw new ArgumentException($"no target {name}", nameof(name)),
    };
}
