// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Cli.Tests.Initcalls;

/// <summary><c>kelf initcalls</c>, and kelf under the name of the kernel's script.</summary>
public sealed class InitcallsCommandTests : IDisposable
{
    private readonly InitcallsDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("all.a")]
    [InlineData("two.o one.o")]
    [InlineData("-j 8 all.a")]
    [InlineData("-j 1 -o - all.a")]
    [InlineData("--objtree . all.a")]
    public void The_script_goes_to_standard_output(string commandLine) =>
        Assert.Equal((0, InitcallsDirectory.Script, ""), _folder.Kelf(commandLine.Split(' ')));

    [Fact]
    public void The_script_goes_to_a_file_that_keeps_its_time()
    {
        Assert.Equal((0, "", ""), _folder.Kelf("-o", "out.lds", "all.a"));
        Assert.Equal(InitcallsDirectory.Script, _folder.Read("out.lds"));
        DateTime old = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(_folder.PathOf("out.lds"), old);
        Assert.Equal((0, "", ""), _folder.Kelf("-o", "out.lds", "all.a"));
        Assert.Equal(old, File.GetLastWriteTimeUtc(_folder.PathOf("out.lds")));
    }

    [Fact]
    public void A_reader_that_has_had_enough_is_no_error()
    {
        // The reader is gone before anything is written.
        ProgramResult result = ProgramRun.Run(
            "/bin/bash", _folder.PathOf("."), ["-c", "{ sleep 0.3; \"$0\" initcalls all.a; echo $? >&2; } | true", ProgramRun.Kelf], [], []);
        Assert.Equal("141\n", result.Errors);
    }

    [Fact]
    public void The_drop_in_does_the_same() =>
        Assert.Equal((0, InitcallsDirectory.Script, ""), _folder.DropIn("all.a"));

    [Theory]
    [InlineData("ordinary")]
    [InlineData("nested")]
    [InlineData("thin in ordinary")]
    [InlineData("reference")]
    public void Archives_of_each_kind_give_the_same(string kind)
    {
        byte[] one = File.ReadAllBytes(_folder.PathOf("one.o"));
        byte[] two = File.ReadAllBytes(_folder.PathOf("two.o"));
        byte[] inner = new ArchiveBuilder().Member("two.o/", two).Member("one.o/", one).Build();
        _folder.Write("inner.a", inner);
        _folder.Write("outer.a", kind switch
        {
            "ordinary" => inner,
            "nested" => new ArchiveBuilder().Member("inner.a/", inner).Build(),
            "thin in ordinary" => new ArchiveBuilder(isThin: true).Thin("inner.a/", 1).Build(),
            _ => new ArchiveBuilder(isThin: true).Member("//", "inner.a/\n"u8).Thin("/0:8", 1)
                .Thin($"/0:{68 + two.Length + (two.Length & 1)}", 1).Build(),
        });
        Assert.Equal((0, InitcallsDirectory.Script, ""), _folder.Kelf("outer.a"));
    }

    [Fact]
    public void The_list_is_in_the_order_of_calls() => Assert.Equal(
        (0, """
            LEVEL    ORDER  FUNCTION  FILE
            con          1  cons      two.o
            early        2  probe     one.o
            6            3  probe     two.o
            6            4  one_a     one.o
            6            5  one_b     one.o

            """, ""),
        _folder.Kelf("--list", "all.a"));

    [Fact]
    public void The_list_as_json() => Assert.StartsWith(
        """
        {
          "initcalls": [
            {
              "level": "con",
              "order": 1,
              "function": "cons",
              "module": "kmod_two",
              "counter": "6",
              "line": "12",
              "symbol": "__initcall__kmod_two__6_12_conscon",
              "section": ".con_initcall.init..kmod_two__6_12_cons",
              "file": "two.o",
              "isVariable": false
            },
        """,
        _folder.Kelf("--list", "--json", "all.a").Output,
        StringComparison.Ordinal);

    [Fact]
    public void An_image_is_checked()
    {
        _folder.Write("vmlinux", Image("kmod_two__5_9_probe6", "kmod_one__7_10_one_a6", "kmod_one__11_20_one_b6"));
        Assert.Equal((0, "vmlinux: 5 initcalls, in the order of the objects\n", ""), _folder.Kelf("--check", "vmlinux", "all.a"));
        _folder.Write("vmlinux", Image("kmod_two__5_9_probe6", "kmod_one__11_20_one_b6", "kmod_one__7_10_one_a6"));
        Assert.Equal(
            (1, "vmlinux: 5 initcalls, NOT as in the objects\n  initcalls: entry 3 is __initcall__kmod_one__11_20_one_b6, "
                + "not __initcall__kmod_one__7_10_one_a6\n", ""),
            _folder.Kelf("--check", "vmlinux", "all.a"));
        Assert.Contains("\"isInOrder\": false", _folder.Kelf("--check", "vmlinux", "--json", "all.a").Output, StringComparison.Ordinal);
    }

    /// <summary>What the original does not notice.</summary>
    [Fact]
    public void All_that_is_wrong_is_said_and_nothing_is_written()
    {
        _folder.Write("bad.a", new ArchiveBuilder(isThin: true)
            .Thin("gone.o/", 1).Thin("two.o/", 1).Thin("text.o/", 1).Thin("cut.o/", 1).Build());
        _folder.Write("text.o", "text"u8.ToArray());
        _folder.Write("cut.o", File.ReadAllBytes(_folder.PathOf("one.o"))[..20]);
        string expected = """
            NAME: error: bad.a(gone.o): gone.o: No such file or directory
            NAME: error: text.o: not an object file: neither ELF nor LLVM bitcode
            NAME: error: cut.o: +0x8: block 13 of 20 bytes reaches outside (8 bytes are left)
            NAME: error: missing.a: No such file or directory

            """;
        Assert.Equal((1, "", expected.Replace("NAME", "kelf")), _folder.Kelf("-o", "out.lds", "bad.a", "missing.a"));
        Assert.False(File.Exists(_folder.PathOf("out.lds")));
        Assert.Equal(
            (1, "", expected.Replace("NAME", "generate_initcall_order.pl")), _folder.DropIn("bad.a", "missing.a"));
    }

    [Fact]
    public void Sections_that_cannot_be_ordered_are_named_on_request()
    {
        _folder.Write("plain.o", new ElfBuilder().Section(".initcall6.init", new byte[4]).Section(".initcall6.init..x", new byte[4])
            .Section(".initcallx.init", new byte[4]).Build());
        _folder.Write("rust.o", new BitcodeBuilder { Assembly = ".pushsection .con_initcall.init, \"a\"\n.popsection" }
            .Variable("v", section: ".initcall2s.init").Build());
        string[] arguments = ["-o", "out.lds", "all.a", "plain.o", "rust.o"];
        Assert.Equal((0, "", ""), _folder.Kelf(arguments));
        Assert.Equal(
            (0, "", """
                kelf: warning: plain.o: initcalls in .initcall6.init come last in their level: the section's name has no suffix
                kelf: warning: rust.o: initcalls in .con_initcall.init come last in their level: the section's name has no suffix
                kelf: warning: rust.o: initcalls in .initcall2s.init come last in their level: the section's name has no suffix

                """),
            _folder.Kelf(["--report-unsuffixed", .. arguments]));
    }

    [Fact]
    public void Names_without_a_level_fail()
    {
        _folder.Write("bad.o", InitcallsDirectory.Elf("a__1_2_f6", "a__3_4_g"));
        Assert.Equal(
            (1, "", "kelf: error: bad.o: invalid initcall name __initcall__a__3_4_g: it does not end with a level\n"),
            _folder.Kelf("bad.o"));
    }

    [Fact]
    public void Initcalls_of_one_counter_are_kept()
    {
        _folder.Write("same.o", InitcallsDirectory.Elf("kmod_a__5_1_zz6", "kmod_b__5_9_aa6"));
        (int exit, string output, string errors) = _folder.Kelf("same.o");
        Assert.Equal((0, "kelf: warning: same.o: zz and aa have the same counter 5: ordered by line\n"), (exit, errors));
        Assert.Contains("kmod_a__5_1_zz) ;\n\t\t*(.initcall6.init..kmod_b__5_9_aa) ;", output, StringComparison.Ordinal);
    }

    [Fact]
    public void No_initcalls_are_an_error_unless_allowed()
    {
        _folder.Write("none.o", InitcallsDirectory.Elf());
        Assert.Equal(
            (1, "", "kelf: error: none.o: no initcalls in 1 objects: was the kernel compiled, and are these all its objects?\n"),
            _folder.Kelf("none.o"));
        Assert.Equal((0, "SECTIONS {\n}\n", ""), _folder.Kelf("--allow-empty", "none.o"));
        Assert.Equal(1, _folder.DropIn().Exit);
    }

    [Fact]
    public void Archives_in_archives_have_an_end()
    {
        _folder.Write("self.a", new ArchiveBuilder(isThin: true).Thin("self.a/", 1).Build());
        Assert.Equal((1, "", "kelf: error: self.a: archive contains itself: self.a -> self.a\n"), _folder.Kelf("self.a"));
        byte[] nested = File.ReadAllBytes(_folder.PathOf("two.o"));
        for (int i = 0; i < 9; i++)
        {
            nested = new ArchiveBuilder().Member("x/", nested).Build();
        }

        _folder.Write("deep.a", nested);
        Assert.Contains(
            ": archives are nested more than 8 deep: deep.a -> deep.a(x) -> ", _folder.Kelf("deep.a").Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void An_object_that_archives_name_again_counts_once()
    {
        // One archive names an object twice, and another archive that has it, under two spellings.
        _folder.Write("one.a", new ArchiveBuilder(isThin: true).Thin("two.o/", 1).Build());
        _folder.Write("both.a", new ArchiveBuilder(isThin: true).Thin("two.o/", 1).Thin("./one.a/", 1).Thin("one.a/", 1).Thin("./two.o/", 1).Build());
        Assert.Equal(_folder.Kelf("one.a"), _folder.Kelf("both.a"));
    }

    [Theory]
    [InlineData("--json all.a", "option '--json' needs '--list' or '--verify'")]
    [InlineData("-j 0 all.a", "option '-j' takes a number from 1, not '0'")]
    [InlineData("--list -o x all.a", "options '--list' and '--output' exclude each other")]
    public void Wrong_command_lines(string commandLine, string message)
    {
        (int exit, string output, string errors) = _folder.Kelf(commandLine.Split(' '));
        Assert.Equal((2, "", $"kelf: error: {message}\nTry 'kelf initcalls --help'.\n"), (exit, output, errors));
    }

    private static byte[] Image(params string[] names)
    {
        const ulong Base = 0x1000;
        ulong end = Base + 4 + (4 * (ulong)names.Length);
        ElfBuilder elf = new ElfBuilder(type: ElfType.Executable).Section(".init.data", new byte[64])
            .Symbol("__initcall_start", ".init.data", Base).Symbol("__initcall_end", ".init.data", end)
            .Symbol("__con_initcall_start", ".init.data", end).Symbol("__con_initcall_end", ".init.data", end + 4);
        string[] all = ["kmod_one__13_30_probeearly", .. names, "kmod_two__6_12_conscon"];
        for (int i = 0; i < all.Length; i++)
        {
            elf.Symbol("__initcall__" + all[i], ".init.data", Base + (4 * (ulong)i), binding: ElfSymbolBinding.Local);
        }

        return elf.Build();
    }
}
