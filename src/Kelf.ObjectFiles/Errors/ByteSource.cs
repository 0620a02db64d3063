// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Errors;

/// <summary>
/// Where a run of bytes comes from, for error messages: a file (or <c>archive(member)</c>) and, when known,
/// the section of it whose offsets are meant.
/// </summary>
/// <param name="File">Path as the user gave it; archive members as <c>lib.a(member.o)</c>.</param>
/// <param name="Section">Section name, or null when offsets are those of the file.</param>
public sealed record ByteSource(string File, string? Section = null)
{
    /// <summary>The same file, seen through one of its sections.</summary>
    public ByteSource InSection(string section) => new(File, section);
}
