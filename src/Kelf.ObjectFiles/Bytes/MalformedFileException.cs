// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

namespace Kelf.ObjectFiles.Bytes;

/// <summary>
/// An input file breaks its format. The message is one line that names the file, the section, the offset and
/// what is wrong: <c>vmlinux.o: .debug_info+0x1f: unit length 0x9 exceeds the section</c>.
/// </summary>
public class MalformedFileException : Exception
{
    /// <summary>Creates the error for a known place.</summary>
    /// <param name="source">File and section.</param>
    /// <param name="offset">Offset within the section, or within the file when the source names no section.</param>
    /// <param name="what">What was found and what was allowed.</param>
    public MalformedFileException(ByteSource source, ulong offset, string what)
        : base(Describe(source, offset, what))
    {
        (InputFile, Section, Offset, What) = (source.File, source.Section, offset, what);
    }

    /// <summary>Creates the error for a file that is wrong as a whole.</summary>
    public MalformedFileException(string file, string what)
        : base($"{file}: {what}")
    {
        (InputFile, What) = (file, what);
    }

    /// <summary>Path of the file.</summary>
    public string InputFile { get; }

    /// <summary>Section name, or null.</summary>
    public string? Section { get; }

    /// <summary>Offset in bytes, or null when the whole file is meant.</summary>
    public ulong? Offset { get; }

    /// <summary>The message without its place.</summary>
    public string What { get; }

    private static string Describe(ByteSource source, ulong offset, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{source.File}: {source.Section}+0x{offset:x}: {what}");
}
