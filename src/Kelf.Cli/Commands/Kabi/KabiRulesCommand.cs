// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;
using System.Text;

using Kelf.Cli.CommandLine;
using Kelf.Cli.Terminal;
using Kelf.Kernel.Kabi.Findings;
using Kelf.Kernel.Kabi.Rules;
using Kelf.Kernel.Kabi.Snapshots;
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Cli.Commands.Kabi;

/// <summary><c>kelf kabi rules</c>: rules looked through, and written for the breaks of a comparison.</summary>
internal static class KabiRulesCommand
{
    private static readonly string[] s_examples =
    [
        "kelf kabi rules check rules 6.12.1.kabi 6.12.9.kabi",
        "kelf kabi rules suggest 6.12.1.kabi 6.12.9.kabi >> rules",
    ];

    private static readonly string[] s_suggestExamples = ["kelf kabi rules suggest --rules rules 6.12.1.kabi 6.12.9.kabi >> rules"];

    /// <summary>The command with its subcommands.</summary>
    public static Command Create()
    {
        Command command = new("rules", "Look through rules, or write rules that approve of breaks.") { CreateCheck(), CreateSuggest() };
        command.WithExamples(s_examples);
        return command;
    }

    private static Command CreateCheck()
    {
        KabiSources sources = new();
        Argument<string> rules = new("RULES") { Description = "The rules" };
        Argument<string[]> kernels = new("KERNEL")
        {
            Description = "Kernels that they are about: their exports, and the changes from each to the next",
            Arity = ArgumentArity.ZeroOrMore,
        };
        Command command = new("check", "Say which rules are never used, and which can never match. Status 1 if there are some.") { rules, kernels };
        sources.AddTo(command);
        command.WithExamples(s_examples[..1]);
        command.SetAction(parsed => sources.Read(
            parsed, [.. (parsed.GetValue(kernels) ?? []).Select(kernel => new[] { kernel })], read => Check(parsed.GetRequiredValue(rules), read)));
        return command;
    }

    private static Command CreateSuggest()
    {
        KabiSources sources = new();
        Argument<string> old = new("OLD") { Description = "The kernel that modules were built for, of any kind" };
        Argument<string> @new = new("NEW") { Description = "The kernel that they are to run on" };
        Option<string> rules = new("--rules", "-r") { Description = "Rules that say which changes are tolerated", HelpName = "FILE" };
        Command command = new("suggest", "Print a rule for each break, for review: it approves of that change, here and on other branches.") { old, @new, rules };
        sources.AddTo(command);
        command.WithExamples(s_suggestExamples);
        command.SetAction(parsed => sources.Read(
            parsed, [[parsed.GetRequiredValue(old)], [parsed.GetRequiredValue(@new)]], read => Suggest(read[0], read[1], parsed.GetValue(rules))));
        return command;
    }

    private static int Check(string path, IReadOnlyList<Snapshot> kernels)
    {
        FindingRules rules = FindingRules.Read(path);
        StringBuilder text = new();
        int problems = 0;
        foreach ((int line, string what) in RuleLint.Find(rules, kernels))
        {
            text.Append(PrintableText.Of($"{path}:{line}: {what}")).Append('\n');
            problems++;
        }

        StandardOutput.WriteText(text.ToString());
        return problems == 0 ? ExitStatus.Done : ExitStatus.Failed;
    }

    private static int Suggest(Snapshot old, Snapshot @new, string? rules)
    {
        SnapshotComparison comparison = RunTimes.Current.Measure("compare", () => SnapshotComparison.Compare(old, @new, null));
        ByteBuilder text = new();
        text.Write(Encoding.UTF8.GetBytes(RuleWriter.Approve((rules is null ? FindingRules.None : FindingRules.Read(rules)).Judge(comparison, []))));
        StandardOutput.Write(text.Bytes);
        return ExitStatus.Done;
    }
}
