// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Xunit;

namespace Kelf.Cli.Tests.Relocs;

/// <summary>Damaged images: one line that says what and where, and every file stays as it was.</summary>
public sealed class BadImageTests : IDisposable
{
    private readonly WorkDirectory _work = new();

    public static TheoryData<string, string> Kinds => Damage.All;

    public void Dispose() => _work.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void No_table_is_made(string kind, string message)
    {
        _work.Put("vmlinux", Damage.Of(kind));
        _work.Refused($"vmlinux: {message}", "relocs", "vmlinux", "-o", "new");
        _work.Put("old", "as it was"u8.ToArray());
        _work.Refused($"vmlinux: {message}", "relocs", "vmlinux", "-o", "old");
        _work.Refused($"vmlinux: {message}", "relocs", "vmlinux");
        ProgramResult original = ProgramRun.RunAs("relocs", _work.Root, "vmlinux");
        Assert.Equal((1, $"relocs: error: vmlinux: {message}\n", 0), (original.Exit, original.Errors, original.Output.Length));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Nothing_is_split(string kind, string message)
    {
        string[] old = ["v", "r", "m", "b"];
        _work.Put("vmlinux", Damage.Of(kind));
        _work.Refused($"vmlinux: {message}", "split", "vmlinux", "-o", "v", "--relocs", "r", "--modinfo", "m", "--builtin", "b");
        foreach (string name in old)
        {
            _work.Put(name, Encoding.ASCII.GetBytes("old " + name));
        }

        _work.Refused($"vmlinux: {message}", "split", "vmlinux", "-o", "v", "--relocs", "r", "--modinfo", "m", "--builtin", "b");
        _work.Refused($"vmlinux: {message}", "split", "vmlinux", "--in-place", "--relocs", "r");
    }

    [Fact]
    public void There_is_no_such_file()
    {
        _work.Refused("nowhere: No such file or directory", "relocs", "nowhere", "-o", "new");
        _work.Refused("nowhere: No such file or directory", "split", "nowhere", "-o", "new");
        Directory.CreateDirectory(_work.At("folder"));
        _work.Refused("folder: Is a directory", "relocs", "folder", "-o", "new");
        _work.Refused("folder: Is a directory", "split", "folder", "-o", "new");
        _work.Refused("/dev/null: Not a regular file", "split", "/dev/null", "-o", "new");
    }

    [Fact]
    public void Another_machine()
    {
        _work.Put("vmlinux", ElfBytes.Kernel().Set16(18, 183));
        _work.Refused("vmlinux: +0x12: machine 183 is not 62, that of x86-64", "relocs", "vmlinux", "-o", "new");
        _work.Refused(
            "vmlinux: kernels for machine 183 have no table beside the image: leave --relocs out",
            "split", "vmlinux", "-o", "new", "--relocs", "r");
        _work.Put("s390", ElfBytes.Fixture("s390"));
        _work.Refused("s390: it is for machine 22, not for the 62 of --arch", "relocs", "--arch", "x86_64", "s390");
    }

    [Fact]
    public void Names_that_do_not_matter_are_warned_of()
    {
        ElfBytes image = ElfBytes.Kernel();
        image.Set32(image.Offset(13) + (24 * image.Symbol("helper")), 0xffffff);
        _work.Put("vmlinux", image);
        ProgramResult result = _work.Done("relocs", "vmlinux");
        Assert.Equal(
            "kelf: warning: vmlinux: 1 symbols of .symtab have names outside of their string table, of which none was needed\n",
            result.Errors);
        Assert.Equal(32, result.Output.Length);
        // Whether it is a device table is in its name.
        _work.Refused("vmlinux: .symtab+0x168: name offset 0xffffff of symbol 15 is outside .strtab (113 bytes)", "split", "vmlinux", "-o", "v");
    }

    [Fact]
    public void Strings_that_are_cut_short()
    {
        ElfBytes image = ElfBytes.Kernel();
        _work.Put("vmlinux", image.Set64(image.Header(14) + 32, 10));
        _work.Refused("vmlinux: .symtab+0x138: name offset 0x1d of symbol 13 is outside .strtab (10 bytes)", "relocs", "vmlinux", "-o", "r");
        _work.Refused("vmlinux: .strtab+0x5: string is not NUL-terminated", "split", "vmlinux", "-o", "v");
    }

    [Fact]
    public void Relocations_in_memory_are_not_lost()
    {
        // The original looks at their target alone; a table without them would be wrong, and nobody would know.
        ElfBytes image = ElfBytes.Kernel();
        _work.Put("vmlinux", image);
        byte[] table = _work.Done("relocs", "vmlinux").Output;
        _work.Put("vmlinux", image.Set64(image.Header(2) + 8, 0x42));
        Assert.Equal(table, _work.Done("relocs", "vmlinux").Output);
        _work.Refused(
            "vmlinux: section 2 (.rela.text) is named like relocations, but is loaded: it is not safe to remove it",
            "split", "vmlinux", "-o", "v", "--relocs", "r");
    }

    [Fact]
    public void A_section_that_is_only_named_like_relocations()
    {
        _work.Put("vmlinux", ElfBytes.Kernel().Rename(".debug_demo", ".relfoo"));
        _work.Refused(
            "vmlinux: section 11 (.relfoo) is named like relocations, but has type 1: it is not safe to remove it",
            "split", "vmlinux", "-o", "v", "--relocs", "r");
        _work.Done("split", "vmlinux", "-o", "v", "--keep-relocs", "-q");
    }

    [Fact]
    public void The_null_header_has_no_name()
    {
        ElfBytes image = ElfBytes.Kernel();
        _work.Put("vmlinux", image.Set32(image.Header(0), image.U32(image.Header(2)))); // .rela.text
        _work.Done("split", "vmlinux", "-o", "v", "-q");
    }

    [Fact]
    public void No_relocations()
    {
        const string NoRelocations = "no relocations were kept: link it with --emit-relocs, or give the image that was not "
            + "stripped (--allow-empty makes an empty table)";
        _work.Put("vmlinux", ElfBytes.Kernel());
        _work.Done("split", "vmlinux", "-o", "stripped", "-q");
        _work.Refused($"stripped: {NoRelocations}", "relocs", "stripped", "-o", "r");
        _work.Refused($"stripped: {NoRelocations}", "split", "stripped", "--relocs", "r", "-o", "again");
        Assert.Equal(new byte[8], _work.Done("relocs", "stripped", "--allow-empty").Output);
        Assert.Equal(new byte[12], _work.Done("relocs", "stripped", "--allow-empty", "--rules", "6.1").Output);
    }

    [Fact]
    public void A_full_disk()
    {
        _work.Put("vmlinux", ElfBytes.Kernel());
        foreach (string command in new[] { "relocs vmlinux", "relocs vmlinux --text", "relocs --reloc-info vmlinux", "split --check-abs --json vmlinux" })
        {
            ProgramResult result = ProgramRun.Run(
                "/bin/sh", _work.Root, ["-c", $"'{ProgramRun.Kelf}' {command} > /dev/full"], [], []);
            Assert.Equal(1, result.Exit);
            Assert.EndsWith("kelf: error: standard output: No space left on device\n", result.Errors, StringComparison.Ordinal);
        }
    }
}
