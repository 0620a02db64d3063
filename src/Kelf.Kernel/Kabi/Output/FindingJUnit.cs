// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text;

using Kelf.Kernel.Kabi.Findings;
using Kelf.Kernel.Kabi.Reports;
using Kelf.Kernel.Kabi.Versions;

namespace Kelf.Kernel.Kabi.Output;

/// <summary>
/// A comparison as JUnit XML, for what shows results of tests: a suite for each module of the old kernel, a case for each of its exports. One
/// that a break concerns has failed, and says why.
/// </summary>
public static class FindingJUnit
{
    private const int ShownReasons = 5;

    /// <summary>The document.</summary>
    public static string Write(JudgedComparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        ILookup<string, Finding> breaks = comparison.Findings.Where(judged => judged.Impact == Impact.Break)
            .SelectMany(judged => judged.Finding.Exports.Select(export => (export, judged.Finding))).ToLookup(item => item.export, item => item.Finding);
        StringBuilder text = new("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"kelf kabi\">\n");
        foreach (IGrouping<string, VersionRecord> suite in comparison.Old.Exports.Values.GroupBy(export => export.Module).OrderBy(group => group.Key, Utf8Order.Instance))
        {
            VersionRecord[] exports = [.. suite.OrderBy(export => export.Name, Utf8Order.Instance)];
            string name = suite.Key.Length == 0 ? "kernel" : suite.Key;
            text.Append(CultureInfo.InvariantCulture, $" <testsuite name=\"{Escaped(name)}\" tests=\"{exports.Length}\" failures=\"{exports.Count(export => breaks.Contains(export.Name))}\">\n");
            foreach (VersionRecord export in exports)
            {
                Case(text, name, export.Name, [.. breaks[export.Name]]);
            }

            text.Append(" </testsuite>\n");
        }

        return text.Append("</testsuites>\n").ToString();
    }

    private static void Case(StringBuilder text, string module, string export, Finding[] findings)
    {
        text.Append(CultureInfo.InvariantCulture, $"  <testcase classname=\"{Escaped(module)}\" name=\"{Escaped(export)}\"");
        if (findings.Length == 0)
        {
            text.Append("/>\n");
            return;
        }

        text.Append(CultureInfo.InvariantCulture, $">\n   <failure type=\"{findings[0].Kind.Id}\" message=\"{Escaped(Line(findings[0]))}\">");
        foreach (Finding finding in findings.Take(ShownReasons))
        {
            text.Append(Escaped(Line(finding))).Append('\n');
        }

        text.Append(findings.Length > ShownReasons ? string.Create(CultureInfo.InvariantCulture, $"and {findings.Length - ShownReasons} more\n") : "")
            .Append("</failure>\n  </testcase>\n");
    }

    private static string Line(Finding finding) => $"{FindingText.Subject(finding)}: {finding.Kind.Id}: {finding.Effects[0].Text}";

    /// <summary>Text as XML and HTML have it; what XML cannot have is left out.</summary>
    internal static string Escaped(string text)
    {
        StringBuilder escaped = new(text.Length);
        foreach (char letter in text)
        {
            escaped.Append(letter switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                '\'' => "&#39;",
                < ' ' and not ('\n' or '\t') or '\ufffe' or '\uffff' => "\ufffd",
                _ => letter.ToString(),
            });
        }

        return escaped.ToString();
    }
}
