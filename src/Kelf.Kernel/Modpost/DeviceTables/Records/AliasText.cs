// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers;
using System.Buffers.Text;

namespace Kelf.Kernel.Modpost.DeviceTables.Records;

/// <summary>An alias while it is put together; bytes, of any length.</summary>
public sealed class AliasText
{
    private byte[] _bytes = new byte[256];

    /// <summary>What there is so far.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

    /// <summary>The number of bytes so far.</summary>
    public int Length { get; private set; }

    /// <summary>Begins anew.</summary>
    public void Clear() => Length = 0;

    /// <summary>Appends bytes.</summary>
    public AliasText Add(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        return this;
    }

    /// <summary>Appends a byte.</summary>
    public AliasText Add(byte value)
    {
        Room(1)[0] = value;
        return this;
    }

    /// <summary>Appends a number.</summary>
    /// <param name="value">The number.</param>
    /// <param name="format">Its base, and the case of digits above 9: <c>X</c>, <c>x</c> or <c>D</c>.</param>
    /// <param name="digits">The least number of digits; 0 before others if need be.</param>
    public AliasText Number(uint value, char format, int digits)
    {
        Span<byte> text = stackalloc byte[32];
        // The longest number has ten digits, no precision here is above 8.
        Utf8Formatter.TryFormat(value, text, out int length, new StandardFormat(format, (byte)digits));
        return Add(text[..length]);
    }

    /// <summary>Appends a byte as two digits.</summary>
    public AliasText Hex(byte value, char format = 'X') => Number(value, format, 2);

    /// <summary>Appends a field's digits, twice as many as it has bytes, or a star.</summary>
    public AliasText HexOrStar(uint value, int bytes, bool isValue) => isValue ? Number(value, 'X', bytes * 2) : Add((byte)'*');

    /// <summary>Appends a star unless there is one at the end.</summary>
    public AliasText EndWithStar() => Length > 0 && _bytes[Length - 1] == '*' ? this : Add((byte)'*');

    /// <summary>Makes underscores of white space, as C's <c>isspace</c> has it, from a place on.</summary>
    public void ReplaceSpaces(int from = 0)
    {
        foreach (ref byte value in _bytes.AsSpan(from..Length))
        {
            value = value is (byte)' ' or (>= (byte)'\t' and <= (byte)'\r') ? (byte)'_' : value;
        }
    }

    /// <summary>Makes letters of ASCII upper case, from a place on.</summary>
    public void ToUpper(int from)
    {
        foreach (ref byte value in _bytes.AsSpan(from..Length))
        {
            value = value is >= (byte)'a' and <= (byte)'z' ? (byte)(value - ('a' - 'A')) : value;
        }
    }

    private Span<byte> Room(int length)
    {
        if (_bytes.Length - Length < length)
        {
            Array.Resize(ref _bytes, checked(Math.Max(_bytes.Length * 2, Length + length)));
        }

        Length += length;
        return _bytes.AsSpan(Length - length, length);
    }
}
