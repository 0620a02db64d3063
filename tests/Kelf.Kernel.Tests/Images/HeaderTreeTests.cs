// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Archives.Tar;
using Kelf.Kernel.Images;
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Bytes;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Kernel.Tests.Images;

public sealed class HeaderTreeTests
{
    [Fact]
    public void Files_folders_and_links_below_the_root_are_fine()
    {
        using NativeBuffer archive = TarOf(
            ("5", "./", ""), ("5", "./include/", ""), ("0", "./include/a.h", ""), ("2", "./include/dt-bindings/x.h", "../a.h"),
            ("2", "./include/uapi/y.h", "../../include/a.h"), ("\0", "./include/old.h", ""));
        HeaderTree tree = HeaderTree.Read(archive.Contents, new ImageLimits());
        Assert.Equal(["include", "include/dt-bindings", "include/uapi"], tree.Directories);
        Assert.Equal(["include/a.h", "include/old.h"], tree.Files.Select(file => file.Name));
        Assert.Equal(4, tree.Count);
        Assert.Null(tree.CaseCollision());
    }

    [Theory]
    [InlineData("0", "a.h", "")]
    [InlineData("0", "/etc/passwd", "")]
    [InlineData("0", "./../a.h", "")]
    [InlineData("0", "./a/../../b", "")]
    [InlineData("0", "./a//b", "")]
    [InlineData("0", "./a/./b", "")]
    [InlineData("0", "./", "")]
    [InlineData("5", "./../", "")]
    [InlineData("5", "..", "")]
    [InlineData("2", "./a", "/etc/passwd")]
    [InlineData("2", "./a", "..")]
    [InlineData("2", "./a/b", "../../x")]
    [InlineData("2", "./a/b", "c/../../../x")]
    [InlineData("2", "./a", "b/../c")] // b may be a link to a directory far below
    [InlineData("2", "./a", "")]
    [InlineData("1", "./a", "b")] // a hard link
    [InlineData("3", "./a", "")] // a device
    [InlineData("6", "./a", "")] // a pipe
    [InlineData("S", "./a", "")] // a sparse file
    [InlineData("g", "./a", "")] // pax globals
    [InlineData("x", "./a", "")]
    public void One_member_that_is_not_safe_condemns_the_archive(string type, string name, string target)
    {
        using NativeBuffer archive = TarOf(("0", "./good.h", ""), (type, name, target));
        Assert.Equal("X-UNSAFE", Assert.Throws<RefusedException>(() => HeaderTree.Read(archive.Contents, new ImageLimits())).Kind);
    }

    [Theory]
    [InlineData("2 ./a b|0 ./a/c -")] // through a link
    [InlineData("0 ./a -|0 ./a/c -")]
    [InlineData("0 ./a -|5 ./a/ -")]
    [InlineData("0 ./a -|0 ./a -")]
    [InlineData("0 ./a -|2 ./a b")]
    public void Two_members_of_one_name_are_not_safe(string members)
    {
        using NativeBuffer archive = TarOf([.. members.Split('|').Select(member => member.Split(' ')).Select(m => (m[0], m[1], m[2].Trim('-')))]);
        Assert.Equal("X-UNSAFE", Assert.Throws<RefusedException>(() => HeaderTree.Read(archive.Contents, new ImageLimits())).Kind);
    }

    [Fact]
    public void Depth_length_number_and_size_are_limited()
    {
        Assert.Equal("X-UNSAFE", CodeOf(new ImageLimits(), ("0", "./" + string.Join('/', Enumerable.Repeat("a", 33)), "")));
        Assert.Equal("X-UNSAFE", CodeOf(new ImageLimits(), ("0", "./" + new string('a', 5000), "")));
        Assert.Equal("X-TRUNC", CodeOf(new ImageLimits { Members = 1 }, ("0", "./a", ""), ("0", "./b", "")));
        byte[] tar = new byte[2048];
        TarHeader.Write(tar, TarMemberType.File, "./a"u8, default, 20, 0, 0);
        using NativeBuffer archive = InMemory.File(tar);
        Assert.Equal("X-LIMIT", Assert.Throws<RefusedException>(() => HeaderTree.Read(archive.Contents, new ImageLimits { Member = 19 })).Kind);
    }

    [Fact]
    public void A_member_is_named_with_its_archive()
    {
        using NativeBuffer archive = TarOf(("0", "./../evil.h", ""));
        string file = archive.Contents.Source.File;
        Assert.Equal(
            $"{file}(../evil.h): a name that is no plain path",
            Assert.Throws<RefusedException>(() => HeaderTree.Read(archive.Contents, new ImageLimits())).Message);
    }

    [Fact]
    public void Names_that_are_no_text_cannot_be_files()
    {
        byte[] tar = new byte[2048];
        TarHeader.Write(tar, TarMemberType.File, [.. "./a"u8, 0xff], default, 0, 0, 0);
        using NativeBuffer archive = InMemory.File(tar);
        Assert.Equal("E-NAME", Assert.Throws<RefusedException>(() => HeaderTree.Read(archive.Contents, new ImageLimits())).Kind);
    }

    [Fact]
    public void Names_that_differ_in_case_alone_are_found()
    {
        using NativeBuffer archive = TarOf(("0", "./xt_TCPMSS.h", ""), ("0", "./xt_tcpmss.h", ""));
        Assert.Equal(("xt_TCPMSS.h", "xt_tcpmss.h"), HeaderTree.Read(archive.Contents, new ImageLimits()).CaseCollision());
    }

    private static string CodeOf(ImageLimits limits, params (string Type, string Name, string Target)[] members)
    {
        using NativeBuffer archive = TarOf(members);
        return Assert.Throws<RefusedException>(() => HeaderTree.Read(archive.Contents, limits)).Kind;
    }

    private static NativeBuffer TarOf(params (string Type, string Name, string Target)[] members)
    {
        byte[] tar = new byte[members.Length * (1 << 14) + 1024];
        int position = 0;
        foreach ((string type, string name, string target) in members)
        {
            position += TarHeader.Write(
                tar.AsSpan(position), (TarMemberType)type[0], Encoding.UTF8.GetBytes(name), Encoding.UTF8.GetBytes(target), 0, 0, 0);
        }

        return InMemory.File(tar);
    }
}
