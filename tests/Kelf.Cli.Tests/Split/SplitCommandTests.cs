// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Cli.Tests.Relocs;

using Xunit;

namespace Kelf.Cli.Tests.Split;

/// <summary>Checks, earlier links, and wrong command lines.</summary>
public sealed class SplitCommandTests : IDisposable
{
    private readonly WorkDirectory _work = new WorkDirectory().Put("linked", ElfBytes.Kernel());

    public SplitCommandTests() => _work.Done("split", "linked", "-o", "vmlinux", "--relocs", "r", "-q");

    public void Dispose() => _work.Dispose();

    [Fact]
    public void A_right_table()
    {
        ProgramResult result = _work.Done("split", "--check", "vmlinux", "--relocs", "r");
        Assert.Equal(
            "vmlinux: split: no relocations, no module information\nr: belongs to the image\n", Encoding.UTF8.GetString(result.Output));
        Assert.Equal(["linked", "r", "vmlinux"], _work.Names);
        Assert.Equal(0, _work.Run("split", "--check", "vmlinux").Exit);
    }

    [Fact]
    public void A_wrong_table()
    {
        byte[] table = _work.Get("r");
        table[4] = 0x28; // the first 64-bit place: 81000028, which holds a name
        _work.Put("wrong", table);
        ProgramResult result = _work.Run("split", "--check", "vmlinux", "--relocs", "wrong");
        Assert.Equal(
            (1, "vmlinux: split: no relocations, no module information\nwrong: does NOT belong to the image\n"
                + "  place 0xffffffff81000028 (.rodata) holds 0x6968, which is no address of the image\n"),
            (result.Exit, Encoding.UTF8.GetString(result.Output)));
        _work.Put("odd", [1, 2, 3]);
        _work.Refused("odd: +0x0: 3 bytes are no table of 32-bit words", "split", "--check", "vmlinux", "--relocs", "odd");
    }

    [Fact]
    public void An_image_that_is_not_split()
    {
        ProgramResult result = _work.Run("split", "--check", "linked", "--relocs", "r");
        Assert.Equal(
            (1, "linked: not split: 5 sections of relocations (0.3 KB), 0.1 KB of module information, 1 symbols of device tables\n"
                + "r: belongs to the image\n"),
            (result.Exit, Encoding.UTF8.GetString(result.Output)));
        string json = Encoding.UTF8.GetString(_work.Run("split", "--check", "linked", "--relocs", "r", "--json").Output);
        Assert.Contains("\"isSplit\": false", json, StringComparison.Ordinal);
        Assert.Contains("\"relocsBelong\": true", json, StringComparison.Ordinal);
    }

    [Fact]
    public void The_relocations_of_an_earlier_link()
    {
        _work.Done("split", "vmlinux", "--relocs-from", "linked", "--relocs", "again");
        Assert.Equal(_work.Get("r"), _work.Get("again"));
        ElfBytes other = ElfBytes.Kernel();
        other.Set64(other.Offset(other.Find(".data")) + 8, 0x1234);
        _work.Put("other", other);
        _work.Refused(
            "vmlinux: the place 0xffffffff81001008 (.data) does not hold what it holds in other: the two were not linked from the "
                + "same objects; link once more, keeping relocations (--emit-relocs)",
            "split", "vmlinux", "--relocs-from", "other", "--relocs", "new");
    }

    [Fact]
    public void Absolute_relocations_are_listed_in_the_same_run()
    {
        Assert.Empty(_work.Done("split", "linked", "--check-abs").Output);
        _work.Put("absolute", ElfBytes.Fixture("absolute"));
        Assert.Equal(
            _work.Done("relocs", "--abs-relocs", "absolute").Output, _work.Done("split", "absolute", "--check-abs", "-o", "v", "-q").Output);
    }

    [Fact]
    public void Formats()
    {
        _work.Done("split", "linked", "--relocs", "three", "--table-format", "3");
        Assert.Equal(36, _work.Get("three").Length);
        _work.Done("split", "linked", "--relocs", "two", "--table-format=2");
        Assert.Equal(_work.Get("r"), _work.Get("two"));
    }

    [Theory]
    [InlineData("split linked")]
    [InlineData("split")]
    [InlineData("split linked -o")]
    [InlineData("split linked -o v --layout other")]
    [InlineData("split linked -o v --in-place")]
    [InlineData("split linked --in-place --layout compact")]
    [InlineData("split linked --in-place --layout reuse")]
    [InlineData("split linked -o v --in-place --layout objcopy")]
    [InlineData("split linked --check --in-place")]
    [InlineData("split linked --check -o v")]
    [InlineData("split linked --check --modinfo v")]
    [InlineData("split linked --relocs v --table-format 4")]
    [InlineData("split linked --relocs v --table-format 3 --rules 6.1")]
    [InlineData("split linked more -o v")]
    [InlineData("split linked --relocs-from linked -o v")]
    [InlineData("relocs")]
    [InlineData("relocs linked more")]
    [InlineData("relocs linked --text --bin")]
    [InlineData("relocs linked --abs-syms --reloc-info")]
    [InlineData("relocs linked --arch sparc")]
    [InlineData("relocs linked --rules 5.10")]
    public void Wrong_command_lines(string line)
    {
        ProgramResult result = _work.Run(line.Split(' '));
        Assert.Equal((2, 0), (result.Exit, result.Output.Length));
        Assert.NotEqual("", result.Errors);
        Assert.Equal(["linked", "r", "vmlinux"], _work.Names);
    }
}
