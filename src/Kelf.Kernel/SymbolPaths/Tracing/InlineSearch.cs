// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Threads;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Dwarf.Symbols;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Hashes;
using Kelf.ObjectFiles.Names;

namespace Kelf.Kernel.SymbolPaths.Tracing;

/// <summary>Finds where functions were inlined, by debugging information (DWARF 5 §3.3.8).</summary>
public static class InlineSearch
{
    /// <summary>Finds the copies of functions.</summary>
    /// <param name="image">A linked kernel or a module.</param>
    /// <param name="names">The functions.</param>
    /// <param name="budget">What compressed sections are taken from.</param>
    /// <param name="workers">Gives the threads.</param>
    /// <returns>Those that have copies; none without debugging information.</returns>
    /// <exception cref="MalformedFileException">The debugging information is malformed.</exception>
    public static IReadOnlyDictionary<string, InlinedCopies> Find(
        ElfFile image, IReadOnlyCollection<string> names, DecompressionBudget? budget, WorkerSource workers)
    {
        ArgumentNullException.ThrowIfNull(names);
        using DwarfFile dwarf = DwarfFile.Open(image, budget);
        ByteStringTable wanted = new();
        foreach (string name in names)
        {
            wanted.Add(Encoding.UTF8.GetBytes(name));
        }

        // References may lead into other units: first what they lead to, then they.
        Dictionary<ulong, int> origins = new(KeyedHash.Numbers);
        foreach ((DieOffset offset, int name) in Parallelism.Map(
            dwarf.Units.Length, workers, () => dwarf, (file, i) => Origins(file.Units[i], wanted)).SelectMany(found => found))
        {
            origins[offset.Value] = name;
        }

        if (origins.Count == 0)
        {
            return new Dictionary<string, InlinedCopies>();
        }

        return Parallelism.Map(dwarf.Units.Length, workers, () => dwarf, (file, i) => Copies(file.Units[i], origins))
            .SelectMany(found => found)
            .GroupBy(copy => copy.Name)
            .ToDictionary(
                group => Utf8Name.ToText(wanted[group.Key]),
                group => new InlinedCopies(group.Count(), [.. group.Select(copy => copy.Into).Distinct().Order(StringComparer.Ordinal)]),
                StringComparer.Ordinal);
    }

    private static List<(DieOffset Offset, int Name)> Origins(DwarfUnit unit, ByteStringTable wanted)
    {
        List<(DieOffset Offset, int Name)> found = [];
        DieReader reader = unit.Entries();
        while (reader.Next())
        {
            if (reader.Tag != DwTag.Subprogram)
            {
                continue;
            }

            DieOffset offset = reader.Offset;
            SymbolEntry entry = SymbolEntry.Read(unit, ref reader);
            if (entry.SymbolName.Form != DwForm.None && wanted.Find(unit.String(entry.SymbolName)) is >= 0 and int name)
            {
                found.Add((offset, name));
            }
        }

        return found;
    }

    private static List<(int Name, string Into)> Copies(DwarfUnit unit, Dictionary<ulong, int> origins)
    {
        List<(int Name, string Into)> found = [];
        DieReference? function = null;
        DieReader reader = unit.Entries();
        while (reader.Next())
        {
            if (reader.Tag == DwTag.Subprogram)
            {
                // Declarations of functions stand in others.
                DieReference here = new(unit, reader.Offset);
                function = SymbolEntry.Read(unit, ref reader).HasAddress ? here : function;
            }
            else if (reader.Tag == DwTag.InlinedSubroutine && function is { } into)
            {
                while (reader.NextAttribute(out DwAttribute attribute, out AttributeValue value))
                {
                    if (attribute == DwAttribute.AbstractOrigin && unit.TryReference(value, out DieOffset origin)
                        && origins.TryGetValue(origin.Value, out int name))
                    {
                        found.Add((name, Utf8Name.ToText(FunctionName.Find(into).SymbolName)));
                    }
                }
            }
        }

        return found;
    }
}
