// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers.Binary;

using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Hashes;

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
    private readonly Lazy<HashSet<ulong>> _thunks;

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
        _thunks = new Lazy<HashSet<ulong>>(ReadThunks);
    }

    /// <summary>What the call instruction that ends at an address calls.</summary>
    /// <returns>Null when there is no direct call, or no code.</returns>
    public ulong? TargetBefore(ulong returnAddress) =>
        // A call of a thunk becomes an indirect one of two or three bytes when the kernel boots (apply_retpolines() in
        // arch/x86/kernel/alternative.c): it returns into what the image has there.
        IsThunk(TargetOf(returnAddress - 2)) || IsThunk(TargetOf(returnAddress - 3)) ? null : TargetOf(returnAddress - CallLength);

    private bool IsThunk(ulong? target) => target is { } address && _thunks.Value.Contains(address);

    private ulong? TargetOf(ulong call)
    {
        int at = Array.BinarySearch(_starts, call);
        at = at >= 0 ? at : ~at - 1;
        if (at < 0 || call - _starts[at] > _sections[at].Size - CallLength)
        {
            return null;
        }

        ReadOnlySpan<byte> code = _image.Contents(_sections[at]).Span(call - _starts[at], CallLength);
        ulong target = call + CallLength + (ulong)(long)BinaryPrimitives.ReadInt32LittleEndian(code[1..]);
        return code[0] != CallRelative ? null : _image.Class == ElfClass.Elf32 ? (uint)target : target;
    }

    private HashSet<ulong> ReadThunks()
    {
        HashSet<ulong> thunks = new(KeyedHash.Numbers);
        ElfSymbolTable symbols = _image.SymbolTable;
        for (int i = 1; i < symbols.Count; i++)
        {
            if (symbols.NameOf(symbols[i]).StartsWith("__x86_indirect_thunk_"u8))
            {
                thunks.Add(symbols[i].Value);
            }
        }

        return thunks;
    }
}
