// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text;

using Kelf.Cli.Terminal;
using Kelf.Kernel.Lto;
using Kelf.Kernel.Shared.Inputs;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Cli.Commands.Lto;

/// <summary>A run of <c>kelf lto-check</c>.</summary>
internal static class LtoCheckRun
{
    /// <summary>Looks at the files, and prints what was found.</summary>
    /// <returns>The exit status: 1 when something is wrong with one of them.</returns>
    public static int Run(IReadOnlyList<string> files, DecompressionLimit limit, bool json)
    {
        List<(string File, LtoCheck Check)> checks = [];
        foreach (string file in files)
        {
            using OpenedObject image = OpenedObject.OfFile(file, limit);
            checks.Add((file, LtoCheck.Run(image.Contents)));
        }

        if (json)
        {
            StandardOutput.Write(Json(checks));
        }
        else
        {
            StandardOutput.WriteText(Text(checks));
        }

        return checks.All(item => item.Check.Problems.Count == 0) ? ExitStatus.Done : ExitStatus.Failed;
    }

    private static string Text(List<(string File, LtoCheck Check)> checks)
    {
        StringBuilder text = new();
        foreach ((string file, LtoCheck check) in checks)
        {
            string kind = check.IsLto switch { true => "linked with LTO", false => "linked without LTO", _ => "does not say if LTO linked it" };
            text.Append(CultureInfo.InvariantCulture, $"{PrintableText.Of(file)}: {kind}, {check.Promoted} promoted symbols, ")
                .Append(CultureInfo.InvariantCulture, $"{check.Problems.Count} problems\n");
            foreach (string problem in check.Problems)
            {
                text.Append("  ").Append(PrintableText.Of(problem)).Append('\n');
            }
        }

        return text.ToString();
    }

    private static byte[] Json(List<(string File, LtoCheck Check)> checks) => JsonText.Write(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("files");
        foreach ((string file, LtoCheck check) in checks)
        {
            json.WriteStartObject();
            json.WriteString("file", file);
            if (check.IsLto is { } isLto)
            {
                json.WriteBoolean("isLto", isLto);
            }
            else
            {
                json.WriteNull("isLto");
            }

            json.WriteNumber("promotedSymbols", check.Promoted);
            json.WriteStartArray("problems");
            foreach (string problem in check.Problems)
            {
                json.WriteStringValue(problem);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });
}
