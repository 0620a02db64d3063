// SPDX-License-Identifier: GPL-2.0-only
using System.Text;
using System.Text.RegularExpressions;

using Xunit;

namespace Kelf.Cli.Tests.Repository;

/// <summary>What the program calls itself is what is documented and installed.</summary>
public sealed partial class CommandTableTests
{
    private const string ManualPages = "docs/man";

    // They are said of in kelf(1).
    private static readonly string[] s_withoutPage = ["help", "version"];

    [Fact]
    public void Each_command_has_a_page_and_each_page_a_command()
    {
        IEnumerable<string> pages = Directory.GetFiles(Path.Combine(SourceTree.Root, ManualPages), "kelf-*.1")
            .Select(path => Path.GetFileNameWithoutExtension(path)["kelf-".Length..]);
        Assert.Equal(Commands().Except(s_withoutPage).Order(StringComparer.Ordinal), pages.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_main_page_lists_each_command()
    {
        string page = SourceTree.Read(Path.Combine(ManualPages, "kelf.1"));
        Assert.All(Commands(), command => Assert.Matches($@"(?m)^\.It Cm {command}\b", page));
    }

    [Fact]
    public void A_page_has_each_option()
    {
        // Those of all commands are in the main page, and where paths come from is told once.
        string main = SourceTree.Read(Path.Combine(ManualPages, "kelf.1"));
        string sources = SourceTree.Read(Path.Combine(ManualPages, "kelf-sympaths.1"));
        Assert.All(Commands().Except(s_withoutPage), command =>
        {
            string page = SourceTree.Read(Path.Combine(ManualPages, $"kelf-{command}.1"));
            string all = page + main + (page.Contains("Xr kelf-sympaths", StringComparison.Ordinal) ? sources : "");
            Assert.All(
                OptionLine().Matches(Help([command, "--help"]) + string.Concat(Parts(command).Select(part => Help(command, part, "--help")))),
                option => Assert.Matches(
                    $@"(?m)^\.\w\w( .*)? -{option.Groups["name"].Value}\b{(option.Groups["short"] is { Length: > 0 } letter ? $@"|^\.It Fl {letter.Value} " : "")}",
                    all));
        });
    }

    [Fact]
    public void A_page_tells_of_each_tool_that_kelf_stands_in_for()
    {
        string pages = string.Concat(
            Directory.GetFiles(Path.Combine(SourceTree.Root, ManualPages)).Order(StringComparer.Ordinal).Select(File.ReadAllText));
        Assert.All(DropIns(), tool => Assert.Contains(tool, pages, StringComparison.Ordinal));
    }

    [Fact]
    public void A_command_alone_answers_as_among_all()
    {
        // After an option all commands are made, after its name one.
        Assert.All(Commands(), command => Assert.Equal(Help("help", command), Help(command, "--help")));
    }

    [Fact]
    public void Every_tool_can_be_named_by_its_name()
    {
        Assert.All(DropIns(), tool =>
        {
            ProgramResult result = ProgramRun.RunKelf(SourceTree.Root, "--as", tool, "--no-such-option");
            Assert.DoesNotContain("stands in for no", result.Errors, StringComparison.Ordinal);
        });
        Assert.Equal(14, DropIns().Length);
    }

    // Operands of a command may go on in the next line.
    private static string[] Commands() => Parts();

    private static string[] Parts(params string[] command) =>
    [
        .. Help([.. command, "--help"]).Split('\n').SkipWhile(line => line != "Commands:").Skip(1).TakeWhile(line => line.StartsWith("  ", StringComparison.Ordinal))
            .Where(line => char.IsAsciiLetterLower(line[2])).Select(line => line.Trim().Split(' ')[0]),
    ];

    private static string[] DropIns() => Help("help", "--drop-ins").Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static string Help(params string[] arguments) =>
        Encoding.UTF8.GetString(ProgramRun.RunKelf(SourceTree.Root, arguments).Output);

    [GeneratedRegex(@"(?m)^  (-(?<short>\w), )?--(?<name>(?!help|version)[a-z][a-z0-9-]*)")]
    private static partial Regex OptionLine();
}
