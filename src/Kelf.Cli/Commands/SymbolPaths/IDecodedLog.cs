// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Cli.Terminal;
using Kelf.Kernel.SymbolPaths.Decode.Output;
using Kelf.Kernel.SymbolPaths.Decode.Script;

namespace Kelf.Cli.Commands.SymbolPaths;

/// <summary>A log on its way to standard output, in one of the forms of <see cref="DecodeFormat"/>.</summary>
internal interface IDecodedLog
{
    /// <summary>Reads lines of a file for what they tell of others, before all are decoded.</summary>
    void Learn(ReadOnlySpan<byte> lines);

    /// <summary>Goes back to the beginning of a file that was learnt.</summary>
    void Restart();

    /// <summary>Decodes lines.</summary>
    void Decode(ReadOnlySpan<byte> lines);

    /// <summary>After the last line.</summary>
    void End();

    /// <summary>Prints what is ready, if it is so much.</summary>
    void Print(int least);
}

/// <summary>The log with what is known of its frames.</summary>
/// <param name="decoder">Decodes it.</param>
internal sealed class DecodedText(LogDecoder decoder) : IDecodedLog
{
    /// <inheritdoc/>
    public void Learn(ReadOnlySpan<byte> lines) => decoder.Learn(lines);

    /// <inheritdoc/>
    public void Restart() => decoder.Restart();

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<byte> lines) => decoder.Decode(lines);

    /// <inheritdoc/>
    public void End() => decoder.End();

    /// <inheritdoc/>
    public void Print(int least)
    {
        if (decoder.Text.Length >= least)
        {
            StandardOutput.WriteUnchanged(decoder.Text);
            decoder.Clear();
        }
    }
}

/// <summary>The frames as JSON.</summary>
/// <param name="decoder">Decodes the log.</param>
/// <param name="json">Receives the frames.</param>
internal sealed class DecodedFrames(LogDecoder decoder, DecodeJson json) : IDecodedLog
{
    /// <inheritdoc/>
    public void Learn(ReadOnlySpan<byte> lines) => decoder.Learn(lines);

    /// <inheritdoc/>
    public void Restart() => decoder.Restart();

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<byte> lines) => decoder.Decode(lines);

    /// <inheritdoc/>
    public void End()
    {
        decoder.End();
        json.End();
    }

    /// <inheritdoc/>
    public void Print(int least)
    {
        if (json.Take(least) is { Length: > 0 } frames)
        {
            StandardOutput.Write(frames);
        }
    }
}

/// <summary>The text of decode_stacktrace.sh, which knows no later lines.</summary>
/// <param name="decoder">Makes it.</param>
internal sealed class DecodedScript(ScriptDecoder decoder) : IDecodedLog
{
    /// <inheritdoc/>
    public void Learn(ReadOnlySpan<byte> lines)
    {
    }

    /// <inheritdoc/>
    public void Restart()
    {
    }

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<byte> lines) => decoder.Decode(lines);

    /// <inheritdoc/>
    public void End()
    {
    }

    /// <inheritdoc/>
    public void Print(int least)
    {
        if (decoder.Text.Length >= least)
        {
            StandardOutput.WriteUnchanged(decoder.Text);
            decoder.Clear();
        }
    }
}
