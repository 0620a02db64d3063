// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared.Files;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Modpost.Output;

/// <summary>Writes the results: time stamps are what make goes by.</summary>
public static class GeneratedFile
{
    /// <summary>Writes a file that is left alone, time stamp and all, when it has these contents already.</summary>
    /// <exception cref="UnwritableFileException">It cannot be written.</exception>
    public static void WriteIfChanged(string path, ReadOnlySpan<byte> text)
    {
        if (!IsThere(path, text))
        {
            Write(path, text);
        }
    }

    /// <summary>Writes a file that is new in any case.</summary>
    /// <exception cref="UnwritableFileException">It cannot be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> text)
    {
        using OutputFile file = OutputFile.Create(path, keepsTime: false);
        file.Write(text);
        file.Commit();
    }

    // Before a temporary file is made: in most builds nearly all are there.
    private static bool IsThere(string path, ReadOnlySpan<byte> text)
    {
        if (new FileInfo(path) is not { Exists: true } file || file.Length != text.Length)
        {
            return false;
        }

        try
        {
            using MappedFile there = MappedFile.Open(path);
            return there.Contents.Length == text.Length && there.Contents.Span().SequenceEqual(text);
        }
        catch (UnreadableFileException)
        {
            return false;
        }
    }
}
