// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared.Files;

namespace Kelf.Cli.Terminal;

/// <summary>Writes what a command was run for.</summary>
internal static class Result
{
    /// <summary>
    /// Writes a result to a file, which keeps its time when it holds the same already, or to standard output.
    /// </summary>
    /// <param name="bytes">The whole result.</param>
    /// <param name="path">The file, or null for standard output.</param>
    /// <exception cref="UnwritableFileException">It cannot be written.</exception>
    public static void Write(ReadOnlySpan<byte> bytes, string? path)
    {
        if (path is null)
        {
            StandardOutput.Write(bytes);
            return;
        }

        using OutputFile file = OutputFile.Create(path, keepsTime: true);
        file.Write(bytes);
        file.Commit();
    }
}
