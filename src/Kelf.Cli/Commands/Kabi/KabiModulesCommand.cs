// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;
using System.Text;
using System.Text.Json;

using Kelf.Cli.CommandLine;
using Kelf.Cli.Terminal;
using Kelf.Kernel.Kabi.Modules;
using Kelf.Kernel.Kabi.Snapshots;
using Kelf.Kernel.Kabi.Versions;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Cli.Commands.Kabi;

/// <summary><c>kelf kabi modules</c>: on which kernels modules load.</summary>
internal static class KabiModulesCommand
{
    private static readonly string[] s_examples =
    [
        "kelf kabi modules --on 6.12.1.kabi --on 6.12.9.kabi driver.ko",
        "kelf kabi modules --on /lib/modules/$(uname -r) /opt/vendor",
        "kelf kabi modules --on kernel-core-6.12.9.rpm kmod-vendor.rpm",
    ];

    private static readonly KabiSources s_sources = new();

    private static readonly Argument<string[]> s_files = new("MODULE")
    {
        Description = "Modules, also compressed ones, and directories and packages with modules, which may use each other",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string[]> s_kernels = new("--on")
    {
        Description = "A kernel, of any kind that kelf kabi reads",
        HelpName = "SOURCE",
        Required = true,
    };

    private static readonly Option<bool> s_json = new("--json") { Description = "Print the result as JSON" };

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        Command command = new("modules", "Say on which kernels modules load, and if not, why. Status 1 if one is refused.") { s_files, s_kernels, s_json };
        s_sources.AddTo(command);
        command.WithExamples(s_examples);
        command.SetAction(parsed => s_sources.Read(
            parsed, [.. parsed.GetRequiredValue(s_kernels).Select(kernel => new[] { kernel })],
            kernels => Check(kernels, parsed.GetRequiredValue(s_files), s_sources.Limit(parsed), parsed.GetValue(s_json))));
        return command;
    }

    private static int Check(IReadOnlyList<Snapshot> kernels, string[] operands, DecompressionLimit limit, bool asJson)
    {
        IReadOnlyList<ModuleNeeds> modules = ModuleNeeds.ReadAll(operands, limit);

        // What modules that are given together export is there for the others.
        Dictionary<string, VersionRecord> others = new(StringComparer.Ordinal);
        foreach (VersionRecord export in modules.SelectMany(module => module.Exports))
        {
            others.TryAdd(export.Name, export);
        }

        (Snapshot Kernel, LoadAnswer Answer)[] answers =
            [.. kernels.SelectMany(kernel => modules.Select(module => (kernel, new LoadCheck(kernel).Check(module, others))))];
        Print(answers, asJson);
        return answers.Any(answer => answer.Answer.Verdict == LoadVerdict.Refused) ? ExitStatus.Failed : ExitStatus.Done;
    }

    private static void Print((Snapshot Kernel, LoadAnswer Answer)[] answers, bool asJson)
    {
        if (asJson)
        {
            StandardOutput.Write(JsonText.Write(json => Write(json, answers)));
            return;
        }

        StringBuilder text = new();
        foreach ((Snapshot kernel, LoadAnswer answer) in answers)
        {
            text.Append(PrintableText.Of($"{answer.Module} on {kernel.Release ?? kernel.Name}: {WordOf(answer.Verdict)}")).Append('\n');
            foreach (LoadReason reason in answer.Reasons)
            {
                text.Append(PrintableText.Of($"  {reason.Kind}: {reason.Text}")).Append('\n');
            }

            if (answer.Needs.Count > 0)
            {
                text.Append(PrintableText.Of($"  needs: {string.Join(", ", answer.Needs)}")).Append('\n');
            }
        }

        StandardOutput.WriteText(text.ToString());
    }

    private static string WordOf(LoadVerdict verdict) => verdict switch
    {
        LoadVerdict.Loads => "loads",
        LoadVerdict.Warns => "loads with a warning",
        _ => "refused",
    };

    private static void Write(Utf8JsonWriter json, (Snapshot Kernel, LoadAnswer Answer)[] answers)
    {
        json.WriteStartObject();
        json.WriteStartArray("modules");
        foreach ((Snapshot kernel, LoadAnswer answer) in answers)
        {
            json.WriteStartObject();
            json.WriteString("module", answer.Module);
            json.WriteString("kernel", kernel.Name);
            if (kernel.Release is { } release)
            {
                json.WriteString("release", release);
            }

            json.WriteString("verdict", answer.Verdict switch { LoadVerdict.Loads => "loads", LoadVerdict.Warns => "warns", _ => "refused" });
            json.WriteStartArray("reasons");
            foreach (LoadReason reason in answer.Reasons)
            {
                json.WriteStartObject();
                json.WriteString("kind", reason.Kind);
                json.WriteString("symbol", reason.Symbol);
                json.WriteString("text", reason.Text);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("needs");
            foreach (string needed in answer.Needs)
            {
                json.WriteStringValue(needed);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
