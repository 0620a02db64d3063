// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.CompilerServices;

namespace Kelf.ObjectFiles.Bytes;

/// <summary>
/// A bounded run of bytes outside the managed heap (a mapped file, or a native buffer), of any 64-bit length.
/// The one door to those bytes: every access is checked against the bounds here or in <see cref="Cursor"/>.
/// </summary>
/// <remarks>
/// A region does not own its memory; it is valid as long as the <see cref="MappedFile"/> or
/// <see cref="NativeBuffer"/> it was cut from. <c>default</c> is the empty region.
/// </remarks>
public readonly unsafe struct Region
{
    // A span has at most 2 GiB.
    private const ulong Portion = 1 << 30;

    private readonly byte* _start;
    private readonly ByteSource? _source;

    internal Region(byte* start, long length, ByteSource source, ulong sourceOffset = 0)
    {
        _start = start;
        (Length, _source, SourceOffset) = (length, source, sourceOffset);
    }

    /// <summary>Length in bytes.</summary>
    public long Length { get; }

    /// <summary>Offset of the first byte in <see cref="Source"/>, for messages.</summary>
    public ulong SourceOffset { get; }

    /// <summary>Where the bytes come from.</summary>
    public ByteSource Source => _source ?? EmptySource;

    /// <summary>True when there are no bytes.</summary>
    public bool IsEmpty => Length == 0;

    internal byte* Start => _start;

    private static ByteSource EmptySource { get; } = new("(none)");

    /// <summary>A part of this region, with offsets in messages still those of the same source.</summary>
    /// <exception cref="MalformedFileException">The part does not lie inside the region.</exception>
    public Region Slice(ulong offset, ulong length)
    {
        if (offset > (ulong)Length || length > (ulong)Length - offset)
        {
            ThrowOutside(offset, length);
        }

        return new Region(_start + offset, (long)length, Source, SourceOffset + offset);
    }

    /// <summary>The same bytes under another name: offsets in messages start at 0 of <paramref name="source"/>.</summary>
    public Region As(ByteSource source) => new(_start, Length, source);

    /// <summary>The bytes [<paramref name="offset"/>, +<paramref name="length"/>) as a span.</summary>
    /// <exception cref="MalformedFileException">They do not lie inside the region.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> Span(ulong offset, int length)
    {
        if (offset > (ulong)Length || (ulong)length > (ulong)Length - offset)
        {
            ThrowOutside(offset, (ulong)length);
        }

        return new ReadOnlySpan<byte>(_start + offset, length);
    }

    /// <summary>All bytes as a span; for regions known to be small (at most 2 GiB).</summary>
    /// <exception cref="MalformedFileException">The region is larger than a span can be.</exception>
    public ReadOnlySpan<byte> Span() => Length <= int.MaxValue
        ? new ReadOnlySpan<byte>(_start, (int)Length)
        : throw Malformed(0, $"{Length} bytes are more than this part of the file may have");

    /// <summary>True when the bytes of a range are those of a range of another region.</summary>
    /// <exception cref="MalformedFileException">A range is not inside its region.</exception>
    public bool EqualsAt(ulong offset, Region other, ulong otherOffset, ulong length)
    {
        Region left = Slice(offset, length);
        Region right = other.Slice(otherOffset, length);
        for (ulong position = 0; position < length; position += Portion)
        {
            int size = (int)Math.Min(length - position, Portion);
            if (!left.Span(position, size).SequenceEqual(right.Span(position, size)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>True when all bytes of a range are 0.</summary>
    /// <exception cref="MalformedFileException">The range is not inside the region.</exception>
    public bool IsZero(ulong offset, ulong length)
    {
        Region range = Slice(offset, length);
        for (ulong position = 0; position < length; position += Portion)
        {
            if (range.Span(position, (int)Math.Min(length - position, Portion)).ContainsAnyExcept((byte)0))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>True when these bytes are somewhere in the region.</summary>
    public bool Contains(ReadOnlySpan<byte> part)
    {
        for (ulong position = 0; position + (ulong)part.Length <= (ulong)Length; position += Portion)
        {
            // What lies across the end of a portion is found in it.
            ulong size = Math.Min((ulong)Length - position, Portion + (ulong)part.Length - 1);
            if (Span(position, (int)size).IndexOf(part) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The bytes of the NUL-terminated string at <paramref name="offset"/>, without its NUL.</summary>
    /// <exception cref="MalformedFileException">The offset is outside, or no NUL follows.</exception>
    public ReadOnlySpan<byte> CString(ulong offset)
    {
        if (offset >= (ulong)Length)
        {
            throw Malformed(offset, $"string offset 0x{offset:x} is outside ({Length} bytes)");
        }

        int room = (int)Math.Min(Length - (long)offset, int.MaxValue);
        ReadOnlySpan<byte> rest = new(_start + offset, room);
        int end = rest.IndexOf((byte)0);
        return end >= 0 ? rest[..end] : throw Malformed(offset, "string is not NUL-terminated");
    }

    /// <summary>A cursor over the whole region, or from <paramref name="offset"/> on.</summary>
    /// <exception cref="MalformedFileException">The offset is outside.</exception>
    public Cursor Read(ByteOrder order, ulong offset = 0)
    {
        if (offset > (ulong)Length)
        {
            ThrowOutside(offset, 0);
        }

        return new Cursor(this, order, (long)offset);
    }

    /// <summary>An error about the byte at <paramref name="offset"/> of this region.</summary>
    public MalformedFileException Malformed(ulong offset, string what) => new(Source, SourceOffset + offset, what);

    private void ThrowOutside(ulong offset, ulong length) =>
        throw Malformed(offset, $"0x{length:x} bytes at 0x{offset:x} reach outside ({Length} bytes)");
}
