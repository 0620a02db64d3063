// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

namespace Kelf.Kernel.Shared.Symvers;

/// <summary>
/// The records of a symtypes file of one object, one by one: a line has the name of a symbol or type, and its type string after a
/// blank. A blank at the end belongs to the string: genksyms ends each with one, and gendwarfksyms those of ignored unions.
/// </summary>
/// <param name="text">The file.</param>
/// <param name="file">What messages call it.</param>
public ref struct SymtypesReader(ReadOnlySpan<byte> text, string file)
{
    private ReadOnlySpan<byte> _rest = text;
    private int _line;

    /// <summary>The name: that of a symbol, or of a type as references write it (<c>s#ring</c>, <c>s#'Result&lt;u8, E&gt;'</c>).</summary>
    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>The type string; it may be empty.</summary>
    public ReadOnlySpan<byte> Text { get; private set; }

    /// <summary>Moves to the next record.</summary>
    /// <exception cref="RefusedException">A line has no name, or one whose quote does not end.</exception>
    public bool Next()
    {
        if (_rest.IsEmpty)
        {
            return false;
        }

        _line++;
        int end = _rest.IndexOf((byte)'\n');
        ReadOnlySpan<byte> line = end < 0 ? _rest : _rest[..end];
        _rest = end < 0 ? default : _rest[(end + 1)..];
        int length = NameLength(line);
        if (length <= 0)
        {
            string place = string.Create(CultureInfo.InvariantCulture, $"{file}:{_line}");
            throw new RefusedException(
                place, length < 0 ? "the quoted name does not end" : "a line begins with the name of a symbol or type");
        }

        Name = line[..length];
        Text = length < line.Length ? line[(length + 1)..] : default;
        return true;
    }

    // A name with blanks is quoted, and nothing in it is escaped. Returns -1 when the quote does not end.
    private static int NameLength(ReadOnlySpan<byte> line)
    {
        int quoted = 0;
        if (line.Length > 2 && line[1..].StartsWith("#'"u8))
        {
            int end = line[3..].IndexOf((byte)'\'');
            if (end < 0)
            {
                return -1;
            }

            quoted = 3 + end + 1;
        }

        int blank = line[quoted..].IndexOf((byte)' ');
        return blank < 0 ? line.Length : quoted + blank;
    }
}
