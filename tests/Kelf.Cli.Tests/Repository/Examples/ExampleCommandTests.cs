// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Xunit;

namespace Kelf.Cli.Tests.Repository.Examples;

/// <summary>
/// Each call of kelf in an example of a document, a man page or a help text is one that the program understands, whether the example can be
/// run or not: in an empty directory it may miss its files, but no command or option is unknown.
/// </summary>
public sealed class ExampleCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kelf-commands-");

    public static TheoryData<string> Documents => [.. ExampleFinder.All.Select(example => example.Document).Distinct()];

    public static TheoryData<string> Commands => [.. CommandsBelow([])];

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Documents))]
    public void Command_lines_of_documents_are_understood(string document) => Assert.All(
        ExampleFinder.All.Where(example => example.Document == document).SelectMany(example => example.Commands).SelectMany(ShellLine.CallsOfKelf),
        call => Assert.Null(Complaint(call)));

    [Theory]
    [MemberData(nameof(Commands))]
    public void Command_lines_of_help_are_understood(string command)
    {
        string[] lines = [.. Section(Help(command.Split(' ')), "Examples").Select(line => line.Trim())];
        Assert.NotEmpty(lines);
        Assert.All(lines, line =>
        {
            string[][] calls = [.. ShellLine.CallsOfKelf(line)];
            Assert.NotEmpty(calls);
            Assert.All(calls, call => Assert.Null(Complaint(call)));
        });
    }

    [Theory]
    [InlineData("kelf symvers --explian x demo.o", "unknown option '--explian'")]
    [InlineData("dmesg -w | kelf decod vmlinux 2>&1", "unknown command 'decod'")]
    [InlineData("find . -name '*.ko' | xargs kelf lineinfo --in-places", "unknown option '--in-places'")]
    [InlineData("source <(kelf completion tcsh)", "argument 'tcsh' not recognized")]
    public void What_is_not_understood_is_seen(string line, string complaint) =>
        Assert.Contains(complaint, Complaint(Assert.Single(ShellLine.CallsOfKelf(line))), StringComparison.Ordinal);

    [Theory]
    [InlineData("A=1 kelf a 'b c' \"d\"e > f 2>&1 # g", "a|b c|de")]
    [InlineData("kelf a < b 2> c; kelf d && ! kelf e # | kelf f", "a d e")]
    [InlineData("make kelf; cd out/kelf", "")]
    public void Lines_are_taken_apart_as_the_shell_does(string line, string calls) =>
        Assert.Equal(calls, string.Join(' ', ShellLine.CallsOfKelf(line).Select(call => string.Join('|', call))));

    // What is said of a wrong command line, which ends with the way to the help.
    private string? Complaint(string[] arguments)
    {
        ProgramResult result = ProgramRun.RunKelf(_folder.FullName, arguments);
        return result.Exit == 2 && result.Errors.Contains("\nTry 'kelf", StringComparison.Ordinal) ? $"kelf {string.Join(' ', arguments)}: {result.Errors}" : null;
    }

    // The commands that do something: those without commands of their own.
    private static IEnumerable<string> CommandsBelow(string[] path)
    {
        string[] parts = [.. Section(Help(path), "Commands").Select(line => line.Trim().Split(' ')[0])];
        return parts.Length == 0 ? [string.Join(' ', path)] : parts.SelectMany(part => CommandsBelow([.. path, part]));
    }

    private static IEnumerable<string> Section(string help, string name) => help.Split('\n')
        .SkipWhile(line => line != name + ":").Skip(1).TakeWhile(line => line.StartsWith("  ", StringComparison.Ordinal));

    private static string Help(string[] command) => Encoding.UTF8.GetString(ProgramRun.Run(
        ProgramRun.Kelf, Path.GetTempPath(), [.. command, "--help"], [], [KeyValuePair.Create("COLUMNS", "1000")]).Output);
}
