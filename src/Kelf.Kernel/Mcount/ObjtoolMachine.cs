// SPDX-License-Identifier: GPL-2.0-only
using System.Diagnostics.CodeAnalysis;

using Kelf.ObjectFiles.Elf;

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
        // R_X86_64_PC32, R_X86_64_PLT32; R_X86_64_64.
        new(ElfMachine.X8664, "__fentry__", [2, 4], 1, 1, 0),
        // R_PPC64_REL24, R_PPC64_REL24_NOTOC; R_PPC64_ADDR64.
        new(ElfMachine.PowerPc64, "_mcount", [10, 116], 0, 38, 0),
        // R_PPC_REL24, R_PPC_PLTREL24, R_PPC_LOCAL24PC; R_PPC_ADDR32.
        new(ElfMachine.PowerPc, "_mcount", [10, 18, 23], 0, 0, 1),
        // R_LARCH_B26; R_LARCH_64, R_LARCH_32.
        new(ElfMachine.LoongArch, "_mcount", [66], 0, 2, 1),
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
