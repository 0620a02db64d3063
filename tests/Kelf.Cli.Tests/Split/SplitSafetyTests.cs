// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Cli.Tests.Relocs;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Cli.Tests.Split;

/// <summary>What split does not write, and what it leaves alone.</summary>
public sealed class SplitSafetyTests : IDisposable
{
    private static readonly string[] s_all = ["split", "vmlinux.unstripped", "-o", "vmlinux", "--relocs", "r", "--modinfo", "m", "--builtin", "b"];

    private readonly WorkDirectory _work = new WorkDirectory().Put("vmlinux.unstripped", ElfBytes.Kernel());

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData("reuse")]
    [InlineData("compact")]
    [InlineData("objcopy")]
    [InlineData("llvm-objcopy")]
    public void A_second_run_writes_nothing(string layout)
    {
        DateTime old = new(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc);
        _work.Done([.. s_all, "--layout", layout]);
        string[] outputs = ["vmlinux", "r", "m", "b"];
        foreach (string name in outputs)
        {
            File.SetLastWriteTimeUtc(_work.At(name), old);
        }

        _work.Done([.. s_all, "--layout", layout]);
        Assert.All(outputs, name => Assert.Equal(old, File.GetLastWriteTimeUtc(_work.At(name))));
        // What is not the same is written anew.
        byte[] image = _work.Get("vmlinux");
        _work.Put("vmlinux", [.. image[..0x2020], 1, .. image[0x2021..]]);
        _work.Done([.. s_all, "--layout", layout]);
        Assert.Equal(image, _work.Get("vmlinux"));
        Assert.Equal(["b", "m", "r", "vmlinux", "vmlinux.unstripped"], _work.Names);
    }

    [Fact]
    public void A_split_image_is_copied_as_it_is()
    {
        _work.Done(s_all);
        ProgramResult again = _work.Done("split", "vmlinux", "-o", "twice");
        Assert.Equal("kelf: vmlinux: nothing to remove: no relocations, no module information\n", again.Errors);
        Assert.Equal(_work.Get("vmlinux"), _work.Get("twice"));
    }

    [Fact]
    public void Outputs_have_names_of_their_own()
    {
        _work.Refused(
            "vmlinux.unstripped: --output names the input: use --in-place to change it where it lies",
            "split", "vmlinux.unstripped", "-o", "vmlinux.unstripped");
        Link("vmlinux.unstripped", "link");
        _work.Refused(
            "link: --relocs names the input: use --in-place to change it where it lies",
            "split", "vmlinux.unstripped", "-o", "v", "--relocs", "link");
        _work.Refused("v: two outputs have this name", "split", "vmlinux.unstripped", "-o", "v", "--modinfo", "./v", "--relocs", "v");
        _work.Put("one", [1]);
        Link("one", "two");
        _work.Refused("two: two outputs have this name", "split", "vmlinux.unstripped", "--relocs", "one", "--modinfo", "two");
        _work.Put("earlier", ElfBytes.Kernel());
        _work.Refused(
            "earlier: --relocs names the earlier link",
            "split", "vmlinux.unstripped", "--relocs-from", "earlier", "--relocs", "earlier");
        _work.Refused("link: --output names the input", "relocs", "vmlinux.unstripped", "-o", "link");
        _work.Refused("/dev/full: not a regular file, as an image has to be", "split", "vmlinux.unstripped", "-o", "/dev/full");
    }

    [Fact]
    public void In_place()
    {
        _work.Done(s_all);
        _work.Put("image", ElfBytes.Kernel());
        _work.Done("split", "image", "--in-place", "--relocs", "r2", "-q");
        Assert.Equal(_work.Get("r"), _work.Get("r2"));
        ElfBytes copy = _work.Image("vmlinux"), image = _work.Image("image");
        Assert.Equal(copy.Symbols(), image.Symbols());
        Assert.Equal(copy.SectionCount, image.SectionCount);
        for (int i = 1; i < copy.SectionCount; i++)
        {
            Assert.Equal((copy.Name(i), copy.Type(i), copy.Address(i), copy.Size(i)), (image.Name(i), image.Type(i), image.Address(i), image.Size(i)));
            if (copy.Type(i) != 8)
            {
                Assert.Equal(
                    copy.Bytes.AsSpan(copy.Offset(i), copy.Size(i)).ToArray(), image.Bytes.AsSpan(image.Offset(i), image.Size(i)).ToArray());
            }
        }

        Assert.Equal(copy.Bytes[64..232], image.Bytes[64..232]); // program headers
        Assert.Equal(-1, image.Bytes.AsSpan().IndexOf("toy.license"u8));
        DateTime old = new(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(_work.At("image"), old);
        _work.Done("split", "image", "--in-place");
        Assert.Equal(old, File.GetLastWriteTimeUtc(_work.At("image")));
    }

    // The new tables go into the room of relocations, and the file ends far before the old symbol table, which the
    // warnings are made of.
    [Fact]
    public void In_place_all_that_is_said_of_the_image_was_read_before_it_is_cut_off()
    {
        const int Symbols = 2000;
        ElfBuilder elf = new ElfBuilder(ElfClass.Elf64, ByteOrder.Little, ElfMachine.X8664, ElfType.Executable)
            .Section(".modinfo", [0])
            .Section(".text", new byte[16], flags: ElfSectionFlags.Allocated)
            .Section(".debug_info", new byte[16])
            .Symbol("__mod_device_table__a__pci__b", ".text", binding: ElfSymbolBinding.Local)
            .With(".text", header => header with { Address = 0xffffffff_81000000 })
            .Relocate(".text", 0xffffffff_81000008, 1, "s0");
        for (int i = 0; i < Symbols; i++)
        {
            elf.Symbol($"s{i}", ".text", (ulong)i);
        }

        for (int i = 0; i < 3 * Symbols; i++)
        {
            elf.Relocate(".debug_info", 0, 10, "s0");
        }

        ElfBytes image = new(elf.Build());
        int symbols = image.Find(".symtab"), size = image.Size(symbols), table = (image.Bytes.Length + 7) & ~7;
        byte[] whole = new byte[table + size];
        image.Bytes.CopyTo(whole, 0);
        image.Bytes.AsSpan(image.Offset(symbols), size).CopyTo(whole.AsSpan(table));
        image = new ElfBytes(whole).Set64(image.Header(symbols) + 24, (ulong)table);
        _work.Put("image", image);
        Assert.Empty(_work.Done("split", "image", "--in-place", "--relocs", "r", "-q").Errors);
        // Bytes in a page that the file still has can be read.
        Assert.InRange(_work.Get("image").Length, 1, table + size - (2 * 4096));
    }

    [Fact]
    public void In_place_changes_no_file_of_another_name()
    {
        Link("vmlinux.unstripped", "other");
        _work.Refused(
            "vmlinux.unstripped: it has 2 names (hard links): stripping it in place would change them all; write another file with --output",
            "split", "vmlinux.unstripped", "--in-place", "--relocs", "r", "--modinfo", "m");
    }

    [Fact]
    public void A_full_disk_leaves_what_was_there()
    {
        // 8 blocks of 512 bytes; the table fits, the image does not.
        _work.Put("vmlinux", [1, 2, 3]).Put("r", [4]);
        ProgramResult result = ProgramRun.Run(
            "/bin/bash", _work.Root,
            ["-c", $"ulimit -f 4; '{ProgramRun.Kelf}' split vmlinux.unstripped -o vmlinux --relocs r --modinfo m"], [], []);
        Assert.Equal((1, 0), (result.Exit, result.Output.Length));
        Assert.Equal("kelf: error: vmlinux: File too large\n", result.Errors);
        Assert.Equal([1, 2, 3], _work.Get("vmlinux"));
        Assert.Equal([4], _work.Get("r"));
        Assert.Equal(["r", "vmlinux", "vmlinux.unstripped"], _work.Names);
    }

    [Fact]
    public void An_output_that_cannot_be_made_stops_the_others()
    {
        _work.Refused("nowhere/v: No such file or directory", "split", "vmlinux.unstripped", "-o", "nowhere/v", "--relocs", "r", "--modinfo", "m");
        _work.Refused("nowhere/r: No such file or directory", "split", "vmlinux.unstripped", "-o", "v", "--relocs", "nowhere/r");
        _work.Put("plain", ElfBytes.Fixture("percpu"));
        _work.Refused(
            "plain: there is no section .modinfo: it was stripped, or is no vmlinux.unstripped",
            "split", "plain", "-o", "v", "--builtin", "b");
    }

    private void Link(string file, string link) =>
        Assert.Equal(0, ProgramRun.Run("/bin/ln", _work.Root, [file, link], [], []).Exit);
}
