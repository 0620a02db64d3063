// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Kabi.Types;

namespace Kelf.Kernel.Kabi.Reports;

/// <summary>
/// Prints the tokens of a type on lines: a line ends after <c>{</c> and <c>;</c>, before <c>}</c>, and in an enumeration after a
/// comma. Indented with tabs.
/// </summary>
internal static class TypePrinter
{
    // No type of a kernel is half as deep; n braces would be n lines of up to n tabs.
    private const int MostTabs = 100;

    /// <summary>The lines of a record.</summary>
    public static List<string> Print(RecordTable table, int record)
    {
        string[] tokens = [.. table.TokensOf(record).ToArray().Select(table.TextOf)];
        bool isEnumeration = tokens is ["enum", ..] or ["typedef", "enum", ..];
        List<string> lines = [];
        StringBuilder line = new();
        int depth = 0;
        foreach (string token in tokens)
        {
            if (token == "}")
            {
                EndLine();
                depth = Math.Max(0, depth - 1);
            }

            bool isFirst = line.Length == 0;
            line.Append('\t', isFirst ? Math.Min(depth, MostTabs) : 0)
                .Append(isFirst || token is "}" or ";" or "," ? "" : " ")
                .Append(token);
            if (token is "{" or ";" || (token == "," && isEnumeration))
            {
                EndLine();
            }

            depth += token == "{" ? 1 : 0;
        }

        EndLine();
        return lines;

        void EndLine()
        {
            if (line.Length > 0)
            {
                lines.Add(line.ToString());
                line.Clear();
            }
        }
    }
}
