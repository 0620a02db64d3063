// SPDX-License-Identifier: GPL-2.0-only
using Xunit;

namespace Kelf.Cli.Tests.Repository;

/// <summary><c>tests/run.sh</c>, with suites made up here: who reports nothing, or too little, does not pass.</summary>
public sealed class TestRunnerTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kelf-runner-");

    public TestRunnerTests()
    {
        // In place of the SDK: `dotnet build` does nothing, and a test project prints what a test lays down for it.
        Write("bin/dotnet", "#!/bin/sh", $"[ \"$1\" != build ] || exec cat '{At("build")}'", $"exec cat '{At("project")}'");
        Write("build");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Cases_are_added_up_and_each_suite_says_when_it_begins()
    {
        Write("expected", "one 2 -", "two 1 tree");
        Write("one.sh", "echo PASS one/a", "echo 'PASS one/b: details'");
        Write("two.sh", "echo 'PASS two/tree/x'", "echo 'SKIP two/tree/y: why'");
        (int exit, string[] lines) = Run("one.sh", "two.sh");
        Assert.Equal((0, "3 passed, 0 failed, 1 skipped"), (exit, lines[^1]));
        Assert.Contains(lines, line => line.EndsWith("] one.sh: begins", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.EndsWith("] compiling the test projects, Release: begins", StringComparison.Ordinal));
        Assert.Contains("SKIP two/tree/y: why", lines);
    }

    [Fact]
    public void What_was_skipped_is_listed_at_the_end_with_its_reasons()
    {
        Write("expected", "one 3 -", "two 1 -", "Some.Tests 3 -");
        Write("one.sh", "echo PASS one/a", "echo 'SKIP one/b: no gcc'", "echo 'SKIP one/c/d: no gcc'");
        Write("two.sh", "echo PASS two/a");
        Write("project", "    A.B.C(x: 1) [SKIP]", "      only root can", "    A.B.C(x: 2) [SKIP]", "      only root can", "   x  Total: 3, Errors: 0, Failed: 0, Skipped: 2, Not Run: 0, Time: 0.1s");
        string[] lines = Run("one.sh", "two.sh", "Some.Tests").Lines;
        Assert.Equal(
            ["skipped, 4 cases:", "  2 × A.B.C: only root can", "  2 × one: no gcc", "3 passed, 0 failed, 4 skipped"],
            lines[^4..]);
    }

    [Theory]
    [InlineData("true", "FAIL one: it reports no case")]
    [InlineData("echo nothing to see", "FAIL one: it reports no case")]
    [InlineData("echo PASS one/a; for i in c d e; do echo PASS one/tree/$i; done", "FAIL one: only 1 cases of 2")]
    [InlineData("echo PASS one/a; echo PASS one/b; echo PASS one/tree/c", "FAIL one/tree: only 1 cases of 3")]
    // Another tree whose name begins with the same is not that tree.
    [InlineData("echo PASS one/a; for i in b c d; do echo PASS one/tree-versions/$i; done", "FAIL one/tree: only 0 cases of 3")]
    [InlineData("for i in a b tree/c tree/d tree/e; do echo PASS one/$i; done; exit 3", "FAIL one: ended with status 3")]
    public void A_suite_that_reports_nothing_or_too_little_fails(string script, string message)
    {
        Write("expected", "one 2 -", "one 3 tree");
        Write("one.sh", script);
        (int exit, string[] lines) = Run("one.sh");
        Assert.Equal(1, exit);
        Assert.Contains(message, lines);
        Assert.Contains(" 1 failed, 0 skipped", lines[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("echo 'SKIP one/all: why'", "0 passed, 0 failed, 5 skipped")]
    [InlineData("echo PASS one/a; echo 'SKIP one/all: why'", "1 passed, 0 failed, 4 skipped")]
    [InlineData("echo PASS one/a; echo PASS one/b; echo 'SKIP one/tree: why'", "2 passed, 0 failed, 3 skipped")]
    // Of one skipped case nobody knows how many were after it.
    [InlineData("echo PASS one/a; echo PASS one/b; echo 'SKIP one/tree/modules: why'", "2 passed, 0 failed, 3 skipped")]
    public void What_is_skipped_as_a_whole_counts_each_of_its_cases(string script, string sum)
    {
        Write("expected", "one 2 -", "one 3 tree");
        Write("one.sh", script);
        Assert.Equal(sum, Run("one.sh").Lines[^1]);
    }

    [Fact]
    public void Arguments_say_what_is_expected()
    {
        Write("expected", "one 2 -", "one 3 tree", "one 1 other");
        Write("one.sh", "for i in a b c; do echo PASS one/${1##*/}/$i; done");
        Assert.Equal("3 passed, 0 failed, 0 skipped", Run("one.sh /a/folder/tree").Lines[^1]);
        Write("one.sh", "echo PASS one/tree/a");
        Assert.Contains("FAIL one/tree: only 1 cases of 3", Run("one.sh tree").Lines);
    }

    [Fact]
    public void A_suite_of_which_nothing_is_known_fails()
    {
        Write("expected", "two 1 -");
        Write("one.sh", "echo PASS one/a");
        Assert.Contains(Run("one.sh").Lines, line => line.StartsWith("FAIL one: ", StringComparison.Ordinal) && line.EndsWith("has no line for it", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("   x  Total: 7, Errors: 0, Failed: 0, Skipped: 2, Not Run: 0, Time: 0.1s", "5 passed, 0 failed, 2 skipped")]
    [InlineData("   x  Total: 6, Errors: 0, Failed: 0, Skipped: 0, Not Run: 0, Time: 0.1s", "6 passed, 1 failed, 0 skipped")]
    [InlineData("no summary", "0 passed, 1 failed, 0 skipped")]
    public void A_project_has_to_report_what_is_expected(string output, string sum)
    {
        Write("expected", "Some.Tests 7 -");
        Write("project", output);
        Assert.Equal(sum, Run("Some.Tests").Lines[^1]);
    }

    [Fact]
    public void Projects_that_do_not_compile_are_not_run()
    {
        Write("expected", "Some.Tests 1 -", "one 1 -");
        Write("one.sh", "echo PASS one/a");
        Write("bin/dotnet", "#!/bin/sh", "[ \"$1\" = build ] || exit 0", "echo 'a.cs(1,1): error CS1: wrong'; exit 1");
        (int exit, string[] lines) = Run("Some.Tests", "one.sh");
        Assert.Equal((1, "1 passed, 1 failed, 0 skipped"), (exit, lines[^1]));
        Assert.Contains("a.cs(1,1): error CS1: wrong", lines);
        Assert.Contains("Some.Tests: not compiled", lines);
    }

    [Fact]
    public void Record_keeps_what_ran_whole()
    {
        Write("expected", "# words", "one 9 -", "one 9 random C", "one 9 other", "two 9 -");
        Write("one.sh", "echo PASS one/a", "echo PASS one/random C: x", "echo PASS one/random C, nm", "echo 'SKIP one/other: why'");
        Run("--record", "one.sh");
        Assert.Equal("# words\none 1 -\none 2 random C\none 9 other\ntwo 9 -\n", File.ReadAllText(At("expected")));
    }

    private string At(string name) => Path.Combine(_folder.FullName, name);

    private void Write(string name, params string[] lines)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(name))!);
        File.Delete(At(name));
        File.WriteAllText(At(name), string.Concat(lines.Select(line => line + "\n")));
        if (name.StartsWith("bin/", StringComparison.Ordinal))
        {
            File.SetUnixFileMode(At(name), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
    }

    private (int Exit, string[] Lines) Run(params string[] arguments)
    {
        ProgramResult result = ProgramRun.Run(
            "bash",
            _folder.FullName,
            [Path.Combine(SourceTree.Root, "tests", "run.sh"), .. arguments],
            [],
            [
                new("PATH", At("bin") + ":" + Environment.GetEnvironmentVariable("PATH")),
                new("SCRIPTS", _folder.FullName),
                new("EXPECTED", At("expected")),
            ]);
        Assert.Equal("", result.Errors);
        return (result.Exit, System.Text.Encoding.UTF8.GetString(result.Output).TrimEnd('\n').Split('\n'));
    }
}
