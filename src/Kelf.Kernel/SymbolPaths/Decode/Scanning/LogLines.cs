// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.SymbolPaths.Decode.Scanning;

/// <summary>
/// The lines of a log that may tell something, and the text between them: each mark is looked for in the whole text at once, so that a
/// log of other lines is read as fast as memory is.
/// </summary>
internal ref struct LogLines
{
    private static readonly byte[][] s_marks =
    [
        [.. "+"u8], // every frame with an offset
        [.. "[<"u8], // addresses
        [.. "=> "u8], // names of ftrace
        [.. "pc : "u8], // registers
        [.. JournalMessage.Start],
        [.. LogFacts.Boot],
        [.. LogFacts.Offset],
        [.. LogFacts.Task],
        [.. LogFacts.EndOfTrace],
    ];

    private static readonly byte[][] s_marksWithCode = [.. s_marks, [.. "Code: "u8]];

    private readonly ReadOnlySpan<byte> _text;
    private readonly byte[][] _marks;
    // Where each mark is next; after the text when it is not.
    private readonly int[] _next;
    private int _end;

    /// <summary>Prepares whole lines.</summary>
    /// <param name="text">The lines.</param>
    /// <param name="withCode">Machine code is worth a look, too.</param>
    public LogLines(ReadOnlySpan<byte> text, bool withCode = false)
    {
        _text = text;
        _marks = withCode ? s_marksWithCode : s_marks;
        _next = new int[_marks.Length];
        Array.Fill(_next, -1);
    }

    /// <summary>What is between the line before and this one: whole lines without anything to look at.</summary>
    public ReadOnlySpan<byte> Plain { get; private set; }

    /// <summary>The line with its end.</summary>
    public ReadOnlySpan<byte> Line { get; private set; }

    /// <summary>Goes to the next line; at the end there is only text before it.</summary>
    public bool MoveNext()
    {
        int found = _text.Length;
        for (int i = 0; i < _next.Length; i++)
        {
            if (_next[i] < _end)
            {
                int at = _text[_end..].IndexOf(_marks[i]);
                _next[i] = at < 0 ? _text.Length : _end + at;
            }

            found = Math.Min(found, _next[i]);
        }

        if (found == _text.Length)
        {
            Plain = _text[_end..];
            Line = default;
            _end = _text.Length;
            return false;
        }

        int start = _end + _text[_end..found].LastIndexOf((byte)'\n') + 1;
        int length = _text[found..].IndexOf((byte)'\n');
        int end = length < 0 ? _text.Length : found + length + 1;
        Plain = _text[_end..start];
        Line = _text[start..end];
        _end = end;
        return true;
    }
}
