// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Xunit;

namespace Kelf.Cli.Tests.Commands;

/// <summary><c>--save-inputs</c>, <c>--timings</c> and <c>KELF_DEBUG</c>, which every command has.</summary>
public sealed class RunOptionsTests : IDisposable
{
    private static readonly string s_demo = Path.Combine(SymversProgram.Fixtures, "..", "demo");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kelf-run-");

    [Fact]
    public void A_saved_run_can_be_repeated_elsewhere()
    {
        File.Copy(Path.Combine(s_demo, "demo.o"), At("demo.o"));
        File.WriteAllText(At("list of symbols"), "ring_push\n");
        string[] arguments = ["symvers", "-q", "--save-inputs", "saved", "--symbols=list of symbols", At("demo.o")];
        ProgramResult first = ProgramRun.RunKelf(_folder.FullName, arguments);
        Assert.Equal("", first.Errors);
        Assert.Contains("ring_push", Encoding.UTF8.GetString(first.Output), StringComparison.Ordinal);

        Directory.Move(At("saved"), At("elsewhere"));
        File.Delete(At("demo.o"));
        File.Delete(At("list of symbols"));
        ProgramResult again = ProgramRun.RunKelf(At("elsewhere"), "@arguments");
        Assert.Equal((0, "", Encoding.UTF8.GetString(first.Output)), (again.Exit, again.Errors, Encoding.UTF8.GetString(again.Output)));
        Assert.StartsWith("kelf ", File.ReadAllText(At("elsewhere/version")), StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_run_changes_is_saved_as_it_was()
    {
        // Not an image: refused, and saved all the same, since that is what a report is about.
        File.WriteAllText(At("broken"), "\u007fELF");
        ProgramResult result = ProgramRun.RunKelf(_folder.FullName, "sorttable", "--save-inputs=saved", "broken");
        Assert.Equal(1, result.Exit);
        Assert.Equal("\u007fELF", File.ReadAllText(Path.Combine(At("saved"), At("broken")[1..])));
        Assert.Equal($"sorttable\n{At("broken")[1..]}\n", File.ReadAllText(At("saved/arguments")));
    }

    [Fact]
    public void Inputs_are_not_mixed_with_other_files()
    {
        File.WriteAllText(At("a file"), "");
        ProgramResult result = ProgramRun.RunKelf(_folder.FullName, "symvers", "--save-inputs", ".", "a file");
        Assert.Equal((1, "kelf: error: .: is not empty: inputs are saved into a new directory\n"), (result.Exit, result.Errors));
        result = ProgramRun.RunKelf(_folder.FullName, "symvers", "--save-inputs", "a file", "a file");
        Assert.Equal(1, result.Exit);
        Assert.StartsWith("kelf: error: a file: ", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_command_is_no_file_and_an_output_has_its_directory()
    {
        File.Copy(Path.Combine(s_demo, "demo.o"), At("demo.o"));
        // Names of files that are words of the command line, and an output that is there already.
        File.WriteAllText(At("symvers"), "");
        Directory.CreateDirectory(At("out"));
        File.WriteAllText(At("out/versions"), "old");
        ProgramResult result = ProgramRun.RunKelf(_folder.FullName, "symvers", "-q", "--save-inputs", "saved", "-o", "out/versions", "demo.o");
        Assert.Equal((0, ""), (result.Exit, result.Errors));
        result = ProgramRun.RunKelf(At("saved"), "@arguments");
        Assert.Equal((0, ""), (result.Exit, result.Errors));
        Assert.Equal(File.ReadAllText(At("out/versions")), File.ReadAllText(Path.Combine(At("saved"), At("out/versions")[1..])));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/dev/null")]
    [InlineData("/dev/full/below")]
    [InlineData("/proc/new")]
    public void What_is_no_directory_is_refused_in_a_line(string directory)
    {
        ProgramResult result = ProgramRun.RunKelf(s_demo, "symvers", "--save-inputs", directory, "demo.o");
        Assert.Equal(1, result.Exit);
        Assert.Matches($@"\Akelf: error: {directory}: [^\n]+\n\z", result.Errors);
        Assert.DoesNotContain("internal error", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_tool_can_be_timed()
    {
        ProgramResult result = ProgramRun.RunKelf(s_demo, "lto-check", "--timings", "demo.o");
        Assert.Matches(@"(?m)^ *[0-9.]+ ms  in all\n *[0-9.]+ ms  processor\n *[0-9]+ MB  most memory\n\z", result.Errors);
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("", false)]
    public void An_error_says_where_it_arose_when_asked(string value, bool says)
    {
        ProgramResult result = ProgramRun.Run(
            ProgramRun.Kelf, _folder.FullName, ["symvers", "nowhere.o"], [], [KeyValuePair.Create("KELF_DEBUG", value)]);
        string[] lines = result.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("kelf: error: nowhere.o: No such file or directory", lines[0]);
        Assert.Equal(says, lines.Any(line => line.StartsWith("   at ", StringComparison.Ordinal)));
        Assert.Equal(says, lines.Length > 1);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string At(string name) => Path.Combine(_folder.FullName, name);
}
