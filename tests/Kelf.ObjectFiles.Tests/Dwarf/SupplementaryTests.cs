// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Dwarf.Symbols;
using Kelf.ObjectFiles.Dwarf.Types;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Names;
using Kelf.ObjectFiles.Tests.Support;
using Kelf.TestSupport;

using Xunit;

using static Kelf.TestSupport.Dw;

namespace Kelf.ObjectFiles.Tests.Dwarf;

/// <summary>A file and its supplementary file, read together (DWARF 5 §7.3.6; what dwz makes).</summary>
public sealed class SupplementaryTests
{
    private static readonly UnitSpec s_partial = new() { Type = DwUnitType.Partial };

    [Theory]
    [InlineData(DwForm.GnuRefAlt, DwForm.GnuStrpAlt, ByteOrder.Little, SectionPacking.Stored)]
    [InlineData(DwForm.RefSup4, DwForm.StrpSup, ByteOrder.Big, SectionPacking.Zlib)]
    [InlineData(DwForm.RefSup8, DwForm.StrpSup, ByteOrder.Little, SectionPacking.Zstd)]
    public void References_and_strings_lead_there(DwForm reference, DwForm text, ByteOrder order, SectionPacking packing)
    {
        DwarfBuilder other = Other(order);
        using Pair pair = new(new DwarfBuilder(order, other).Unit(Die(DwTag.CompileUnit,
            Die(DwTag.Variable, Name("v", text), Type("s", reference)))), other, order, packing);
        TypeEntry variable = pair.Find(DwTag.Variable);
        Assert.Equal("v", Utf8Name.ToText(variable.Name));
        Assert.True(variable.TryType(out TypeEntry type));
        Assert.Equal((DwTag.StructureType, "s"), (type.Tag, Utf8Name.ToText(type.Name)));
        Assert.Same(pair.File.SupplementaryDwarf, type.Unit.File);
        Assert.True(type.TryType(out TypeEntry inner)); // a reference between units of the other file
        Assert.Equal("int", Utf8Name.ToText(inner.Name));
        Assert.Equal("v", Utf8Name.ToText(variable.Unit.String(variable.NameAttribute)));
    }

    [Fact]
    public void Entries_units_and_strings_of_the_two_are_told_apart()
    {
        DwarfBuilder other = Other();
        using Pair pair = new(new DwarfBuilder(ByteOrder.Little, other)
            .Unit(Die(DwTag.CompileUnit, Die(DwTag.Variable, Name("own", DwForm.Strp)), Die(DwTag.Variable, Name("s", DwForm.GnuStrpAlt))))
            .Unit(new UnitSpec { Version = 4, InTypesSection = true, TypeLabel = "t" }, Die(DwTag.TypeUnit, Die("t", DwTag.StructureType))),
            other);
        DwarfUnit[] all = [.. pair.File.Units, .. pair.File.SupplementaryDwarf!.Units];
        Assert.Equal([0, 1, 2, 3], all.Select(unit => unit.Index));
        Assert.Equal(all.OrderBy(unit => unit.Start.Value), all);
        foreach (DwarfUnit unit in all)
        {
            DieOffset entry = new(unit.Start.Value + (ulong)unit.Contents.Length - 1);
            Assert.True(pair.File.TryFindUnit(entry, out DwarfUnit? found) && found == unit);
        }

        TypeEntry own = pair.Find(DwTag.Variable);
        Assert.True(own.Unit.TryStringOffset(own.NameAttribute, out ulong ownString));
        TypeEntry shared = TypeEntry.ReadAt(own.Unit, new DieOffset((ulong)own.End));
        Assert.True(own.Unit.TryStringOffset(shared.NameAttribute, out ulong sharedString));
        TypeEntry there = Pair.Find(pair.File.SupplementaryDwarf, DwTag.StructureType);
        Assert.True(there.Unit.TryStringOffset(there.NameAttribute, out ulong thereString));
        Assert.Equal(sharedString, thereString);
        Assert.NotEqual(ownString, thereString);
    }

