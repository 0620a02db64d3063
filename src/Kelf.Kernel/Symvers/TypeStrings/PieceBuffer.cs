// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers.Binary;
using System.Buffers.Text;

using Kelf.Kernel.Shared;

namespace Kelf.Kernel.Symvers.TypeStrings;

/// <summary>A growing text in pieces, see <see cref="Pieces"/>.</summary>
/// <param name="limit">Bytes that it may grow to; in any case no more than an array can hold.</param>
/// <param name="exceeded">The error when there would be more.</param>
internal sealed class PieceBuffer(long limit, Func<RefusedException> exceeded)
{
    /// <summary>
    /// Bytes that the text of one type or rule may have: texts grow exponentially through nested unnamed types, and no real one comes
    /// near this.
    /// </summary>
    public const int LongestText = 64 << 20;

    private readonly long _limit = Math.Min(limit, Array.MaxLength);
    private byte[] _bytes = new byte[4096];

    /// <summary>Makes a text that a budget pays for.</summary>
    public PieceBuffer(TextBudget budget)
        : this(budget.Limit, budget.Exceeded)
    {
    }

    /// <summary>Length in bytes; may be set back to drop what came later.</summary>
    public int Length { get; set; }

    /// <summary>A part of the text.</summary>
    public ReadOnlySpan<byte> Slice(int start, int length) => _bytes.AsSpan(start, length);

    /// <summary>Everything from <paramref name="start"/> on.</summary>
    public ReadOnlySpan<byte> From(int start) => _bytes.AsSpan(start, Length - start);

    /// <summary>Appends literal bytes, which must not contain 0.</summary>
    public void Literal(ReadOnlySpan<byte> text) => text.CopyTo(Grow(text.Length));

    /// <summary>Appends a number in decimal.</summary>
    public void Number(ulong value)
    {
        Span<byte> room = Grow(20);
        Utf8Formatter.TryFormat(value, room, out int written);
        Length -= 20 - written;
    }

    /// <summary>Appends a break.</summary>
    public void Break(PieceKind kind)
    {
        Span<byte> room = Grow(2);
        (room[0], room[1]) = (0, (byte)kind);
    }

    /// <summary>Appends a record or a reference.</summary>
    public void Numbered(PieceKind kind, int number)
    {
        Span<byte> room = Grow(Pieces.NumberedLength);
        (room[0], room[1]) = (0, (byte)kind);
        BinaryPrimitives.WriteInt32LittleEndian(room[2..], number);
    }

    private Span<byte> Grow(int length)
    {
        int at = Length;
        if (_bytes.Length - at < length)
        {
            if (at + (long)length > _limit)
            {
                throw exceeded();
            }

            Array.Resize(ref _bytes, (int)Math.Min(Math.Max(_bytes.Length * 2L, at + (long)length), _limit));
        }

        Length = at + length;
        return _bytes.AsSpan(at, length);
    }
}
