// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Security.Cryptography;

using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Cli.Tests.Kallsyms;

/// <summary><c>kelf kallsyms</c> and <c>kelf sysmap</c>.</summary>
public sealed class KallsymsCommandTests : IDisposable
{
    private const string Listing = """
        ffffffff81000000 T _stext
        ffffffff81000000 T _text
        ffffffff81000010 t f
        ffffffff81000020 t g
        ffffffff81000030 t f
        ffffffff81000100 T _etext
        """;

    private readonly KallsymsDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_image_becomes_an_object_and_a_listing()
    {
        Assert.Equal((0, "", ""), _folder.Kelf("kallsyms", "vmlinux", "-o", "table.o", "--syms", "vmlinux.syms"));
        using NativeBuffer file = InMemory.File(_folder.Bytes("table.o"));
        ElfFile elf = ElfFile.Parse(file.Contents);
        Assert.Equal((ElfType.Relocatable, 9), (elf.Type, elf.Sections.Length));
        Assert.Equal(13, elf.Relocations(elf.Sections[5]).Count);
        Assert.StartsWith(Listing, _folder.Read("vmlinux.syms"), StringComparison.Ordinal);
        Assert.Equal(_folder.Read("vmlinux.syms"), _folder.Kelf("sysmap", "vmlinux").Output);

        // The object of one link serves the next, and says the same by itself.
        byte[] first = _folder.Bytes("table.o");
        Assert.Equal((0, "", ""), _folder.Kelf("kallsyms", "vmlinux", "-o", "next.o", "--previous", "table.o", "-j", "1"));
        Assert.Equal(first, _folder.Bytes("next.o"));
    }

    [Fact]
    public void Without_a_configuration_the_image_shows_how_addresses_are_stored()
    {
        KallsymsImage image = new() { Class = ElfClass.Elf32 };
        _folder.Write("relative", image);
        _folder.Write("numbers", image with { HasNumbers = true });
        Assert.Contains("\t.long\t_text - . + (16)\t", _folder.Kelf("kallsyms", "--text", "relative").Output, StringComparison.Ordinal);
        Assert.Contains("\t.long\t0xc1000010\t", _folder.Kelf("kallsyms", "--text", "numbers").Output, StringComparison.Ordinal);
        Assert.Contains(
            "\t.long\t_text - . + (16)\t", _folder.Kelf("kallsyms", "--text", "--pc-relative=true", "numbers").Output, StringComparison.Ordinal);
    }

    /// <summary>What a processor has changes nothing: the search for pairs without AVX2, or as there is none.</summary>
    [Fact]
    public void The_width_of_the_search_changes_nothing()
    {
        // Enough names for the pairs to be all over the 32 bytes that are compared at a time.
        IEnumerable<string> lines = Enumerable.Range(0, 3000).Select(i => string.Create(
            CultureInfo.InvariantCulture, $"{0xffffffff81000000 + (ulong)i:x} t name_{i * 7919 % 3001:x}_{(i % 5 == 0 ? "show" : "store")}"));
        _folder.Write("many.map", "ffffffff81000000 T _text\nffffffff81000000 T _stext\n" + string.Join('\n', lines) + "\nffffffff81000bb9 T _etext\n");
        string[] command = ["kallsyms", "--all-symbols", "many.map"];
        (int exit, string text, string errors) = _folder.Kelf(command);
        Assert.Equal((0, ""), (exit, errors));
        Assert.Equal(
            (0, text, ""), _folder.Run(ProgramRun.Kelf, [KeyValuePair.Create("KELF_FORCE_PAIRS", "narrow")], command));
    }

    [Fact]
    public void An_object_keeps_its_time_when_it_is_the_same()
    {
        _folder.Kelf("kallsyms", "vmlinux", "-o", "table.o");
        DateTime old = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(_folder.PathOf("table.o"), old);
        Assert.Equal((0, "", ""), _folder.Kelf("kallsyms", "vmlinux", "-o", "table.o"));
        Assert.Equal(old, File.GetLastWriteTimeUtc(_folder.PathOf("table.o")));
    }

