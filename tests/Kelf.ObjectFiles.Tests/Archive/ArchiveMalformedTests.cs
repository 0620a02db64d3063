// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Archive;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Tests.Support;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.ObjectFiles.Tests.Archive;

public sealed class ArchiveMalformedTests
{
    [Fact]
    public void Header_is_cut_short() => Refuses(
        new ArchiveBuilder().Member("a.o/", [1, 2]).Build()[..^3],
        "x.a: +0x8: archive member header of 60 bytes is cut short");

    [Fact]
    public void Header_does_not_end_as_it_must() => Refuses(
        new ArchiveBuilder().Member("a.o/", [1, 2], end: "\n\n").Build(),
        "x.a: +0x42: archive member header does not end with `\\n");

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("0x10")]
    [InlineData("1 2")]
    public void Size_is_no_number(string size) => Refuses(
        new ArchiveBuilder().Member("a.o/", [1, 2], size).Build(),
        "x.a: +0x38: archive member size is not a decimal number");

    [Fact]
    public void Size_reaches_outside() => Refuses(
        new ArchiveBuilder().Member("a.o/", [1, 2], "9999999999").Build(),
        "x.a: +0x8: archive member of 9999999999 bytes reaches outside the file (70 bytes)");

    [Theory]
    [InlineData("")]
    public void Name_is_missing(string name) => Refuses(
        new ArchiveBuilder().Member(name, [1, 2]).Build(), "x.a: +0x8: archive member has no name");

    [Theory]
    [InlineData("/x")]
    [InlineData("/1x")]
    [InlineData("/1:2")]
    [InlineData("///")]
    public void Long_name_has_no_offset(string name) => Refuses(
        new ArchiveBuilder().Member(name, [1, 2]).Build(), "x.a: +0x8: archive member name after / is not an offset");

    [Theory]
    [InlineData("/1:")]
    [InlineData("/:2")]
    [InlineData("/1:0")]
    [InlineData("/1:-2")]
    public void Nested_name_has_no_offsets(string name) => Refuses(
        new ArchiveBuilder(isThin: true).Thin(name, 2).Build(), "x.a: +0x8: archive member name after / is not an offset");

    [Fact]
    public void Long_name_without_a_table() => Refuses(
        new ArchiveBuilder().Member("/0", [1, 2]).Build(),
        "x.a: +0x8: archive member name at 0 is outside the table of long names (0 bytes)");

    [Fact]
    public void Long_name_outside_its_table() => Refuses(
        new ArchiveBuilder().Member("//", "ab/\n"u8).Member("/4", [1, 2]).Build(),
        "x.a: +0x48: archive member name at 4 is outside the table of long names (4 bytes)");

    [Fact]
    public void Long_name_without_an_end() => Refuses(
        new ArchiveBuilder().Member("//", "ab/\ncd"u8).Member("/4", [1, 2]).Build(),
        "x.a: +0x48: archive member name in the table of long names has no end");

    [Fact]
    public void Long_name_of_no_bytes() => Refuses(
        new ArchiveBuilder().Member("//", "ab/\n/\n"u8).Member("/4", [1, 2]).Build(),
        "x.a: +0x48: archive member has no name");

    [Theory]
    [InlineData("#1/")]
    [InlineData("#1/x")]
    public void BSD_name_without_a_length(string name) => Refuses(
        new ArchiveBuilder().Member(name, [1, 2]).Build(), "x.a: +0x8: archive member name after #1/ is not a length");

    [Fact]
    public void BSD_name_longer_than_the_member() => Refuses(
        new ArchiveBuilder().Member("#1/3", [1, 2]).Build(),
        "x.a: +0x8: archive member name of 3 bytes is longer than the member (2)");

    [Fact]
    public void BSD_name_in_a_thin_archive() => Refuses(
        new ArchiveBuilder(isThin: true).Thin("#1/3", 2).Build(),
        "x.a: +0x8: archive member name after #1/ is not a length");

    private static void Refuses(byte[] archive, string message)
    {
        using NativeBuffer buffer = InMemory.File(archive, "x.a");
        Expect.Malformed(message, () =>
        {
            foreach (ArchiveMember member in ArchiveReader.Open(buffer.Contents))
            {
                _ = member.Name;
            }
        });
    }
}
