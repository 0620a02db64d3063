// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Xunit;

namespace Kelf.Cli.Tests.Commands;

/// <summary>The command line of <c>kelf</c> itself: help, version, completion, and what it refuses.</summary>
public sealed class KelfCommandLineTests
{
    private static readonly string Folder = Path.GetTempPath();

    [Fact]
    public void Version_is_one_line()
    {
        ProgramResult result = Run("--version");
        Assert.Matches(@"\Akelf \d+\.\d+\.\d+ \(\.NET \d+\.\d+\.\d+\)\n\z", Text(result));
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
        "kelf: error: required argument 'SHELL' missing for command: 'completion'\nTry 'kelf completion --help'.\n")]
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
        string[] commands = [.. Text(SymversProgram.RunKelf(Folder, ["[suggest:5]", "kelf "], [])).Split('\n')
            .Where(word => word.Length > 0 && char.IsAsciiLetter(word[0]) && word != "completion")];
        Assert.Contains("decode", commands);
        Assert.All(commands, command =>
        {
            string help = Text(Run($"{command} --help"));
            Assert.Contains("Examples:\n", help, StringComparison.Ordinal);
            // The description, which the help of kelf shows, too, is a sentence.
            Assert.Matches(@"\ADescription:\n(  \S[^\n]*\n){1,2}\nUsage:", help);
        });
    }

    /// <summary>What the completion scripts ask.</summary>
    [Theory]
    [InlineData("kelf symv", "symvers\n")]
    [InlineData("kelf completion b", "bash\n")]
    [InlineData("kelf symvers --symt", "--symtypes\n--symtypes-dir\n")]
    public void Suggests_what_can_follow(string line, string suggestions)
    {
        ProgramResult result = SymversProgram.RunKelf(Folder, [$"[suggest:{line.Length}]", line], []);
        Assert.Equal(suggestions, Text(result));
        Assert.Equal((0, ""), (result.Exit, result.Errors));
    }

    private static ProgramResult Run(string commandLine) =>
        SymversProgram.RunKelf(Folder, commandLine.Split(' ', StringSplitOptions.RemoveEmptyEntries), []);

    private static string Text(ProgramResult result) => Encoding.UTF8.GetString(result.Output);
}
