// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Cli.Terminal;
using Kelf.Kernel.Relocs;
using Kelf.Kernel.Shared.Files;
using Kelf.Kernel.Split;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Cli.Commands.Split;

/// <summary><c>kelf split --verify</c>: is this image split, and does this table belong to it?</summary>
internal static class SplitCheckRun
{
    /// <summary>Prints the answers.</summary>
    /// <returns>0 when all are yes.</returns>
    public static int Run(SplitArguments arguments, RelocatableImage image, SplitPlan plan)
    {
        IReadOnlyList<string> problems = arguments.Relocs is { } path ? Check(path, image, arguments) : [];
        if (arguments.Json)
        {
            StandardOutput.Write(Json(arguments, plan, problems));
        }
        else
        {
            StringBuilder text = new();
            text.Append(PrintableText.Of(arguments.Input)).Append(": ").Append(Describe(plan)).Append('\n');
            if (arguments.Relocs is not null)
            {
                text.Append(PrintableText.Of(arguments.Relocs)).Append(": ")
                    .Append(problems.Count == 0 ? "belongs to the image" : "does NOT belong to the image").Append('\n');
            }

            foreach (string problem in problems)
            {
                text.Append("  ").Append(PrintableText.Of(problem)).Append('\n');
            }

            StandardOutput.WriteText(text.ToString());
        }

        return plan.IsSplit && problems.Count == 0 ? ExitStatus.Done : ExitStatus.Failed;
    }

    private static IReadOnlyList<string> Check(string path, RelocatableImage image, SplitArguments arguments)
    {
        using InputBytes file = InputBytes.Open(path);
        return TableCheck.Check(TableReader.Read(file.Contents), image, arguments.Table);
    }

    private static string Describe(SplitPlan plan)
    {
        Savings savings = plan.Savings;
        return plan.HasNothingToRemove
            ? "split: no relocations, no module information"
            : plan.IsSplit ? $"split: no relocations but those that the build of its release leaves ({savings.LoadedSections} sections)"
            : $"not split: {savings.LoadedSections + savings.DebugSections} sections of relocations "
                + $"({SplitSummary.Size(savings.LoadedBytes + savings.DebugBytes)}), "
                + $"{SplitSummary.Size(savings.ModuleBytes)} of module information, {savings.DeviceTables} symbols of device tables";
    }

    private static byte[] Json(SplitArguments arguments, SplitPlan plan, IReadOnlyList<string> problems) => JsonText.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("image", arguments.Input);
        json.WriteBoolean("isSplit", plan.IsSplit);
        json.WriteNumber("relocationBytes", plan.Savings.LoadedBytes + plan.Savings.DebugBytes);
        if (arguments.Relocs is not null)
        {
            json.WriteString("relocs", arguments.Relocs);
            json.WriteBoolean("relocsBelong", problems.Count == 0);
        }

        json.WriteStartArray("problems");
        foreach (string problem in problems)
        {
            json.WriteStringValue(problem);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });
}
