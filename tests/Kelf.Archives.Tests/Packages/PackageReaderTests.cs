// SPDX-License-Identifier: GPL-2.0-only
using System.Diagnostics;
using System.Text;

using Kelf.Archives.Packages;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Errors;
using Kelf.TestSupport;

using Xunit;

using static Kelf.TestSupport.PackageBuilder;

namespace Kelf.Archives.Tests.Packages;

/// <summary>Packages in all forms that readers meet; those of the distributions' own programs are in <c>tests/Differential/kabi-packages.sh</c>.</summary>
public sealed class PackageReaderTests
{
    private static readonly byte[] s_tar = TarOf(("./", []), ("./boot/vmlinuz-1", "kernel"u8.ToArray()), ("./" + new string('d', 120) + "/f", "long"u8.ToArray()), ("./e", []));

    private static readonly byte[] s_cpio = CpioOf(("./boot/vmlinuz-1", RegularFile, "kernel"u8.ToArray()), ("./link", 0xa1ff, "x"u8.ToArray()), ("./e", RegularFile, []));

    public static TheoryData<string, string> Compressions => new()
    {
        { ".gz", "gzip -nc" }, { ".xz", "xz -c" }, { ".zst", "zstd -qc" }, { ".bz2", "bzip2 -c" }, { ".lzma", "xz -c --format=lzma" }, { "", "cat" },
    };

