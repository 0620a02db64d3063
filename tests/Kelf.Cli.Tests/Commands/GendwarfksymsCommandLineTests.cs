// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text.RegularExpressions;

using Xunit;

namespace Kelf.Cli.Tests.Commands;

/// <summary>
/// Command lines of the drop-in against what the original says to them: the table in
/// <c>tests/Fixtures/gendwarfksyms-options</c>, whose README describes it.
/// </summary>
public sealed partial class GendwarfksymsCommandLineTests
{
    private static readonly string s_directory =
        Path.Combine(Path.GetDirectoryName(SymversProgram.Fixtures)!, "gendwarfksyms-options");

    private static readonly string Usage = File.ReadAllText(Path.Combine(s_directory, "usage"));

    public static TheoryData<string, int, string> Cases
    {
        get
        {
            TheoryData<string, int, string> cases = [];
            foreach (string line in File.ReadLines(Path.Combine(s_directory, "table")).Where(line => line[0] != '#'))
            {
                string[] columns = line.Split('\t');
                cases.Add(columns[0], int.Parse(columns[1], CultureInfo.InvariantCulture), columns[2]);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Says_what_the_original_says(string commandLine, int status, string messages)
    {
        string[] words = commandLine.Split(' ');
        KeyValuePair<string, string>[] variables =
        [
            .. words.TakeWhile(word => word.StartsWith("POSIXLY_CORRECT=", StringComparison.Ordinal))
                .Select(word => KeyValuePair.Create("POSIXLY_CORRECT", word.Split('=')[1])),
        ];
        using SymversProgram program = new();

        ProgramResult result = program.RunDropIn(program.Scratch, words[variables.Length..], [], variables);

        string errors = InvokedAs().Replace(result.Errors, "gendwarfksyms: ")
            .Replace(Usage.TrimEnd('\n'), "<usage>", StringComparison.Ordinal)
            .TrimEnd('\n')
            .Replace("\n", " | ", StringComparison.Ordinal);
        Assert.Equal(FunctionName().Replace(messages, "$1"), FunctionName().Replace(errors, "$1"));
        Assert.Equal(status, result.Exit);
        Assert.Empty(result.Output);
        Assert.Empty(Directory.EnumerateFileSystemEntries(program.Scratch));
    }

    [Fact]
    public void Usage_is_that_of_the_original()
    {
        using SymversProgram program = new();
        ProgramResult result = program.RunDropIn(program.Scratch, ["--help"], []);
        Assert.Equal(Usage, result.Errors);
    }

    // Messages about options begin with the name as it was called; the table has the base name.
    [GeneratedRegex("^/.*/gendwarfksyms: ", RegexOptions.Multiline)]
    private static partial Regex InvokedAs();

    // The original names the C function that complains.
    [GeneratedRegex(@"((?:error|warning): gendwarfksyms: )\w+: ")]
    private static partial Regex FunctionName();
}
