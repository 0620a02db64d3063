// SPDX-License-Identifier: GPL-2.0-only
using System.Text;
using System.Text.RegularExpressions;

using Kelf.Cli.Tests.Repository;

using Xunit;

namespace Kelf.Cli.Tests.Commands;

/// <summary>docs/options.md has the options of all commands as they are, and the earlier names still work.</summary>
public sealed partial class OptionTableTests
{
    private static readonly string[] s_everywhere = ["-?, -h, --help", "--save-inputs", "--timings"];

    private static readonly string s_document = SourceTree.Read("docs/options.md");

    [Fact]
    public void The_table_has_the_options_of_the_program()
    {
        SortedSet<string> actual = new(StringComparer.Ordinal);
        foreach (string command in Commands([]))
        {
            string[] all = [.. Section(Help(command.Split(' ')), "Options").Select(NamesOf)];
            Assert.Superset(new HashSet<string>(s_everywhere), new HashSet<string>(all));
            actual.UnionWith(all.Except(s_everywhere).Select(names => $"{command}: {names}"));
        }

        SortedSet<string> documented = new(StringComparer.Ordinal);
        foreach (string[] cells in Rows("| option "))
        {
            string names = string.Join(", ", Code().Matches(cells[0]).Select(match => match.Groups[1].Value));
            documented.UnionWith(cells[2].Split(", ").Select(command => $"{command}: {names}"));
        }

        Assert.True(actual.Count > 100, $"only {actual.Count} options were found: has the help another form?");
        Assert.Equal(actual, documented);
    }

    [Fact]
    public void A_name_has_one_row_and_one_short_form()
    {
        string[] names = [.. Rows("| option ").SelectMany(cells => Code().Matches(cells[0])).Select(match => match.Groups[1].Value)];
        Assert.Empty(names.GroupBy(name => name).Where(group => group.Count() > 1).Select(group => group.Key));
        // In the order of the alphabet, so that each is found.
        string[] longNames = [.. names.Where(name => name.StartsWith("--", StringComparison.Ordinal))];
        Assert.Equal(longNames.Order(StringComparer.Ordinal), longNames);
    }

    [Fact]
    public void Earlier_names_are_understood_and_not_shown()
    {
        string[][] rows = [.. Rows("| command ")];
        Assert.NotEmpty(rows);
        Assert.All(rows, cells =>
        {
            string[] command = cells[0].Split(' ');
            string old = Code().Match(cells[1]).Groups[1].Value, today = Code().Match(cells[2]).Groups[1].Value;
            string help = Help(command);
            Assert.Contains($"{today}", help, StringComparison.Ordinal);
            if (cells[0] != "kheaders create")
            {
                // Of kheaders create, --check is now what no command has.
                Assert.DoesNotContain(Section(help, "Options").Select(NamesOf), names => names.Split(", ").Contains(old));
            }

            // Both are told the same, whatever that is.
            ProgramResult before = Run([.. command, old, "/nowhere", "/nowhere"]);
            ProgramResult now = Run([.. command, today, "/nowhere", "/nowhere"]);
            Assert.Equal((now.Exit, now.Errors), (before.Exit, before.Errors));
            Assert.DoesNotContain("unknown option", now.Errors, StringComparison.Ordinal);
        });
    }

    private static IEnumerable<string[]> Rows(string heading) => s_document[s_document.IndexOf(heading, StringComparison.Ordinal)..]
        .Split('\n').Skip(2).TakeWhile(line => line.StartsWith('|'))
        .Select(line => line.Trim('|', ' ').Split(" | "));

    // The commands that do something: those without commands of their own.
    private static IEnumerable<string> Commands(string[] path)
    {
        string[] parts = [.. Section(Help(path), "Commands").Select(line => line.Trim().Split(' ')[0])];
        return parts.Length == 0 ? [string.Join(' ', path)] : parts.SelectMany(part => Commands([.. path, part]));
    }

    private static string[] Section(string help, string name)
    {
        string[] lines = help.Split('\n');
        int start = Array.IndexOf(lines, name + ":");
        return start < 0 ? [] : [.. lines.Skip(start + 1).TakeWhile(line => line.StartsWith("  ", StringComparison.Ordinal))];
    }

    private static string NamesOf(string line) =>
        string.Join(", ", OptionName().Matches(line.Trim().Split("  ")[0]).Select(match => match.Value)
            .OrderBy(name => name.StartsWith("--", StringComparison.Ordinal)).ThenBy(name => name, StringComparer.Ordinal));

    private static string Help(string[] command) => Encoding.UTF8.GetString(ProgramRun.Run(
        ProgramRun.Kelf, Path.GetTempPath(), [.. command, "--help"], [], [KeyValuePair.Create("COLUMNS", "1000")]).Output);

    private static ProgramResult Run(string[] arguments) => ProgramRun.RunKelf(Path.GetTempPath(), arguments);

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();

    [GeneratedRegex(@"(?<!\S)--?[\w?][\w-]*")]
    private static partial Regex OptionName();
}
