// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Relocs;

/// <summary>
/// Whether a table belongs to an image. With the relocations still there the two are compared; without them each place
/// has to hold what the boot code may move: an address of the image, virtual or physical, or 0.
/// </summary>
public static class TableCheck
{
    // Expressions such as `symbol + large offset`, or an address with page table flags.
    private const ulong Slack = 16 << 20;
    private const int MostProblems = 10;

    /// <summary>Looks for what does not fit.</summary>
    /// <param name="table">The table.</param>
    /// <param name="image">The image.</param>
    /// <param name="options">The rules, for an image that has its relocations.</param>
    /// <returns>What does not fit, a line for each, at most ten; empty when the table belongs to the image.</returns>
    public static IReadOnlyList<string> Check(RelocationTable table, RelocatableImage image, RelocsOptions options)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(image);
        X86Relocs.RequireX86(image);
        if (image.Is64 != (table.Lists.Count > 1))
        {
            return [$"the table has {table.Lists.Count} lists, and the image {(image.Is64 ? "64" : "32")} bits"];
        }

        return image.HasKeptRelocations
            ? Compare(table, X86Relocs.MakeTable(image, options))
            : CheckValues(table, new LoadedBytes(image.Elf), image);
    }

    /// <summary>True for a number that may stand at a place of a table.</summary>
    internal static bool IsPlausible(ulong value, LoadedBytes loaded)
    {
        ulong size = loaded.End - loaded.Start;
        // Zeroed entries of removed functions; then virtual and physical addresses.
        return value == 0 || (value >= loaded.Start - Slack && value < loaded.End + Slack)
            // An image whose physical addresses are its virtual ones has no low ones.
            || (loaded.LowestPhysical <= uint.MaxValue && (value & 0xffff_ffff) < loaded.LowestPhysical + size + Slack);
    }

    private static List<string> Compare(RelocationTable table, RelocationTable own)
    {
        List<string> problems = [];
        if (table.Lists.Count != own.Lists.Count)
        {
            return [$"the table has {table.Lists.Count} lists, and that of the image's relocations {own.Lists.Count}"];
        }

        foreach ((RelocationList given, RelocationList wanted) in table.Lists.Zip(own.Lists))
        {
            if (!given.Places.SequenceEqual(wanted.Places))
            {
                int missing = wanted.Places.Except(given.Places).Count();
                int more = given.Places.Except(wanted.Places).Count();
                problems.Add($"{given.Kind}: of {wanted.Places.Count} places of the image {missing} are missing, and {more} are not its own");
            }
        }

        return problems;
    }

    private static List<string> CheckValues(RelocationTable table, LoadedBytes loaded, RelocatableImage image)
    {
        List<string> problems = [];
        uint? previous = null;
        foreach (RelocationList list in table.Lists)
        {
            foreach (uint place in list.Places)
            {
                ulong address = image.Is64 ? (ulong)(int)place : place;
                string? problem = place == previous ? "stands twice in the table"
                    : !loaded.TryRead(address, list.Kind == PlaceKind.Add64 ? 8 : 4, out ulong value, out ElfSection? section)
                    ? "is not in a loaded section"
                    // An inverse place holds a distance, which may be anything.
                    : list.Kind != PlaceKind.Subtract32 && !IsPlausible(image.Is64 ? value : (uint)value, loaded)
                    ? string.Create(CultureInfo.InvariantCulture, $"({section.Name}) holds 0x{value:x}, which is no address of the image")
                    : null;
                if (problem is not null)
                {
                    problems.Add(string.Create(CultureInfo.InvariantCulture, $"place 0x{address:x} {problem}"));
                    if (problems.Count == MostProblems)
                    {
                        return problems;
                    }
                }

                previous = place;
            }
        }

        return problems;
    }
}
