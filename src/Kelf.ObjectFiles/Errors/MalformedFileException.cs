// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Errors;

/// <summary>
/// An input file breaks its format. The message is one line that names the file, the section, the offset and
/// what is wrong: <c>vmlinux.o: .debug_info+0x1f: unit length 0x9 exceeds the section</c>.
/// </summary>
public class MalformedFileException : KelfException
{
    /// <summary>Creates the error for a known place.</summary>
    /// <param name="source">File and section.</param>
    /// <param name="offset">Offset within the section, or within the file when the source names no section.</param>
    /// <param name="what">What was found and what was allowed.</param>
    public MalformedFileException(ByteSource source, ulong offset, string what)
        : base(new Diagnostic(Severity.Error, ErrorKind.Malformed, what) { File = source.File, Section = source.Section, Offset = offset })
    {
    }

    /// <summary>Creates the error for a file that is wrong as a whole.</summary>
    public MalformedFileException(string file, string what)
        : this(file, what, ErrorKind.Malformed)
    {
    }

    /// <summary>Creates the error for a file that is wrong as a whole, in a way that has a kind of its own.</summary>
    protected MalformedFileException(string file, string what, string kind)
        : base(new Diagnostic(Severity.Error, kind, what) { File = file })
    {
    }
}
