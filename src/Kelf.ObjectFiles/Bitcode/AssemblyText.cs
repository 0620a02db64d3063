// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Bitcode;

/// <summary>
/// Takes assembly apart into statements and words, as far as all assemblers of LLVM agree: statements end with a line or
/// <c>;</c>, but not in a string; <c>#</c> at the start of a line, <c>//</c> and <c>/*</c> begin comments.
/// </summary>
/// <param name="text">The assembly.</param>
internal ref struct AssemblyText(ReadOnlySpan<byte> text)
{
    private readonly ReadOnlySpan<byte> _text = text;
    private int _position = -1;

    /// <summary>Moves to the start of the next statement.</summary>
    /// <returns>False at the end of the text.</returns>
    public bool NextStatement()
    {
        if (_position < 0)
        {
            _position = 0;
        }
        else
        {
            PassStatement();
        }

        while (_position < _text.Length)
        {
            SkipBlanks();
            if (_position >= _text.Length || _text[_position] is not ((byte)'\n' or (byte)';' or (byte)'#'))
            {
                break;
            }

            if (_text[_position] == (byte)'#')
            {
                PassLine();
            }
            else
            {
                _position++;
            }
        }

        return _position < _text.Length;
    }

    /// <summary>Takes a name, quoted or not, of the statement.</summary>
    /// <param name="word">Where it is in the text, without quotes; default if there is none.</param>
    public bool TryWord(out Range word)
    {
        SkipBlanks();
        word = default;
        int start = _position;
        if (start < _text.Length && _text[start] == (byte)'"')
        {
            int length = _text[(start + 1)..].IndexOfAny((byte)'"', (byte)'\n');
            if (length <= 0 || _text[start + 1 + length] != (byte)'"')
            {
                return false;
            }

            _position = start + length + 2;
            word = new Range(start + 1, start + 1 + length);
            return true;
        }

        int end = start;
        while (end < _text.Length && IsNameByte(_text[end]))
        {
            end++;
        }

        _position = end;
        word = end > start ? new Range(start, end) : default;
        return end > start;
    }

    /// <summary>Takes a character of the statement, if it comes next.</summary>
    public bool TryTake(char character)
    {
        SkipBlanks();
        if (_position < _text.Length && _text[_position] == (byte)character)
        {
            _position++;
            return true;
        }

        return false;
    }

    private static bool IsNameByte(byte value) =>
        value is (byte)'_' or (byte)'.' or (byte)'$' or (byte)'@' or >= 0x80 || char.IsAsciiLetterOrDigit((char)value);

    private void SkipBlanks()
    {
        while (_position < _text.Length)
        {
            if (_text[_position] is (byte)' ' or (byte)'\t' or (byte)'\r')
            {
                _position++;
            }
            else if (!TryPassComment())
            {
                return;
            }
        }
    }

    private void PassStatement()
    {
        while (_position < _text.Length && _text[_position] is not ((byte)'\n' or (byte)';'))
        {
            if (_text[_position] == (byte)'"')
            {
                PassString();
            }
            else if (!TryPassComment())
            {
                _position++;
            }
        }
    }

    private void PassString()
    {
        _position++;
        while (_position < _text.Length && _text[_position] is not ((byte)'"' or (byte)'\n'))
        {
            _position += _text[_position] == (byte)'\\' ? 2 : 1;
        }

        if (_position < _text.Length && _text[_position] == (byte)'"')
        {
            _position++;
        }

        _position = Math.Min(_position, _text.Length);
    }

    private bool TryPassComment()
    {
        ReadOnlySpan<byte> rest = _text[_position..];
        if (rest.StartsWith("//"u8))
        {
            PassLine();
            return true;
        }

        if (rest.StartsWith("/*"u8))
        {
            int length = rest[2..].IndexOf("*/"u8);
            _position = length < 0 ? _text.Length : _position + length + 4;
            return true;
        }

        return false;
    }

    /// <summary>Moves to the end of the line.</summary>
    private void PassLine()
    {
        int length = _text[_position..].IndexOf((byte)'\n');
        _position = length < 0 ? _text.Length : _position + length;
    }
}
