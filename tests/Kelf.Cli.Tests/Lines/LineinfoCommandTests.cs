// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Cli.Tests.Lines;

public sealed class LineinfoCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kelf-lineinfo-");

    public LineinfoCommandTests() => Write("vmlinux", LineKernel.Build());

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_side_table_is_beside_its_image_and_both_sizes_are_told()
    {
        ProgramResult result = Run("lineinfo", "vmlinux");
        long size = new FileInfo(PathOf("vmlinux.lines")).Length;
        Assert.Equal((0, ""), (result.Exit, Text(result)));
        Assert.Matches(
            $"^kelf: vmlinux.lines: 7 rows of 3 files: [0-9]+ bytes; with 1 inlined calls in 6 runs of 3 functions: {size} bytes\n$", result.Errors);
        Assert.Equal(
            """
            0000000000001000 init/main.c:10
            0000000000001004 include/a.h:7
            0000000000001008 init/main.c:14
            000000000000100c init/main.c:0
            0000000000001010 -
            0000000000001020 mm/slub.c:20
            0000000000001028 -

            """,
            Text(Run("lineinfo", "--dump", "vmlinux.lines")));
        ProgramResult check = Run("lineinfo", "--check", "--side-from", "vmlinux.lines", "vmlinux");
        Assert.Equal((0, "vmlinux.lines: 14 addresses, 0 places where the debugging information says something else\n"), (check.Exit, Text(check)));
    }

    [Fact]
    public void A_table_of_another_image_is_refused()
    {
        Run("lineinfo", "-q", "-o", "side", "vmlinux");
        byte[] other = LineKernel.Build();
        int at = other.AsSpan().IndexOf(Convert.FromHexString(LineKernel.BuildId));
        other[at]++;
        Write("other", other);
        ProgramResult result = Run("lineinfo", "--check", "--side-from", "side", "other");
        Assert.Equal(1, result.Exit);
        Assert.StartsWith($"kelf: error: side: the lines are those of build ID {LineKernel.BuildId}, and other has 01112233", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Traces_have_lines_without_the_debugging_information()
    {
        Run("lineinfo", "-q", "vmlinux");
        Write("small", LineKernel.Build(hasLines: false));
        Write("log", " start_kernel+0x6/0x20\n"u8.ToArray());
        ProgramResult result = Run("decode", "--side-from", "vmlinux.lines", "small", "log");
        Assert.Equal((0, ""), (result.Exit, result.Errors));
        Assert.Equal(" get at include/a.h:7 (inlined)\n start_kernel+0x6/0x20 (init/main.c:12)\n", Text(result));
        string names = Text(Run("sympaths", "--paths", "all", "--side-from", "vmlinux.lines", "small"));
        Assert.Contains("init/main.c:start_kernel", names, StringComparison.Ordinal);
        Assert.Contains("mm/slub.c:kfree", names, StringComparison.Ordinal);
    }

    [Fact]
    public void An_image_without_a_build_ID_has_no_side_table()
    {
        Write("nameless", LineKernel.Build(hasBuildId: false));
        ProgramResult result = Run("lineinfo", "nameless");
        Assert.Equal((1, 1), (result.Exit, result.Errors.Split('\n').Length - 1));
        Assert.Contains("no build ID", result.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(PathOf("nameless.lines")));
    }

    [Fact]
    public void The_object_and_its_text_are_those_of_the_proposal()
    {
        Assert.Equal("kelf: lines.o: 6 entries of 3 files in 1 blocks\n", Run("lineinfo", "--format", "v7", "-o", "lines.o", "vmlinux").Errors);
        Assert.Equal(
            "0000000000000000 init/main.c:10\n0000000000000004 include/a.h:7\n0000000000000008 init/main.c:14\n000000000000000c -\n"
            + "0000000000000020 mm/slub.c:20\n0000000000000028 -\n",
            Text(Run("lineinfo", "--dump", "lines.o")));
        string text = Text(Run("lineinfo", "--format", "asm", "-o", "-", "vmlinux"));
        Assert.Contains("lineinfo_num_entries:\n\t.long 6\n", text, StringComparison.Ordinal);
        Assert.Contains(".asciz \"include/a.h\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_drop_in_has_the_text_of_the_original()
    {
        ProgramResult result = ProgramRun.RunAs("gen_lineinfo", _folder.FullName, "vmlinux");
        Assert.Equal((0, "lineinfo: 4 entries, 3 files, 1 blocks\n"), (result.Exit, result.Errors));
        Assert.Contains(".asciz \"init/../include/a.h\"", Text(result), StringComparison.Ordinal);
        Assert.Equal(Text(Run("lineinfo", "-q", "--format", "asm", "--rule", "v7", "-o", "-", "vmlinux")), Text(result));
        ProgramResult right = ProgramRun.Run(
            ProgramRun.Kelf, _folder.FullName, ["lineinfo", "-q", "--format", "asm", "-o", "-", "vmlinux"], [], []);
        Assert.NotEqual(Text(right), Text(result));
    }

    [Theory]
    [InlineData]
    [InlineData("a", "b")]
    [InlineData("--module")]
    public void The_drop_in_says_how_it_is_called(params string[] arguments)
    {
        ProgramResult result = ProgramRun.RunAs("gen_lineinfo", _folder.FullName, arguments);
        Assert.Equal(1, result.Exit);
        Assert.EndsWith("gen_lineinfo [--module] <ELF file>\n", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_text_symbol_nothing_is_made()
    {
        Write("textless", LineKernel.Build(textName: "_stext"));
        ProgramResult result = Run("lineinfo", "--format", "v7", "textless");
        Assert.Equal((1, "kelf: error: textless: no symbol _text, which all addresses are relative to\n"), (result.Exit, result.Errors));
        Assert.Equal(["textless", "vmlinux"], Names());
    }

    [Theory]
    [InlineData("lineinfo", "plain")]
    [InlineData("lineinfo", "--format", "asm", "plain")]
    [InlineData("lineinfo", "--module", "--rule", "v7", "plain")]
    public void Without_line_tables_nothing_is_made(params string[] arguments)
    {
        bool isModule = arguments.Contains("--module");
        Write("plain", new ElfBuilder(type: isModule ? ElfType.Relocatable : ElfType.Executable)
            .Section(".text", new byte[16], flags: ElfSectionFlags.Allocated | ElfSectionFlags.Executable).Symbol("_text", ".text").Build());
        ProgramResult result = Run(arguments);
        Assert.Equal(1, result.Exit);
        Assert.StartsWith("kelf: error: plain: no line tables (.debug_line)", result.Errors, StringComparison.Ordinal);
        Assert.Equal(["plain", "vmlinux"], Names());
    }

    [Fact]
    public void An_image_that_fails_does_not_keep_others_from_being_done()
    {
        Write("broken", [1, 2, 3]);
        ProgramResult result = Run("lineinfo", "-q", "broken", "vmlinux");
        Assert.Equal(1, result.Exit);
        Assert.Equal(["broken", "vmlinux", "vmlinux.lines"], Names());
    }

    [Fact]
    public void A_check_needs_tables()
    {
        ProgramResult result = Run("lineinfo", "--check", "vmlinux");
        Assert.Equal(
            (1, "kelf: error: vmlinux: no tables of lines in it, as CONFIG_KALLSYMS_LINEINFO has them\n"), (result.Exit, result.Errors));
    }

    [Fact]
    public void Figures_are_printed_as_JSON()
    {
        string json = Text(Run("lineinfo", "--json", "--no-inline", "-o", "rows", "vmlinux"));
        Assert.Contains("\"file\": \"rows\"", json, StringComparison.Ordinal);
        Assert.Contains("\"rows\": 7", json, StringComparison.Ordinal);
        Assert.Contains($"\"bytes\": {new FileInfo(PathOf("rows")).Length}", json, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--in-place", "vmlinux")]
    [InlineData("--module", "vmlinux")]
    public void A_linked_kernel_is_no_module(params string[] arguments)
    {
        byte[] before = Read("vmlinux");
        ProgramResult result = Run(["lineinfo", .. arguments]);
        Assert.Equal((1, "kelf: error: vmlinux: not a module: it is linked\n"), (result.Exit, result.Errors));
        Assert.Equal(before, Read("vmlinux"));
    }

    [Theory]
    [InlineData("'--rule' needs", "--rule", "v7", "vmlinux")]
    [InlineData("'--rows' needs", "--rows", "calls", "vmlinux")]
    [InlineData("exclude each other", "--format", "asm", "--rows", "calls", "--rule", "v7", "vmlinux")]
    [InlineData("'--no-inline' needs", "--no-inline", "--format", "v7", "vmlinux")]
    [InlineData("'--in-place' needs", "--in-place", "--format", "side", "vmlinux")]
    [InlineData("'--side-from' needs", "--side-from", "x", "vmlinux")]
    [InlineData("takes one IMAGE", "-o", "x", "vmlinux", "vmlinux")]
    [InlineData("exclude each other", "--check", "--dump", "vmlinux")]
    [InlineData("exclude each other", "--in-place", "-o", "x", "vmlinux")]
    public void Options_that_do_not_fit_are_refused(string why, params string[] arguments)
    {
        ProgramResult result = Run(["lineinfo", .. arguments]);
        Assert.Equal(2, result.Exit);
        Assert.Contains(why, result.Errors, StringComparison.Ordinal);
    }

    private static string Text(ProgramResult result) => Encoding.UTF8.GetString(result.Output);

    private ProgramResult Run(params IEnumerable<string> arguments) => ProgramRun.RunKelf(_folder.FullName, arguments);

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private byte[] Read(string name) => File.ReadAllBytes(PathOf(name));

    private void Write(string name, byte[] bytes) => File.WriteAllBytes(PathOf(name), bytes);

    private IEnumerable<string> Names() => _folder.EnumerateFiles().Select(file => file.Name).Order(StringComparer.Ordinal);
}
