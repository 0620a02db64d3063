// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared.Inputs;
using Kelf.Kernel.Shared.Threads;
using Kelf.ObjectFiles.Bytes;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Kernel.Tests.Shared.Inputs;

/// <summary>The objects of a link: their order, each once, and what cannot be read.</summary>
public sealed class LinkInputsTests : IDisposable
{
    private readonly InputDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public void Objects_come_in_link_order_whatever_holds_them(int threads)
    {
        string[] operands =
        [
            _folder.Write("a.o", "file"),
            _folder.Write("b.ko.xz", BootImages.Xz("compressed"u8)),
            _folder.Write("c.a", new ArchiveBuilder()
                .Member("1.o/", "member"u8).Member("in.a/", new ArchiveBuilder().Member("2.o/", "inner"u8).Build()).Build()),
            _folder.Write("d.a", new ArchiveBuilder(isThin: true).Member("//", "c.a/\n"u8).Thin("sub/3.o/", 1).Thin("/0:8", 6).Build()),
        ];
        _folder.Write("sub/3.o", "thin");
        using FixedWorkers workers = new(threads);
        Assert.Equal(
            ["file", "compressed", "member", "inner", "thin", "member"],
            LinkInputs.Read(operands, DecompressionLimit.Standard, workers, InputDirectory.Text));
    }

    [Fact]
    public void All_that_cannot_be_read_is_told_in_link_order()
    {
        string[] operands =
        [
            _folder.At("gone.o"), _folder.Write("a.o", "file"),
            _folder.Write("thin.a", new ArchiveBuilder(isThin: true).Thin("lost.o/", 1).Build()),
            _folder.Write("cut.ko.gz", BootImages.Gzip("text"u8)[..12]),
        ];
        (IReadOnlyList<string> results, IReadOnlyList<Exception> failures) =
            LinkInputs.ReadAvailable(operands, DecompressionLimit.Standard, WorkerSource.None, InputDirectory.Text);
        Assert.Equal(["file"], results);
        Assert.Equal(
            [
                $"{_folder.At("gone.o")}: No such file or directory",
                $"{_folder.At("thin.a")}(lost.o): {_folder.At("lost.o")}: No such file or directory",
                $"{_folder.At("cut.ko.gz")}: +0x0: gzip file is cut short",
            ],
            failures.Select(failure => failure.Message));
        Assert.Throws<AggregateException>(
            () => LinkInputs.Read(operands, DecompressionLimit.Standard, WorkerSource.None, InputDirectory.Text));
    }

    /// <summary>What archives in an archive share is what it has itself, not what a file of their size would have.</summary>
    [Fact]
    public void Archives_in_an_archive_share_its_budget()
    {
        byte[] inner = new ArchiveBuilder().Member("a.o/", new byte[40]).Build();
        byte[] outer = new ArchiveBuilder().Member("1.a/", inner).Member("2.a/", inner).Build();
        IReadOnlyList<long> left = LinkInputs.Read(
            [_folder.Write("outer.a", outer)], new DecompressionLimit { Bytes = outer.Length * 10 }, WorkerSource.None,
            opened => opened.Budget.Left);
        Assert.Equal([400, 400], left);
    }

    // Its members would have budgets beside that of the file.
    [Fact]
    public void A_compressed_archive_is_no_archive_of_a_link()
    {
        byte[] archive = new ArchiveBuilder().Member("a.o/", "text"u8).Build();
        IReadOnlyList<string> read = LinkInputs.Read(
            [_folder.Write("lib.a.gz", BootImages.Gzip(archive))], DecompressionLimit.Standard, WorkerSource.None, InputDirectory.Text);
        Assert.StartsWith("!<arch>\n", Assert.Single(read), StringComparison.Ordinal);
    }
}
