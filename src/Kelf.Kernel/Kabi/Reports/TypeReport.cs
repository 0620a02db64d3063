// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Kabi.Compare;
using Kelf.Kernel.Kabi.Types;
using Kelf.Kernel.Shared;

namespace Kelf.Kernel.Kabi.Reports;

/// <summary>Writes what differs between two corpora, as ksymtypes does. Several outputs are written beside each other.</summary>
public sealed class TypeReport(TypeDifferences differences)
{
    private const int ShortNames = 10;
    private readonly RecordTable _table = differences.Table;

    /// <summary>Writes each output in its format.</summary>
    public void Write(IReadOnlyList<(ReportFormat Format, IByteSink Output)> outputs)
    {
        WriteEach(outputs, differences.Added, "added");
        WriteEach(outputs, differences.Removed, "removed");
        for (int i = 0; i < differences.Changes.Count; i++)
        {
            RecordChange change = differences.Changes[i];
            List<string>? reason = null;
            foreach ((ReportFormat format, IByteSink output) in outputs.Where(output => IsText(output.Format)))
            {
                reason ??= Reason(change);
                StringBuilder block = new(i == 0 ? "" : "\n");
                AddNames(block, change.Exports, format == ReportFormat.Short ? ShortNames : int.MaxValue);
                block.Append('\n').AppendJoin('\n', reason).Append('\n');
                output.Write(Encoding.UTF8.GetBytes(block.ToString()));
            }
        }

        WriteNames(outputs);
    }

    private static bool IsText(ReportFormat format) => format is ReportFormat.Pretty or ReportFormat.Short;

    private void WriteEach(IReadOnlyList<(ReportFormat Format, IByteSink Output)> outputs, IReadOnlyList<int> names, string what)
    {
        foreach (int name in names)
        {
            byte[] line = Encoding.UTF8.GetBytes($"Export '{_table.TextOf(name)}' has been {what}\n");
            foreach ((_, IByteSink output) in outputs.Where(output => IsText(output.Format)))
            {
                output.Write(line);
            }
        }
    }

    private void WriteNames(IReadOnlyList<(ReportFormat Format, IByteSink Output)> outputs)
    {
        HashSet<int> changed = [.. differences.ChangedExports()];
        int[] names = [.. differences.Added, .. differences.Removed, .. changed];
        Array.Sort(names, (a, b) => _table.Words[a].SequenceCompareTo(_table.Words[b]));
        foreach (int name in names)
        {
            byte[] line = [.. _table.Words[name], (byte)'\n'];
            foreach ((ReportFormat format, IByteSink output) in outputs)
            {
                if (format == ReportFormat.Symbols || (format == ReportFormat.ModSymbols && changed.Contains(name)))
                {
                    output.Write(line);
                }
            }
        }
    }

    private void AddNames(StringBuilder block, int[] exports, int limit)
    {
        block.Append("The following '").Append(exports.Length).Append("' exports are different:\n");
        foreach (int export in exports.Take(limit))
        {
            block.Append(' ').Append(_table.TextOf(export)).Append('\n');
        }

        block.Append(exports.Length > limit ? " <...>\n" : "");
    }

    private List<string> Reason(RecordChange change)
    {
        string type = _table.TextOf(_table.NameOf(change.Old));
        bool wasDeclared = _table.IsDeclaration(change.Old, ofGenksyms: true);
        bool isDeclared = _table.IsDeclaration(change.New, ofGenksyms: true);
        return wasDeclared == isDeclared
            ?
            [
                $"because of a changed '{type}':",
                .. LineDiff.Unified(TypePrinter.Print(_table, change.Old), TypePrinter.Print(_table, change.New)),
            ]
            : [$"because '{type}' changed from a {(wasDeclared ? "forward declaration to a definition" : "definition to a forward declaration")}"];
    }
}
