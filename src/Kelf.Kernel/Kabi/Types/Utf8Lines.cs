// SPDX-License-Identifier: GPL-2.0-only
using System.Text;
using System.Text.Unicode;

namespace Kelf.Kernel.Kabi.Types;

/// <summary>
/// The lines of a UTF-8 text, which end at LF; a CR before it does not count, and no byte-order mark at the beginning of the text.
/// </summary>
internal ref struct Utf8Lines
{
    private readonly string _file;
    private ReadOnlySpan<byte> _rest;

    /// <summary>Begins before the first line.</summary>
    /// <param name="text">The text.</param>
    /// <param name="file">What messages call it.</param>
    /// <exception cref="MalformedTextException">The text is not UTF-8.</exception>
    public Utf8Lines(ReadOnlySpan<byte> text, string file)
    {
        _file = file;
        if (!Utf8.IsValid(text))
        {
            throw NotUtf8(text, file);
        }

        _rest = text.StartsWith("\ufeff"u8) ? text[3..] : text;
        Line = default;
        Number = 0;
    }

    /// <summary>The current line.</summary>
    public ReadOnlySpan<byte> Line { get; private set; }

    /// <summary>Its number, from 1.</summary>
    public int Number { get; private set; }

    /// <summary>Moves to the next line.</summary>
    public bool Next()
    {
        if (_rest.IsEmpty)
        {
            return false;
        }

        int end = _rest.IndexOf((byte)'\n');
        Line = end < 0 ? _rest : _rest[..end];
        Line = end >= 0 && Line.EndsWith("\r"u8) ? Line[..^1] : Line;
        _rest = end < 0 ? default : _rest[(end + 1)..];
        Number++;
        return true;
    }

    /// <summary>The error that the current line is wrong.</summary>
    public readonly MalformedTextException Wrong(string what) => new(_file, Number, Encoding.UTF8.GetString(Line), what);

    private static MalformedTextException NotUtf8(ReadOnlySpan<byte> text, string file)
    {
        int valid = 0;
        while (Rune.DecodeFromUtf8(text[valid..], out _, out int length) == System.Buffers.OperationStatus.Done)
        {
            valid += length;
        }

        return new(file, text[..valid].Count((byte)'\n') + 1, null, $"stream did not contain valid UTF-8, at byte {valid}");
    }
}
