// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers;
using System.Text.Json;

namespace Kelf.Cli.Terminal;

/// <summary>JSON that is printed while it is written, since it may be larger than memory.</summary>
internal sealed class JsonStream : IDisposable
{
    private readonly ArrayBufferWriter<byte> _buffer = new();

    /// <summary>Begins a document.</summary>
    public JsonStream() => Writer = new Utf8JsonWriter(_buffer, JsonText.Options);

    /// <summary>Writes its one value.</summary>
    public Utf8JsonWriter Writer { get; }

    /// <summary>What was written since the last time, if it is so much; else nothing. Only between two values.</summary>
    public byte[] Take(int least)
    {
        Writer.Flush();
        if (_buffer.WrittenCount < least)
        {
            return [];
        }

        byte[] taken = JsonText.Escaped(_buffer.WrittenSpan);
        _buffer.ResetWrittenCount();
        return taken;
    }

    /// <summary>After the value.</summary>
    public void End()
    {
        Writer.Flush();
        _buffer.Write("\n"u8);
    }

    /// <inheritdoc/>
    public void Dispose() => Writer.Dispose();
}
