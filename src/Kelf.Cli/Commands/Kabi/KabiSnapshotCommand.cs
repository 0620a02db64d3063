// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;
using System.Globalization;

using Kelf.Cli.CommandLine;
using Kelf.Cli.Terminal;
using Kelf.Kernel.Kabi.Snapshots;
using Kelf.Kernel.Kabi.Types;
using Kelf.Kernel.Shared;

namespace Kelf.Cli.Commands.Kabi;

/// <summary><c>kelf kabi snapshot</c>: all that later comparisons need of a kernel, in one small file.</summary>
internal static class KabiSnapshotCommand
{
    private static readonly string[] s_examples =
    [
        "kelf kabi snapshot -o 6.12.1.kabi build",
        "kelf kabi snapshot -o 6.12.1.kabi linux-image-6.12.1-dbg.deb linux-image-6.12.1.deb",
        "kelf kabi snapshot -o sles.kabi symtypes-default Module.symvers",
        "kelf kabi snapshot --form crc -o Modules.kabi build",
    ];

    private static readonly KabiSources s_sources = new();

    private static readonly string[] s_forms = ["snapshot", "symtypes", "crc"];

    private static readonly Argument<string[]> s_from = new("SOURCE")
    {
        Description = "A build tree, symtypes, Module.symvers, an image, a directory with modules, .deb and .rpm packages; several that are of one build",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string> s_output = new("--output", "-o")
    {
        Description = "Write the snapshot there",
        HelpName = "FILE",
        Required = true,
    };

    private static readonly Option<string> s_form = new("--form")
    {
        Description = "What is written: a snapshot; symtypes, consolidated as suse-kabi-tools does; or crc, consolidated as Oracle UEK and XCP-ng do",
        HelpName = "FORM",
        DefaultValueFactory = _ => s_forms[0],
    };

    private static readonly Option<bool> s_quiet = new("--quiet", "-q") { Description = "No summary" };

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        Command command = new("snapshot", "Write down what a kernel exports, for later comparisons.") { s_from, s_output, s_form, s_quiet };
        s_form.AcceptOnlyFromAmong(s_forms);
        s_sources.AddTo(command);
        command.WithExamples(s_examples);
        command.SetAction(parsed => s_sources.Read(
            parsed, [parsed.GetRequiredValue(s_from)],
            kernels => Write(kernels[0], parsed.GetValue(s_form), parsed.GetRequiredValue(s_output), parsed.GetValue(s_quiet))));
        return command;
    }

    private static int Write(Snapshot snapshot, string? form, string path, bool isQuiet)
    {
        ByteBuilder bytes = new();
        RunTimes.Current.Measure("write snapshot", () => Write(snapshot, form, bytes));
        Result.Write(bytes.Bytes, path);
        if (!isQuiet)
        {
            StandardError.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"kelf: {path}: {snapshot.Exports.Count} exports, types of {snapshot.Described}, from {snapshot.Kinds}, {bytes.Bytes.Length} bytes"));
            foreach (string gap in snapshot.Gaps())
            {
                StandardError.WriteLine($"kelf: {path}: {gap}");
            }
        }

        return ExitStatus.Done;
    }

    private static void Write(Snapshot snapshot, string? form, ByteBuilder bytes)
    {
        if (form is null || form == s_forms[0])
        {
            SnapshotWriter.Write(snapshot, bytes);
            return;
        }

        Corpus types = snapshot.Types ?? throw new RefusedException(snapshot.Name, "it has no types, and symtypes are nothing else");
        if (form == "crc")
        {
            VariantWriter.Write(types, bytes);
        }
        else
        {
            new CorpusWriter(types).WriteConsolidated(bytes);
        }
    }
}
