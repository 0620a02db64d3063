// SPDX-License-Identifier: MIT OR GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

namespace Kelf.ObjectFiles.Elf;

/// <summary>What an object has to have in common with the others that it is linked with (gABI 4.1 ch. 4, <c>e_ident</c>).</summary>
/// <param name="Class">32 or 64 bits.</param>
/// <param name="Order">Byte order.</param>
/// <param name="Machine">Instruction set.</param>
/// <param name="Flags"><c>e_flags</c>: linkers refuse to join, for instance, objects of different floating-point ABIs.</param>
/// <param name="OsAbi"><c>EI_OSABI</c>.</param>
/// <param name="AbiVersion"><c>EI_ABIVERSION</c>.</param>
public readonly record struct ElfObjectKind(
    ElfClass Class, ByteOrder Order, ElfMachine Machine, uint Flags = 0, byte OsAbi = 0, byte AbiVersion = 0)
{
    /// <summary>The kind of a file.</summary>
    public static ElfObjectKind Of(ElfFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        ReadOnlySpan<byte> identification = file.Image.Span(0, 16);
        return new(file.Class, file.ByteOrder, file.Machine, file.Flags, identification[7], identification[8]);
    }
}
