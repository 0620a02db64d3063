// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Initcalls;

/// <summary>What a linked image was found to be.</summary>
/// <param name="Entries">Entries in its tables that have the name of an initcall.</param>
/// <param name="Unnamed">Entries that have none: of Rust modules or hand-written assembly, last in their levels.</param>
/// <param name="Problems">How the order differs from that of the objects; empty when it does not.</param>
public sealed record ImageCheck(int Entries, int Unnamed, IReadOnlyList<string> Problems)
{
    /// <summary>Compares the tables of an image with the order of its objects.</summary>
    /// <param name="image">A linked kernel with its symbol table, or the <c>vmlinux.o</c> it was linked from.</param>
    /// <param name="order">The initcalls of the objects.</param>
    /// <exception cref="MalformedFileException">The image is malformed, or no kernel.</exception>
    public static ImageCheck Run(Region image, InitcallOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        ElfFile elf = ElfFile.Parse(image);
        IReadOnlyList<ImageTable> tables = ImageTable.Find(elf, order, out IReadOnlyList<string> unplaced);
        InitcallStubs stubs = new(elf);
        ulong size = EntrySize(tables);
        List<string> problems = [];
        int unnamed = 0;
        foreach (ImageTable table in tables)
        {
            Compare(table, Expected(table, order), problems);
            problems.AddRange(table.Entries.Where(entry => stubs.IsMisled(entry.Section, entry.Address, entry.Symbol))
                .Select(entry => $"{entry.Symbol} in {table.Name} does not call its stub"));
            // Without two neighbours the size of an entry is not known.
            int entries = size == 0 || table.End < table.Start ? 0 : (int)Math.Min((table.End - table.Start) / size, int.MaxValue);
            unnamed += Math.Max(entries - table.Entries.Count, 0);
        }

        problems.AddRange(unplaced.Select(section => $"section {section} is in no level: its initcall is never called"));
        return new ImageCheck(tables.Sum(table => table.Entries.Count), unnamed, problems);
    }

    /// <summary>The names that a table should have, in order.</summary>
    private static List<string> Expected(ImageTable table, InitcallOrder order)
    {
        List<string> expected = [];
        foreach (string level in table.Levels)
        {
            // A line of the script takes all sections of its name, so equal ones come together, at the first.
            expected.AddRange(order.Of(level)
                .Select(initcall => Encoding.UTF8.GetString(initcall.Name.Bytes))
                .GroupBy(name => name, StringComparer.Ordinal)
                .SelectMany(group => group));
        }

        return expected;
    }

    private static void Compare(ImageTable table, List<string> expected, List<string> problems)
    {
        string[] found = [.. table.Entries.Select(entry => entry.Symbol)];
        Dictionary<string, int> surplus = Count(found);
        List<string> missing = [.. expected.Where(name => !Take(surplus, name))];
        problems.AddRange(missing.Select(name => $"{name} is missing from {table.Name}: it is never called"));
        problems.AddRange(surplus.Where(pair => pair.Value > 0)
            .Select(pair => $"{pair.Key} is in {table.Name}, but in no object"));
        if (missing.Count > 0 || found.Length != expected.Count)
        {
            // Positions mean nothing now, but the order of what is in both does.
            Dictionary<string, int> wanted = Count(expected);
            found = [.. found.Where(name => Take(wanted, name))];
            Dictionary<string, int> present = Count(found);
            expected = [.. expected.Where(name => Take(present, name))];
        }

        for (int i = 0; i < found.Length; i++)
        {
            if (found[i] != expected[i])
            {
                problems.Add($"{table.Name}: entry {i + 1} is {found[i]}, not {expected[i]}");
                return;
            }
        }
    }

    private static Dictionary<string, int> Count(IEnumerable<string> names) =>
        names.CountBy(name => name, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);

    private static bool Take(Dictionary<string, int> counts, string name)
    {
        if (counts.GetValueOrDefault(name) == 0)
        {
            return false;
        }

        counts[name]--;
        return true;
    }

    /// <summary>Bytes of an entry: 4 where it is an offset, else those of a pointer; 0 if the image does not tell.</summary>
    private static ulong EntrySize(IReadOnlyList<ImageTable> tables)
    {
        ulong size = ulong.MaxValue;
        foreach (ImageTable table in tables)
        {
            for (int i = 1; i < table.Entries.Count; i++)
            {
                ulong gap = table.Entries[i].Address - table.Entries[i - 1].Address;
                size = gap > 0 ? Math.Min(size, gap) : size;
            }
        }

        return size == ulong.MaxValue ? 0 : size;
    }
}
