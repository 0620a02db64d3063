// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Kabi.Reports;
using Kelf.Kernel.Shared;

namespace Kelf.Kernel.Kabi.Versions;

/// <summary>Writes how the versions of two builds differ, as ksymvers does.</summary>
public static class VersionReport
{
    /// <summary>Writes each output in its format.</summary>
    public static void Write(List<VersionChange> changes, IReadOnlyList<(ReportFormat Format, IByteSink Output)> outputs)
    {
        foreach (VersionChange change in changes)
        {
            byte[] line = Encoding.UTF8.GetBytes($"Export '{change.Name}' {change.What}{Judgement(change.Tolerance)}\n");
            foreach ((ReportFormat format, IByteSink output) in outputs)
            {
                if (format == ReportFormat.Pretty || (format == ReportFormat.Short && change.Tolerance != Tolerance.ByRules))
                {
                    output.Write(line);
                }
            }
        }

        foreach ((ReportFormat format, IByteSink output) in outputs)
        {
            output.Write(Encoding.UTF8.GetBytes(format switch
            {
                ReportFormat.Short => Summary(changes),
                ReportFormat.Symbols => Names(changes),
                ReportFormat.ModSymbols => Names(changes.Where(change => change.Kind == VersionChangeKind.Modified)),
                _ => "",
            }));
        }
    }

    private static string Judgement(Tolerance tolerance) => tolerance switch
    {
        Tolerance.Implicit => " (implicitly tolerated)",
        Tolerance.ByRules => " (tolerated by rules)",
        _ => "",
    };

    private static string Names(IEnumerable<VersionChange> changes) => string.Concat(changes
        .Where(change => change.Tolerance == Tolerance.None)
        .Select(change => change.Name).Distinct().Order(Utf8Order.Instance).Select(name => name + "\n"));

    // An export counts once, however many of its changes are tolerated.
    private static string Summary(List<VersionChange> changes)
    {
        int Count(VersionChangeKind kind) =>
            changes.Where(change => change.Kind == kind && change.Tolerance == Tolerance.ByRules).Select(change => change.Name).Distinct().Count();
        return $"Changes tolerated by rules: '{Count(VersionChangeKind.Added)}' additions, '{Count(VersionChangeKind.Removed)}' removals, "
            + $"'{Count(VersionChangeKind.Modified)}' modifications\n";
    }
}
