// SPDX-License-Identifier: GPL-2.0-only
using System.Diagnostics.CodeAnalysis;

using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Machines;

namespace Kelf.Kernel.Mcount;

/// <summary>What recordmcount's way needs to know of a machine and class.</summary>
internal sealed class RecordmcountMachine
{
    private static readonly uint[] s_anyType = [];
    private static readonly uint[] s_loongArchCalls = [(uint)LoongArchRelocation.MarkLa, (uint)LoongArchRelocation.SopPushPltPcRel];

    /// <summary>All of them.</summary>
    private static readonly RecordmcountMachine[] s_all =
    [
        // The operand of the call is one byte after its beginning.
        new()
        {
            Machine = ElfMachine.X8664, Class = ElfClass.Elf64, Tracer = "mcount", Pointer = (uint)X8664Relocation.Direct64,
            Adjust = -1, Nop = NopKind.X8664,
        },
        new()
        {
            Machine = ElfMachine.I386, Class = ElfClass.Elf32, Tracer = "mcount", Pointer = (uint)I386Relocation.Direct32,
            Adjust = -1, Nop = NopKind.I386,
        },
        new()
        {
            Machine = ElfMachine.AArch64, Class = ElfClass.Elf64, Pointer = (uint)AArch64Relocation.Abs64,
            CallTypes = [(uint)AArch64Relocation.Call26], Nop = NopKind.AArch64,
        },
        // The linker sets bit 0 of addresses of Thumb functions: no function may be a base.
        new()
        {
            Machine = ElfMachine.Arm, Class = ElfClass.Elf32, Tracer = "mcount", OtherTracer = "__gnu_mcount_nc",
            Pointer = (uint)ArmRelocation.Abs32,
            CallTypes = [(uint)ArmRelocation.Pc24, (uint)ArmRelocation.ThumbCall, (uint)ArmRelocation.Call],
            Nop = NopKind.Arm, BaseIsNoFunction = true,
        },
        // The call's operand is 14 bytes after where the tracer patches.
        new() { Machine = ElfMachine.S390, Class = ElfClass.Elf64, Pointer = (uint)S390Relocation.Direct64, Adjust = -14 },
        // The address of the tracer is loaded in parts, and the first is the call.
        new() { Machine = ElfMachine.Mips, Class = ElfClass.Elf32, Pointer = (uint)MipsRelocation.Direct32, CallsHaveParts = true },
        new() { Machine = ElfMachine.Mips, Class = ElfClass.Elf64, Pointer = (uint)MipsRelocation.Direct64, CallsHaveParts = true },
        new() { Machine = ElfMachine.PowerPc, Class = ElfClass.Elf32, Pointer = (uint)PowerPcRelocation.Addr32 },
        new() { Machine = ElfMachine.PowerPc64, Class = ElfClass.Elf64, Pointer = (uint)PowerPc64Relocation.Addr64 },
        new() { Machine = ElfMachine.SuperH, Class = ElfClass.Elf32, Tracer = "mcount", Pointer = (uint)SuperHRelocation.Dir32 },
        new() { Machine = ElfMachine.SparcV9, Class = ElfClass.Elf64, Pointer = (uint)SparcRelocation.Direct64 },
        new()
        {
            Machine = ElfMachine.LoongArch, Class = ElfClass.Elf32, Pointer = (uint)LoongArchRelocation.Direct32,
            CallTypes = s_loongArchCalls,
        },
        new()
        {
            Machine = ElfMachine.LoongArch, Class = ElfClass.Elf64, Pointer = (uint)LoongArchRelocation.Direct64,
            CallTypes = s_loongArchCalls,
        },
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
