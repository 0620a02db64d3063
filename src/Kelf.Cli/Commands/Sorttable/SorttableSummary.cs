// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Sorttable;

namespace Kelf.Cli.Commands.Sorttable;

/// <summary>What was done to an image, in a line.</summary>
/// <example><c>vmlinux: exceptions 814 (31 moved), ORC 180603 (9122 moved), tracer calls 18572 (153 zeroed)</c></example>
internal static class SorttableSummary
{
    /// <summary>The line.</summary>
    public static string Of(string file, SorttableResult result)
    {
        List<string> parts = [$"exceptions {result.Exceptions.Entries} ({result.Exceptions.Moved} moved)"];
        if (result.Orc is { } orc)
        {
            parts.Add($"ORC {orc.Entries} ({orc.Moved} moved)");
        }

        if (result.Mcount is { } mcount)
        {
            string kept = mcount.KeptAgainstOriginal is > 0 and { } number ? ", " + Kept(number) : string.Empty;
            parts.Add($"tracer calls {mcount.Entries} ({mcount.Zeroed} zeroed{kept})");
        }

        string end = result.Edits.Count == 0 ? "; was sorted, nothing written" : string.Empty;
        return $"{file}: {string.Join(", ", parts)}{end}";
    }

    /// <summary>Words for <see cref="McountCount.KeptAgainstOriginal"/>.</summary>
    public static string Kept(int number) => $"{number} kept that the original would zero";
}
