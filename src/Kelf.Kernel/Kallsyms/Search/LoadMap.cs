// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Kallsyms.Search;

/// <summary>Which bytes of a linked image are loaded to which addresses: its segments of type <c>PT_LOAD</c> (gABI 4.1 ch. 5).</summary>
internal sealed class LoadMap
{
    private readonly ElfSegment[] _segments;

    /// <summary>Reads the segments.</summary>
    /// <exception cref="MalformedFileException">A program header is malformed.</exception>
    public LoadMap(ElfFile image)
    {
        _segments = [.. image.ReadSegments().Where(segment => segment.Type == ElfSegmentType.Load && segment.MemorySize > 0)];
        ulong length = (ulong)image.Image.Length;
        Start = _segments.Length == 0 ? 0 : Math.Min(length, _segments.Min(segment => segment.Offset));
        End = _segments.Length == 0 ? 0 : Math.Clamp(_segments.Max(segment => segment.Offset + segment.FileSize), Start, length);
    }

    /// <summary>Offset of the first byte that is loaded.</summary>
    public ulong Start { get; }

    /// <summary>Offset after the last one.</summary>
    public ulong End { get; }

    /// <summary>The address to which a byte is loaded; null if it is not.</summary>
    public ulong? AddressOf(ulong offset)
    {
        foreach (ElfSegment segment in _segments)
        {
            if (offset - segment.Offset < segment.FileSize)
            {
                return segment.Address + (offset - segment.Offset);
            }
        }

        return null;
    }

    /// <summary>Whether an address is that of something that is loaded, or of its end.</summary>
    public bool Contains(ulong address) => Array.Exists(_segments, segment => address - segment.Address <= segment.MemorySize);
}
