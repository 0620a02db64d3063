// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Elf;

/// <summary>A file is not ELF at all. Who knows where the file comes from can say what to give instead.</summary>
public sealed class NotElfException : MalformedFileException
{
    /// <summary>Creates the error.</summary>
    /// <param name="file">Path of the file.</param>
    /// <param name="format">What it is.</param>
    public NotElfException(string file, ForeignFormat format)
        : base(file, Describe(format), ErrorKind.NotElf)
    {
        Format = format;
    }

    /// <summary>What the file is.</summary>
    public ForeignFormat Format { get; }

    private static string Describe(ForeignFormat format) => format switch
    {
        ForeignFormat.Empty => "not an ELF object: the file is empty",
        ForeignFormat.Bitcode => "not an ELF object but LLVM bitcode (Clang LTO)",
        ForeignFormat.Archive => "not an ELF object but an archive: name one of its members",
        _ => "not an ELF object",
    };
}
