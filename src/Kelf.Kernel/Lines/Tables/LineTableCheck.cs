// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Names;

namespace Kelf.Kernel.Lines.Tables;

/// <summary>Compares a table that an image carries with what its debugging information says.</summary>
public static class LineTableCheck
{
    /// <summary>A place where they differ.</summary>
    /// <param name="Entry">Number of the entry of the table that holds there; -1 before the first.</param>
    /// <param name="Address">The address, or the offset in a module's section.</param>
    /// <param name="Stored">What the table says: <c>FILE:LINE</c>, or null for nothing.</param>
    /// <param name="Right">What the debugging information says.</param>
    public readonly record struct Difference(int Entry, ulong Address, string? Stored, string? Right);

    /// <summary>Finds all differences, in the order of addresses: one for each run of code of which they say different things.</summary>
    /// <param name="stored">The table of the image.</param>
    /// <param name="right">The table that the debugging information gives, with <see cref="LineRule.Last"/>.</param>
    public static IEnumerable<Difference> Compare(StoredTable stored, LineTable right)
    {
        ArgumentNullException.ThrowIfNull(stored);
        ArgumentNullException.ThrowIfNull(right);
        IReadOnlyList<LineEntry> entries = right.Areas.FirstOrDefault(area => area.Section == stored.Section)?.Entries ?? [];
        string[] files = [.. right.Files.Select(file => Utf8Name.ToText(file.Span))];
        (int mine, int other) = (-1, -1);
        while (mine + 1 < stored.Entries.Count || other + 1 < entries.Count)
        {
            uint mineNext = mine + 1 < stored.Entries.Count ? stored.Entries[mine + 1].Offset : uint.MaxValue;
            uint otherNext = other + 1 < entries.Count ? entries[other + 1].Offset : uint.MaxValue;
            uint offset = Math.Min(mineNext, otherNext);
            mine += mine + 1 < stored.Entries.Count && mineNext == offset ? 1 : 0;
            other += other + 1 < entries.Count && otherNext == offset ? 1 : 0;
            string? there = mine < 0 ? null : Text(stored.FileOf(stored.Entries[mine]), stored.Entries[mine].Line);
            string? wanted = other < 0 || entries[other].File >= files.Length ? null : Text(files[entries[other].File], entries[other].Line);
            if (there != wanted)
            {
                yield return new Difference(mine, stored.Start + offset, there, wanted);
            }
        }
    }

    private static string? Text(string? file, uint line) => file is null ? null : $"{file}:{line}";
}
