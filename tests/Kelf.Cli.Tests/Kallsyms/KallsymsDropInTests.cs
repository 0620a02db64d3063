// SPDX-License-Identifier: GPL-2.0-only
using Xunit;

namespace Kelf.Cli.Tests.Kallsyms;

/// <summary>kelf under the name of the kernel's generator.</summary>
public sealed class KallsymsDropInTests : IDisposable
{
    private const string Oldest = "#include <asm/bitsperlong.h>";
    private const string Usage73 = "Usage: kallsyms [--all-symbols] in.map > out.S\n";
    private const string Usage612 = "Usage: kallsyms [--all-symbols] [--absolute-percpu] in.map > out.S\n";
    private const string Usage61 =
        "Usage: kallsyms [--all-symbols] [--absolute-percpu] [--base-relative] [--lto-clang] in.map > out.S\n";

    private readonly KallsymsDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--pc-relative x.map", "\t.long\t_text - . + (16)\t/* tname_show */")]
    [InlineData("x.map --all-symbols --pc-relative", "\t.long\t_text - . + (16)\t/* tname_show */")]
    [InlineData("--all --pc x.map no.map", "\t.long\t_text - . + (16)\t/* tname_show */")]
    [InlineData("x.map", "\t.long\t0x81000010\t/* tname_show */")]
    [InlineData("--absolute-percpu x.map", "\t.long\t0xffffffef\t/* tname_show */")]
    [InlineData("--base-relative x.map", "\t.long\t0x10\n")]
    [InlineData("--lto-clang x.map", "\tPTR\t_text + 0x10\n")]
    [InlineData("--layout 6.1 x.map", "\tPTR\t_text + 0x10\n")]
    [InlineData("--layout=6.12 --all-symbols x.map", "\t.long\t0x10\t/* tname_show */")]
    public void Options_tell_the_release(string arguments, string line)
    {
        (int exit, string output, string errors) = _folder.DropIn(arguments.Split(' '));
        Assert.Equal((0, ""), (exit, errors));
        Assert.Contains(line, output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("6.1.192", true, "kallsyms_addresses:")]
    [InlineData("6.12.0-rc1", true, "kallsyms_relative_base:")]
    [InlineData("7.3.1", false, "\t.balign 4")]
    [InlineData("strange", false, "\t.balign 4")]
    public void The_version_that_make_exports_tells_the_release(string version, bool isOlder, string line)
    {
        string link = _folder.PathOf("kallsyms");
        File.CreateSymbolicLink(link, ProgramRun.Kelf);
        (int exit, string output, _) = _folder.Run(link, [new("KERNELVERSION", version)], "x.map");
        Assert.Equal((0, isOlder), (exit, output.StartsWith(Oldest, StringComparison.Ordinal)));
        Assert.Contains(line, output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kallsyms_addresses kallsyms_names", "", "kallsyms_addresses:")]
    [InlineData("kallsyms_offsets kallsyms_names", "", "kallsyms_relative_base:")]
    [InlineData("kallsyms_names \"pc-relative\"", "--pc-relative", "\t.balign 4\nkallsyms_names")]
    [InlineData("kallsyms_names \"pc-relative\" .size kallsyms_names", "--pc-relative", "\n.size kallsyms_names")]
    public void The_source_of_the_generator_tells_more_than_the_release(string source, string option, string line)
    {
        _folder.Write("src/scripts/kallsyms.c", source);
        string link = _folder.PathOf("kallsyms");
        File.CreateSymbolicLink(link, ProgramRun.Kelf);
        // A release that takes single changes from later ones.
        (int exit, string output, string errors) = _folder.Run(
            link, [new("KERNELVERSION", "7.1.9"), new("srctree", "src")], [.. option.Split(' ', StringSplitOptions.RemoveEmptyEntries), "x.map"]);
        Assert.Equal((0, ""), (exit, errors));
        Assert.Contains(line, output, StringComparison.Ordinal);
        Assert.Equal(source.Contains(".size", StringComparison.Ordinal), output.Contains(".size", StringComparison.Ordinal));
    }

    [Fact]
    public void The_tree_around_it_tells_the_release()
    {
        Directory.CreateDirectory(_folder.PathOf("scripts"));
        File.CreateSymbolicLink(_folder.PathOf("scripts/kallsyms"), ProgramRun.Kelf);
        _folder.Write("include/config/kernel.release", "6.12.117\n");
        Assert.StartsWith(Oldest, _folder.Run(_folder.PathOf("scripts/kallsyms"), [], "x.map").Output, StringComparison.Ordinal);
        _folder.Write("include/config/kernel.release", "7.3.0\n");
        Assert.StartsWith("\t.section", _folder.Run(_folder.PathOf("scripts/kallsyms"), [], "x.map").Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "", Usage73)]
    [InlineData("--layout 6.12", "", Usage612)]
    [InlineData("--layout 6.1", "", Usage61)]
    [InlineData("--foo x.map", "NAME: unrecognized option '--foo'\n", Usage73)]
    [InlineData("--layout 6.12 --pc-relative x.map", "NAME: unrecognized option '--pc-relative'\n", Usage612)]
    [InlineData("--layout 6.1 --a x.map", "NAME: option '--a' is ambiguous; possibilities: '--all-symbols' '--absolute-percpu'\n", Usage61)]
    public void A_wrong_command_line_gets_the_usage(string arguments, string message, string usage)
    {
        (int exit, string output, string errors) = _folder.DropIn(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal((1, ""), (exit, output));
        Assert.EndsWith(message.Replace("NAME", "kallsyms", StringComparison.Ordinal) + usage, errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Errors_are_those_of_the_original()
    {
        Assert.Equal((1, "", "no.map: No such file or directory\n"), _folder.DropIn("no.map"));
        _folder.Write("bad.map", "1000 T _text\nzz\n");
        Assert.Equal(
            (1, "", "kallsyms: error: bad.map:2: line format error: no address (hexadecimal digits) at the beginning\n"),
            _folder.DropIn("bad.map"));
        _folder.Write("none.map", "");
        Assert.Equal((1, "", "kallsyms: error: none.map: No valid symbol.\n"), _folder.DropIn("--base-relative", "none.map"));
        string name = new('x', 600);
        _folder.Write("long.map", $"1000 T _text\n1000 T {name}\n");
        (int exit, string output, string errors) = _folder.DropIn("--all-symbols", "--pc-relative", "long.map");
        Assert.Equal(
            (0, $"Symbol {name} too long for kallsyms (600 >= 512).\nPlease increase KSYM_NAME_LEN both in kernel and kallsyms.c\n"),
            (exit, errors));
        Assert.Contains("kallsyms_num_syms:\n\t.long\t1\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_map_may_come_through_a_pipe()
    {
        string expected = _folder.DropIn("--all-symbols", "--pc-relative", "x.map").Output;
        Assert.Equal(
            (0, expected, ""),
            _folder.Run("/bin/bash", [], "-c", $"'{ProgramRun.Kelf}' kallsyms --all-symbols --pc-relative <(cat x.map)"));
    }
}
