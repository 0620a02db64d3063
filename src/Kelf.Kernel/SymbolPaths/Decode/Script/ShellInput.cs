// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

namespace Kelf.Kernel.SymbolPaths.Decode.Script;

/// <summary>
/// Lines as <c>read</c> of a shell gives them (POSIX.1-2017, "read"): without blanks at both ends, and backslashes are taken away; one
/// before a line feed joins two lines. What comes after the last line feed is no line.
/// </summary>
/// <remarks>Texts have a character for each byte, so that any byte comes through.</remarks>
internal sealed class ShellInput
{
    private readonly StringBuilder _line = new();
    // Where blanks may be taken away: what a backslash stood before is kept.
    private int _kept;
    private bool _isEscaped;

    /// <summary>Takes bytes, and hands out the lines that end in them.</summary>
    public void Read(ReadOnlySpan<byte> bytes, Action<string> take)
    {
        foreach (byte value in bytes)
        {
            char character = (char)value;
            if (_isEscaped)
            {
                _isEscaped = false;
                if (character != '\n')
                {
                    _line.Append(character);
                    _kept = _line.Length;
                }
            }
            else if (character == '\\')
            {
                _isEscaped = true;
            }
            else if (character == '\n')
            {
                take(Take());
            }
            else if (character != '\0' && (_line.Length > 0 || !IsBlank(character)))
            {
                _line.Append(character);
            }
        }
    }

    private string Take()
    {
        int end = _line.Length;
        while (end > _kept && IsBlank(_line[end - 1]))
        {
            end--;
        }

        string line = _line.ToString(0, end);
        _line.Clear();
        _kept = 0;
        return line;
    }

    private static bool IsBlank(char character) => character is ' ' or '\t';
}
