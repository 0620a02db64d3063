// SPDX-License-Identifier: GPL-2.0-only
using System.Text.Json;

using Kelf.Cli.Tests.Kallsyms;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Names;
using Kelf.TestSupport;

using Xunit;

using static Kelf.TestSupport.Dw;

namespace Kelf.Cli.Tests.SymbolPaths;

/// <summary>
/// <c>kelf lookup --line</c>, and <c>faddr2line</c>, on a kernel whose function <c>f</c> of <c>init/main.c</c> has an inlined
/// <c>help</c> of <c>a.h</c> from 0x14 to 0x18, called in line 7.
/// </summary>
public sealed class LookupLineTests : IDisposable
{
    private const ulong Base = 0xffff_ffff_8100_0000;

    private readonly KallsymsDirectory _folder = new();

    public LookupLineTests()
    {
        string directory = _folder.PathOf("src");
        _folder.Write("vmlinux", new DwarfBuilder()
            .LineTable("lines", new LineTableSpec
            {
                Directories = [directory],
                Files = ["init/main.c", "a.h"],
                Program = program => program.Address(Base + 0x10).File(0).AdvanceLine(4).Copy() // 10: 5
                    .AdvancePc(4).File(1).AdvanceLine(-2).Copy() // 14: a.h:3
                    .AdvancePc(4).File(0).AdvanceLine(5).Copy() // 18: 8
                    .AdvancePc(4).AdvanceLine(-8).Copy() // 1c: 0
                    .AdvancePc(4).AdvanceLine(12).Copy().AdvancePc(16).End(), // 20: 12
            })
            .Unit(Die(DwTag.CompileUnit, [
                Name("init/main.c"), At(DwAttribute.CompDir, DwForm.String, directory), StmtList("lines"), .. Code(0x10, 32),
                Die("help", DwTag.Subprogram, Name("help")),
                Die(DwTag.Subprogram, [Name("f"), .. Code(0x10, 16),
                    Die(DwTag.InlinedSubroutine, [Ref(DwAttribute.AbstractOrigin, "help"), .. Code(0x14, 4),
                        At(DwAttribute.CallFile, DwForm.Data1, 0), At(DwAttribute.CallLine, DwForm.Data1, 7)])]),
                Die(DwTag.Subprogram, [Name("g"), .. Code(0x20, 16)])]))
            .AddTo(new KallsymsImage().ToElf()).Build());
        _folder.Write("src/a.h", string.Concat(Enumerable.Range(1, 9).Select(line => $"\ta{line}\n")));
        _folder.Write("src/init/main.c", string.Concat(Enumerable.Range(1, 9).Select(line => $"m{line}\n")));
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("0xffffffff81000010", 0, "ffffffff81000010 f+0x0 init/main.c:5")]
    [InlineData("f,1", 0, "ffffffff81000010 f+0x0 init/main.c:5")]
    [InlineData("0xffffffff81000015", 0, "ffffffff81000015 f+0x5 init/main.c:7|  help at a.h:3 (inlined)")]
    [InlineData("g+0x2", 0, "ffffffff81000022 g+0x2 init/main.c:12")]
    [InlineData("f+0xc", 3, "ffffffff8100001c f+0xc init/main.c:?|ffffffff8100003c f+0xc ??:?")]
    [InlineData("main.c:12", 0, "ffffffff81000020 g+0x0 init/main.c:12")]
    [InlineData("a.h:3", 0, "ffffffff81000014 f+0x4 init/main.c:7|  help at a.h:3 (inlined)")]
    [InlineData("nit/main.c:12", 2, "")]
    [InlineData("a.h:4", 2, "")]
    [InlineData("--return 0xffffffff81000018", 0, "ffffffff81000018 f+0x8 init/main.c:7|  help at a.h:3 (inlined)")]
    [InlineData("--return g", 0, "ffffffff81000020 g+0x0 init/main.c:? in f")]
    [InlineData("--inline=line g+0x2 0xffffffff81000015", 0, "ffffffff81000022 g+0x2 init/main.c:12|ffffffff81000015 f+0x5 a.h:3 <- init/main.c:7")]
    [InlineData("--inline=none 0xffffffff81000015", 0, "ffffffff81000015 f+0x5 init/main.c:7")]
    [InlineData("--format=addr2line 0xffffffff81000015 0xffffffff81000035", 0, "help|a.h:3|f|init/main.c:7|??|??:0")]
    [InlineData(
        "--format=faddr2line 0xffffffff81000015 g+0x2/0x10", 0,
        "f+0x5/0x10:|help at a.h:3|(inlined by) f at init/main.c:7||g+0x2/0x10:|g at init/main.c:12")]
    [InlineData(
        "--source=1 --source-dir=src 0xffffffff81000015", 0,
        "ffffffff81000015 f+0x5 init/main.c:7|        6  m6|  >     7  m7|        8  m8|  help at a.h:3 (inlined)|        2  \ta2|  >     3  \ta3|        4  \ta4")]
    public void Places_are_told(string arguments, int status, string expected)
    {
        (int exit, string output, _) = _folder.Kelf(["lookup", "--line", "vmlinux", .. arguments.Split(' ')]);
        Assert.Equal((status, expected), (exit, output.TrimEnd('\n').Replace('\n', '|')));
    }