    [Fact]
    public void A_map_becomes_text_or_an_object_like_another()
    {
        string text = _folder.DropIn("--all-symbols", "--pc-relative", "x.map").Output;
        Assert.Equal((0, text, ""), _folder.Kelf("kallsyms", "--all-symbols", "--pc-relative", "x.map"));
        Assert.Equal((0, "", ""), _folder.Kelf("kallsyms", "--all-symbols", "--pc-relative", "x.map", "-o", "x.S"));
        Assert.Equal(text, _folder.Read("x.S"));
        _folder.Write("like.o", new ElfBuilder(machine: ElfMachine.RiscV) { Flags = 5 }.Section(".text", []).Build());
        Assert.Equal((0, "", ""), _folder.Kelf("kallsyms", "--all-symbols", "--pc-relative", "x.map", "--like", "like.o", "-o", "x.o"));
        using NativeBuffer file = InMemory.File(_folder.Bytes("x.o"));
        ElfFile elf = ElfFile.Parse(file.Contents);
        Assert.Equal((ElfMachine.RiscV, 5u), (elf.Machine, elf.Flags));
    }

    /// <summary>The example whose bytes GNU as 2.40 made.</summary>
    [Fact]
    public void The_object_is_the_assemblers()
    {
        _folder.Write("nine.map", """
            ffffffff81000000 T _text
            ffffffff81000000 T _stext
            ffffffff81000010 t aa_show
            ffffffff81000020 t name_show
            ffffffff81000040 t name_show
            ffffffff81000060 W weak_show
            ffffffff81000060 T __strong
            ffffffff81000060 T strong
            ffffffff81000080 T _etext

            """);
        _folder.Kelf("kallsyms", "--all-symbols", "--pc-relative", "nine.map", "--like", "vmlinux", "-o", "nine.o");
        Assert.Equal(
            "511d8c160e2960f9181dfc60f49a40b79240e6997c3b852172f03ae1f2e1c705",
            Convert.ToHexStringLower(SHA256.HashData(_folder.Bytes("nine.o"))));
    }

