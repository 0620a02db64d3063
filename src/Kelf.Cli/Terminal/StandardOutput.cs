// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Shared.Files;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Cli.Terminal;

/// <summary>The stream that carries results. A result is written whole, after everything has succeeded.</summary>
internal static class StandardOutput
{
    /// <summary>What messages call it.</summary>
    public const string Name = "standard output";

    private const int BrokenPipe = 32; // EPIPE

    /// <summary>
    /// Writes a result byte for byte; only on a terminal, where nobody compares it, it is made printable, as ls does.
    /// </summary>
    /// <exception cref="UnwritableFileException">The stream is closed, or the disk is full.</exception>
    /// <exception cref="ReaderGoneException">Who reads the stream has had enough.</exception>
    public static void Write(ReadOnlySpan<byte> result) =>
        WriteUnchanged(PrintableText.IsPlain(result) || !DescriptorStream.IsTerminal(1)
            ? result
            : Encoding.UTF8.GetBytes(PrintableText.OfLines(result)));

    /// <summary>Writes a report for people: printable wherever it goes, as it may be shown later.</summary>
    /// <param name="lines">The report. Names in it went through <see cref="PrintableText.Of(string)"/>, so that none makes a line.</param>
    /// <exception cref="UnwritableFileException">The stream is closed, or the disk is full.</exception>
    /// <exception cref="ReaderGoneException">Who reads the stream has had enough.</exception>
    public static void WriteText(string lines) => WriteUnchanged(Encoding.UTF8.GetBytes(PrintableText.OfLines(lines)));

    /// <summary>Writes what the user handed over to be passed on, colours of a log and all.</summary>
    /// <exception cref="UnwritableFileException">The stream is closed, or the disk is full.</exception>
    /// <exception cref="ReaderGoneException">Who reads the stream has had enough.</exception>
    public static void WriteUnchanged(ReadOnlySpan<byte> result)
    {
        StandardError.Clear();
        try
        {
            using DescriptorStream stream = new(1);
            stream.Write(result);
        }
        catch (IOException exception)
        {
            throw exception.HResult == BrokenPipe
                ? new ReaderGoneException()
                : new UnwritableFileException(Name, SystemMessage.Of(exception));
        }
    }
}