    [Theory]
    [MemberData(nameof(Compressions))]
    public void Files_of_a_deb_are_read_one_after_the_other(string suffix, string program) => Assert.Equal(
        $"- - 0;boot/vmlinuz-1 kernel 6;{new string('d', 120)}/f long 4;e - 0", Read(Deb(suffix, Compress(program, s_tar))).Replace(";- -", ";", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Compressions))]
    public void Files_of_a_rpm_are_read_one_after_the_other(string suffix, string program) => Assert.Equal(
        "boot/vmlinuz-1 kernel 6;link - 1;e - 0", Read(Rpm(suffix switch
        {
            ".gz" => "gzip",
            ".xz" => "xz",
            ".zst" => "zstd",
            ".bz2" => "bzip2",
            ".lzma" => "lzma",
            _ => null,
        }, Compress(program, s_cpio))));

    [Fact]
    public void Payloads_may_be_of_several_streams() => Assert.Equal(
        "boot/vmlinuz-1 kernel 6;link - 1;e - 0", Read(Rpm("zstd", [.. Packing.ZstdFrame(s_cpio.AsSpan(0, 100)), .. Packing.ZstdFrame(s_cpio.AsSpan(100))])));

    [Fact]
    public void Members_that_are_numbers_of_files_have_the_size_that_the_header_says()
    {
        byte[] payload = StrippedCpio((1, "text1"u8.ToArray()), (0, "kernel"u8.ToArray()), (2, []), (3, "same"u8.ToArray()));
        Assert.Equal("usr/a text1 5;boot/k kernel 6;usr/b - 0;usr/c same 4", Read(Rpm(
            "identity", payload, ("boot/k", RegularFile, 1, 6), ("usr/a", RegularFile, 2, 5), ("usr/b", RegularFile, 3, 4), ("usr/c", RegularFile, 3, 4))));
    }

    [Fact]
    public void What_is_not_read_is_passed_over()
    {
        using NativeBuffer file = InMemory.File(Deb(".zst", Packing.ZstdFrame(s_tar)));
        using PackageReader package = PackageReader.Open(file.Contents, DecompressionLimit.Standard.For(file.Contents.Length));
        int count = 0;
        while (package.MoveNext())
        {
            count++;
        }

        Assert.Equal(4, count);
        Assert.False(package.MoveNext());
    }

    [Theory]
    [InlineData("lead", "a.rpm: +0x60: no header of an rpm package")]
    [InlineData("headers", "a.rpm: +0x60: a header of an rpm package has 1048576 entries and 0 bytes, and is cut short")]
    [InlineData("form", "a.rpm: +0xab: the files of this package are compressed with 'lrzip', which is not known here")]
    [InlineData("cut payload", "a.rpm(payload): +0x72: '1' of 6 bytes is cut short")]
    [InlineData("no trailer", "a.rpm(payload): +0x0: the cpio archive has no last member, and is cut short")]
    [InlineData("number", "a.rpm(payload): +0x6: 'xxxxxxxx' in a cpio header is no number")]
    [InlineData("name", "a.rpm(payload): +0x0: a name of 0 bytes in a cpio archive")]
    [InlineData("member", "a.rpm(payload): +0x0: a cpio member is file 7, which the package does not have")]
    [InlineData("stream", "a.rpm(payload): +0x0: no xz stream begins here")]
    [InlineData("list", "a.rpm: +0x100: an entry of 1073741825 values at 0x0 is not in the data of its header")]
    [InlineData("deb", "a.rpm: +0xc3c: no data.tar in this package: it is cut short, or none")]
    [InlineData("deb form", "a.rpm(data.tar.lz): +0x0: not compressed with gzip, xz, zstd, bzip2 or lzma")]
    [InlineData("tar", "a.rpm(data.tar): +0x0: no tar header, or its checksum is wrong")]
    [InlineData("tar end", "a.rpm(data.tar): +0x0: the tar archive has no empty block at its end, and is cut short")]
    public void Damage_is_told_with_its_place(string what, string message)
    {
        byte[] package = what switch
        {
            "lead" => [0xed, 0xab, 0xee, 0xdb, .. new byte[200]],
            "headers" => [0xed, 0xab, 0xee, 0xdb, .. new byte[92], 0x8e, 0xad, 0xe8, 1, 0, 0, 0, 0, 0, 0x10, 0, 0, 0, 0, 0, 0, .. new byte[64]],
            "form" => Rpm("lrzip", []),
            "cut payload" => Rpm(null, CpioOf(("1", RegularFile, "kernel"u8.ToArray()))[..114]),
            "no trailer" => Rpm("identity", []),
            "number" => Rpm(null, [.. "070701"u8, .. Encoding.ASCII.GetBytes(new string('x', 104))]),
            "name" => Rpm(null, [.. "070701"u8, .. Encoding.ASCII.GetBytes(new string('0', 104))]),
            "member" => Rpm(null, StrippedCpio((7, []))),
            "stream" => Rpm("xz", new byte[100]),
            "list" => Broken(Rpm(null, StrippedCpio((0, [])), ("a/b", RegularFile, 1, 0))),
            "deb" => new ArchiveBuilder().Member("debian-binary", "2.0\n"u8).Member("control.tar", new byte[3000]).Build(),
            "deb form" => Deb(".lz", []),
            "tar" => Deb("", [1, .. new byte[1023]]),
            _ => Deb("", []),
        };
        Assert.Equal(message, Assert.Throws<MalformedFileException>(() => Read(package)).Message);

        // The entry for the names of files has more of them than the header has bytes.
        static byte[] Broken(byte[] rpm)
        {
            int entry = rpm.AsSpan().IndexOf((ReadOnlySpan<byte>)[0, 0, 4, 0x5d]);
            rpm[entry + 12] = 0x40;
            rpm.AsSpan(entry + 8, 4).Clear();
            return rpm;
        }
    }

    [Theory]
    [MemberData(nameof(Compressions))]
    public void A_package_that_is_cut_short_anywhere_is_refused(string suffix, string program)
    {
        byte[] package = Deb(suffix, Compress(program, s_tar));
        // But for what fills the last block.
        for (int length = 0; length < package.Length - 1100; length += 7)
        {
            Assert.Throws<MalformedFileException>(() => Read(package[..length]));
        }
    }

    [Fact]
    public void Streams_that_expand_to_more_than_they_may_are_refused()
    {
        byte[] bomb = Deb(".zst", [.. Packing.ZstdFrame(s_tar.AsSpan(0, 512)), .. Packing.ZstdRunFrame(1 << 14, 1)]);
        Assert.StartsWith("a.rpm(data.tar.zst): +0x", Assert.Throws<MalformedFileException>(() => Read(bomb)).Message, StringComparison.Ordinal);
        byte[] member = TarOf(("f", new byte[1 << 20]));
        member[1024] = 1;
        using NativeBuffer file = InMemory.File(Deb(".zst", [.. Packing.ZstdFrame(member.AsSpan(0, 1024)), .. Packing.ZstdRunFrame(1 << 8, 1)]), "a.deb");
        using PackageReader package = PackageReader.Open(file.Contents, new DecompressionLimit { Bytes = 1 << 20 }.For(file.Contents.Length));
        Assert.True(package.MoveNext());
        Assert.Equal(
            "a.deb(data.tar.zst): +0x43d: the zstd stream is too large: the compressed parts of the file expand to more than 1048576 bytes",
            Assert.Throws<MalformedFileException>(() => package.MoveNext()).Message);
    }

    private static string Read(byte[] bytes)
    {
        using NativeBuffer file = InMemory.File(bytes, "a.rpm");
        using PackageReader package = PackageReader.Open(file.Contents, DecompressionLimit.Standard.For(file.Contents.Length));
        List<string> members = [];
        while (package.MoveNext())
        {
            PackageMember member = package.Current;
            using GrowingBuffer contents = new(new ByteSource(member.Path), 1 << 20);
            if (member.IsFile)
            {
                package.CopyTo(contents);
            }

            members.Add($"{(member.Path.Length == 0 ? "-" : member.Path)} {(member.IsFile ? Encoding.ASCII.GetString(contents.Contents.Span()) : "-")} {member.Size}");
        }

        return string.Join(';', members);
    }

    private static byte[] Compress(string command, byte[] input)
    {
        string[] words = command.Split(' ');
        if (!Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, words[0]))))
        {
            Assert.Skip($"no program {words[0]}");
        }

        ProcessStartInfo start = new(words[0], words[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        Task write = Task.Run(() =>
        {
            process.StandardInput.BaseStream.Write(input);
            process.StandardInput.Close();
        });
        using MemoryStream output = new();
        process.StandardOutput.BaseStream.CopyTo(output);
        write.Wait();
        process.WaitForExit();
        return output.ToArray();
    }
}
