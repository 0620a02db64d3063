// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Bytes;

/// <summary>
/// Memory outside the managed heap that grows as bytes are written to it, up to a limit: what a decoder gives. Each byte is taken
/// from the budget of the file that is decoded.
/// </summary>
public sealed unsafe class GrowingBuffer : IDisposable
{
    private const long FirstSize = 1 << 16;

    private readonly ByteSource _source;
    private readonly long _limit;
    private readonly DecompressionBudget? _budget;
    private HeapMemory _memory = new(0);
    private long _room;

    /// <summary>Makes an empty buffer.</summary>
    /// <param name="source">What the bytes stand for in messages.</param>
    /// <param name="limit">Bytes that it may hold at most.</param>
    /// <param name="budget">What bytes are taken from; null if they are no file's.</param>
    public GrowingBuffer(ByteSource source, long limit, DecompressionBudget? budget = null) =>
        (_source, _limit, _budget) = (source, limit, budget);

    /// <summary>Bytes written.</summary>
    public long Length { get; private set; }

    /// <summary>The bytes written so far. Who writes more takes them anew: they may move, and then the earlier region can be read no more.</summary>
    public Region Contents => new(_memory, Length, _source);

    /// <summary>Bytes that may still be written.</summary>
    public long Left => Math.Min(_limit - Length, _budget?.Left ?? long.MaxValue);

    /// <summary>
    /// Room after what was written, at least one byte unless the limit is reached; then it is empty. <see cref="Advance"/>
    /// says how much of it was used.
    /// </summary>
    /// <exception cref="OutOfMemoryException">There is no memory.</exception>
    /// <exception cref="ObjectDisposedException">The buffer was disposed of.</exception>
    public Span<byte> Room()
    {
        ObjectDisposedException.ThrowIf(_memory.Gone != 0, this);
        long left = Left;
        if (Length == _room && left > 0)
        {
            long room = Math.Min(Math.Max(FirstSize, _room * 2), Length + left);
            _memory = _memory.Grown(room);
            _room = room;
        }

        return new Span<byte>(_memory.Start + Length, (int)Math.Min(Math.Min(_room - Length, left), 1 << 30));
    }

    /// <summary>Counts bytes that were written to <see cref="Room"/>.</summary>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _room - Length);
        Length += count;
        _budget?.Spend(count);
    }

    /// <summary>Appends bytes.</summary>
    /// <returns>False when they exceed the limit; then as many as fit were written.</returns>
    public bool TryWrite(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            Span<byte> room = Room();
            if (room.IsEmpty)
            {
                return false;
            }

            int count = Math.Min(room.Length, bytes.Length);
            bytes[..count].CopyTo(room);
            Advance(count);
            bytes = bytes[count..];
        }

        return true;
    }

    /// <summary>
    /// Appends a copy of what was written <paramref name="distance"/> bytes before the end: a match of a dictionary coder, which
    /// may run into the bytes that it appends.
    /// </summary>
    /// <returns>False when there is nothing that far back, or the limit is exceeded.</returns>
    public bool TryRepeat(long distance, long count)
    {
        if (distance <= 0 || distance > Length)
        {
            return false;
        }

        while (count > 0)
        {
            Span<byte> room = Room();
            if (room.IsEmpty)
            {
                return false;
            }

            // No more than there is between the places: source and target do not overlap.
            int part = (int)Math.Min(Math.Min(count, distance), room.Length);
            new ReadOnlySpan<byte>(_memory.Start + Length - distance, part).CopyTo(room);
            Advance(part);
            count -= part;
        }

        return true;
    }

    /// <summary>Frees the memory; regions of it can be read no more.</summary>
    public void Dispose() => _memory.Dispose();
}
