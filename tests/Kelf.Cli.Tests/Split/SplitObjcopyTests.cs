// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Cli.Tests.Relocs;

using Xunit;

namespace Kelf.Cli.Tests.Split;

/// <summary>The layouts of objcopy: what the two programs made of the same images is in tests/Fixtures/relocs.</summary>
public sealed class SplitObjcopyTests : IDisposable
{
    private readonly WorkDirectory _work = new();

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData("kernel", "objcopy")]
    [InlineData("kernel", "llvm-objcopy")]
    [InlineData("i386", "objcopy")]
    [InlineData("i386", "llvm-objcopy")]
    [InlineData("percpu", "objcopy")]
    [InlineData("percpu", "llvm-objcopy")]
    public void The_same_bytes(string name, string layout)
    {
        byte[] expected = File.ReadAllBytes(Path.Combine(
            Repository.SourceTree.Root, "tests", "Fixtures", "relocs", name, layout));
        _work.Put("linked", ElfBytes.Fixture(name));
        _work.Done("split", "linked", "-o", "vmlinux", "--layout", layout, "--rules", "7.3", "-q");
        Assert.Equal(expected, _work.Get("vmlinux"));
        _work.Done("split", "--in-place", "linked", "--layout", layout, "--rules", "7.3", "-q");
        Assert.Equal(expected, _work.Get("linked"));
        Assert.Equal(["linked", "vmlinux"], _work.Names);
    }

    [Fact]
    public void A_new_file_takes_the_name_and_the_mode()
    {
        const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserExecute;
        _work.Put("linked", ElfBytes.Kernel());
        Assert.Equal(0, ProgramRun.Run("/bin/ln", _work.Root, ["linked", "other"], [], []).Exit);
        File.SetUnixFileMode(_work.At("linked"), Mode);
        _work.Done("split", "--in-place", "linked", "--layout", "objcopy", "--relocs", "r", "-q");
        Assert.Equal(ElfBytes.Kernel().Bytes, _work.Get("other"));
        Assert.Equal(Mode, File.GetUnixFileMode(_work.At("linked")));
        _work.Refused(
            "linked: two outputs have this name",
            "split", "--in-place", "linked", "--layout", "objcopy", "--relocs", "linked");
    }

    [Theory]
    [InlineData("objcopy")]
    [InlineData("llvm-objcopy")]
    public void Relocations_that_stay_must_not_name_other_symbols(string layout)
    {
        _work.Put("linked", ElfBytes.Kernel());
        _work.Refused(
            "linked: section 2 (.rela.text) stays, and numbers symbols of which some go: use --layout reuse, which has the same "
                + "contents as objcopy's result",
            "split", "linked", "-o", "vmlinux", "--keep-relocs", "--layout", layout);
    }
}
