// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers.Binary;

namespace Kelf.Kernel.Symvers.TypeStrings;

/// <summary>What follows the escape byte in a text in pieces.</summary>
internal enum PieceKind : byte
{
    /// <summary>A break that closes a level: the next line of a dump is indented less.</summary>
    BreakOut = 1,

    /// <summary>A break on the same level.</summary>
    Break = 2,

    /// <summary>A break that opens a level.</summary>
    BreakIn = 3,

    /// <summary>The record of another entry; its number follows.</summary>
    Record = 4,

    /// <summary>A reference to a type name; its number follows.</summary>
    Reference = 5,
}

/// <summary>
/// A text in pieces: literal bytes as they are, and everything else after the byte 0, which no name in debugging
/// information can contain. A break is two bytes; a record or reference is two bytes and a 32-bit number.
/// </summary>
/// <example>
/// <c>struct s { struct t *p; }</c> has the pieces <c>structure_type s {</c>, break in, record of the member, break out,
/// <c>} byte_size(8)</c>; its text then has a reference <c>s#t</c> inside the member's text.
/// </example>
internal ref struct Pieces
{
    /// <summary>Length of a record or reference piece in bytes.</summary>
    public const int NumberedLength = 6;

    private ReadOnlySpan<byte> _rest;

    public Pieces(ReadOnlySpan<byte> text)
    {
        _rest = text;
        Literal = default;
        Kind = default;
        Number = 0;
    }

    /// <summary>The literal bytes of the current piece; when not empty, the piece is a literal.</summary>
    public ReadOnlySpan<byte> Literal { get; private set; }

    /// <summary>The kind of the current piece, 0 for a literal.</summary>
    public PieceKind Kind { get; private set; }

    /// <summary>The number of a record or reference piece.</summary>
    public int Number { get; private set; }

    /// <summary>Bytes not yet read.</summary>
    public readonly int Remaining => _rest.Length;

    /// <summary>True when the piece after this one is a break.</summary>
    public readonly bool BreakFollows => _rest.Length >= 2 && _rest[0] == 0 && IsBreak((PieceKind)_rest[1]);

    /// <summary>Is it one of the breaks?</summary>
    public static bool IsBreak(PieceKind kind) => kind is PieceKind.BreakOut or PieceKind.Break or PieceKind.BreakIn;

    /// <summary>Moves to the next piece.</summary>
    public bool Next()
    {
        if (_rest.IsEmpty)
        {
            return false;
        }

        if (_rest[0] != 0)
        {
            int end = _rest.IndexOf((byte)0);
            Literal = end < 0 ? _rest : _rest[..end];
            _rest = _rest[Literal.Length..];
            Kind = default;
            return true;
        }

        Literal = default;
        Kind = (PieceKind)_rest[1];
        if (Kind >= PieceKind.Record)
        {
            Number = BinaryPrimitives.ReadInt32LittleEndian(_rest[2..]);
            _rest = _rest[NumberedLength..];
        }
        else
        {
            _rest = _rest[2..];
        }

        return true;
    }
}
