// SPDX-License-Identifier: GPL-2.0-only
using System.Diagnostics;
using System.Security.Cryptography;

using Xunit;

namespace Kelf.Cli.Tests.Kheaders;

/// <summary>kelf under the name of the kernel's script, as Linux 6.1 and 6.12 call it.</summary>
public sealed class KheadersOneArgumentTests : IDisposable
{
    // What kernel/gen_kheaders.sh of Linux 6.1 and of 6.12 make of the directory, in a first build, with GNU tar 1.34, perl 5.36 and
    // xz 5.4.1. It has the stale header of the source tree, too.
    private const string OriginalTar = "7a0d5a03eceff47fb9df68f61ca665494f55ca7ca7ee03e39d1d2044c454e937";
    private const string OriginalXz = "4adac750f7bf3634d48113299cf9eb97e63d5aa83fcabb78c2c889b608fc135f";

    private const string Line = "  GEN     kernel/k.tar.xz\n";

    private readonly KheadersDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_tar_is_the_originals()
    {
        Assert.Equal((0, Line, ""), _folder.DropInOfOneArgument("--compress none"));
        Assert.Equal(OriginalTar, Hash());
        Assert.False(_folder.Exists("obj/kernel/.k.tar.xz.d"));
    }

    [Fact]
    public void The_bytes_are_the_originals()
    {
        using Process xz = Process.Start(new ProcessStartInfo("xz", "--version") { RedirectStandardOutput = true })!;
        string version = xz.StandardOutput.ReadToEnd();
        Assert.Equal((0, Line, ""), _folder.DropInOfOneArgument("--compress same"));
        Assert.SkipUnless(version.Contains("liblzma 5.4.1", StringComparison.Ordinal), "another version of liblzma than the one whose bytes are known");
        Assert.Equal(OriginalXz, Hash());
    }

    [Fact]
    public void Nothing_is_said_when_nothing_changed()
    {
        Assert.Equal((0, Line, ""), _folder.DropInOfOneArgument(""));
        Assert.Equal((0, "", ""), _folder.DropInOfOneArgument(""));
        _folder.Write("obj/include/generated/utsversion.h", "later");
        Assert.Equal((0, "", ""), _folder.DropInOfOneArgument(""));
        File.SetLastWriteTimeUtc(_folder.PathOf("obj/include/generated/autoconf.h"), DateTime.UtcNow);
        Assert.Equal((0, "", ""), _folder.DropInOfOneArgument(""));
    }

    // As a file system gives it other numbers when it is mounted again, or a saved tree is unpacked.
    [Fact]
    public void An_archive_that_became_another_file_is_the_same()
    {
        Assert.Equal((0, Line, ""), _folder.DropInOfOneArgument(""));
        string archive = _folder.PathOf("obj/kernel/k.tar.xz");
        File.Copy(archive, archive + ".new");
        File.Move(archive + ".new", archive, overwrite: true);
        Assert.Equal((0, "", ""), _folder.DropInOfOneArgument(""));
        byte[] bytes = File.ReadAllBytes(archive);
        bytes[^1] ^= 1;
        File.WriteAllBytes(archive, bytes);
        Assert.Equal((0, Line, ""), _folder.DropInOfOneArgument(""));
    }

    [Fact]
    public void A_warning_comes_when_there_is_something_to_do()
    {
        (int exit, string output, string errors) = _folder.DropInOfOneArgument("", "2026-01-01", zone: "");
        Assert.Equal((0, Line), (exit, output));
        Assert.StartsWith("gen_kheaders.sh: warning: 2026-01-01: a time without a zone", errors, StringComparison.Ordinal);
        Assert.Equal((0, "", ""), _folder.DropInOfOneArgument("", "2026-01-01", zone: ""));
        (exit, output, errors) = _folder.DropInOfOneArgument("", "tomorrow");
        Assert.Equal((1, ""), (exit, output));
        Assert.StartsWith("gen_kheaders.sh: error: E-TIME: ", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("obj/include/generated/autoconf.h", "#define CONFIG_Y 1\n")]
    [InlineData("src/include/linux/a.h", "int more;\n")]
    [InlineData("src/include/linux/new.h", "int new;\n")]
    [InlineData("obj/include/linux/a.h", "int over;\n")]
    public void A_change_is_in_the_archive(string header, string text)
    {
        Assert.Equal(0, _folder.DropInOfOneArgument("--compress none").Exit);
        Assert.DoesNotContain(text, Archive(), StringComparison.Ordinal);
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.PathOf(header))!);
        _folder.Append(header, text);
        Assert.Equal((0, Line, ""), _folder.DropInOfOneArgument("--compress none"));
        Assert.Contains(text, Archive(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_header_of_the_object_tree_goes_before()
    {
        _folder.Write("obj/include/linux/tty.h", "int over;");
        Assert.Equal(0, _folder.DropInOfOneArgument("--compress none").Exit);
        Assert.Contains("int over;", Archive(), StringComparison.Ordinal);
        Assert.DoesNotContain("int h;", Archive(), StringComparison.Ordinal);
    }

    [Fact]
    public void In_the_source_tree_there_is_only_that()
    {
        _folder.Write("obj/include/linux/in.h", "int in;");
        Assert.Equal(
            (0, Line, ""),
            _folder.DropInWith([new("srctree", "."), new("SRCARCH", "x86"), new("KELF_KHEADERS", "--compress none")], "kernel/k.tar.xz"));
        Assert.Contains("int in;", Archive(), StringComparison.Ordinal);
        Assert.Contains("CONFIG_X", Archive(), StringComparison.Ordinal);
        Assert.DoesNotContain("int h;", Archive(), StringComparison.Ordinal);
        Assert.DoesNotContain("late", Archive(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_done_leaves_the_old_archive()
    {
        _folder.Write("obj/kernel/k.tar.xz", "old");
        Directory.CreateDirectory(_folder.PathOf("src/include/linux/folder.h"));
        (int exit, string output, string errors) = _folder.DropInOfOneArgument("");
        Assert.Equal((1, ""), (exit, output));
        Assert.StartsWith("gen_kheaders.sh: error: E-TYPE: ", errors, StringComparison.Ordinal);
        Assert.Equal("old", Archive());
    }

    private string Archive() => File.ReadAllText(_folder.PathOf("obj/kernel/k.tar.xz"));

    private string Hash() => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(_folder.PathOf("obj/kernel/k.tar.xz"))));
}
