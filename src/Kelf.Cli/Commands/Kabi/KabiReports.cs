// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Cli.Terminal;
using Kelf.Kernel.Kabi.Findings;
using Kelf.Kernel.Kabi.Output;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Cli.Commands.Kabi;

/// <summary>Reports of a comparison: how each is written, and where.</summary>
internal static class KabiReports
{
    private static readonly (string Name, Func<JudgedComparison, int, byte[]> Write)[] s_formats =
    [
        ("text", (comparison, most) => Text(FindingText.Full(comparison, most))),
        ("short", (comparison, _) => Text(FindingText.Short(comparison))),
        ("symbols", (comparison, _) => Text(FindingText.Symbols(comparison, withAddedAndRemoved: true))),
        ("mod-symbols", (comparison, _) => Text(FindingText.Symbols(comparison, withAddedAndRemoved: false))),
        ("markdown", (comparison, _) => Text(FindingMarkdown.Write(comparison))),
        ("html", (comparison, _) => Text(FindingHtml.Write(comparison))),
        ("junit", (comparison, _) => Text(FindingJUnit.Write(comparison))),
        ("sarif", (comparison, _) => JsonText.Write(json => FindingSarif.Write(json, comparison, ProgramVersion.Text))),
        ("json", (comparison, _) => JsonText.Write(json => FindingJson.Write(json, comparison))),
    ];

    /// <summary>The names of the formats, for messages.</summary>
    public static string Names => string.Join(", ", s_formats.Select(format => format.Name));

    /// <summary>Is there such a format?</summary>
    public static bool Knows(string format) => Array.Exists(s_formats, known => known.Name == format.Split(':')[0]);

    /// <summary>Writes reports.</summary>
    /// <param name="comparison">What they are about.</param>
    /// <param name="formats">The formats, each perhaps with a file after a colon.</param>
    /// <param name="most">Changes of types that the text shows.</param>
    public static void Write(JudgedComparison comparison, IReadOnlyList<string> formats, int most)
    {
        foreach (string format in formats)
        {
            string[] parts = format.Split(':', 2);
            byte[] report = Array.Find(s_formats, known => known.Name == parts[0]).Write(comparison, most);
            Result.Write(report, parts.Length < 2 || parts[1] == "-" ? null : parts[1]);
        }
    }

    // Names come from files.
    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(PrintableText.OfLines(text));
}
