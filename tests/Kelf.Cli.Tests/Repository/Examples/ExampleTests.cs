// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Xunit;

namespace Kelf.Cli.Tests.Repository.Examples;

/// <summary>
/// Examples in documents and man pages print what stands below them: they are run in a copy of tests/Fixtures/demo, or of another folder
/// that the example names, one command after the other. Those that cannot be run are in the file examples-not-run, with the reason.
/// </summary>
public sealed class ExampleTests : IDisposable
{
    private const string NotRun = "tests/Kelf.Cli.Tests/Repository/Examples/examples-not-run";

    // DOCUMENT: REASON, and below it the first commands of blocks.
    private static readonly HashSet<(string Document, string Command)> s_notRun = [.. ReadNotRun()];

    private static readonly Example[] s_run =
    [
        .. ExampleFinder.All.Where(example => (example.IsConsole || example.ShowsOutput) && example.Commands.Count > 0
            && !s_notRun.Contains((example.Document, example.Commands[0]))),
    ];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kelf-examples-");

    public static TheoryData<string> Documents => [.. s_run.Select(example => example.Document).Distinct()];

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Documents))]
    public void Examples_print_what_they_say(string document)
    {
        Assert.All(s_run.Where(example => example.Document == document), example =>
        {
            string folder = Copied(example.Folder);
            // Empty lines at the end are not seen.
            Assert.Equal(example.Text.TrimEnd('\n'), example.Rewritten(command => Shell(folder, command)).TrimEnd('\n'));
        });
    }

    [Fact]
    public void Many_examples_are_run()
    {
        const int Least = 21;
        Assert.InRange(s_run.Length, Least, int.MaxValue);
        // Who reads a document sees it.
        Assert.All(s_run.Where(example => example.Document.EndsWith(".md", StringComparison.Ordinal)), example =>
            Assert.True(example.IsConsole, $"{example.Document}: `{example.Commands[0]}` is run: its block is ```console"));
    }

    // Each with its reason, and nothing that is not there any more.
    [Fact]
    public void Examples_that_are_not_run_are_those_of_the_list()
    {
        IEnumerable<(string, string)> there = ExampleFinder.All
            .Where(example => example.ShowsOutput && !example.IsConsole && example.Commands.Count > 0)
            .Select(example => (example.Document, example.Commands[0]));
        Assert.Empty(s_notRun.Except(there));
        Assert.Equal(s_notRun.Count, ReadNotRun().Count());
    }

    private static IEnumerable<(string Document, string Command)> ReadNotRun()
    {
        string document = "";
        foreach (string line in SourceTree.Read(NotRun).Split('\n').Where(line => line.Length > 0 && line[0] != '#'))
        {
            if (line.StartsWith("$ ", StringComparison.Ordinal))
            {
                yield return (document, line[2..]);
            }
            else
            {
                int colon = line.IndexOf(": ", StringComparison.Ordinal);
                Assert.True(colon > 0, $"{NotRun}: no reason in `{line}`");
                document = line[..colon];
            }
        }
    }

    private static string Shell(string folder, string command)
    {
        ProgramResult result = ProgramRun.Run(
            "bash",
            folder,
            ["-c", command],
            [],
            [new("PATH", Path.GetDirectoryName(ProgramRun.Kelf) + ":" + Environment.GetEnvironmentVariable("PATH"))]);
        return Encoding.UTF8.GetString(result.Output) + result.Errors;
    }

    // Examples of one document may go on where the one before has ended.
    private string Copied(string fixture)
    {
        string source = Path.Combine(SourceTree.Root, "tests/Fixtures", fixture);
        string target = Path.Combine(_folder.FullName, fixture.Replace('/', '-'));
        if (!Directory.Exists(target))
        {
            foreach (string file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
            {
                string copy = Path.Combine(target, Path.GetRelativePath(source, file));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(file, copy);
            }
        }

        return target;
    }
}
