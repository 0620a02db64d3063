// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Kheaders.Lists;
using Kelf.Kernel.Kheaders.Members;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Files;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Hashes;

namespace Kelf.Kernel.Kheaders.State;

/// <summary>
/// What the archive that is there was made from, so that the next run sees that there is nothing to do: a file
/// <c>.tmp_NAME.state</c> beside the archive: what a kernel's <c>make clean</c> takes away. One that is damaged or of another version counts as absent.
/// </summary>
internal sealed record KheadersState
{
    private static readonly byte[] s_magic = "kelf kheaders state 2\n"u8.ToArray();

    /// <summary>The options that the bytes depend on, and kelf's version.</summary>
    public required string Settings { get; init; }

    /// <summary>The lists of headers.</summary>
    public required HeaderLists Lists { get; init; }

    /// <summary>The archive as it was written.</summary>
    public required FileIdentity Archive { get; init; }

    /// <summary>SHA-256 of the archive.</summary>
    public required byte[] ArchiveHash { get; init; }

    /// <summary>Blocks that may be used again.</summary>
    public required IReadOnlyList<ArchiveBlock> Blocks { get; init; }

    /// <summary>Files and links in <see cref="MemberOrder"/>, with status and hash.</summary>
    public required HeaderMember[] Members { get; init; }

    /// <summary>When this was written: status of the state file.</summary>
    public FileIdentity Status { get; init; }

    /// <summary>Where the state of an archive is.</summary>
    public static string PathFor(string archive) => ArchiveCompanion.PathFor(archive, "state");

