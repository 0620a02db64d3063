// SPDX-License-Identifier: GPL-2.0-only
using System.Diagnostics.CodeAnalysis;

using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Relocs;

/// <summary>The bytes of an image by the address where they are loaded.</summary>
internal sealed class LoadedBytes
{
    private readonly ElfFile _image;
    private readonly (ulong Address, ElfSection Section)[] _sections;

    public LoadedBytes(ElfFile image)
    {
        _image = image;
        ElfSegment[] segments = [.. image.ReadSegments().Where(segment => segment.Type == ElfSegmentType.Load)];
        _sections = [.. image.Sections.ToArray().Where(section => section.IsAllocated && section.HasBytes)
            .Select(section => (section.Address + Displacement(segments, section), section)).OrderBy(loaded => loaded.Item1)];
        End = _sections.Length == 0 ? 0 : _sections.Max(loaded => loaded.Address + loaded.Section.Size);
        foreach (ElfSegment segment in segments)
        {
            LowestPhysical = Math.Min(LowestPhysical, segment.PhysicalAddress);
            End = Math.Max(End, segment.Address + segment.MemorySize);
        }
    }

    /// <summary>The lowest address of a section.</summary>
    public ulong Start => _sections.Length == 0 ? 0 : _sections[0].Address;

    /// <summary>The address after the last loaded byte.</summary>
    public ulong End { get; }

    /// <summary>The lowest physical address of a segment; all ones without segments.</summary>
    public ulong LowestPhysical { get; } = ulong.MaxValue;

    /// <summary>Finds the number at an address; little-endian, of 4 or 8 bytes, 4 with their sign extended.</summary>
    public bool TryRead(ulong address, int width, out ulong value, [NotNullWhen(true)] out ElfSection? section)
    {
        int low = 0, high = _sections.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = _sections[middle].Address <= address ? (middle + 1, high) : (low, middle);
        }

        (ulong start, section) = low > 0 ? _sections[low - 1] : (0, null);
        if (section is null || address - start > section.Size - Math.Min(section.Size, (ulong)width))
        {
            (value, section) = (0, null);
            return false;
        }

        ObjectFiles.Bytes.Cursor cursor = _image.Contents(section).Read(_image.ByteOrder, address - start);
        if (cursor.Remaining < width)
        {
            (value, section) = (0, null);
            return false;
        }

        value = width == 8 ? cursor.U64() : (ulong)(int)cursor.U32();
        return true;
    }

    // Before 6.15 the per-CPU data of x86-64 is linked at 0. It is loaded after what stands before it: at its physical address, as
    // far from that as the other segments are from theirs.
    private static ulong Displacement(ElfSegment[] segments, ElfSection section)
    {
        bool Holds(ElfSegment segment) => segment.FileSize > 0 && section.Offset - segment.Offset < segment.FileSize;

        return Array.Find(segments, Holds) is { Address: 0, PhysicalAddress: > 0 } own
            && Array.Find(segments, segment => segment.Address != 0) is { } other
            ? own.PhysicalAddress + (other.Address - other.PhysicalAddress)
            : 0;
    }
}
