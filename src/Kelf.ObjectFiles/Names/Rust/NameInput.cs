// SPDX-License-Identifier: MIT OR GPL-2.0-only
using System.Buffers;

namespace Kelf.ObjectFiles.Names.Rust;

/// <summary>The characters of a mangled name, its numbers and its identifiers (RFC 2603, "Syntax of mangled names").</summary>
/// <param name="name">What follows <c>_R</c>, up to a suffix of another compiler.</param>
internal ref struct NameInput(ReadOnlySpan<byte> name)
{
    private static readonly SearchValues<byte> s_identifier =
        SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_"u8);

    private readonly ReadOnlySpan<byte> _bytes = name;

    /// <summary>Offset of the next character: back references count from the same beginning.</summary>
    public int Position { get; set; }

    /// <summary>Number of characters.</summary>
    public readonly int Length => _bytes.Length;

    /// <summary>True when nothing is left.</summary>
    public readonly bool IsAtEnd => Position == _bytes.Length;

    /// <summary>The next character, or NUL, which no name has.</summary>
    public readonly char Next => IsAtEnd ? '\0' : (char)_bytes[Position];

    /// <summary>Takes the next character; NUL at the end.</summary>
    public char Take()
    {
        char next = Next;
        Position += IsAtEnd ? 0 : 1;
        return next;
    }

    /// <summary>Takes the next character if it is a certain one.</summary>
    public bool TakeIf(char wanted)
    {
        bool isWanted = !IsAtEnd && Next == wanted;
        Position += isWanted ? 1 : 0;
        return isWanted;
    }

    /// <summary>Takes a decimal number, which ends where no digit follows; after a zero it ends at once.</summary>
    public bool TryDecimal(out ulong number)
    {
        number = 0;
        if (!char.IsAsciiDigit(Next))
        {
            return false;
        }

        if (TakeIf('0'))
        {
            return true;
        }

        while (char.IsAsciiDigit(Next))
        {
            if (!TryAppend(ref number, 10, (ulong)Take() - '0'))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Takes a number to the base of 62, which ends with <c>_</c>: alone that is 0, and <c>0_</c> is 1.</summary>
    public bool TryBase62(out ulong number)
    {
        number = 0;
        if (TakeIf('_'))
        {
            return true;
        }

        while (!TakeIf('_'))
        {
            ulong? digit = Take() switch
            {
                >= '0' and <= '9' and char c => (ulong)c - '0',
                >= 'a' and <= 'z' and char c => (ulong)c - 'a' + 10,
                >= 'A' and <= 'Z' and char c => (ulong)c - 'A' + 36,
                _ => null,
            };
            if (digit is null || !TryAppend(ref number, 62, digit.Value))
            {
                return false;
            }
        }

        return ++number != 0;
    }

    /// <summary>Takes a number that a letter introduces and that is 0 without it.</summary>
    public bool TryOptional(char letter, out ulong number)
    {
        number = 0;
        return !TakeIf(letter) || (TryBase62(out number) && ++number != 0);
    }

    /// <summary>Takes the digits of a hexadecimal number, which ends with <c>_</c>.</summary>
    public bool TryHexadecimal(out ReadOnlySpan<byte> digits)
    {
        int start = Position;
        while (char.IsAsciiHexDigitLower(Next))
        {
            Position++;
        }

        digits = _bytes[start..Position];
        return digits.Length > 0 && (digits.Length == 1 || digits[0] != '0') && TakeIf('_');
    }

    /// <summary>Takes a text with its length before it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="mayBeApart">A <c>_</c> may stand between the two.</param>
    public bool TryText(out ReadOnlySpan<byte> text, bool mayBeApart = false)
    {
        text = default;
        if (!TryDecimal(out ulong length))
        {
            return false;
        }

        _ = mayBeApart && TakeIf('_');
        if (length > (ulong)(_bytes.Length - Position))
        {
            return false;
        }

        text = _bytes.Slice(Position, (int)length);
        Position += (int)length;
        return true;
    }

    /// <summary>Takes an identifier without its number: <c>u</c> for Punycode, the length, <c>_</c> before a digit or another one.</summary>
    public bool TryIdentifier(out ReadOnlySpan<byte> name, out bool isPunycode)
    {
        isPunycode = TakeIf('u');
        return TryText(out name, mayBeApart: true) && !name.ContainsAnyExcept(s_identifier);
    }

    private static bool TryAppend(ref ulong number, ulong radix, ulong digit)
    {
        UInt128 appended = ((UInt128)number * radix) + digit;
        number = (ulong)appended;
        return appended <= ulong.MaxValue;
    }
}
