// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers.Binary;

using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.SymbolPaths.Decode;

/// <summary>Direct calls in the code of a linked x86 kernel.</summary>
/// <param name="image">The kernel.</param>
internal sealed class CallSites(ElfFile image)
{
    private const int CallLength = 5;
    private const byte CallRelative = 0xe8; // CALL rel32 (Intel SDM vol. 2A)

    /// <summary>What the call instruction that ends at an address calls.</summary>
    /// <returns>Null when there is no direct call, or no code.</returns>
    public ulong? TargetBefore(ulong returnAddress)
    {
        if (image.Machine is not (ElfMachine.X8664 or ElfMachine.I386) || image.Type == ElfType.Relocatable)
        {
            return null;
        }

        foreach (ElfSection section in image.Sections)
        {
            ulong offset = returnAddress - CallLength - section.Address;
            if (!section.IsAllocated || section.Type == ElfSectionType.NoBits || section.Size < CallLength
                || offset > section.Size - CallLength)
            {
                continue;
            }

            Region contents = image.Contents(section);
            ReadOnlySpan<byte> call = contents.Span(offset, CallLength);
            ulong target = returnAddress + (ulong)(long)BinaryPrimitives.ReadInt32LittleEndian(call[1..]);
            return call[0] != CallRelative ? null : image.Class == ElfClass.Elf32 ? (uint)target : target;
        }

        return null;
    }
}
