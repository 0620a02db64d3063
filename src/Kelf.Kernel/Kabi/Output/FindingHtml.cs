// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers;
using System.Text;
using System.Text.Json;

using Kelf.Kernel.Kabi.Findings;

namespace Kelf.Kernel.Kabi.Output;

/// <summary>
/// A comparison as one page, which loads nothing: the findings are JSON in it, and its script shows those that a filter leaves. Without
/// scripts it is the text of <see cref="FindingText.Short"/>.
/// </summary>
public static class FindingHtml
{
    private const string Page = "kabi-report.html";

    /// <summary>The page.</summary>
    public static string Write(JudgedComparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        ArrayBufferWriter<byte> data = new();
        // The encoder of the library escapes < and &, so that no name ends the script.
        using (Utf8JsonWriter json = new(data))
        {
            FindingJson.Write(json, comparison);
        }

        using Stream? stream = typeof(FindingHtml).Assembly.GetManifestResourceStream(Page);
        using StreamReader reader = new(stream ?? throw new InvalidOperationException($"{Page} is not in the program"));
        return Fill(reader.ReadToEnd(), name => name switch
        {
            "title" => FindingJUnit.Escaped($"{comparison.Old.Name} to {comparison.New.Name}"),
            "verdict" => FindingJUnit.Escaped(FindingText.Verdict(comparison)),
            "text" => FindingJUnit.Escaped(FindingText.Short(comparison)),
            _ => Encoding.UTF8.GetString(data.WrittenSpan),
        });
    }

    // Once from the beginning to the end, as names of symbols may look like places of the page.
    private static string Fill(string page, Func<string, string> textOf)
    {
        StringBuilder filled = new();
        int at = 0;
        for (int open; (open = page.IndexOf("{{", at, StringComparison.Ordinal)) >= 0;)
        {
            int close = page.IndexOf("}}", open, StringComparison.Ordinal);
            filled.Append(page, at, open - at).Append(textOf(page[(open + 2)..close]));
            at = close + 2;
        }

        return filled.Append(page, at, page.Length - at).ToString();
    }
}
