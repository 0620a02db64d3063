// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;

using Kelf.Cli.CommandLine;
using Kelf.Cli.Terminal;
using Kelf.Kernel.Kabi.Findings;
using Kelf.Kernel.Kabi.Fixes;
using Kelf.Kernel.Kabi.Output;
using Kelf.Kernel.Kabi.Snapshots;
using Kelf.Kernel.Shared;

namespace Kelf.Cli.Commands.Kabi;

/// <summary><c>kelf kabi explain</c>: why one export has another version.</summary>
internal static class KabiExplainCommand
{
    private static readonly string[] s_examples =
    [
        "kelf kabi explain 6.12.1.kabi build-6.12.9 kmalloc",
        "kelf kabi explain --preset redhat 6.12.1.kabi build-6.12.9 kmalloc",
    ];

    private static readonly KabiSources s_sources = new();

    private static readonly Argument<string> s_old = new("OLD") { Description = "The kernel that modules were built for, of any kind" };

    private static readonly Argument<string> s_new = new("NEW") { Description = "The kernel that they are to run on" };

    private static readonly Argument<string[]> s_symbols = new("SYMBOL")
    {
        Description = "Exports",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string> s_preset = PresetOption.Create("Propose the macros of this distribution");

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        Command command = new("explain", "Say why exports have other versions: the way from each to the types that changed.") { s_old, s_new, s_symbols, s_preset };
        PresetOption.Check(command, s_preset);
        s_sources.AddTo(command);
        command.WithExamples(s_examples);
        command.SetAction(parsed => s_sources.Read(
            parsed, [[parsed.GetRequiredValue(s_old)], [parsed.GetRequiredValue(s_new)]],
            kernels => Explain(kernels[0], kernels[1], parsed.GetRequiredValue(s_symbols), PresetOption.Bind(parsed, s_preset)?.Style)));
        return command;
    }

    private static int Explain(Snapshot old, Snapshot @new, string[] symbols, MacroStyle? style)
    {
        SnapshotComparison comparison = RunTimes.Current.Measure("compare", () => SnapshotComparison.Compare(old, @new, null, style));
        ExportExplanation explanation = new(comparison);
        List<string> texts = [];
        foreach (string symbol in symbols)
        {
            texts.Add(explanation.Of(symbol)
                ?? throw new RefusedException(@new.Name, $"neither kernel exports '{symbol}'"));
        }

        StandardOutput.WriteText(string.Join('\n', texts));
        return ExitStatus.Done;
    }
}
