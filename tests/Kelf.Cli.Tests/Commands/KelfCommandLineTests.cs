// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Cli.Tests.Repository;

using Xunit;

namespace Kelf.Cli.Tests.Commands;

/// <summary>The command line of <c>kelf</c> itself: help, version, completion, and what it refuses.</summary>
public sealed class KelfCommandLineTests
{
    private static readonly string s_directory = Path.GetTempPath();

    [Fact]
    public void Version_is_one_line()
    {
        ProgramResult result = Run("--version");
        Assert.Matches(@"\Akelf \d+\.\d+\.\d+, commit ([0-9a-f]{12}(-dirty)?|unknown), \d{4}-\d\d-\d\d \(\.NET \d+\.\d+\.\d+\)\n\z", Text(result));
        Assert.Equal((0, ""), (result.Exit, result.Errors));
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("symvers --help")]
    [InlineData("symvers --nonsense --help")]
    [InlineData("completion --help")]
    public void Help_is_a_result_and_ends_with_examples(string commandLine)
    {
        ProgramResult result = Run(commandLine);
        string[] lines = Text(result).TrimEnd('\n').Split('\n');
        Assert.StartsWith("Description:", lines[0], StringComparison.Ordinal);
        int examples = Array.IndexOf(lines, "Examples:");
        Assert.True(examples > 0, Text(result));
        Assert.All(lines[(examples + 1)..], line => Assert.Contains("kelf ", line, StringComparison.Ordinal));
        Assert.Equal((0, ""), (result.Exit, result.Errors));
    }

    [Fact]
    public void A_script_can_call_it_by_the_name_of_a_tool()
    {
        ProgramResult result = Run("--as recordmcount");
        Assert.Equal((0, "usage: recordmcount [-w] file.o...\n"), (result.Exit, result.Errors));
    }

    [Theory]
    [InlineData("", "kelf: error: required command was not provided\nTry 'kelf --help'.\n")]
    [InlineData("--as strip a.o", "kelf: error: --as: kelf stands in for no 'strip'\n")]
    [InlineData("symver", "kelf: error: unknown command 'symver'; did you mean 'symvers'?\nTry 'kelf --help'.\n")]
    [InlineData("look", "kelf: error: unknown command 'look'; did you mean 'lookup'?\nTry 'kelf --help'.\n")]
    [InlineData("sym", "kelf: error: unknown command 'sym'; did you mean 'sympaths' or 'symvers'?\nTry 'kelf --help'.\n")]
    [InlineData("k", "kelf: error: unknown command 'k'\nTry 'kelf --help'.\n")]
    [InlineData("help look", "kelf: error: unknown command 'look'; did you mean 'lookup'?\nTry 'kelf --help'.\n")]
    [InlineData(
        "-q symvers e.o",
        "kelf: error: option '-q' belongs after the command: kelf symvers -q\nTry 'kelf symvers --help'.\n")]
    [InlineData(
        "--json kheaders create",
        "kelf: error: option '--json' belongs after the command: kelf kheaders create --json\nTry 'kelf kheaders create --help'.\n")]
    [InlineData("frobnicate", "kelf: error: unknown command 'frobnicate'\nTry 'kelf --help'.\n")]
    [InlineData("--versoin", "kelf: error: unknown option '--versoin'; did you mean '--version'?\nTry 'kelf --help'.\n")]
    [InlineData(
        "symvers --stabel e.o",
        "kelf: error: unknown option '--stabel'; did you mean '--stable'?\nTry 'kelf symvers --help'.\n")]
    [InlineData(
        "symvers --symbol=x e.o",
        "kelf: error: unknown option '--symbol'; did you mean '--symbols'?\nTry 'kelf symvers --help'.\n")]
    [InlineData(
        "completion",
        "kelf: error: missing operand: SHELL\nTry 'kelf completion --help'.\n")]
    [InlineData(
        "completion tcsh",
        "kelf: error: argument 'tcsh' not recognized. Must be one of: 'bash' 'zsh' 'fish'\nTry 'kelf completion --help'.\n")]
    public void Wrong_command_line_is_named_with_the_way_to_help(string commandLine, string errors)
    {
        ProgramResult result = Run(commandLine);
        Assert.Equal(errors, result.Errors);
        Assert.Equal(2, result.Exit);
        Assert.Empty(result.Output);
    }

    [Theory]
    [InlineData("bash", "complete -o default -F _kelf kelf")]
    [InlineData("zsh", "#compdef kelf")]
    [InlineData("fish", "complete -c kelf")]
    public void Completion_scripts_are_a_result(string shell, string line)
    {
        ProgramResult result = Run("completion " + shell);
        Assert.Contains(line, Text(result), StringComparison.Ordinal);
        Assert.Equal((0, ""), (result.Exit, result.Errors));
    }

