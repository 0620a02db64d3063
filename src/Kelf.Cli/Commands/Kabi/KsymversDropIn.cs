// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Cli.CommandLine;
using Kelf.Cli.Terminal;
using Kelf.Kernel.Kabi.Lists;
using Kelf.Kernel.Kabi.Versions;

namespace Kelf.Cli.Commands.Kabi;

/// <summary>The drop-in for <c>ksymvers</c> of suse-kabi-tools: compares symbol versions, and finds rules that match nothing.</summary>
internal static class KsymversDropIn
{
    /// <summary>The base name of argv[0] that selects this command.</summary>
    public const string Name = "ksymvers";

    private static readonly GnuOption s_filter = new("filter-symbol-list", null, TakesValue: true);
    private static readonly GnuOption s_rules = new("rules", 'r', TakesValue: true);
    private static readonly GnuOption s_format = new("format", 'f', TakesValue: true);

    private static readonly SuseTool s_tool = new(
        Name,
        """
        Usage: ksymvers [OPTION]... COMMAND ...

        Options:
          -d, --debug    say on standard error what is read
          -h, --help     display this help and exit
          --version      output version information and exit

        Commands:
          compare        show what is different between the symbol versions of two builds
          unused-rules   show severity rules that match nothing

        'ksymvers COMMAND --help' tells more about a command.

        """,
        [
            new("compare", [s_filter, s_rules, s_format], Compare,
                """
                Usage: ksymvers compare [OPTION]... OLD NEW

                Show what is different between two Module.symvers files.
                The status is 0 when all is tolerated, 1 when something is not, and 2 after an error.

                Options:
                  -h, --help                     display this help and exit
                  --filter-symbol-list=FILE      look only at exports that a pattern in FILE matches
                  -r FILE, --rules=FILE          read severity rules: what to tolerate
                  -f TYPE[:FILE], --format=TYPE[:FILE]
                                                 print in another form, or write that form to FILE as well:
                                                 null, pretty, short, symbols or mod-symbols

                """),
            new("unused-rules", [s_rules], FindUnused,
                """
                Usage: ksymvers unused-rules -r FILE SYMVERS...

                Show severity rules that decide about no line of these Module.symvers files.

                Options:
                  -h, --help               display this help and exit
                  -r FILE, --rules=FILE    the severity rules

                """),
        ]);

    /// <summary>Runs the tool.</summary>
    /// <param name="arguments">What follows argv[0].</param>
    /// <returns>0; 1 when something breaks; 2 after an error.</returns>
    public static int Run(IReadOnlyList<string> arguments) => s_tool.Run(arguments);

    private static int Compare(SuseArguments arguments)
    {
        ReportOutputs outputs = new();
        string? filter = null, rulesPath = null;
        arguments.Read(item =>
        {
            if (item.Option == s_format.Long)
            {
                outputs.Add(item.Value!);
            }

            filter = item.Option == s_filter.Long ? item.Value : filter;
            rulesPath = item.Option == s_rules.Long ? item.Value : rulesPath;
        });
        (string oldPath, string newPath) = arguments.Two("compare");
        IReadOnlyDictionary<string, VersionRecord> old = Read(arguments, oldPath), @new = Read(arguments, newPath);
        SeverityRules? rules = rulesPath is null ? null : SuseToolException.Reading("severity rules", rulesPath, SeverityRules.Read);
        if (filter is not null)
        {
            NameList names = SuseToolException.Reading("symbol filters", filter, NameList.Read);
            (old, @new) = (VersionReader.Only(old, names), VersionReader.Only(@new, names));
        }

        List<VersionChange> changes = VersionDifferences.Find(old, @new, rules);
        SuseToolException.Writing(
            $"Failed to compare symvers from '{oldPath}' and '{newPath}'", () => outputs.Write(files => VersionReport.Write(changes, files)));
        return changes.Exists(change => change.Tolerance == Tolerance.None) ? ExitStatus.Failed : ExitStatus.Done;
    }

    private static int FindUnused(SuseArguments arguments)
    {
        string? path = null;
        arguments.Read(item => path = item.Value);
        path = path ?? throw new SuseToolException("The rules file is missing");
        if (arguments.Operands.Count == 0)
        {
            throw new SuseToolException("No symvers file is specified");
        }

        SeverityRules rules = SuseToolException.Reading("severity rules", path, SeverityRules.Read);
        HashSet<SeverityRule> unused = [.. rules.Rules];
        foreach (VersionRecord record in arguments.Operands.SelectMany(operand => Read(arguments, operand).Values))
        {
            if (rules.Find(record.Name, record.Module, record.Namespace) is { } rule)
            {
                unused.Remove(rule);
            }
        }

        StandardOutput.WriteText(string.Concat(rules.Rules.Where(unused.Contains).Select(rule =>
            $"{path}:{rule.Line}: WARNING: Severity rule '{rule.Subject.ToString().ToUpperInvariant()} {rule.Pattern} {(rule.IsTolerant ? "PASS" : "FAIL")}' is unused\n")));
        return ExitStatus.Done;
    }

    private static Dictionary<string, VersionRecord> Read(SuseArguments arguments, string path)
    {
        arguments.Tell($"Loading symvers data from '{path}'");
        return SuseToolException.Reading("symvers", path, VersionReader.Read);
    }
}
