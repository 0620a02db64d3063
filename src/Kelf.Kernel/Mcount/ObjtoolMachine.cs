// SPDX-License-Identifier: GPL-2.0-only
using System.Diagnostics.CodeAnalysis;

using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Machines;

namespace Kelf.Kernel.Mcount;

/// <summary>What objtool's way needs to know of a machine.</summary>
/// <param name="Machine">The machine.</param>
/// <param name="Tracer">Name of the tracer entry.</param>
/// <param name="CallTypes">Types of relocations of calls.</param>
/// <param name="OperandOffset">From the beginning of a call to its relocation, in bytes.</param>
/// <param name="Pointer64">Type of the relocation that makes a word a pointer, in 64-bit files.</param>
/// <param name="Pointer32">The same in 32-bit files; 0 when there are none.</param>
internal sealed record ObjtoolMachine(
    ElfMachine Machine, string Tracer, IReadOnlyList<uint> CallTypes, uint OperandOffset, uint Pointer64, uint Pointer32)
{
    private static readonly ObjtoolMachine[] s_all =
    [
        new(ElfMachine.X8664, "__fentry__", [(uint)X8664Relocation.Pc32, (uint)X8664Relocation.Plt32], 1,
            Pointer64: (uint)X8664Relocation.Direct64, Pointer32: 0),
        new(ElfMachine.PowerPc64, "_mcount", [(uint)PowerPc64Relocation.Rel24, (uint)PowerPc64Relocation.Rel24NoToc], 0,
            Pointer64: (uint)PowerPc64Relocation.Addr64, Pointer32: 0),
        new(ElfMachine.PowerPc, "_mcount",
            [(uint)PowerPcRelocation.Rel24, (uint)PowerPcRelocation.PltRel24, (uint)PowerPcRelocation.Local24Pc], 0,
            Pointer64: 0, Pointer32: (uint)PowerPcRelocation.Addr32),
        new(ElfMachine.LoongArch, "_mcount", [(uint)LoongArchRelocation.B26], 0,
            Pointer64: (uint)LoongArchRelocation.Direct64, Pointer32: (uint)LoongArchRelocation.Direct32),
    ];

    /// <summary>Looks a machine up.</summary>
    public static bool TryFind(ElfMachine machine, ElfClass elfClass, [NotNullWhen(true)] out ObjtoolMachine? found)
    {
        found = Array.Find(s_all, candidate => candidate.Machine == machine && candidate.Pointer(elfClass) != 0);
        return found is not null;
    }

    /// <summary>Type of the relocation that makes a word a pointer; 0 when the machine has no files of the class.</summary>
    public uint Pointer(ElfClass elfClass) => elfClass == ElfClass.Elf64 ? Pointer64 : Pointer32;
}
