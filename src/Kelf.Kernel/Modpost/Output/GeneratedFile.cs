// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Files;

namespace Kelf.Kernel.Modpost.Output;

/// <summary>Writes the results: time stamps are what make goes by.</summary>
public static class GeneratedFile
{
    /// <summary>Writes a file that is left alone, time stamp and all, when it has these contents already: in most builds nearly all do.</summary>
    /// <param name="path">Where.</param>
    /// <param name="text">The contents.</param>
    /// <param name="files">Takes what is there while it is compared.</param>
    /// <exception cref="UnwritableFileException">It cannot be written.</exception>
    public static void WriteIfChanged(string path, ReadOnlySpan<byte> text, FileBuffer files)
    {
        ArgumentNullException.ThrowIfNull(files);
        if (!files.Holds(path, text))
        {
            using OutputFile file = OutputFile.Create(path, keepsTime: false);
            file.Write(text);
            file.Commit();
        }
    }

    /// <summary>Writes a file that is new in any case.</summary>
    /// <param name="path">Where.</param>
    /// <param name="write">Writes the contents.</param>
    /// <exception cref="UnwritableFileException">It cannot be written.</exception>
    public static void Write(string path, Action<IByteSink> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        using OutputFile file = OutputFile.Create(path, keepsTime: false);
        write(file);
        file.Commit();
    }
}