    [Theory]
    [InlineData("CONFIG_64BIT=y\nCONFIG_KALLSYMS_ALL=y\n", "13")]
    [InlineData("CONFIG_64BIT=y\n", "6")]
    public void The_configuration_beside_an_image_decides(string config, string count)
    {
        // The tables themselves are outside of the text.
        _folder.Write("include/config/auto.conf", config);
        Assert.Contains($"kallsyms_num_syms:\n\t.long\t{count}\n", _folder.Kelf("kallsyms", "--text", "vmlinux").Output, StringComparison.Ordinal);
        Assert.Contains(
            "kallsyms_num_syms:\n\t.long\t6\n",
            _folder.Kelf("kallsyms", "--text", "--all-symbols=false", "vmlinux").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Tables_are_verified()
    {
        Assert.Equal(
            (0, "vmlinux: 13 entries as Linux 7.3 has them, those of the image's symbols (all symbols, addresses relative to their place)\n", ""),
            _folder.Kelf("kallsyms", "--verify", "vmlinux"));
        _folder.Write("bad", new KallsymsImage { Damage = (table, bytes) => bytes[0] ^= (byte)(table == "kallsyms_markers" ? 1 : 0) });
        const string Problem = "bad: kallsyms_markers+0x0: entry 0 is said to be at 0x1 of the names, and is at 0x0";
        Assert.Equal((1, "", $"kelf: error: {Problem}\n"), _folder.Kelf("kallsyms", "--verify", "bad"));
        (int exit, string output, string errors) = _folder.Kelf("kallsyms", "--verify", "--json", "bad");
        Assert.Equal((1, $$"""
            {
              "image": "bad",
              "isRight": false,
              "problem": "{{Problem}}"
            }

            """, ""), (exit, output, errors));
        Assert.Contains("\"entries\": 13,", _folder.Kelf("kallsyms", "--verify", "--json", "vmlinux").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Tables_are_decoded()
    {
        (int exit, string output, _) = _folder.Kelf("kallsyms", "--decode", "vmlinux");
        Assert.Equal(0, exit);
        Assert.StartsWith(Listing, output, StringComparison.Ordinal);
        Assert.Equal(13, output.Count(c => c == '\n'));
    }

    [Theory]
    [InlineData("sysmap vmlinux -o System.map")]
    [InlineData("sysmap --layout 6.12 -o System.map vmlinux")]
    public void A_listing_goes_to_a_file(string arguments)
    {
        Assert.Equal((0, "", ""), _folder.Kelf(arguments.Split(' ')));
        Assert.StartsWith(Listing, _folder.Read("System.map"), StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_is_listed_on_request()
    {
        const ElfSectionFlags Text = ElfSectionFlags.Allocated | ElfSectionFlags.Executable;
        _folder.Write("a.o", new ElfBuilder().Section(".text", new byte[4], flags: Text).Symbol("$x", ".text").Symbol("u", null).Build());
        Assert.Equal((0, "                 U u\n0000000000000000 T $x\n", ""), _folder.Kelf("sysmap", "-a", "a.o"));
        Assert.Equal((0, "", ""), _folder.Kelf("sysmap", "a.o"));
    }

    [Fact]
    public void Nothing_is_written_after_an_error()
    {
        _folder.Write("far", new KallsymsImage().ToElf().Symbol("far", ".text", 0x90000000).Build());
        Assert.Equal(
            (1, "", "kelf: error: far: kallsyms failure: relative symbol value 0x90000000 out of range: far\n"),
            _folder.Kelf("kallsyms", "far", "-o", "far.o", "--syms", "far.syms"));
        Assert.Equal((false, false), (_folder.Has("far.o"), _folder.Has("far.syms")));
        _folder.Write("odd.map", "1000 T _text\n1004 t a\"b\n");
        Assert.Equal(
            (1, "", "kelf: error: odd.map: name a\"b cannot stand in assembler text; make an object instead\n"),
            _folder.Kelf("kallsyms", "odd.map", "--all-symbols", "--pc-relative", "-o", "odd.S"));
        Assert.False(_folder.Has("odd.S"));
        _folder.Write("code.bc", [0x42, 0x43, 0xc0, 0xde, 0, 0, 0, 0]);
        Assert.Contains("LLVM bitcode", _folder.Kelf("kallsyms", "code.bc", "-o", "x.o").Errors, StringComparison.Ordinal);
        Assert.Equal((1, "", "kelf: error: none: No such file or directory\n"), _folder.Kelf("kallsyms", "none"));
        _folder.Write("weak", new KallsymsImage().ToElf().Symbol("hook", null, binding: ElfSymbolBinding.Weak, type: ElfSymbolType.Object).Build());
        Assert.Matches(
            @"^kelf: error: weak: .symtab\+0x[0-9a-f]+: hook is undefined and has no address: link the image first\n$",
            _folder.Kelf("kallsyms", "weak", "-o", "x.o").Errors);
    }

    [Theory]
    [InlineData("kallsyms --verify vmlinux --syms x", "options '--verify' and '--syms' exclude each other")]
    [InlineData("kallsyms --verify --decode vmlinux", "options '--verify' and '--decode' exclude each other")]
    [InlineData("kallsyms --text --like vmlinux vmlinux", "options '--text' and '--like' exclude each other")]
    [InlineData("kallsyms --json vmlinux", "option '--json' needs '--verify'")]
    [InlineData("sysmap --all --layout 6.1 vmlinux", "options '--all' and '--kernel' exclude each other")]
    public void Options_that_exclude_each_other_are_refused(string arguments, string message)
    {
        string[] words = arguments.Split(' ');
        Assert.Equal(
            (2, "", $"kelf: error: {message}\nTry 'kelf {words[0]} --help'.\n"), _folder.Kelf(words));
    }

    [Theory]
    [InlineData("kallsyms")]
    [InlineData("sysmap")]
    public void Help_has_examples(string command) => Assert.Contains(
        $"Examples:\n  kelf {command} ", _folder.Kelf(command, "--help").Output, StringComparison.Ordinal);
}
