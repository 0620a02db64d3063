// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Cli.Tests.Mcount;

public sealed class McountCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kelf-mcount-");

    public McountCommandTests() => Write("a.o", Object().Build());

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Objects_are_changed_in_place()
    {
        ProgramResult result = Run("mcount", "--nop", "a.o");
        Assert.Equal((0, "", ""), (result.Exit, Text(result), result.Errors));
        Assert.Equal(".text+0x0 f\n.text+0x5 g\n.noinstr.text+0x0 h\n", Text(Run("mcount", "--list", "a.o")));
        Assert.Equal(["a.o"], Names());
    }

    [Fact]
    public void The_list_needs_no_table_and_writes_nothing()
    {
        byte[] before = Read("a.o");
        Assert.Equal(
            ".text+0x0 f\n.text+0x5 g\n", Text(Run("mcount", "--list", "--style", "recordmcount", "a.o")));
        Assert.Equal(
            """
            {
              "objects": [
                {
                  "object": "a.o",
                  "functions": [
                    {
                      "section": ".text",
                      "offset": "0x0",
                      "symbol": "f"
                    },
                    {
                      "section": ".text",
                      "offset": "0x5",
                      "symbol": "g"
                    },
                    {
                      "section": ".noinstr.text",
                      "offset": "0x0",
                      "symbol": "h"
                    }
                  ]
                }
              ],
              "warnings": []
            }

            """,
            Text(Run("mcount", "--list", "--json", "a.o")));
        Assert.Equal(before, Read("a.o"));
    }

    [Fact]
    public void A_second_run_warns_and_writes_nothing()
    {
        Run("mcount", "a.o");
        DateTime time = new(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(PathOf("a.o"), time);
        ProgramResult result = Run("mcount", "a.o");
        Assert.Equal(
            (0, "kelf: warning: a.o: has a section __mcount_loc already: nothing is added\n"), (result.Exit, result.Errors));
        Assert.Equal(time, File.GetLastWriteTimeUtc(PathOf("a.o")));
    }

    [Fact]
    public void An_output_is_written_in_any_case()
    {
        byte[] before = Read("a.o");
        Assert.Equal(0, Run("mcount", "-o", "b.o", "a.o").Exit);
        Assert.Equal(before, Read("a.o"));
        Assert.Equal(0, Run("mcount", "-o", "c.o", "b.o").Exit);
        Assert.Equal(Read("b.o"), Read("c.o"));
        Write("bitcode.o", [0x42, 0x43, 0xc0, 0xde, 1, 2, 3, 4]);
        ProgramResult result = Run("mcount", "-o", "d.o", "bitcode.o");
        Assert.Equal(
            (0, "kelf: warning: bitcode.o: LLVM bitcode has no calls yet: skipped; give the linked object\n"),
            (result.Exit, result.Errors));
        Assert.Equal(Read("bitcode.o"), Read("d.o"));
    }

    [Fact]
    public void That_there_is_nothing_to_do_is_said()
    {
        string demo = Path.Combine(Path.GetDirectoryName(SymversProgram.Fixtures)!, "demo", "demo.o");
        File.Copy(demo, PathOf("calls-nothing.o"));
        Assert.Equal(
            (0, "kelf: calls-nothing.o: no calls of the tracer: nothing to do\n"),
            (Run("mcount", "calls-nothing.o").Exit, Run("mcount", "calls-nothing.o").Errors));
        Assert.Equal("", Run("mcount", "-q", "calls-nothing.o").Errors);
        Assert.Equal(
            "kelf: 2 of 3 objects: no calls of the tracer: nothing to do\n",
            Run("mcount", "calls-nothing.o", "a.o", "calls-nothing.o").Errors);
        Assert.Equal(File.ReadAllBytes(demo), Read("calls-nothing.o"));
    }

    [Fact]
    public void One_failure_does_not_keep_the_others()
    {
        byte[] bad = Object().With(".rela.text", header => header with { Link = 99 }).Build();
        Write("bad.o", bad);
        ProgramResult result = Run("mcount", "none.o", "bad.o", "a.o");
        Assert.Equal(1, result.Exit);
        Assert.Equal(
            "kelf: error: none.o: No such file or directory\n"
                + "kelf: error: bad.o: .rela.text+0x0: sh_link of section 3 (.rela.text) is 99, which is not the symbol table\n",
            result.Errors);
        Assert.Equal(bad, Read("bad.o"));
        Assert.NotEqual(Object().Build(), Read("a.o"));
        Assert.Equal(["a.o", "bad.o"], Names());
    }

    [Fact]
    public void Ignored_sections_are_named_when_asked()
    {
        ProgramResult result = Run("mcount", "-w", "--style", "recordmcount", "a.o");
        Assert.Equal(
            "kelf: warning: a.o: section .noinstr.text has calls of the tracer that are not recorded\n", result.Errors);
    }

    [Theory]
    [InlineData("option '--json' needs '--list'", "--json", "a.o")]
    [InlineData("option '--nop' needs '--style objtool'", "--nop", "--style", "recordmcount", "a.o")]
    [InlineData("option '--output' takes one FILE", "-o", "x", "a.o", "a.o")]
    [InlineData("options '--output' and '--list' exclude each other", "-o", "x", "--list", "a.o")]
    public void Wrong_command_lines(string message, params string[] arguments)
    {
        ProgramResult result = Run(["mcount", .. arguments]);
        Assert.Equal(2, result.Exit);
        Assert.Equal($"kelf: error: {message}\nTry 'kelf mcount --help'.\n", result.Errors);
    }

    [Fact]
    public void Recordmcount_is_stood_in_for()
    {
        ProgramResult result = RunAs("-w", "a.o");
        Assert.Equal(
            (0, "Section .noinstr.text has mcount callers being ignored\n", ""), (result.Exit, Text(result), result.Errors));
        result = RunAs("a.o");
        Assert.Equal((0, "", "recordmcount: warning: __mcount_loc already exists: a.o\n"), (result.Exit, Text(result), result.Errors));
        result = RunAs("none.o", "a.o");
        Assert.Equal(1, result.Exit);
        Assert.StartsWith("recordmcount: error: none.o: No such file or directory\nnone.o: failed\n", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Recordmcount_leaves_the_tracer_alone_and_takes_usage_lightly()
    {
        Directory.CreateDirectory(PathOf("trace"));
        Write("trace/ftrace.o", Object().Build());
        Assert.Equal(0, RunAs("trace/ftrace.o").Exit);
        Assert.Equal(Object().Build(), Read("trace/ftrace.o"));
        Assert.Equal((0, "usage: recordmcount [-w] file.o...\n"), (RunAs().Exit, RunAs().Errors));
        ProgramResult result = RunAs("-x", "a.o");
        Assert.Equal(0, result.Exit);
        Assert.EndsWith(
            "recordmcount: invalid option -- 'x'\nusage: recordmcount [-w] file.o...\n", result.Errors,
            StringComparison.Ordinal);
    }

    private static ElfBuilder Object()
    {
        const ElfSectionFlags code = ElfSectionFlags.Allocated | ElfSectionFlags.Executable;
        return new ElfBuilder()
            .Section(".text", [0xe8, 0, 0, 0, 0, 0xe8, 0, 0, 0, 0], flags: code)
            .Section(".noinstr.text", [0xe8, 0, 0, 0, 0], flags: code)
            .Symbol("f", ".text", 0, type: ElfSymbolType.Function)
            .Symbol("g", ".text", 5, type: ElfSymbolType.Function)
            .Symbol("h", ".noinstr.text", 0, type: ElfSymbolType.Function)
            .Symbol("__fentry__", null)
            .Relocate(".text", 1, 4, "__fentry__", -4)
            .Relocate(".text", 6, 4, "__fentry__", -4)
            .Relocate(".noinstr.text", 1, 4, "__fentry__", -4);
    }

    private static string Text(ProgramResult result) => Encoding.UTF8.GetString(result.Output);

    private ProgramResult Run(params string[] arguments) => ProgramRun.RunKelf(_folder.FullName, arguments);

    private ProgramResult RunAs(params string[] arguments) =>
        ProgramRun.RunAs("recordmcount", _folder.FullName, arguments);

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private byte[] Read(string name) => File.ReadAllBytes(PathOf(name));

    private void Write(string name, byte[] bytes) => File.WriteAllBytes(PathOf(name), bytes);

    private IEnumerable<string> Names() =>
        _folder.EnumerateFileSystemInfos().Select(entry => entry.Name).Order(StringComparer.Ordinal);
}
