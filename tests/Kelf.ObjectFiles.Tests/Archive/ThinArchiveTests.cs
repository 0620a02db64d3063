// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Archive;
using Kelf.ObjectFiles.Bytes;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.ObjectFiles.Tests.Archive;

public sealed class ThinArchiveTests
{
    [Fact]
    public void Members_are_files_relative_to_the_archive()
    {
        // As the kernel's "ar cDPrST drivers/built-in.a drivers/sub/c.o drivers/a.o /abs/b.o" writes it.
        byte[] archive = new ArchiveBuilder(isThin: true)
            .Member("//", "sub/c.o/\na.o/\n/abs/b.o/\n"u8).Thin("/0", 832).Thin("/9", 1001).Thin("/14", 7).Build();
        using NativeBuffer buffer = InMemory.File(archive, "drivers/built-in.a");
        List<ArchiveMember> members = Members(buffer);
        Assert.All(members, member => Assert.Equal(ArchiveMemberKind.Thin, member.Kind));
        Assert.Equal(["sub/c.o", "a.o", "/abs/b.o"], members.Select(member => member.Name));
        Assert.Equal(["drivers/sub/c.o", "drivers/a.o", "/abs/b.o"], members.Select(member => member.ThinPath));
        Assert.Equal("drivers/built-in.a(sub/c.o)", members[0].DisplayName);
        Assert.Equal([832ul, 1001, 7], members.Select(member => member.Size));
    }

    [Fact]
    public void A_name_field_may_be_filled_and_end_in_a_slash()
    {
        // GNU ar writes this for members that it took over from another thin archive; so are most of a kernel's lib/built-in.a.
        byte[] archive = new ArchiveBuilder(isThin: true)
            .Member("//", "a.o/\nb.o/\n"u8).Thin("/5             /", 4).Build();
        using NativeBuffer buffer = InMemory.File(archive, "x.a");
        Assert.Equal("b.o", Assert.Single(Members(buffer)).Name);
    }

    [Fact]
    public void An_archive_without_a_folder_names_files_beside_it()
    {
        using NativeBuffer buffer = InMemory.File(new ArchiveBuilder(isThin: true).Thin("a.o/", 4).Build(), "x.a");
        Assert.Equal("a.o", Assert.Single(Members(buffer)).ThinPath);
    }

    [Fact]
    public void Symbol_tables_of_thin_archives_have_contents()
    {
        byte[] archive = new ArchiveBuilder(isThin: true).Member("/", new byte[22]).Thin("a.o/", 4).Build();
        using NativeBuffer buffer = InMemory.File(archive);
        Assert.Equal("a.o", Assert.Single(Members(buffer)).Name);
    }

    [Fact]
    public void A_member_may_be_in_a_nested_archive()
    {
        byte[] nested = new ArchiveBuilder().Member("/", new byte[22]).Member("a.o/", [1]).Member("b.o/", [2]).Build();
        byte[] archive = new ArchiveBuilder(isThin: true).Member("//", "n.a/\n"u8).Thin("/0:152", 1).Build();
        using NativeBuffer outer = InMemory.File(archive, "lib/t.a");
        ArchiveMember member = Assert.Single(Members(outer));
        Assert.Equal(ArchiveMemberKind.ThinNested, member.Kind);
        Assert.Equal(("lib/n.a", 152ul), (member.ThinPath, member.NestedHeaderOffset));

        using NativeBuffer inner = InMemory.File(nested, member.ThinPath);
        ArchiveMember found = ArchiveReader.Open(inner.Contents).MemberAt(member.NestedHeaderOffset);
        Assert.Equal("lib/n.a(b.o)", found.DisplayName);
        Assert.Equal([2], found.Contents.Span().ToArray());
    }

    [Fact]
    public void Contents_and_path_exclude_each_other()
    {
        using NativeBuffer thin = InMemory.File(new ArchiveBuilder(isThin: true).Thin("a.o/", 4).Build(), "lib/t.a");
        using NativeBuffer ordinary = InMemory.File(new ArchiveBuilder().Member("a.o/", [1]).Build(), "lib/o.a");
        Assert.Equal(
            "lib/t.a(a.o) is in the file lib/a.o",
            Assert.Throws<InvalidOperationException>(() => Members(thin)[0].Contents).Message);
        Assert.Equal(
            "lib/o.a(a.o) is in the archive itself",
            Assert.Throws<InvalidOperationException>(() => Members(ordinary)[0].ThinPath).Message);
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
