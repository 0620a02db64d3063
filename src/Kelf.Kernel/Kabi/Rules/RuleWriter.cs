// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text;

using Kelf.Kernel.Kabi.Findings;

namespace Kelf.Kernel.Kabi.Rules;

/// <summary>Writes rules that approve of the breaks of a comparison, each with what it is about, for review.</summary>
public static class RuleWriter
{
    /// <summary>A rule for each break that no rule tolerates; it holds on other branches where the same change is made.</summary>
    public static string Approve(JudgedComparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        StringBuilder text = new();
        foreach (Finding finding in comparison.Findings.Where(judged => judged.Impact == Impact.Break).Select(judged => judged.Finding))
        {
            text.Append(CultureInfo.InvariantCulture, $"# {finding.Subject}: {finding.Kind.Id}: {finding.Effects[0].Text}\n")
                .Append(CultureInfo.InvariantCulture, $"CHANGE {finding.Fingerprint} PASS reason=\"\"\n");
        }

        return text.ToString();
    }
}
