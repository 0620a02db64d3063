// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Archive;
using Kelf.ObjectFiles.Bytes;

using Xunit;

namespace Kelf.ObjectFiles.Tests.Archive;

/// <summary>What GNU ar 2.40 wrote of two members of one byte; commands in the comments.</summary>
public sealed class RealArchiveTests
{
    // ar rcT t.a n.a sub/c.o, where n.a holds a.o and averyveryverylongname_b.o
    private const string ThinNested =
        "!<thin>\n"
        + "/               0           0     0     0       22        `\n\0\0\0\u0003\0\0\0\u00a4\0\0\0\u00e0\0\0\u0001\u001ca\0b\0a\0"
        + "//                                              14        `\nn.a/\nsub/c.o/\n"
        + "/0:172          0           0     0     644     832       `\n"
        + "/0:1064         0           0     0     644     832       `\n"
        + "/5              0           0     0     644     832       `\n";

    // llvm-ar --format=bsd rc bsd.a a.o averyveryverylongname_b.o, with contents cut to four bytes
    private const string Bsd =
        "!<arch>\n"
        + "#1/12           0           0     0     0       20        `\n__.SYMDEF\0\0\0\u0010\0\0\0\0\0\0\0"
        + "#1/4            0           0     0     644     8         `\na.o\0\u007fELF"
        + "#1/28           0           0     0     644     32        `\naveryveryverylongname_b.o\0\0\0\u007fELF";

    [Fact]
    public void Thin_archive_with_a_nested_one()
    {
        using NativeBuffer buffer = TestSupport.InMemory.File(Latin1(ThinNested), "lib/t.a");
        List<(string Path, ulong Offset)> seen = [];
        foreach (ArchiveMember member in ArchiveReader.Open(buffer.Contents))
        {
            seen.Add((member.ThinPath, member.NestedHeaderOffset));
        }

        Assert.Equal([("lib/n.a", 172ul), ("lib/n.a", 1064ul), ("lib/sub/c.o", 0ul)], seen);
    }

    [Fact]
    public void Archive_of_the_BSD_format()
    {
        using NativeBuffer buffer = TestSupport.InMemory.File(Latin1(Bsd), "bsd.a");
        List<string> seen = [];
        foreach (ArchiveMember member in ArchiveReader.Open(buffer.Contents))
        {
            Assert.Equal("\u007fELF"u8.ToArray(), member.Contents.Span().ToArray());
            seen.Add(member.Name);
        }

        Assert.Equal(["a.o", "averyveryverylongname_b.o"], seen);
    }

    private static byte[] Latin1(string text) => System.Text.Encoding.Latin1.GetBytes(text);
}