    [Theory]
    [InlineData(DwForm.GnuRefAlt, 0, "DW_FORM_GNU_ref_alt 0x0 leads to no entry of the supplementary file")] // a header
    [InlineData(DwForm.RefSup4, 0x1000, "DW_FORM_ref_sup4 0x1000 leads to no entry of the supplementary file")]
    [InlineData(DwForm.RefSup8, ulong.MaxValue, "DW_FORM_ref_sup8 0xffffffffffffffff leads to no entry of the supplementary file")]
    public void What_leads_outside_is_an_error(DwForm form, ulong value, string why)
    {
        using Pair pair = new(new DwarfBuilder().Unit(Die(DwTag.CompileUnit,
            Die(DwTag.Subprogram, At(DwAttribute.AbstractOrigin, form, value)))), Other());
        TypeEntry entry = pair.Find(DwTag.Subprogram);
        string message = Assert.Throws<MalformedFileException>(() => FunctionName.Find(new DieReference(entry.Unit, entry.Offset))).Message;
        Assert.EndsWith(why, message, StringComparison.Ordinal);
        Assert.StartsWith("a.o: .debug_info+0x", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Offsets_of_the_one_file_lead_to_no_entry_of_the_other()
    {
        static Pair Open(ulong value) => new(new DwarfBuilder().Unit(Die(DwTag.CompileUnit,
            Die(DwTag.Variable, At(DwAttribute.Type, DwForm.RefAddr, value)))), Other());
        ulong first;
        using (Pair pair = Open(0))
        {
            DieReader reader = pair.File.SupplementaryDwarf!.Units[0].Entries();
            Assert.True(reader.Next());
            first = reader.Offset.Value;
        }

        using Pair again = Open(first);
        Assert.True(again.File.TryFindUnit(new DieOffset(first), out _));
        Assert.True(again.Find(DwTag.Variable).HasUnresolvedType);
    }

    [Fact]
    public void A_string_outside_is_an_error()
    {
        using Pair pair = new(new DwarfBuilder().Unit(Die(DwTag.CompileUnit,
            Die(DwTag.Variable, At(DwAttribute.Name, DwForm.GnuStrpAlt, 0x1000)))), Other());
        Assert.StartsWith("alt: .debug_str+0x1000: ", Assert.Throws<MalformedFileException>(
            () => pair.Find(DwTag.Variable).Name.Length).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0500 01 00 02 abcd", "abcd")]
    [InlineData("0500 01 00", "")]
    [InlineData("0500 00 6100 02 abcd", "")] // it names another one
    public void A_supplementary_file_says_which_it_is(string section, string checksum)
    {
        byte[] contents = Convert.FromHexString(section.Replace(" ", "", StringComparison.Ordinal));
        using NativeBuffer file = new ElfBuilder(type: ElfType.Executable).Section(".debug_sup", contents).BuildInMemory();
        Assert.Equal(checksum, Convert.ToHexStringLower(SupplementaryFile.ChecksumOf(ElfFile.Parse(file.Contents)).Span));
    }

    [Fact]
    public void A_malformed_one_is_an_error()
    {
        DwarfBuilder bad = new DwarfBuilder().Unit(new UnitSpec { Length = 0x1000 }, Die(DwTag.PartialUnit));
        Expect.Malformed(
            "alt: .debug_info+0x0: unit length 0x1000 reaches outside the section (9 bytes left)",
            () => new Pair(new DwarfBuilder().Unit(Die(DwTag.CompileUnit)), bad).Dispose());
    }

    private static DwarfBuilder Other(ByteOrder order = ByteOrder.Little) => new DwarfBuilder(order)
        .Unit(s_partial, Die(DwTag.PartialUnit, Die("int", DwTag.BaseType, Name("int"), ByteSize(4))))
        .Unit(s_partial, Die(DwTag.PartialUnit, Die("s", DwTag.StructureType, Name("s", DwForm.Strp), Type("int", DwForm.RefAddr))));

    private sealed class Pair : IDisposable
    {
        private readonly NativeBuffer _image;
        private readonly NativeBuffer _other;

        public Pair(
            DwarfBuilder dwarf, DwarfBuilder other, ByteOrder order = ByteOrder.Little, SectionPacking packing = SectionPacking.Stored)
        {
            _image = InMemory.File(dwarf.AddTo(new ElfBuilder(order: order, type: ElfType.Executable)).Build());
            _other = InMemory.File(other.AddTo(new ElfBuilder(order: order, type: ElfType.Executable), packing).Build(), "alt");
            File = DwarfFile.OpenWith(ElfFile.Parse(_image.Contents), null, ElfFile.Parse(_other.Contents), null);
        }

        public DwarfFile File { get; }

        public static TypeEntry Find(DwarfFile file, DwTag tag)
        {
            foreach (DwarfUnit unit in file.Units)
            {
                DieReader reader = unit.Entries();
                while (reader.Next())
                {
                    if (reader.Tag == tag)
                    {
                        return TypeEntry.ReadAt(unit, reader.Offset);
                    }
                }
            }

            throw new InvalidOperationException("no such entry");
        }

        public TypeEntry Find(DwTag tag) => Find(File, tag);

        public void Dispose()
        {
            File.Dispose();
            _image.Dispose();
            _other.Dispose();
        }
    }
}