    /// <summary>Reads it.</summary>
    /// <returns>Null when there is none that can be used.</returns>
    public static KheadersState? TryRead(string archive)
    {
        string path = PathFor(archive);
        try
        {
            // Before the file is opened: a file that replaces it is newer than this says, and nothing is lost.
            if (FileIdentity.TryRead(path) is not { } status)
            {
                return null;
            }

            using MappedFile file = MappedFile.Open(path);
            return Parse(file.Contents) is { } state ? state with { Status = status } : null;
        }
        catch (Exception e) when (e is MalformedFileException or UnreadableFileException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Reads the archive that this is about: a status can lie, and bytes do not.</summary>
    /// <returns>Null when it is not the one that was written, or cannot be read.</returns>
    public byte[]? TryReadArchive(string archive)
    {
        try
        {
            using MappedFile file = MappedFile.Open(archive);
            byte[] bytes = file.Contents.Span().ToArray();
            return Sha256.Of(bytes).AsSpan().SequenceEqual(ArchiveHash) ? bytes : null;
        }
        catch (UnreadableFileException)
        {
            return null;
        }
    }

    /// <summary>Writes it.</summary>
    /// <exception cref="UnwritableFileException">It cannot be written.</exception>
    public void Write(string archive)
    {
        StateWriter body = new();
        body.Text(Settings);
        body.Bytes(Lists.Source);
        body.Bytes(Lists.Object);
        body.Identity(Archive);
        body.Bytes(ArchiveHash);
        body.U64((ulong)Blocks.Count);
        foreach (ArchiveBlock block in Blocks)
        {
            body.Bytes(block.Hash);
            body.U64(block.Offset);
            body.U64(block.Size);
            body.U64(block.UnpaddedSize);
            body.U64(block.UncompressedSize);
        }

        body.U64((ulong)Members.Length);
        foreach (HeaderMember member in Members)
        {
            body.Text(member.Name);
            body.Text(member.Path);
            body.Text(member.LinkTarget ?? string.Empty);
            body.Identity(member.Status);
            body.Bytes(member.Hash ?? []);
        }

        StateWriter sum = new();
        sum.U64(Crc32.Append(0, body.Written));
        using OutputFile file = OutputFile.Create(PathFor(archive), keepsTime: false);
        file.Write(s_magic);
        file.Write(sum.Written);
        file.Write(body.Written);
        file.Commit();
    }

    /// <summary>Reads the contents of a state file.</summary>
    /// <exception cref="MalformedFileException">They are cut short.</exception>
    internal static KheadersState? Parse(Region contents)
    {
        Cursor cursor = contents.Read(ByteOrder.Little);
        if (contents.Length < s_magic.Length + 8 || !cursor.Bytes(s_magic.Length).SequenceEqual(s_magic))
        {
            return null;
        }

        ulong sum = cursor.U64();
        if (sum != Crc32.Append(0, contents.Slice((ulong)cursor.Position, (ulong)cursor.Remaining).Span()))
        {
            return null;
        }

        return new KheadersState
        {
            Settings = Text(ref cursor),
            Lists = new HeaderLists(Bytes(ref cursor), Bytes(ref cursor)),
            Archive = Identity(ref cursor),
            ArchiveHash = Bytes(ref cursor),
            Blocks = ReadBlocks(ref cursor),
            Members = ReadMembers(ref cursor),
        };
    }

    private static ArchiveBlock[] ReadBlocks(ref Cursor cursor)
    {
        ArchiveBlock[] blocks = new ArchiveBlock[Count(ref cursor, 40)];
        for (int i = 0; i < blocks.Length; i++)
        {
            blocks[i] = new ArchiveBlock(Bytes(ref cursor), cursor.U64(), cursor.U64(), cursor.U64(), cursor.U64());
        }

        return blocks;
    }

    private static HeaderMember[] ReadMembers(ref Cursor cursor)
    {
        HeaderMember[] members = new HeaderMember[Count(ref cursor, 40)];
        for (int i = 0; i < members.Length; i++)
        {
            string name = Text(ref cursor);
            string path = Text(ref cursor);
            string target = Text(ref cursor);
            members[i] = new HeaderMember(name, path)
            {
                LinkTarget = target.Length == 0 ? null : target,
                Status = Identity(ref cursor),
                Hash = Bytes(ref cursor),
            };
        }

        return members;
    }

    // Each item takes some bytes: a number that the rest cannot hold is no reason to ask for memory.
    private static int Count(ref Cursor cursor, int smallest)
    {
        ulong count = cursor.U64();
        return count <= (ulong)(cursor.Remaining / smallest) ? (int)count : throw cursor.Malformed($"{count} items do not fit in the {cursor.Remaining} bytes left");
    }

    private static FileIdentity Identity(ref Cursor cursor) => new(
        cursor.U64(), cursor.U64(), cursor.U64(), ((long)cursor.U64(), cursor.U32()), ((long)cursor.U64(), cursor.U32()))
    {
        Links = cursor.U32(),
        Owner = cursor.U32(),
        Group = cursor.U32(),
        Mode = cursor.U16(),
    };

    private static byte[] Bytes(ref Cursor cursor)
    {
        uint length = cursor.U32();
        return length <= cursor.Remaining ? cursor.Bytes((int)length).ToArray() : throw cursor.Malformed($"{length} bytes are stated and {cursor.Remaining} are left");
    }

    private static string Text(ref Cursor cursor)
    {
        uint length = cursor.U32();
        return length <= cursor.Remaining
            ? Encoding.UTF8.GetString(cursor.Bytes((int)length))
            : throw cursor.Malformed($"{length} bytes are stated and {cursor.Remaining} are left");
    }

    /// <summary>Numbers in little-endian order, texts and bytes with their length before them.</summary>
    private sealed class StateWriter
    {
        private static readonly NumberWriter s_numbers = new(ByteOrder.Little);
        private readonly ByteBuilder _bytes = new();

        public ReadOnlySpan<byte> Written => _bytes.Bytes;

        public void U64(ulong value)
        {
            Span<byte> bytes = stackalloc byte[8];
            s_numbers.U64(bytes, value);
            _bytes.Write(bytes);
        }

        public void Bytes(ReadOnlySpan<byte> value)
        {
            U32((uint)value.Length);
            _bytes.Write(value);
        }

        public void Text(string value) => Bytes(Encoding.UTF8.GetBytes(value));

        public void Identity(in FileIdentity value)
        {
            U64(value.Device);
            U64(value.Inode);
            U64(value.Size);
            U64((ulong)value.ModifiedAt.Seconds);
            U32(value.ModifiedAt.Nanoseconds);
            U64((ulong)value.ChangedAt.Seconds);
            U32(value.ChangedAt.Nanoseconds);
            U32(value.Links);
            U32(value.Owner);
            U32(value.Group);
            Span<byte> mode = stackalloc byte[2];
            s_numbers.U16(mode, value.Mode);
            _bytes.Write(mode);
        }

        private void U32(uint value)
        {
            Span<byte> bytes = stackalloc byte[4];
            s_numbers.U32(bytes, value);
            _bytes.Write(bytes);
        }
    }
}
