// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Fuzz.Seeds;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Dwarf.Expressions;
using Kelf.ObjectFiles.Dwarf.Lists;
using Kelf.ObjectFiles.Dwarf.Symbols;
using Kelf.ObjectFiles.Dwarf.Types;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Fuzz.Targets;

/// <summary>
/// DWARF: every entry and attribute, read and passed over, with strings, references, expressions, lists and file names resolved.
/// </summary>
public sealed class DwarfTarget : IFuzzTarget
{
    /// <inheritdoc/>
    public string Name => "dwarf";

    /// <inheritdoc/>
    public IReadOnlyList<Type> Covers => [typeof(DwarfFile), typeof(AbbreviationTable), typeof(SupplementaryFile)];

    /// <inheritdoc/>
    public void Run(Region image, Seed seed)
    {
        ElfFile elf = ElfFile.Parse(image);
        using (DwarfFile alone = DwarfFile.Open(elf))
        {
            Read(alone);
        }

        // What refers to a supplementary file finds something there, too.
        using DwarfFile both = DwarfFile.OpenWith(elf, null, elf, null);
        Read(both);
        _ = SupplementaryFile.Read(elf);
        _ = SupplementaryFile.ChecksumOf(elf);
    }

    private static void Read(DwarfFile dwarf)
    {
        foreach (DwarfUnit unit in dwarf.Units)
        {
            Try(unit, ReadEntries);
            Try(unit, PassOver);
            Try(unit, ReadFiles);
            Try(unit, one => UnitAddresses.Read(one));
            Try(unit, ReadTypes);
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
            while (reader.NextAttribute(out DwAttribute attribute, out AttributeValue value))
            {
                _ = unit.TryReference(value, out _);
                _ = unit.TryStringOffset(value, out _);
                _ = unit.StringOrEmpty(value, out _).Length;
                AttributeValue one = value;
                if (value.IsBlock)
                {
                    Try(unit, holder => ReadExpression(holder, one));
                }
                else if (attribute is DwAttribute.Location or DwAttribute.FrameBase && LocationLists.IsList(value))
                {
                    Try(unit, holder => LocationLists.Read(holder, one));
                }
            }
        }
    }

    private static void ReadExpression(DwarfUnit unit, AttributeValue value)
    {
        _ = unit.TryBlock(value, out Region expression);
        Try(unit, holder => ExpressionEvaluator.TryEvaluate(holder, expression, out _));
        Try(unit, holder => ExpressionEvaluator.TryEvaluate(holder, expression, 0, out _));
        ExpressionReader operations = new(unit, expression);
        while (operations.Next())
        {
        }
    }

    /// <summary>Views each entry as what its tag says, and follows it to others.</summary>
    private static void ReadTypes(DwarfUnit unit)
    {
        DieReader reader = unit.Entries();
        while (reader.Next())
        {
            DieOffset offset = reader.Offset;
            DwTag tag = reader.Tag;
            Try(unit, holder =>
            {
                TypeEntry entry = TypeEntry.ReadAt(holder, offset);
                View(entry);
                if (tag is DwTag.Subprogram or DwTag.InlinedSubroutine or DwTag.Variable)
                {
                    _ = FunctionName.Find(new DieReference(holder, offset)).SymbolName.Length;
                }
            });
        }
    }

    private static void View(in TypeEntry entry)
    {
        _ = entry.TryDefinition(out DieReference definition) && TypeEntry.ReadAt(definition.Unit, definition.Offset).HasType;
        _ = AggregateType.TryFrom(entry, out AggregateType aggregate) && aggregate.TryDefinition(out _);
        _ = Member.TryFrom(entry, out Member member) && member.TryBitOffset(out _) && member.TryType(out _);
        _ = EnumerationType.TryFrom(entry, out EnumerationType enumeration) && enumeration.IsSigned() && enumeration.TryByteSize(out _);
        _ = Enumerator.TryFrom(entry, out Enumerator enumerator) && enumerator.TryValue(out _);
        _ = ArrayType.TryFrom(entry, out ArrayType array) && array.TryCount(out _);
        _ = FunctionType.TryFrom(entry, out FunctionType function) && function.IsVariadic() && function.TryReturnType(out _);
        _ = Parameter.TryFrom(entry, out Parameter parameter) && parameter.TryType(out _) && parameter.Name.IsEmpty;
        _ = TypeSize.TryFind(entry, out _);
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
            Try(unit, _ => files.Header.Program.Slice(0, 0));
            for (int i = 0; i < files.Count; i++)
            {
                _ = files.Name((ulong)(files.FirstNumber + i)).Length;
                ulong number = (ulong)(files.FirstNumber + i);
                Try(unit, _ => files.Path(number));
            }
        }
    }
}
