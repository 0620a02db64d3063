// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text;

using Kelf.Kernel.Kabi.Findings;
using Kelf.Kernel.Kabi.Fixes;
using Kelf.Kernel.Kabi.Reports;

namespace Kelf.Kernel.Kabi.Output;

/// <summary>A comparison as a comment on a pull request: the verdict, and the ten worst findings with their differences folded.</summary>
public static class FindingMarkdown
{
    private const int Shown = 10;

    /// <summary>The text.</summary>
    public static string Write(JudgedComparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"### kABI: {FindingText.Verdict(comparison)}\n\n")
            .Append(CultureInfo.InvariantCulture, $"`{Plain(comparison.Old.Name)}` to `{Plain(comparison.New.Name)}`\n\n");
        JudgedFinding[] worst = [.. comparison.Findings.Where(judged => judged.Finding.Because is null).Take(Shown)];
        if (worst.Length > 0)
        {
            text.Append("| | what | change | exports |\n|---|---|---|---|\n");
            foreach (JudgedFinding judged in worst)
            {
                Finding finding = judged.Finding;
                text.Append(CultureInfo.InvariantCulture, $"| {(judged.Rule is null ? FindingText.Word(judged) : "tolerated")} | `{Plain(FindingText.Subject(finding))}` ")
                    .Append(CultureInfo.InvariantCulture, $"| {finding.Kind.Id}: `{Plain(finding.Effects[0].Text)}` | {finding.Exports.Count} |\n");
            }
        }

        foreach (Finding finding in worst.Where(judged => judged.Finding.IsOfType).Select(judged => judged.Finding))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n<details><summary><code>{FindingJUnit.Escaped(FindingText.Subject(finding))}</code></summary>\n\n````diff\n");
            foreach (string line in LineDiff.Unified([.. finding.OldLines], [.. finding.NewLines]))
            {
                text.Append(line).Append('\n');
            }

            text.Append(CultureInfo.InvariantCulture, $"````\n{Plain(finding.Kind.Meaning)}\n");
            foreach (Fix fix in finding.Fixes)
            {
                text.Append(CultureInfo.InvariantCulture, $"\nFix ({fix.Kind}): `{Plain(fix.Text)}`\n");
                if (fix.Edits.Count > 0)
                {
                    text.Append("````\n").AppendJoin('\n', FixText.Lines(fix)).Append("\n````\n");
                }
            }

            text.Append("</details>\n");
        }

        return text.Append(comparison.Findings.Count > worst.Length
            ? string.Create(CultureInfo.InvariantCulture, $"\n{comparison.Findings.Count} findings in all.\n") : "").ToString();
    }

    // What would end code, or a cell of the table.
    private static string Plain(string text) => text.Replace('`', '\'').Replace('|', '/').Replace('\n', ' ');
}
