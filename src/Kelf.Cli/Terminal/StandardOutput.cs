// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;

namespace Kelf.Cli.Terminal;

/// <summary>The stream that carries results. A result is written whole, after everything has succeeded.</summary>
internal static class StandardOutput
{
    /// <summary>What messages call it.</summary>
    public const string Name = "standard output";

    private const int BrokenPipe = 32; // EPIPE

    /// <summary>Writes a result.</summary>
    /// <exception cref="UnwritableFileException">The stream is closed, or the disk is full.</exception>
    /// <exception cref="ReaderGoneException">Who reads the stream has had enough.</exception>
    public static void Write(ReadOnlySpan<byte> result)
    {
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
