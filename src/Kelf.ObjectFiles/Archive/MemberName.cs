// SPDX-License-Identifier: MIT OR GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

namespace Kelf.ObjectFiles.Archive;

/// <summary>What a member is for.</summary>
internal enum MemberRole
{
    /// <summary>A file, which the archive exists to hold.</summary>
    File,

    /// <summary>The linker's index of symbols.</summary>
    SymbolTable,

    /// <summary>The names that do not fit in a header.</summary>
    LongNames,
}

/// <summary>The name field of a header, taken apart; <see cref="ArchiveReader"/> lists its forms.</summary>
/// <param name="Role">What the member is for.</param>
/// <param name="Short">The name itself, when it stands in the header.</param>
/// <param name="TableOffset">Else where it starts in the table of long names, if it is there.</param>
/// <param name="PrefixLength">Else how many bytes of the contents it takes (BSD).</param>
/// <param name="NestedOffset">Header offset in a nested archive, or 0.</param>
internal readonly record struct MemberName(
    MemberRole Role, Region Short, ulong? TableOffset, ulong? PrefixLength, ulong NestedOffset)
{
    // PATH_MAX. Any number of members may name one place of the table.
    private const int LongestName = 4096;

    /// <summary>True for the members that a thin archive holds itself.</summary>
    public bool IsTable => Role != MemberRole.File;

    /// <summary>Takes a name field apart.</summary>
    /// <exception cref="MalformedFileException">It has none of the known forms.</exception>
    public static MemberName Classify(Region archive, in MemberHeader header, bool isThin)
    {
        ReadOnlySpan<byte> field = header.Name.Span();
        if (field.SequenceEqual("/"u8) || field.SequenceEqual("/SYM64/"u8))
        {
            return new MemberName(MemberRole.SymbolTable, default, null, null, 0);
        }

        if (field.SequenceEqual("//"u8))
        {
            return new MemberName(MemberRole.LongNames, default, null, null, 0);
        }

        if (field.StartsWith("#1/"u8))
        {
            ulong length = MemberHeader.ReadDecimal(field[3..], out bool valid);
            return valid && !isThin
                ? new MemberName(MemberRole.File, default, null, length, 0)
                : throw archive.Malformed(header.Offset, "archive member name after #1/ is not a length");
        }

        if (field.StartsWith("/"u8))
        {
            return ClassifyLong(archive, header, field[1..], isThin);
        }

        int end = field.Length > 0 && field[^1] == (byte)'/' ? field.Length - 1 : field.Length;
        return end > 0
            ? new MemberName(MemberRole.File, header.Name.Slice(0, (ulong)end), null, null, 0)
            : throw archive.Malformed(header.Offset, "archive member has no name");
    }

    /// <summary>True for the names that BSD and macOS give to their symbol tables.</summary>
    public static bool IsBsdSymbolTable(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("__.SYMDEF"u8) || name.SequenceEqual("__.SYMDEF SORTED"u8)
        || name.SequenceEqual("__.SYMDEF_64"u8) || name.SequenceEqual("__.SYMDEF_64 SORTED"u8);

    /// <summary>Finds the name's bytes, and the contents without them.</summary>
    /// <exception cref="MalformedFileException">The place that the header gives holds no name.</exception>
    public (Region Name, Region Contents) Resolve(in MemberHeader header, Region contents, Region longNames)
    {
        if (TableOffset is ulong offset)
        {
            return (FromTable(header, longNames, offset), contents);
        }

        if (PrefixLength is not ulong length)
        {
            return (Short, contents);
        }

        if (length > (ulong)contents.Length)
        {
            throw header.Name.Malformed(
                0, $"archive member name of {length} bytes is longer than the member ({contents.Length})");
        }

        // The name is padded with NULs so that the contents after it are aligned.
        int used = contents.Span(0, (int)Math.Min(length, int.MaxValue)).TrimEnd((byte)0).Length;
        return (contents.Slice(0, (ulong)used), contents.Slice(length, (ulong)contents.Length - length));
    }

    private static MemberName ClassifyLong(Region archive, in MemberHeader header, ReadOnlySpan<byte> field, bool isThin)
    {
        // GNU ar fills the last byte of the field with a slash when it takes members over from another thin archive.
        field = field.EndsWith(" /"u8) ? field[..^1].TrimEnd((byte)' ') : field;
        int colon = isThin ? field.IndexOf((byte)':') : -1;
        ulong offset = MemberHeader.ReadDecimal(colon < 0 ? field : field[..colon], out bool valid);
        ulong nested = 0;
        if (colon >= 0)
        {
            nested = MemberHeader.ReadDecimal(field[(colon + 1)..], out bool nestedValid);
            valid &= nestedValid && nested != 0;
        }

        return valid
            ? new MemberName(MemberRole.File, default, offset, null, nested)
            : throw archive.Malformed(header.Offset, "archive member name after / is not an offset");
    }

    private static Region FromTable(in MemberHeader header, Region longNames, ulong offset)
    {
        if (offset >= (ulong)longNames.Length)
        {
            throw header.Name.Malformed(
                0, $"archive member name at {offset} is outside the table of long names ({longNames.Length} bytes)");
        }

        Region rest = longNames.Slice(offset, (ulong)longNames.Length - offset);
        ReadOnlySpan<byte> bytes = rest.Span(0, (int)Math.Min(rest.Length, LongestName + 2));

        // GNU ends a name with "/\n". Names in thin archives contain slashes, so only the newline decides.
        int end = bytes.IndexOf((byte)'\n');
        if (end < 0)
        {
            throw rest.Malformed(0, bytes.Length < rest.Length
                ? $"archive member name in the table of long names is longer than {LongestName} bytes"
                : "archive member name in the table of long names has no end");
        }

        int length = end > 0 && bytes[end - 1] == (byte)'/' ? end - 1 : end;
        return length > 0 ? rest.Slice(0, (ulong)length) : throw rest.Malformed(0, "archive member has no name");
    }
}
