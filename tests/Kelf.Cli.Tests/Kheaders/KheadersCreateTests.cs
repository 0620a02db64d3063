// SPDX-License-Identifier: GPL-2.0-only
using System.Diagnostics;
using System.Security.Cryptography;

using Xunit;

namespace Kelf.Cli.Tests.Kheaders;

/// <summary><c>kelf kheaders create</c>, and kelf under the name of the kernel's script.</summary>
public sealed class KheadersCreateTests : IDisposable
{
    // What kernel/gen_kheaders.sh of Linux 7.3 makes of the directory with GNU tar 1.34, perl 5.36 and xz 5.4.1.
    private const string OriginalTar = "04e1cfeb1a10ef006d5c249c750725ec6d75d91923cad42bfa551e84e6b3bb38";
    private const string OriginalXz = "07bb617b3d299b7097e9ab0bf35a8513ebc5d79f40ab087cbf3a138fade4c6ba";
    private const string SafeTar = "39d93199df9c2cbd2f9dd4a890239654584dc912d4d06f3081d52a4d86a4cce5";

    private static readonly string[] s_call = ["kernel/k.tar.xz", "kernel/srclist", "kernel/objlist", "2026-01-01"];

    private readonly KheadersDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("-t 2026-01-01Z", OriginalTar)]
    [InlineData("-t @1767225600 --strip compat", OriginalTar)]
    [InlineData("-t 2026-01-01Z --strip safe", SafeTar)]
    [InlineData("-t 2026-01-01Z --lists kernel/srclist kernel/objlist", OriginalTar)]
    [InlineData("-t 2026-01-01Z -j 1 --srcarch x86 --objtree .", OriginalTar)]
    public void The_tar_is_the_originals(string options, string hash)
    {
        Assert.Equal((0, "", ""), _folder.Create([.. options.Split(' '), "--compress", "none", "-o", "kernel/k.tar"]));
        Assert.Equal(hash, Hash("obj/kernel/k.tar"));
    }

    [Fact]
    public void The_drop_in_makes_the_originals_bytes()
    {
        using Process xz = Process.Start(new ProcessStartInfo("xz", "--version") { RedirectStandardOutput = true })!;
        string version = xz.StandardOutput.ReadToEnd();
        Assert.Equal((0, "", ""), Strip(_folder.DropIn("--compress same", s_call)));
        Assert.SkipUnless(version.Contains("liblzma 5.4.1", StringComparison.Ordinal), "another version of liblzma than the one whose bytes are known");
        Assert.Equal(OriginalXz, Hash("obj/kernel/k.tar.xz"));
    }

    [Fact]
    public void The_dependencies_are_the_originals()
    {
        Assert.Equal(0, _folder.DropIn("", s_call).Exit);
        Assert.Equal(
            """

            deps_kernel/k.tar.xz := \
              ../src/arch/x86/include/asm/empty.h \
              ../src/include/linux/a.h \
              ../src/include/linux/b.h \
              ../src/include/linux/link.h \
              ../src/include/linux/tty-x.h \
              ../src/include/linux/tty.h \
              ../src/include/linux/tty/t.h \
              arch/x86/include/generated/asm/ioctl.h \

            kernel/k.tar.xz: $(deps_kernel/k.tar.xz)

            $(deps_kernel/k.tar.xz):

            """,
            File.ReadAllText(_folder.PathOf("obj/kernel/.k.tar.xz.d")));
    }

    [Fact]
    public void The_configuration_and_escapes_are_dependencies_on_request()
    {
        _folder.Write("src/include/a b#$.h", "");
        Assert.Equal(0, _folder.Create("--depfile", "d", "--dep-config", "--dep-escape").Exit);
        string text = File.ReadAllText(_folder.PathOf("obj/d"));
        Assert.Contains("  ../src/include/a\\ b\\#$$.h \\\n", text, StringComparison.Ordinal);
        Assert.Contains("  include/generated/autoconf.h \\\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_archive_without_changes_keeps_its_time()
    {
        string archive = _folder.PathOf("obj/kernel/kheaders_data.tar.xz");
        Assert.Equal("written", Work());
        File.SetLastWriteTimeUtc(archive, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.Equal("same contents", Work()); // its time is not the one that was noted
        // The headers are so new that they are read.
        Assert.Equal("nothing", Work().Replace("same contents", "nothing", StringComparison.Ordinal));
        Assert.Equal(2020, File.GetLastWriteTimeUtc(archive).Year);
        _folder.Append("obj/include/generated/autoconf.h", "#define CONFIG_Y 1\n");
        File.SetLastWriteTimeUtc(_folder.PathOf("obj/include/generated/autoconf.h"), new DateTime(2019, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.Equal("written", Work());
        File.Delete(_folder.PathOf("src/include/linux/link.h"));
        File.CreateSymbolicLink(_folder.PathOf("src/include/linux/link.h"), "b.h");
        Assert.Equal("written", Work());
    }

    [Fact]
    public void Headers_that_other_rules_strip_differently_are_named() =>
        Assert.Equal((0, "../src/include/linux/b.h\n", ""), _folder.Create("--check"));

    [Theory]
    [InlineData("--list", '\n')]
    [InlineData("-l0", '\0')]
    public void Headers_are_listed_sorted(string option, char end)
    {
        string[] headers = [.. File.ReadAllLines(_folder.PathOf("obj/kernel/srclist")).Order(StringComparer.Ordinal),
            .. File.ReadAllLines(_folder.PathOf("obj/kernel/objlist")).Order(StringComparer.Ordinal)];
        Assert.Equal((0, string.Concat(headers.Select(header => header + end)), ""), _folder.Create(option));
    }

    [Fact]
    public void Verify_reads_everything_and_writes_nothing()
    {
        Assert.Equal(0, _folder.Create().Exit);
        Assert.Equal((0, "", ""), _folder.Create("--verify"));
        _folder.Append("src/include/linux/a.h", "int a;\n");
        (int exit, _, string errors) = _folder.Create("--verify");
        Assert.Equal(1, exit);
        Assert.Equal("kelf: error: kernel/kheaders_data.tar.xz: the archive does not hold these headers; make it again\n", errors);
    }

    [Fact]
    public void A_linked_folder_at_the_root_of_the_search_is_followed()
    {
        Directory.Move(_folder.PathOf("src/include"), _folder.PathOf("src/elsewhere"));
        Directory.CreateSymbolicLink(_folder.PathOf("src/include"), "elsewhere");
        Assert.Equal((0, "", ""), _folder.Create("-t", "2026-01-01Z", "--compress", "none", "-o", "k.tar"));
        Assert.Equal(OriginalTar, Hash("obj/k.tar"));
    }

    // The rows of bad input of which the original makes an archive, or an incomplete one. {0} is what is wrong with the directory.
    [Theory]
    [InlineData("a listed file is missing", "E-MISSING", "../src/include/gone.h")]
    [InlineData("a listed folder", "E-TYPE", "../src/include/linux/folder.h")]
    [InlineData("a line of another tree", "E-PREFIX", "/etc/hostname")]
    [InlineData("a line that leaves the tree", "E-PREFIX", "include/../../x.h")]
    [InlineData("a generated header that leaves the tree", "E-PREFIX", "../x.h")]
    [InlineData("a link out of the archive", "E-LINK", "../src/include/linux/out.h")]
    [InlineData("a link to nothing", "E-LINK", "../src/include/linux/out.h")]
    [InlineData("an absolute link", "E-LINK", "../src/include/linux/out.h")]
    [InlineData("an empty list", "E-EMPTY", "kernel/srclist")]
    [InlineData("no list", "E-LIST", "kernel/srclist")]
    [InlineData("a name that is no text", "E-NAME", "..")]
    public void What_is_wrong_with_headers_is_an_error(string what, string code, string path)
    {
        const string List = "obj/kernel/srclist";
        switch (what)
        {
            case "a listed file is missing":
                _folder.Append(List, path + "\n");
                break;
            case "a listed folder":
                Directory.CreateDirectory(_folder.PathOf("src/include/linux/folder.h"));
                _folder.Append(List, path + "\n");
                break;
            case "a line of another tree":
                _folder.Append(List, path + "\n");
                break;
            case "a line that leaves the tree":
                _folder.Append(List, "../src/" + path + "\n");
                break;
            case "a generated header that leaves the tree":
                _folder.Append("obj/kernel/objlist", path + "\n");
                break;
            case "an empty list":
                _folder.Write(List, "");
                break;
            case "no list":
                File.Delete(_folder.PathOf(List));
                break;
            case "a name that is no text":
                File.AppendAllBytes(_folder.PathOf(List), [.. "../src/include/"u8, 0xff, .. ".h\n"u8]);
                break;
            default:
                File.CreateSymbolicLink(
                    _folder.PathOf("src/include/linux/out.h"),
                    what switch { "a link to nothing" => "none.h", "an absolute link" => "/etc/hostname", _ => "../../../obj/kernel/objlist" });
                _folder.Append(List, path + "\n");
                break;
        }

        (int exit, string output, string errors) = _folder.DropIn("", s_call);
        Assert.Equal((1, ""), (exit, output));
        Assert.StartsWith($"gen_kheaders.sh: error: {code}: ", Strip(errors), StringComparison.Ordinal);
        Assert.Contains(path, errors, StringComparison.Ordinal);
        Assert.Single(Strip(errors).TrimEnd('\n').Split('\n'));
        Assert.False(_folder.Exists("obj/kernel/k.tar.xz"));
        Assert.False(_folder.Exists("obj/kernel/.k.tar.xz.d"));
    }

    [Fact]
    public void A_source_tree_without_headers_is_named()
    {
        foreach (string header in Directory.EnumerateFiles(_folder.PathOf("src"), "*.h", SearchOption.AllDirectories))
        {
            File.Delete(header);
        }

        Assert.Equal(
            (1, "", "kelf: error: ../src: no headers are listed; --allow-empty makes an archive all the same\n"),
            _folder.Create("--srcarch", "x86", "-t", "2026-01-01Z", "-o", "k.tar.xz"));
    }

    [Fact]
    public void A_header_whose_name_has_two_lines_is_named_with_its_tree()
    {
        _folder.Write("src/include/a\nb.h", "");
        Assert.Equal(
            (1, "", "kelf: error: ../src/include/a\\x0ab.h: a name that no list can hold\n"),
            _folder.Create("--srcarch", "x86", "-t", "2026-01-01Z", "-o", "k.tar.xz"));
    }

    // The fourth line of the list, and the bytes of a name as numbers.
    [Fact]
    public void The_list_and_the_line_of_a_name_are_named()
    {
        const string List = "obj/kernel/srclist";
        _folder.Write(List, "../src/include/linux/a.h\n\n\n/etc/\u202ehost\n");
        Assert.Contains(
            ": kernel/srclist:4: not in the source tree, whose lines begin with ../src/: /etc/\\u202ehost\n",
            _folder.DropIn("", s_call).Errors,
            StringComparison.Ordinal);
        File.WriteAllBytes(_folder.PathOf(List), [.. "../src/include/"u8, 0xff, .. ".h\n"u8]);
        Assert.Contains(
            ": kernel/srclist:1: a name that is not UTF-8 cannot be opened: ../src/include/\\xff.h\n",
            _folder.DropIn("", s_call).Errors,
            StringComparison.Ordinal);
    }

    [Fact]
    public void All_missing_headers_are_named_up_to_twenty()
    {
        _folder.Append("obj/kernel/srclist", string.Concat(Enumerable.Range(0, 25).Select(i => $"../src/include/gone{i}.h\n")));
        string[] lines = Strip(_folder.DropIn("", s_call).Errors).TrimEnd('\n').Split('\n');
        Assert.Equal(21, lines.Length);
        Assert.Contains("5 more", lines[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("now")]
    [InlineData("yesterday")]
    [InlineData("1700000000")]
    [InlineData("foo")]
    [InlineData("2026-02-30")]
    [InlineData("Mo 13. Okt 00:00:00 UTC 2025")]
    [InlineData("./no-such-file")]
    public void Times_that_are_none_are_errors(string time)
    {
        (int exit, _, string errors) = _folder.DropIn("", s_call[0], s_call[1], s_call[2], time);
        Assert.Equal(1, exit);
        Assert.StartsWith("gen_kheaders.sh: error: E-TIME: ", errors, StringComparison.Ordinal);
        Assert.False(_folder.Exists("obj/kernel/k.tar.xz"));
    }

    [Theory]
    [InlineData("escaping")]
    [InlineData("all")]
    [InlineData("never")]
    public void Links_out_of_the_archive_are_followed_or_kept_on_request(string which)
    {
        File.CreateSymbolicLink(_folder.PathOf("src/include/linux/out.h"), "../../../obj/kernel/objlist");
        Assert.Equal((0, "", ""), _folder.Create("--dereference", which, "--compress", "none", "-o", "k.tar"));
        string tar = File.ReadAllText(_folder.PathOf("obj/k.tar"));
        Assert.Equal(which == "never", tar.Contains("../../../obj/kernel/objlist", StringComparison.Ordinal));
        Assert.Equal(which != "never", tar.Contains("include/generated/autoconf.h\narch/", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("no-such-compressor")]
    [InlineData("false")]
    public void A_compressor_that_fails_leaves_the_old_archive(string command)
    {
        _folder.Write("obj/kernel/k.tar.xz", "old");
        (int exit, _, string errors) = _folder.DropIn($"--compress {command}", s_call);
        Assert.Equal(1, exit);
        Assert.StartsWith("gen_kheaders.sh: error: E-XZ: ", Strip(errors), StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(_folder.PathOf("obj/kernel/k.tar.xz")));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_an_error()
    {
        Assert.Equal(
            (1, "", "kelf: error: no/such/folder/.tmp_k.tar.xz.lock: No such file or directory\n"), _folder.Create("-o", "no/such/folder/k.tar.xz"));
    }

    // Nothing is kept beside a device, and nothing is compared with what a pipe holds.
    [Fact]
    public void An_archive_may_go_to_a_pipe()
    {
        Assert.Equal((0, "", ""), _folder.Create("--compress", "none", "-o", "kernel/k.tar"));
        ProgramResult result = ProgramRun.RunKelf(
            _folder.PathOf("obj"), "kheaders", "create", "-q", "--srctree", "../src", "--compress", "none", "-o", "/dev/stdout");
        Assert.Equal((0, ""), (result.Exit, result.Errors));
        Assert.Equal(File.ReadAllBytes(_folder.PathOf("obj/kernel/k.tar")), result.Output);
        Assert.Empty(Directory.EnumerateFiles("/dev", ".*"));
    }

    [Fact]
    public void A_name_may_be_as_long_as_names_can_be()
    {
        string name = "kernel/" + new string('n', 255);
        Assert.Equal((0, "", ""), _folder.Create("--compress", "none", "-o", "kernel/k.tar"));
        for (int i = 0; i < 2; i++)
        {
            Assert.Equal((0, "", ""), _folder.Create("--compress", "none", "-o", name));
            Assert.Equal(Hash("obj/kernel/k.tar"), Hash("obj/" + name));
        }
    }

    [Fact]
    public void A_full_disk_leaves_the_old_archive()
    {
        _folder.Write("obj/kernel/k.tar.xz", "old");
        // A limit on the size of files stands for a full disk.
        ProgramResult result = ProgramRun.Run(
            "/bin/bash", _folder.PathOf("obj"),
            ["-c", "ulimit -f 8; exec \"$0\" kheaders create -q --srctree ../src --compress none -o kernel/k.tar.xz", ProgramRun.Kelf],
            [], []);
        Assert.Equal(1, result.Exit);
        Assert.Equal("kelf: error: kernel/k.tar.xz: File too large\n", result.Errors);
        Assert.Equal("old", File.ReadAllText(_folder.PathOf("obj/kernel/k.tar.xz")));
        Assert.Empty(Directory.GetFiles(_folder.PathOf("obj/kernel"), "*.tmp"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a b c")]
    [InlineData("a b c d e")]
    public void The_drop_in_takes_one_or_four_arguments(string arguments) =>
        Assert.Equal(2, _folder.DropIn("", arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Exit);

    [Theory]
    [InlineData("--strip all")]
    [InlineData("--lists one")]
    [InlineData("--verify --force")]
    [InlineData("--check --verify")]
    [InlineData("--list --check")]
    [InlineData("--no-such-option")]
    public void Wrong_command_lines_have_their_own_status(string options) => Assert.Equal(2, _folder.Create(options.Split(' ')).Exit);

    private string Work()
    {
        (int exit, string output, string errors) = _folder.Create("--json");
        Assert.Equal((0, ""), (exit, errors));
        return output.Split("\"work\": \"")[1].Split('"')[0];
    }

    // A time without a zone is warned about.
    private static (int Exit, string Output, string Errors) Strip((int Exit, string Output, string Errors) result) =>
        result with { Errors = Strip(result.Errors) };

    private static string Strip(string errors) => string.Concat(
        errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.Contains("warning: ", StringComparison.Ordinal)).Select(line => line + "\n"));

    private string Hash(string name) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(_folder.PathOf(name))));
}