    [Fact]
    public void Every_command_has_a_line_in_the_help_and_examples()
    {
        string[] commands = [.. Text(SymversProgram.RunKelf(s_directory, ["[suggest:5]", "kelf "], [])).Split('\n')
            .Where(word => word.Length > 0 && char.IsAsciiLetter(word[0]))];
        Assert.Contains("decode", commands);
        Assert.All(commands, command =>
        {
            string help = Text(Run($"{command} --help"));
            Assert.Contains("Examples:\n", help, StringComparison.Ordinal);
            // The description, which the help of kelf shows, too, is a sentence.
            Assert.Matches(@"\ADescription:\n(  \S[^\n]*\n){1,2}\nUsage:", help);
            Assert.True(
                command is "help" or "version" || File.Exists(Path.Combine(SourceTree.Root, "docs", "man", $"kelf-{command}.1")), command);
            Assert.Contains($".It Cm {command}", SourceTree.Read("docs/man/kelf.1"), StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("help", "--help")]
    [InlineData("help symvers", "symvers --help")]
    [InlineData("help kheaders create", "kheaders create --help")]
    [InlineData("version", "--version")]
    public void Help_and_version_are_commands_too(string command, string option)
    {
        ProgramResult result = Run(command);
        Assert.Equal((0, "", Text(Run(option))), (result.Exit, result.Errors, Text(result)));
        Assert.NotEmpty(result.Output);
    }

    [Theory]
    [InlineData("completion", "SHELL")]
    [InlineData("config extract", null)]
    [InlineData("decode", "IMAGE")]
    [InlineData("image extract -o x", "FILE")]
    [InlineData("image info", "FILE")]
    [InlineData("initcalls", "FILE")]
    [InlineData("kallsyms", "INPUT")]
    [InlineData("kbuild status", "TREE")]
    [InlineData("link ld", "LD KBUILD_LDFLAGS LDFLAGS_vmlinux IMAGE [FLAGS]")]
    [InlineData("lookup", "IMAGE")]
    [InlineData("lookup vmlinux", "QUERY")]
    [InlineData("lto-check", "FILE")]
    [InlineData("mcount", "FILE")]
    [InlineData("relocs", "IMAGE")]
    [InlineData("sorttable", "FILE")]
    [InlineData("split -o x", "IMAGE")]
    [InlineData("sympaths", "IMAGE")]
    [InlineData("symvers", "FILE")]
    [InlineData("sysmap", "IMAGE")]
    public void A_missing_operand_is_named(string commandLine, string? operand)
    {
        ProgramResult result = Run(commandLine);
        Assert.Equal(2, result.Exit);
        Assert.StartsWith(
            operand is null ? "kelf: error: give a FILE or --running\n" : $"kelf: error: missing operand: {operand}\n",
            result.Errors,
            StringComparison.Ordinal);
    }

    // A path may be that.
    [Fact]
    public void A_slash_does_not_ask_for_help()
    {
        ProgramResult result = Run("lto-check /h");
        Assert.Equal((1, "kelf: error: /h: No such file or directory\n"), (result.Exit, result.Errors));
        Assert.Equal((1, "kelf: error: /?: No such file or directory\n"), (Run("lto-check /?").Exit, Run("lto-check /?").Errors));
        string[] words = Text(SymversProgram.RunKelf(s_directory, ["[suggest:13]", "kelf symvers "], [])).Split('\n');
        Assert.Contains("--help", words);
        Assert.DoesNotContain(words, word => word.StartsWith('/'));
    }

    [Theory]
    [InlineData("52", 52)]
    [InlineData("120", 120)]
    [InlineData("", 80)]
    [InlineData("none", 80)]
    [InlineData("7", 40)]
    public void Help_fits_the_width(string columns, int width)
    {
        foreach (string command in new[] { "kallsyms", "relocs", "split", "kheaders create", "help" })
        {
            string help = Text(ProgramRun.Run(
                ProgramRun.Kelf, s_directory, [.. command.Split(' '), "--help"], [], [KeyValuePair.Create("COLUMNS", columns)]));
            string[] lines = [.. help.Split('\n').Select(line => line.TrimEnd())];
            // A word can be longer than the column that it stands in.
            Assert.All(lines, line => Assert.True(line.Length <= width || width == 40, $"{line.Length}: {line}"));
            Assert.True(command != "kallsyms" || lines.Max(line => line.Length) > width - 25);
        }
    }

    [Fact]
    public void Help_fits_the_terminal()
    {
        if (!File.Exists("/usr/bin/script"))
        {
            Assert.Skip("no script(1), which makes a terminal");
        }

        string help = Text(ProgramRun.Run(
            "/usr/bin/script", s_directory, ["-qec", $"stty cols 61; exec '{ProgramRun.Kelf}' kallsyms --help", "/dev/null"], [],
            [KeyValuePair.Create("COLUMNS", "")]));
        Assert.InRange(help.Split('\n').Max(line => line.TrimEnd().Length), 50, 61);
    }

    /// <summary>What the completion scripts ask.</summary>
    [Theory]
    [InlineData("kelf symv", "symvers\n")]
    [InlineData("kelf completion b", "bash\n")]
    [InlineData("kelf symvers --symt", "--symtypes\n--symtypes-dir\n")]
    public void Suggests_what_can_follow(string line, string suggestions)
    {
        ProgramResult result = SymversProgram.RunKelf(s_directory, [$"[suggest:{line.Length}]", line], []);
        Assert.Equal(suggestions, Text(result));
        Assert.Equal((0, ""), (result.Exit, result.Errors));
    }

    private static ProgramResult Run(string commandLine) =>
        SymversProgram.RunKelf(s_directory, commandLine.Split(' ', StringSplitOptions.RemoveEmptyEntries), []);

    private static string Text(ProgramResult result) => Encoding.UTF8.GetString(result.Output);
}