    [Fact]
    public void A_line_is_found_without_its_option()
    {
        (int exit, string output, string errors) = _folder.Kelf("lookup", "vmlinux", "init/main.c:12");
        Assert.Equal((0, ""), (exit, errors));
        Assert.StartsWith("ffffffff81000020     10 t init/main.c:g+0x0/0x10", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_has_the_functions_innermost_first()
    {
        (int exit, string output, string errors) = _folder.Kelf("lookup", "--line", "--json", "vmlinux", "0xffffffff81000015");
        Assert.Equal((0, ""), (exit, errors));
        using JsonDocument json = JsonDocument.Parse(output);
        JsonElement symbol = json.RootElement[0].GetProperty("symbols")[0];
        Assert.Equal(
            "help a.h:3 True, f init/main.c:7 False",
            string.Join(", ", symbol.GetProperty("frames").EnumerateArray().Select(frame =>
                $"{frame.GetProperty("function")} {frame.GetProperty("file")}:{frame.GetProperty("line")} {frame.GetProperty("inlined")}")));
        Assert.False(symbol.GetProperty("ambiguous").GetBoolean());
    }

    [Theory]
    [InlineData("--return vmlinux f", "option '--return' needs '--line'")]
    [InlineData("--source vmlinux f", "option '--source' needs '--line'")]
    [InlineData("--line --source=x vmlinux f", "option '--source' takes a number up to 1000, not 'x'")]
    [InlineData("--line --source-dir=src vmlinux f", "option '--source-dir' needs '--source'")]
    [InlineData("--line --traceable vmlinux f", "options '--traceable' and '--line' exclude each other")]
    [InlineData("--line --json --format=addr2line vmlinux f", "options '--json' and '--format' exclude each other")]
    public void Options_that_make_no_sense_are_refused(string arguments, string expected)
    {
        (int exit, string output, string errors) = _folder.Kelf(["lookup", .. arguments.Split(' ')]);
        Assert.Equal((2, ""), (exit, output));
        Assert.Contains(expected, errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Source_alone_takes_no_word_for_its_number()
    {
        (int exit, string output, _) = _folder.Kelf("lookup", "--line", "--source", "vmlinux", "f+0x1", "g+0x2");
        Assert.Equal(3, exit);
        Assert.Contains("  >     5  m5\n        6  m6\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_source_that_is_not_there_is_said_once()
    {
        (int exit, string output, string errors) = _folder.Kelf("lookup", "--line", "--source", "--source-dir=.", "vmlinux", "f,1", "g");
        Assert.Equal(0, exit);
        Assert.Equal("ffffffff81000010 f+0x0 init/main.c:5\nffffffff81000020 g+0x0 init/main.c:12\n", output);
        Assert.Equal("kelf: warning: init/main.c: there is no such source file in .: see --source-dir\n", errors);
    }

    [Theory]
    [InlineData("f+0x5", "f+0x5/0x10:|help at a.h:3|(inlined by) f at init/main.c:7||f+0x5/0xd0:|?? ??:0", "")]
    [InlineData("f+0x5/0x10", "f+0x5/0x10:|help at a.h:3|(inlined by) f at init/main.c:7", "")]
    [InlineData("g+2", "g+2/0x10:|g at init/main.c:12", "")]
    [InlineData("g+02 g+0x11", "g+02/0x10:|g at init/main.c:12|skipping g address at 0xffffffff81000031 due to size mismatch (0x11 > 0x10)", "no match for g+0x11")]
    [InlineData("g+2/0x11", "skipping g address at 0xffffffff81000022 due to size mismatch (0x11 != 0x10)", "no match for g+2/0x11")]
    [InlineData("h+1", "", "no match for h+1")]
    [InlineData("g", "", "bad func+offset g")]
    [InlineData("+1", "", "bad func+offset +1")]
    public void Faddr2line_prints_what_the_script_does(string arguments, string expected, string errors)
    {
        ProgramResult result = ProgramRun.RunAs("faddr2line", Path.GetDirectoryName(_folder.PathOf("vmlinux"))!, ["vmlinux", .. arguments.Split(' ')]);
        Assert.Equal((0, errors), (result.Exit, result.Errors.TrimEnd('\n')));
        Assert.Equal(expected, Below(result.Output).TrimEnd('\n').Replace('\n', '|'));
    }

    [Fact]
    public void Faddr2line_lists_sources()
    {
        ProgramResult result = ProgramRun.RunAs("faddr2line", _folder.PathOf("src"), "--list", "../vmlinux", "g+2", "f+0x5/0x10");
        Assert.Equal((0, ""), (result.Exit, result.Errors));
        Assert.StartsWith(
            "g+2/0x10:\n\ng at init/main.c:12\n 7 \tm7\n 8 \tm8\n 9 \tm9\n\nf+0x5/0x10:\n\nhelp at a.h:3\n 1 \t\ta1\n 2 \t\ta2\n>3<\t\ta3\n",
            Below(result.Output), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vmlinux", "usage: faddr2line [--list] <object file> <func+offset> <func+offset>...")]
    [InlineData("gone f+1", "ERROR: can't find objfile gone")]
    [InlineData("bare f+1", "ERROR: CONFIG_DEBUG_INFO not enabled")]
    public void Faddr2line_refuses_in_the_words_of_the_script(string arguments, string expected)
    {
        _folder.Write("bare", new KallsymsImage());
        ProgramResult result = ProgramRun.RunAs("faddr2line", Path.GetDirectoryName(_folder.PathOf("vmlinux"))!, arguments.Split(' '));
        Assert.Equal((1, expected + "\n", 0), (result.Exit, result.Errors, result.Output.Length));
    }

    // Without a start_kernel nobody knows the tree.
    private string Below(byte[] output) => Utf8Name.ToText(output).Replace(_folder.PathOf("src") + "/", "", StringComparison.Ordinal);

    private static DieItem[] Code(ulong offset, ulong size) =>
        [At(DwAttribute.LowPc, DwForm.Addr, Base + offset), At(DwAttribute.HighPc, DwForm.Data1, size)];
}
