// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

using Kelf.Kernel.Shared;
using Kelf.Kernel.Symvers.Entries;
using Kelf.Kernel.Symvers.Selection;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;

namespace Kelf.Kernel.Symvers.Describe;

/// <summary>
/// Units that export things without knowing their types, such as <c>extern int sym; EXPORT_SYMBOL(sym)</c> for what another language
/// defines: all these versions are that of <c>int</c>, and would never change.
/// </summary>
internal static class UntypedExports
{
    // A file may well export a few counters.
    private const int Fewest = 16;

    private static ReadOnlySpan<byte> BaseTypeVariable => "variable base_type "u8;

    /// <summary>Warns when half of what a unit describes, and not just a few, are variables of one base type.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="tasks">What it describes.</param>
    /// <param name="described">The texts.</param>
    /// <param name="groups">The groups that the tasks name.</param>
    /// <param name="versions">The version of each symbol.</param>
    /// <returns>The warning, or null.</returns>
    public static Diagnostic? Find(
        DwarfUnit unit, List<SymbolTask> tasks, DescribedTypes described, AliasGroups groups, Func<int, uint?> versions)
    {
        Dictionary<string, int> symbolsOf = new(StringComparer.Ordinal);
        (string Text, int Group, int Count) most = ("", -1, 0);
        int all = 0;
        foreach (SymbolTask task in tasks.Count >= Fewest ? tasks : [])
        {
            int members = groups.Members(task.Group).Length;
            all += members;
            if (described.GroupTexts[task.Group] is { } text && text.AsSpan().StartsWith(BaseTypeVariable))
            {
                string type = PrintableText.Of(text.AsSpan(BaseTypeVariable.Length));
                int count = symbolsOf[type] = symbolsOf.GetValueOrDefault(type) + members;
                most = count > most.Count ? (type, task.Group, count) : most;
            }
        }

        if (most.Count < Fewest || most.Count * 2 < all)
        {
            return null;
        }

        int size = most.Text.IndexOf(" byte_size(", StringComparison.Ordinal);
        string name = size < 0 ? most.Text : most.Text[..size];
        return EntryErrors.Warning(WarningKind.UntypedExports, unit, unit.Start, string.Create(CultureInfo.InvariantCulture,
            $"{most.Count} of {all} exports of {EntryErrors.NameOf(unit)} have the version 0x{versions(groups.Members(most.Group)[0]):x8}, "
            + $"that of the type {name}: declared so, no change of their types will be noticed"));
    }
}
