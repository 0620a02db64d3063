// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Fuzz.Seeds;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Fuzz.Targets;

/// <summary>
/// DWARF: every entry and attribute, read and passed over, with strings, references and file names resolved.
/// </summary>
public sealed class DwarfTarget : IFuzzTarget
{
    /// <inheritdoc/>
    public string Name => "dwarf";

    /// <inheritdoc/>
    public IReadOnlyList<Type> Covers => [typeof(DwarfFile), typeof(AbbreviationTable)];

    /// <inheritdoc/>
    public void Run(Region image, Seed seed)
    {
        using DwarfFile dwarf = DwarfFile.Open(ElfFile.Parse(image));
        foreach (DwarfUnit unit in dwarf.Units)
        {
            Try(unit, ReadEntries);
            Try(unit, PassOver);
            Try(unit, ReadFiles);
        }
    }

    private static void Try(DwarfUnit unit, Action<DwarfUnit> read)
    {
        try
        {
            read(unit);
        }
        catch (MalformedFileException)
        {
            // The other parts and units may still be read.
        }
    }

    private static void ReadEntries(DwarfUnit unit)
    {
        DieReader reader = unit.Entries();
        while (reader.Next())
        {
            while (reader.NextAttribute(out _, out AttributeValue value))
            {
                _ = unit.TryReference(value, out _);
                _ = unit.TryStringOffset(value, out _);
                _ = unit.StringOrEmpty(value, out _).Length;
            }
        }
    }

    private static void PassOver(DwarfUnit unit)
    {
        DieReader reader = unit.Entries();
        reader.Next();
        while (reader.Next())
        {
            reader.SkipSubtree();
        }
    }

    private static void ReadFiles(DwarfUnit unit)
    {
        if (unit.Root.LineTable is not null)
        {
            SourceFiles files = unit.Files;
            for (int i = 0; i < files.Count; i++)
            {
                _ = files.Name((ulong)(files.FirstNumber + i)).Length;
            }
        }
    }
}
