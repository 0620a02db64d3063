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
        return reader.ReadToEnd()
            .Replace("{{title}}", FindingJUnit.Escaped($"{comparison.Old.Name} to {comparison.New.Name}"), StringComparison.Ordinal)
            .Replace("{{verdict}}", FindingJUnit.Escaped(FindingText.Verdict(comparison)), StringComparison.Ordinal)
            .Replace("{{text}}", FindingJUnit.Escaped(FindingText.Short(comparison)), StringComparison.Ordinal)
            .Replace("{{data}}", Encoding.UTF8.GetString(data.WrittenSpan), StringComparison.Ordinal);
    }
}
