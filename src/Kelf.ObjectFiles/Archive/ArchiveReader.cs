// SPDX-License-Identifier: MIT OR GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

namespace Kelf.ObjectFiles.Archive;

/// <summary>
/// Reads <c>ar</c> archives: ordinary and thin ones of GNU and LLVM, and the BSD variant's long names. Symbol tables are
/// passed over.
/// </summary>
/// <remarks>
/// An archive is the line <c>!&lt;arch&gt;</c> (or <c>!&lt;thin&gt;</c>), then members: a header at an even offset, and
/// contents. A thin archive has no contents but those of its tables. Names take one of these forms:
/// <code>
/// name.o/       GNU, up to 15 bytes            /        symbol table (also /SYM64/, __.SYMDEF)
/// name.o        BSD, up to 16 bytes            //       table of long names
/// #1/20         BSD: the first 20 bytes of the contents
/// /7            GNU: at byte 7 of the table of long names, up to "/\n"
/// /7:172        the same in a thin archive: in the archive of that name, the member at byte 172
/// </code>
/// Enumerating allocates one object per member.
/// </remarks>
/// <example><code>
/// using MappedFile map = MappedFile.Open("lib.a");
/// foreach (ArchiveMember member in ArchiveReader.Open(map.Contents)) { ElfFile elf = ElfFile.Parse(member.Contents); }
/// </code></example>
public sealed class ArchiveReader
{
    private const int MagicLength = 8;
    private readonly Region _archive;

    private ArchiveReader(Region archive)
    {
        _archive = archive;
        IsThin = HasMagic(archive, "!<thin>\n"u8);
    }

    /// <summary>True when the members are in files of their own.</summary>
    public bool IsThin { get; }

    /// <summary>Path of the archive as given.</summary>
    public string Path => _archive.Source.File;

    /// <summary>True when the bytes begin like an archive.</summary>
    public static bool IsArchive(Region contents) => HasMagic(contents, "!<arch>\n"u8) || HasMagic(contents, "!<thin>\n"u8);

    /// <summary>Opens an archive.</summary>
    /// <param name="contents">The whole archive; its source is the path that thin members are resolved against.</param>
    /// <exception cref="MalformedFileException">It is not an archive.</exception>
    public static ArchiveReader Open(Region contents) => IsArchive(contents)
        ? new ArchiveReader(contents)
        : throw new MalformedFileException(contents.Source.File, "not an archive");

    /// <summary>The members in file order; tables are left out. Malformed headers throw when they are reached.</summary>
    public Enumerator GetEnumerator() => new(this);

    /// <summary>
    /// The member whose header stands at an offset, e.g. that of <see cref="ArchiveMember.NestedHeaderOffset"/>.
    /// </summary>
    /// <exception cref="MalformedFileException">No member starts there.</exception>
    public ArchiveMember MemberAt(ulong headerOffset)
    {
        // Members refer to the table of long names, which stands before them, so the walk starts at the front.
        Enumerator members = GetEnumerator();
        while (members.MoveNext())
        {
            if (members.Current.HeaderOffset == headerOffset)
            {
                return members.Current;
            }
        }

        throw _archive.Malformed(headerOffset, "no archive member starts here");
    }

    private static bool HasMagic(Region contents, ReadOnlySpan<byte> magic) =>
        contents.Length >= MagicLength && contents.Span(0, MagicLength).SequenceEqual(magic);

    /// <summary>Walks the members of an archive.</summary>
    public struct Enumerator
    {
        private readonly ArchiveReader _reader;
        private Region _longNames;
        private ulong _next;

        internal Enumerator(ArchiveReader reader)
        {
            (_reader, _longNames, _next) = (reader, default, MagicLength);
            Current = null!;
        }

        /// <summary>The member that <see cref="MoveNext"/> found.</summary>
        public ArchiveMember Current { get; private set; }

        /// <summary>Moves to the next member.</summary>
        /// <returns>False at the end of the archive.</returns>
        /// <exception cref="MalformedFileException">A header, a size or a name is wrong.</exception>
        public bool MoveNext()
        {
            Region archive = _reader._archive;
            while (_next < (ulong)archive.Length)
            {
                MemberHeader header = MemberHeader.Read(archive, _next);
                MemberName name = MemberName.Classify(archive, header, _reader.IsThin);
                Region contents = Advance(header, _reader.IsThin && !name.IsTable);
                if (name.Role == MemberRole.LongNames)
                {
                    _longNames = contents;
                }
                else if (name.Role == MemberRole.File)
                {
                    (Region text, contents) = name.Resolve(header, contents, _longNames);
                    if (!MemberName.IsBsdSymbolTable(text.Span()))
                    {
                        Current = new ArchiveMember(_reader, header, text, contents, name.NestedOffset);
                        return true;
                    }
                }
            }

            return false;
        }

        /// <summary>Moves after a member, and returns its contents.</summary>
        private Region Advance(in MemberHeader header, bool isElsewhere)
        {
            Region archive = _reader._archive;
            ulong start = header.Offset + MemberHeader.Length;
            if (isElsewhere)
            {
                _next = start;
                return default;
            }

            if (header.Size > (ulong)archive.Length - start)
            {
                throw archive.Malformed(header.Offset, $"archive member of {header.Size} bytes reaches outside the file "
                    + $"({archive.Length} bytes)");
            }

            // The pad byte after contents of odd length may be missing at the end of the file.
            _next = start + header.Size + (header.Size & 1);
            return archive.Slice(start, header.Size);
        }
    }
}
