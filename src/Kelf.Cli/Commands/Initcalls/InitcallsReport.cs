// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text;

using Kelf.Cli.Terminal;
using Kelf.Kernel.Initcalls;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Cli.Commands.Initcalls;

/// <summary><c>kelf initcalls --verify</c>: does an image have the order of its objects?</summary>
internal static class InitcallsReport
{
    // The first few tell what went wrong; JSON has all.
    private const int MostProblems = 20;

    /// <summary>Prints the answer.</summary>
    /// <returns>0 when it is yes.</returns>
    public static int Print(string image, ImageCheck check, bool json)
    {
        if (json)
        {
            StandardOutput.Write(Json(image, check));
        }
        else
        {
            StandardOutput.WriteText(Text(image, check));
        }

        return check.Problems.Count == 0 ? ExitStatus.Done : ExitStatus.Failed;
    }

    private static string Text(string image, ImageCheck check)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{PrintableText.Of(image)}: {check.Entries} initcalls, ")
            .Append(check.Problems.Count == 0 ? "in the order of the objects" : "NOT as in the objects").Append('\n');
        if (check.Unnamed > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {check.Unnamed} entries have no initcall's name: not checked; --report-unsuffixed names their objects\n");
        }

        foreach (string problem in check.Problems.Take(MostProblems))
        {
            text.Append("  ").Append(PrintableText.Of(problem)).Append('\n');
        }

        if (check.Problems.Count > MostProblems)
        {
            text.Append(CultureInfo.InvariantCulture, $"  and {check.Problems.Count - MostProblems} more\n");
        }

        return text.ToString();
    }

    private static byte[] Json(string image, ImageCheck check) => JsonText.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("image", image);
        json.WriteBoolean("isInOrder", check.Problems.Count == 0);
        json.WriteNumber("entries", check.Entries);
        json.WriteNumber("unnamedEntries", check.Unnamed);
        json.WriteStartArray("problems");
        foreach (string problem in check.Problems)
        {
            json.WriteStringValue(problem);
        }

        json.WriteEndArray();
        WarningList.Current.WriteTo(json);
        json.WriteEndObject();
    });
}
