// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;

using Kelf.Cli.CommandLine;
using Kelf.Cli.Terminal;
using Kelf.Kernel.Kabi.Snapshots;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Cli.Commands.Kabi;

/// <summary><c>kelf kabi verify</c>: do the types and versions of a kernel belong together?</summary>
internal static class KabiVerifyCommand
{
    private static readonly string[] s_examples =
    [
        "kelf kabi verify build-6.12.9",
        "kelf kabi verify symtypes-default Module.symvers",
    ];

    private static readonly KabiSources s_sources = new();

    private static readonly Argument<string[]> s_from = new("SOURCE")
    {
        Description = "A build tree, symtypes, Module.symvers, an image, a directory with modules, .deb and .rpm packages; several that are of one build",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<bool> s_json = new("--json") { Description = "Print the result as JSON" };

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        Command command = new("verify", "Compute the versions of a kernel from its types, and compare. Status 1 if one differs, or is missing.") { s_from, s_json };
        s_sources.AddTo(command);
        command.WithExamples(s_examples);
        command.SetAction(parsed => s_sources.Read(parsed, [parsed.GetRequiredValue(s_from)], kernels => Verify(kernels[0], parsed.GetValue(s_json))));
        return command;
    }

    private static int Verify(Snapshot snapshot, bool asJson)
    {
        SnapshotCheck check = RunTimes.Current.Measure("compute versions", () => SnapshotCheck.Of(snapshot));
        if (asJson)
        {
            StandardOutput.Write(JsonText.Write(json => Write(json, check)));
        }
        else
        {
            StringBuilder text = new();
            text.Append(CultureInfo.InvariantCulture, $"exports {check.Exports}, of which versions are proved {check.Proved}, not those of the types {check.Different.Count}, ")
                .Append(CultureInfo.InvariantCulture, $"without types {check.Undescribed.Count}, without version {check.Unversioned.Count}, exported twice {check.Duplicates.Count}\n");
            Names(text, "not that of the types", check.Different);
            Names(text, "without types", check.Undescribed);
            Names(text, "without version", check.Unversioned);
            Names(text, "exported twice", check.Duplicates);
            StandardOutput.WriteText(text.ToString());
        }

        return check.IsGood ? ExitStatus.Done : ExitStatus.Failed;
    }

    private static void Names(StringBuilder text, string what, IReadOnlyList<string> names)
    {
        foreach (string name in names)
        {
            text.Append(PrintableText.Of($"{what}: {name}")).Append('\n');
        }
    }

    private static void Write(Utf8JsonWriter json, SnapshotCheck check)
    {
        json.WriteStartObject();
        json.WriteNumber("exports", check.Exports);
        json.WriteNumber("proved", check.Proved);
        foreach ((string property, IReadOnlyList<string> names) in new[]
            { ("different", check.Different), ("undescribed", check.Undescribed), ("unversioned", check.Unversioned), ("duplicates", check.Duplicates) })
        {
            json.WriteStartArray(property);
            foreach (string name in names)
            {
                json.WriteStringValue(name);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}
