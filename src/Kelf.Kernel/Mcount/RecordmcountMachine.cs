// SPDX-License-Identifier: GPL-2.0-only
using System.Diagnostics.CodeAnalysis;

using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Mcount;

/// <summary>What recordmcount's way needs to know of a machine and class.</summary>
internal sealed record RecordmcountMachine
{
    private static readonly uint[] s_anyType = [];

    /// <summary>All of them.</summary>
    private static readonly RecordmcountMachine[] s_all =
    [
        // R_X86_64_64, R_386_32: the operand of the call is one byte after its beginning.
        new() { Machine = ElfMachine.X8664, Class = ElfClass.Elf64, Tracer = "mcount", Pointer = 1, Adjust = -1, Nop = NopKind.X8664 },
        new() { Machine = ElfMachine.I386, Class = ElfClass.Elf32, Tracer = "mcount", Pointer = 1, Adjust = -1, Nop = NopKind.I386 },
        // R_AARCH64_ABS64; R_AARCH64_CALL26.
        new() { Machine = ElfMachine.AArch64, Class = ElfClass.Elf64, Pointer = 257, CallTypes = [283], Nop = NopKind.AArch64 },
        // R_ARM_ABS32; R_ARM_PC24, R_ARM_THM_CALL, R_ARM_CALL. The linker sets bit 0 of addresses of Thumb functions: no
        // function may be a base.
        new()
        {
            Machine = ElfMachine.Arm, Class = ElfClass.Elf32, Tracer = "mcount", OtherTracer = "__gnu_mcount_nc", Pointer = 2,
            CallTypes = [1, 10, 28], Nop = NopKind.Arm, BaseIsNoFunction = true,
        },
        // R_390_64: the call's operand is 14 bytes after where the tracer patches.
        new() { Machine = ElfMachine.S390, Class = ElfClass.Elf64, Pointer = 22, Adjust = -14 },
        // R_MIPS_32, R_MIPS_64: the address of the tracer is loaded in parts, and the first is the call.
        new() { Machine = ElfMachine.Mips, Class = ElfClass.Elf32, Pointer = 2, CallsHaveParts = true },
        new() { Machine = ElfMachine.Mips, Class = ElfClass.Elf64, Pointer = 18, CallsHaveParts = true },
        // R_PPC_ADDR32, R_PPC64_ADDR64.
        new() { Machine = ElfMachine.PowerPc, Class = ElfClass.Elf32, Pointer = 1 },
        new() { Machine = ElfMachine.PowerPc64, Class = ElfClass.Elf64, Pointer = 38 },
        // R_SH_DIR32, R_SPARC_64.
        new() { Machine = ElfMachine.SuperH, Class = ElfClass.Elf32, Tracer = "mcount", Pointer = 1 },
        new() { Machine = ElfMachine.SparcV9, Class = ElfClass.Elf64, Pointer = 32 },
        // R_LARCH_32, R_LARCH_64; R_LARCH_MARK_LA, R_LARCH_SOP_PUSH_PLT_PCREL.
        new() { Machine = ElfMachine.LoongArch, Class = ElfClass.Elf32, Pointer = 1, CallTypes = [20, 29] },
        new() { Machine = ElfMachine.LoongArch, Class = ElfClass.Elf64, Pointer = 2, CallTypes = [20, 29] },
    ];

    /// <summary>The machine.</summary>
    public required ElfMachine Machine { get; init; }

    /// <summary>The class.</summary>
    public required ElfClass Class { get; init; }

    /// <summary>Name of the tracer entry beside <c>__fentry__</c>, which is one on all machines.</summary>
    public string Tracer { get; init; } = "_mcount";

    /// <summary>Another such name, or null.</summary>
    public string? OtherTracer { get; init; }

    /// <summary>Type of the relocation that makes a word a pointer.</summary>
    public required uint Pointer { get; init; }

    /// <summary>From the place of the relocation to the recorded one, in bytes.</summary>
    public long Adjust { get; init; }

    /// <summary>Types of relocations of calls; empty for any.</summary>
    public IReadOnlyList<uint> CallTypes { get; init; } = s_anyType;

    /// <summary>Whether relocations four bytes apart belong to one call.</summary>
    public bool CallsHaveParts { get; init; }

    /// <summary>Whether records may not name functions.</summary>
    public bool BaseIsNoFunction { get; init; }

    /// <summary>How calls become NOPs.</summary>
    public NopKind Nop { get; init; }

    /// <summary>Looks a machine up.</summary>
    public static bool TryFind(ElfMachine machine, ElfClass elfClass, [NotNullWhen(true)] out RecordmcountMachine? found)
    {
        found = Array.Find(s_all, candidate => candidate.Machine == machine && candidate.Class == elfClass);
        return found is not null;
    }
}
