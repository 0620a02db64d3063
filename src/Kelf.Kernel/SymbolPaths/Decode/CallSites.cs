// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers.Binary;

using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.SymbolPaths.Decode;

/// <summary>Direct calls in the code of a linked x86 kernel.</summary>
internal sealed class CallSites
{
    private const int CallLength = 5;
    private const byte CallRelative = 0xe8; // CALL rel32 (Intel SDM vol. 2A)

    private readonly ElfFile _image;
    // By address.
    private readonly ElfSection[] _sections = [];
    private readonly ulong[] _starts;

    /// <summary>Prepares a kernel.</summary>
    public CallSites(ElfFile image)
    {
        _image = image;
        if (image.Machine is ElfMachine.X8664 or ElfMachine.I386 && image.Type != ElfType.Relocatable)
        {
            _sections =
            [
                .. image.Sections.ToArray()
                    .Where(section => section.IsAllocated && section.Type != ElfSectionType.NoBits && section.Size >= CallLength)
                    .OrderBy(section => section.Address),
            ];
        }

        _starts = [.. _sections.Select(section => section.Address)];
    }

    /// <summary>What the call instruction that ends at an address calls.</summary>
    /// <returns>Null when there is no direct call, or no code.</returns>
    public ulong? TargetBefore(ulong returnAddress)
    {
        int at = Array.BinarySearch(_starts, returnAddress - CallLength);
        at = at >= 0 ? at : ~at - 1;
        if (at < 0 || returnAddress - CallLength - _starts[at] > _sections[at].Size - CallLength)
        {
            return null;
        }

        ReadOnlySpan<byte> call = _image.Contents(_sections[at]).Span(returnAddress - CallLength - _starts[at], CallLength);
        ulong target = returnAddress + (ulong)(long)BinaryPrimitives.ReadInt32LittleEndian(call[1..]);
        return call[0] != CallRelative ? null : _image.Class == ElfClass.Elf32 ? (uint)target : target;
    }
}
