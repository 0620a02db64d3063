// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Shared;

namespace Kelf.Kernel.Kabi.History.Engine;

/// <summary>Puts rows into a table, value after value. Its end is its last call: an error shows there.</summary>
internal sealed unsafe class DuckDbAppender(DuckDbLibrary library, nint appender, string name)
{
    private byte[] _buffer = new byte[1 << 12];
    private int _failed;

    /// <summary>A text, or nothing.</summary>
    public DuckDbAppender Text(string? text)
    {
        if (text is null)
        {
            _failed |= library.AppendNull(appender);
            return this;
        }

        if (_buffer.Length < text.Length * 3)
        {
            _buffer = new byte[text.Length * 3];
        }

        int length = Encoding.UTF8.GetBytes(text, _buffer);
        fixed (byte* bytes = _buffer)
        {
            _failed |= library.AppendText(appender, bytes, (ulong)length);
        }

        return this;
    }

    /// <summary>A number, or nothing.</summary>
    public DuckDbAppender Number(long? number)
    {
        _failed |= number is { } value ? library.AppendNumber(appender, value) : library.AppendNull(appender);
        return this;
    }

    /// <summary>True, false or nothing.</summary>
    public DuckDbAppender Flag(bool? flag)
    {
        _failed |= flag is { } value ? library.AppendFlag(appender, value ? (byte)1 : (byte)0) : library.AppendNull(appender);
        return this;
    }

    /// <summary>The row has all its values.</summary>
    public void EndRow() => _failed |= library.EndRow(appender);

    /// <summary>The table has all its rows.</summary>
    /// <exception cref="RefusedException">It did not take one.</exception>
    public void End()
    {
        nint own = appender;
        if ((library.DestroyAppender(&own) | _failed) != 0)
        {
            throw new RefusedException(name, "DuckDB did not take a row");
        }
    }
}
