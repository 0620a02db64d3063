// SPDX-License-Identifier: GPL-2.0-only
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Cli.Tests.Sorttable;

/// <summary>kelf under the name <c>sorttable</c>.</summary>
public sealed class SorttableDropInTests : IDisposable
{
    private const string Usage = "usage: sorttable [-s nm-file] vmlinux...\n";

    private readonly SorttableDirectory _folder = new();

    public SorttableDropInTests()
    {
        _folder.Write(
            "listing", "ffffffff81000000 0000000000000010 T f\nffffffff81000020 0000000000000010 T g\n"u8.ToArray());
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("-s listing vmlinux")]
    [InlineData("-slisting vmlinux")]
    [InlineData("vmlinux -s listing")]
    [InlineData("-s listing -- vmlinux")]
    public void Sorts_all_without_a_word(string commandLine)
    {
        ProgramResult result = _folder.DropIn(commandLine);
        Assert.Equal((0, "", ""), (result.Exit, result.Errors, SorttableDirectory.Text(result)));
        Assert.Equal(SorttableDirectory.Sorted.ToElf().Build(), _folder.Read("vmlinux"));
    }

    /// <summary>As builds before 6.15 call it: their kernels take a zero, moved by KASLR, for an address.</summary>
    [Fact]
    public void Without_a_listing_nothing_is_zeroed()
    {
        Assert.Equal(0, _folder.DropIn("vmlinux").Exit);
        KernelImage expected = SorttableDirectory.Sorted with { Mcount = [.. SorttableDirectory.Image.Mcount!.Order()] };
        Assert.Equal(expected.ToElf().Build(), _folder.Read("vmlinux"));
    }

    [Fact]
    public void Sorts_what_the_image_has()
    {
        KernelImage image = SorttableDirectory.Image with { Orc = null, Mcount = [] };
        _folder.Write("vmlinux", image.ToElf().Build());
        Assert.Equal(0, _folder.DropIn("-s listing vmlinux").Exit);
        KernelImage expected = image with { Exceptions = SorttableDirectory.Sorted.Exceptions, SortNeeded = 0 };
        Assert.Equal(expected.ToElf().Build(), _folder.Read("vmlinux"));
    }

    [Fact]
    public void Says_what_it_keeps_against_the_original()
    {
        _folder.Write("listing", "ffffffff81000000 0000000000000010 T f\n"u8.ToArray());
        ProgramResult result = _folder.DropIn("-s listing vmlinux");
        Assert.Equal((0, "sorttable: vmlinux: 1 kept that the original would zero\n"), (result.Exit, result.Errors));
        Assert.Equal(SorttableDirectory.Sorted.ToElf().Build(), _folder.Read("vmlinux"));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("-h", "invalid option -- 'h'")]
    [InlineData("-s", "option requires an argument -- 's'")]
    [InlineData("-x vmlinux", "invalid option -- 'x'")]
    public void Wrong_usage_is_no_failure(string commandLine, string message)
    {
        ProgramResult result = _folder.DropIn(commandLine);
        Assert.Equal((0, ""), (result.Exit, SorttableDirectory.Text(result)));
        Assert.EndsWith(message.Length > 0 ? $"/sorttable: {message}\n{Usage}" : Usage, result.Errors, StringComparison.Ordinal);
        Assert.Equal(SorttableDirectory.Image.ToElf().Build(), _folder.Read("vmlinux"));
    }

    [Fact]
    public void An_unreadable_listing_has_a_status_of_its_own()
    {
        ProgramResult result = _folder.DropIn("vmlinux -s missing");
        Assert.Equal((255, "sorttable: error: missing: No such file or directory\n"), (result.Exit, result.Errors));
        Assert.Equal(SorttableDirectory.Image.ToElf().Build(), _folder.Read("vmlinux"));
    }

    /// <summary>The original, built for ORC, says so and succeeds.</summary>
    [Theory]
    [InlineData("no-exceptions", "no exception table (__ex_table): this is not a kernel image")]
    [InlineData("no-stop", "no symbol __stop_mcount_loc: the addresses of tracer calls have no bounds")]
    public void Incomplete_images_fail(string name, string message)
    {
        byte[] file = name == "no-exceptions"
            ? SorttableDirectory.Image.ToElf().With("__ex_table", header => header with { Name = 0 }).Build()
            : (SorttableDirectory.Image with { Mcount = null }).ToElf().Symbol("__start_mcount_loc", ".init.data").Build();
        _folder.Write(name, file);
        ProgramResult result = _folder.DropIn(name);
        Assert.Equal((1, $"sorttable: error: {name}: {message}\n"), (result.Exit, result.Errors));
        Assert.Equal(file, _folder.Read(name));
    }
}
