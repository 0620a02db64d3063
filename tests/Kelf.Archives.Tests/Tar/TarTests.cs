// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Archives.Tar;
using Kelf.ObjectFiles.Bytes;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Archives.Tests.Tar;

public sealed class TarTests
{
    [Fact]
    public void A_header_has_the_fields_of_GNU_tar()
    {
        byte[] header = new byte[512];
        Assert.Equal(512, TarHeader.Write(header, TarMemberType.Directory, "./"u8, default, 0, 0b111_101_101, 1767225600));
        string text = Encoding.Latin1.GetString(header);
        Assert.Equal("./" + new string('\0', 98), text[..100]);
        Assert.Equal("0000755\00000000\00000000\000000000000\015125334400\0006076\0 5", text[100..157]);
        Assert.Equal("ustar  \0" + new string('\0', 247), text[257..]);
    }

    [Theory]
    [InlineData(-1, "ffffffffffffffffffffffff")]
    [InlineData(8589934592, "800000000000000200000000")]
    [InlineData(8589934591, "373737373737373737373700")]
    public void Times_that_do_not_fit_are_in_base_256(long time, string field)
    {
        byte[] header = new byte[512];
        TarHeader.Write(header, TarMemberType.File, "./a"u8, default, 0, 0, time);
        Assert.Equal(field, Convert.ToHexStringLower(header.AsSpan(136, 12)));
    }

    [Theory]
    [InlineData(100, 10, 512)]
    [InlineData(101, 10, 1536)]
    [InlineData(511, 10, 1536)]
    [InlineData(512, 10, 2048)]
    [InlineData(10, 101, 1536)]
    [InlineData(200, 300, 2560)]
    public void Names_of_any_length_are_read_as_they_were_written(int name, int target, int size)
    {
        byte[] longName = Encoding.ASCII.GetBytes(new string('n', name));
        byte[] longTarget = Encoding.ASCII.GetBytes(new string('t', target));
        Assert.Equal(size, TarHeader.SizeOf(longName, longTarget));
        byte[] archive = new byte[size + 512];
        Assert.Equal(size, TarHeader.Write(archive, TarMemberType.Link, longName, longTarget, 0, 0, 0));
        using NativeBuffer file = InMemory.File(archive);
        TarMember member = Assert.Single(TarReader.Read(file.Contents));
        Assert.Equal((TarMemberType.Link, 0u), (member.Type, member.Size));
        Assert.Equal(longName, member.Name.ToArray());
        Assert.Equal(longTarget, member.LinkTarget.ToArray());
    }

    [Fact]
    public void Posix_prefixes_are_part_of_the_name()
    {
        byte[] header = new byte[1024];
        TarHeader.Write(header, TarMemberType.File, "a.h"u8, default, 0, 0, 0);
        "ustar\000"u8.CopyTo(header.AsSpan(257));
        "include"u8.CopyTo(header.AsSpan(345));
        FixChecksum(header);
        using NativeBuffer file = InMemory.File(header);
        Assert.Equal("include/a.h", Encoding.ASCII.GetString(Assert.Single(TarReader.Read(file.Contents)).Name.Span));
    }

    [Theory]
    [InlineData("no end", "a.tar: +0x200: tar archive ends without its empty block")]
    [InlineData("checksum", "a.tar: +0x0: no tar header, or its checksum is wrong")]
    [InlineData("size", "a.tar: +0x7c: size of a tar member is no number")]
    [InlineData("cut", "a.tar: +0x0: tar member of 4096 bytes is cut short")]
    [InlineData("name", "a.tar: +0x0: name of 131072 bytes in a tar archive")]
    [InlineData("many", "a.tar: +0x200: more than 1 members in a tar archive")]
    public void Damage_is_told(string what, string message)
    {
        byte[] archive = new byte[1 << 18];
        int size = what == "cut" ? 4096 : 0;
        TarMemberType type = what == "name" ? TarMemberType.LongName : TarMemberType.File;
        TarHeader.Write(archive, type, "a"u8, default, what == "name" ? 1 << 17 : size, 0, 0);
        int length = archive.Length;
        switch (what)
        {
            case "no end":
                length = 512;
                break;
            case "checksum":
                archive[0]++;
                break;
            case "size":
                archive[124] = (byte)'9';
                FixChecksum(archive);
                break;
            case "cut":
                length = 2048;
                break;
            case "many":
                archive.AsSpan(0, 512).CopyTo(archive.AsSpan(512));
                break;
            default:
                break;
        }

        using NativeBuffer file = InMemory.File(archive.AsSpan(0, length), "a.tar");
        Assert.Equal(message, Assert.Throws<MalformedFileException>(() => TarReader.Read(file.Contents, most: what == "many" ? 1 : 9)).Message);
    }

    private static void FixChecksum(Span<byte> header)
    {
        header.Slice(148, 8).Fill((byte)' ');
        int sum = 0;
        foreach (byte b in header[..512])
        {
            sum += b;
        }

        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(header[148..]);
    }
}
