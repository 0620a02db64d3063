// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Archive;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Tests.Support;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.ObjectFiles.Tests.Archive;

public sealed class ArchiveReaderTests
{
    [Fact]
    public void Reads_members_with_short_names()
    {
        using NativeBuffer buffer = InMemory.File(
            new ArchiveBuilder().Member("a.o/", [1, 2, 3]).Member("sp ace.o/", [4]).Member("bsd.o", []).Build(), "lib/x.a");
        List<ArchiveMember> members = Members(buffer);
        Assert.Equal(["a.o", "sp ace.o", "bsd.o"], members.Select(member => member.Name));
        Assert.Equal(["lib/x.a(a.o)", "lib/x.a(sp ace.o)", "lib/x.a(bsd.o)"], members.Select(member => member.DisplayName));
        Assert.Equal([8ul, 72, 134], members.Select(member => member.HeaderOffset));
        Assert.All(members, member => Assert.Equal(ArchiveMemberKind.Ordinary, member.Kind));
        Assert.Equal([1, 2, 3], members[0].Contents.Span().ToArray());
        Assert.Equal([4], members[1].Contents.Span().ToArray());
        Assert.True(members[2].Contents.IsEmpty);
    }

    [Fact]
    public void Messages_about_a_member_name_it_and_count_from_its_start()
    {
        using NativeBuffer buffer = InMemory.File(new ArchiveBuilder().Member("a.o/", [1, 2]).Build(), "x.a");
        Assert.Equal("x.a(a.o): +0x1: odd", Members(buffer)[0].Contents.Malformed(1, "odd").Message);
    }

    [Fact]
    public void Passes_over_symbol_tables()
    {
        byte[] archive = new ArchiveBuilder()
            .Member("/", new byte[4]).Member("/SYM64/", new byte[8]).Member("__.SYMDEF", new byte[3])
            .Member("#1/20", [.. "__.SYMDEF SORTED\0\0\0\0"u8, 9, 9]).Member("a.o/", [1]).Build();
        using NativeBuffer buffer = InMemory.File(archive);
        Assert.Equal(["a.o"], Members(buffer).Select(member => member.Name));
    }

    [Fact]
    public void Reads_long_names_of_GNU()
    {
        byte[] archive = new ArchiveBuilder()
            .Member("//", "a_name_of_20_bytes_.o/\nanother_long_name.o/\n"u8)
            .Member("/23", [1]).Member("/0", [2]).Build();
        using NativeBuffer buffer = InMemory.File(archive);
        Assert.Equal(["another_long_name.o", "a_name_of_20_bytes_.o"], Members(buffer).Select(member => member.Name));
        Assert.Equal([2], Members(buffer)[1].Contents.Span().ToArray());
    }

    [Fact]
    public void Reads_long_names_of_BSD()
    {
        byte[] archive = new ArchiveBuilder().Member("#1/8", [.. "long.o\0\0"u8, 1, 2, 3]).Build();
        using NativeBuffer buffer = InMemory.File(archive, "x.a");
        ArchiveMember member = Assert.Single(Members(buffer));
        Assert.Equal("x.a(long.o)", member.DisplayName);
        Assert.Equal([1, 2, 3], member.Contents.Span().ToArray());
        Assert.Equal(11ul, member.Size);
    }

    [Fact]
    public void The_last_pad_byte_may_be_missing()
    {
        byte[] archive = new ArchiveBuilder().Member("a.o/", [1, 2, 3]).Build();
        using NativeBuffer buffer = InMemory.File(archive.AsSpan()[..^1]);
        Assert.Equal([1, 2, 3], Assert.Single(Members(buffer)).Contents.Span().ToArray());
    }

    [Fact]
    public void Finds_a_member_by_its_header()
    {
        byte[] archive = new ArchiveBuilder()
            .Member("//", "a_name_of_20_bytes_.o/\n"u8).Member("a.o/", [1]).Member("/0", [2]).Build();
        using NativeBuffer buffer = InMemory.File(archive);
        ArchiveReader reader = ArchiveReader.Open(buffer.Contents);
        Assert.Equal("a_name_of_20_bytes_.o", reader.MemberAt(154).Name);
        Expect.Malformed("a.o: +0x9b: no archive member starts here", () => reader.MemberAt(155));
    }

    [Fact]
    public void Knows_an_archive_by_its_first_line()
    {
        using NativeBuffer ordinary = InMemory.File(new ArchiveBuilder().Build());
        using NativeBuffer thin = InMemory.File(new ArchiveBuilder(isThin: true).Build());
        using NativeBuffer shorter = InMemory.File("!<arch>"u8);
        Assert.True(ArchiveReader.IsArchive(ordinary.Contents));
        Assert.True(ArchiveReader.IsArchive(thin.Contents));
        Assert.False(ArchiveReader.IsArchive(shorter.Contents));
        Assert.Empty(Members(ordinary));
        Expect.Malformed("a.o: not an archive", () => ArchiveReader.Open(shorter.Contents));
    }

    [Fact]
    public void Allocates_one_object_per_member()
    {
        ArchiveBuilder builder = new ArchiveBuilder().Member("//", "a_name_of_20_bytes_.o/\n"u8);
        for (int i = 0; i < 1000; i++)
        {
            builder.Member("/0", [1]).Member("a.o/", [2]);
        }

        using NativeBuffer buffer = InMemory.File(builder.Build());
        ArchiveReader reader = ArchiveReader.Open(buffer.Contents);
        Walk(reader);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(2000, Walk(reader));
        long perMember = (GC.GetAllocatedBytesForCurrentThread() - before) / 2000;
        Assert.InRange(perMember, 1, 160); // an ArchiveMember holds two regions, three numbers and a reference

        static int Walk(ArchiveReader reader)
        {
            int count = 0;
            foreach (ArchiveMember member in reader)
            {
                count += member.NameBytes.Length > 0 ? 1 : 0;
            }

            return count;
        }
    }

    [Fact]
    public void Members_round_trip()
    {
        Property.Holds<byte[][]>(contents =>
        {
            ArchiveBuilder builder = new();
            Array.ForEach(contents, bytes => builder.Member("m.o/", bytes));
            using NativeBuffer buffer = InMemory.File(builder.Build());
            return Members(buffer).Select(member => member.Contents.Span().ToArray())
                .Zip(contents).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second))
                && Members(buffer).Count == contents.Length;
        });
    }

    private static List<ArchiveMember> Members(NativeBuffer buffer)
    {
        List<ArchiveMember> members = [];
        foreach (ArchiveMember member in ArchiveReader.Open(buffer.Contents))
        {
            members.Add(member);
        }

        return members;
    }
}
