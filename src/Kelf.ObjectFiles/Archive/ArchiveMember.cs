// SPDX-License-Identifier: MIT OR GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Names;

namespace Kelf.ObjectFiles.Archive;

/// <summary>Where the contents of an archive member are.</summary>
public enum ArchiveMemberKind
{
    /// <summary>In the archive itself: <see cref="ArchiveMember.Contents"/>.</summary>
    Ordinary,

    /// <summary>In a file of its own, which a thin archive only names: <see cref="ArchiveMember.ThinPath"/>.</summary>
    Thin,

    /// <summary>
    /// In another archive that a thin archive names: the member whose header stands at
    /// <see cref="ArchiveMember.NestedHeaderOffset"/> of the file <see cref="ArchiveMember.ThinPath"/>.
    /// </summary>
    ThinNested,
}

/// <summary>
/// One member of an archive. It is a view: the archive's bytes must stay mapped, and text is made when asked for.
/// </summary>
/// <remarks>
/// <c>ar rcT lib/all.a lib/one.o lib/sub.a</c>, where <c>lib/sub.a</c> is an ordinary archive that holds <c>two.o</c>, has
/// <code>
/// Name    DisplayName          Kind        ThinPath    NestedHeaderOffset
/// one.o   lib/all.a(one.o)     Thin        lib/one.o   0
/// sub.a   lib/all.a(sub.a)     ThinNested  lib/sub.a   172
/// </code>
/// </remarks>
public sealed class ArchiveMember
{
    private readonly ArchiveReader _archive;
    private readonly Region _name;
    private readonly Region _contents;

    internal ArchiveMember(ArchiveReader archive, in MemberHeader header, Region name, Region contents, ulong nestedOffset)
    {
        (_archive, _name, _contents) = (archive, name, contents);
        (HeaderOffset, Size, NestedHeaderOffset) = (header.Offset, header.Size, nestedOffset);
        Kind = !archive.IsThin ? ArchiveMemberKind.Ordinary
            : nestedOffset == 0 ? ArchiveMemberKind.Thin
            : ArchiveMemberKind.ThinNested;
    }

    /// <summary>Where the contents are.</summary>
    public ArchiveMemberKind Kind { get; }

    /// <summary>The name's bytes as written, without padding and without the slash that ends GNU names.</summary>
    public ReadOnlySpan<byte> NameBytes => _name.Span();

    /// <summary>The name as text; bytes that are not UTF-8 show as U+FFFD.</summary>
    public string Name => Utf8Name.ToText(NameBytes);

    /// <summary>How messages name the member: <c>lib.a(member.o)</c>.</summary>
    public string DisplayName => $"{_archive.Path}({Name})";

    /// <summary>Offset in the archive of the member's header.</summary>
    public ulong HeaderOffset { get; }

    /// <summary>Size in bytes as the header states it, of a thin member too.</summary>
    public ulong Size { get; }

    /// <summary>In the archive named by <see cref="ThinPath"/>, the offset of the member's header; else 0.</summary>
    public ulong NestedHeaderOffset { get; }

    /// <summary>The bytes of an ordinary member; offsets in messages count from their start.</summary>
    /// <exception cref="InvalidOperationException">The member is in another file.</exception>
    public Region Contents => Kind == ArchiveMemberKind.Ordinary
        ? _contents.As(new ByteSource(DisplayName))
        : throw new InvalidOperationException($"{DisplayName} is in the file {ThinPath}");

    /// <summary>
    /// The file that holds a thin member: names are relative to the directory of the archive, not to the current one.
    /// </summary>
    /// <exception cref="InvalidOperationException">The member is in the archive itself.</exception>
    public string ThinPath => Kind != ArchiveMemberKind.Ordinary
        ? Path.Combine(Path.GetDirectoryName(_archive.Path) ?? "", Name)
        : throw new InvalidOperationException($"{DisplayName} is in the archive itself");
}
