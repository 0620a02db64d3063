// SPDX-License-Identifier: MIT OR GPL-2.0-only
using System.Runtime.CompilerServices;

namespace Kelf.ObjectFiles.Bytes;

/// <summary>
/// A bounded run of bytes of a mapped file, a native buffer or an array, of any 64-bit length.
/// The one door to those bytes: every access is checked against the bounds here or in <see cref="Cursor"/>.
/// </summary>
/// <remarks>
/// The memory stays as long as a region or a cursor over it is in use, also when its owner was forgotten. After the
/// <see cref="MappedFile"/> or buffer was disposed of, everything that would read throws
/// <see cref="ObjectDisposedException"/>. A span is outside this promise: it ends with the region that it was taken from.
/// <c>default</c> is the empty region.
/// <para>
/// Small methods are inlined, and what they call to throw takes values and no reference to the region: so the compiler
/// can keep a local region, and a cursor over it, in registers.
/// </para>
/// </remarks>
public readonly unsafe struct Region
{
    // A span has at most 2 GiB.
    private const ulong Portion = 1 << 30;

    // Null only in the empty region.
    private readonly RegionMemory? _memory;
    private readonly RegionName? _name;

    private readonly byte* _start;

    internal Region(RegionMemory memory, long length, ByteSource source)
        : this(memory, memory.Start, length, new RegionName(source, (ulong)memory.Start))
    {
    }

    private Region(RegionMemory? memory, byte* start, long length, RegionName? name)
    {
        _start = start;
        (_memory, _name, Length) = (memory, name, length);
    }

    /// <summary>Length in bytes.</summary>
    public long Length { get; }

    /// <summary>Offset of the first byte in <see cref="Source"/>, for messages.</summary>
    public ulong SourceOffset => _name is null ? 0 : (ulong)_start - _name.Start;

    /// <summary>Where the bytes come from.</summary>
    public ByteSource Source => _name?.Source ?? EmptySource;

    /// <summary>True when there are no bytes.</summary>
    public bool IsEmpty => Length == 0;

    /// <summary>What keeps the bytes where they are; null in the empty region.</summary>
    internal RegionMemory? Memory => _memory;

    /// <summary>Address of the first byte. Who uses it calls <see cref="KeepAlive"/> afterwards.</summary>
    /// <exception cref="ObjectDisposedException">The memory was given back.</exception>
    internal byte* Start
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            RegionMemory? memory = _memory;
            return memory is null || memory.Gone != 0 ? StartOfNothing() : _start;
        }
    }

    internal static ByteSource EmptySource { get; } = new("(none)");

    /// <summary>The bytes of an array, which stays where it is as long as a region of it is in use.</summary>
    public static Region Of(byte[] array, ByteSource source)
    {
        ArgumentNullException.ThrowIfNull(array);
        return Of(array.AsMemory(), source);
    }

    /// <summary>The bytes of managed memory, which stay where they are as long as a region of them is in use.</summary>
    public static Region Of(ReadOnlyMemory<byte> memory, ByteSource source) =>
        new(new PinnedMemory(memory), memory.Length, source);

    /// <summary>A part of this region, with offsets in messages still those of the same source.</summary>
    /// <exception cref="MalformedFileException">The part does not lie inside the region.</exception>
    /// <exception cref="ObjectDisposedException">The memory was given back.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Region Slice(ulong offset, ulong length)
    {
        ulong size = (ulong)Length;
        if (length == 0)
        {
            CheckNothing(_memory, _name, _start, size, offset);
        }
        else if (length > size || offset > size - length || _memory!.Gone != 0)
        {
            RegionName.ThrowOutside(_memory, _name, _start, size, offset, length);
        }

        return new Region(_memory, _start + offset, (long)length, _name);
    }

    /// <summary>The same bytes under another name: offsets in messages start at 0 of <paramref name="source"/>.</summary>
    public Region As(ByteSource source) => new(_memory, _start, Length, new RegionName(source, (ulong)_start));

    /// <summary>The bytes [<paramref name="offset"/>, +<paramref name="length"/>) as a span.</summary>
    /// <exception cref="MalformedFileException">They do not lie inside the region.</exception>
    /// <exception cref="ObjectDisposedException">The memory was given back.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> Span(ulong offset, int length)
    {
        ulong size = (ulong)Length;
        if (length == 0)
        {
            CheckNothing(_memory, _name, _start, size, offset);
        }
        else if ((ulong)length > size || offset > size - (uint)length || _memory!.Gone != 0)
        {
            RegionName.ThrowOutside(_memory, _name, _start, size, offset, (ulong)length);
        }

        return new ReadOnlySpan<byte>(_start + offset, length);
    }

    /// <summary>All bytes as a span; for regions known to be small (at most 2 GiB).</summary>
    /// <exception cref="MalformedFileException">The region is larger than a span can be.</exception>
    /// <exception cref="ObjectDisposedException">The memory was given back.</exception>
    public ReadOnlySpan<byte> Span() => Length <= int.MaxValue
        ? new ReadOnlySpan<byte>(Start, (int)Length)
        : throw Malformed(0, $"{Length} bytes are more than this part of the file may have");

    /// <summary>True when the bytes of a range are those of a range of another region.</summary>
    /// <exception cref="MalformedFileException">A range is not inside its region.</exception>
    /// <exception cref="ObjectDisposedException">The memory was given back.</exception>
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

        left.KeepAlive();
        right.KeepAlive();
        return true;
    }

    /// <summary>True when all bytes of a range are 0.</summary>
    /// <exception cref="MalformedFileException">The range is not inside the region.</exception>
    /// <exception cref="ObjectDisposedException">The memory was given back.</exception>
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
    public bool Contains(ReadOnlySpan<byte> part) => IndexOf(part) >= 0;

    /// <summary>The offset at which the bytes first occur, at <paramref name="from"/> or after it; -1 when they do not.</summary>
    public long IndexOf(ReadOnlySpan<byte> part, ulong from = 0)
    {
        for (ulong position = from; position + (ulong)part.Length <= (ulong)Length; position += Portion)
        {
            // What lies across the end of a portion is found in it.
            ulong size = Math.Min((ulong)Length - position, Portion + (ulong)part.Length - 1);
            if (Span(position, (int)size).IndexOf(part) is >= 0 and int found)
            {
                return (long)position + found;
            }
        }

        return -1;
    }

    /// <summary>The bytes of the NUL-terminated string at <paramref name="offset"/>, without its NUL.</summary>
    /// <exception cref="MalformedFileException">The offset is outside, or no NUL follows.</exception>
    public ReadOnlySpan<byte> CString(ulong offset) => CString(offset, int.MaxValue - 1);

    /// <summary>The same of a string that has at most <paramref name="longest"/> bytes: no more are looked at.</summary>
    /// <exception cref="MalformedFileException">The offset is outside, no NUL follows, or the string is longer.</exception>
    /// <exception cref="ObjectDisposedException">The memory was given back.</exception>
    public ReadOnlySpan<byte> CString(ulong offset, int longest)
    {
        if (offset >= (ulong)Length || _memory!.Gone != 0)
        {
            RegionName.ThrowNoString(_memory, _name, _start, (ulong)Length, offset);
        }

        int room = (int)Math.Min(Length - (long)offset, longest + 1L);
        byte* start = _start + offset;
        int end = new ReadOnlySpan<byte>(start, room).IndexOf((byte)0);
        KeepAlive();
        if (end < 0)
        {
            RegionName.ThrowEndlessString(_name, start, room, longest);
        }

        return new ReadOnlySpan<byte>(start, end);
    }

    /// <summary>A cursor over the whole region, or from <paramref name="offset"/> on.</summary>
    /// <exception cref="MalformedFileException">The offset is outside.</exception>
    /// <exception cref="ObjectDisposedException">The memory was given back.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Cursor Read(ByteOrder order, ulong offset = 0)
    {
        RegionMemory memory = _memory ?? RegionMemory.None;
        if ((offset | memory.Gone) > (ulong)Length)
        {
            RegionName.ThrowOutside(memory, _name, _start, (ulong)Length, offset, 0);
        }

        return new Cursor(memory, _name, order, _start, _start + Length, _start + offset);
    }

    /// <summary>
    /// Says that bytes were read and are not needed soon. Those of a mapped file then take no memory of the process, until they
    /// are read again.
    /// </summary>
    /// <exception cref="MalformedFileException">The range is not inside the region.</exception>
    /// <exception cref="ObjectDisposedException">The memory was given back.</exception>
    public void Forget(ulong offset, ulong length) => Slice(offset, length)._memory?.Forget(_start + offset, length);

    /// <summary>An error about the byte at <paramref name="offset"/> of this region.</summary>
    public MalformedFileException Malformed(ulong offset, string what) => new(Source, SourceOffset + offset, what);

    /// <summary>The memory is in use up to this call at least.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void KeepAlive() => GC.KeepAlive(_memory);

    // No bytes may be at the end too, and only the empty region has no memory.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void CheckNothing(RegionMemory? memory, RegionName? name, byte* start, ulong size, ulong offset)
    {
        if (offset > size || memory is { Gone: not 0 })
        {
            RegionName.ThrowOutside(memory, name, start, size, offset, 0);
        }
    }

    private byte* StartOfNothing() => _memory is null ? RegionMemory.Nowhere : throw RegionName.Disposed(_name);
}
