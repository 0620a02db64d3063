// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Dwarf.Places;
using Kelf.ObjectFiles.Dwarf.Split;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Tests.Support;
using Kelf.TestSupport;

using Xunit;

using static Kelf.TestSupport.Dw;

namespace Kelf.ObjectFiles.Tests.Dwarf.Split;

/// <summary>Entries in files of their own (DWARF 5 §7.3.2), and in packages of these (§7.3.5).</summary>
public sealed class SplitFileTests
{
    private const ulong Id = 0x1122334455667788;

    // f is at 0x1000, with g inlined from 0x1004 on; the address is the second of the file with the code.
    [Fact]
    public void Functions_are_those_of_the_split_file()
    {
        using OpenDwarf dwarf = Skeleton();
        using NativeBuffer file = Dwo(Id).BuildInMemory("a.dwo");
        using SplitFile split = SplitFile.Of(ElfFile.Parse(file.Contents));
        SourceSearch before = new(dwarf.File);
        Assert.Equal([" a.c:5"], Show(before.Find([0x1004])[0]));
        Assert.True(before.HasSplitUnits);

        using OpenDwarf other = Skeleton();
        other.File.SplitUnits = split.Find;
        SourceSearch search = new(other.File);
        Assert.Equal(["g a.c:5", "f a.c:9"], Show(search.Find([0x1004])[0]));
        Assert.Equal(["f a.c:5"], Show(search.Find([0x1000])[0]));
        Assert.False(search.HasSplitUnits);
        Assert.Empty(search.Failures);
        DwarfUnit unit = other.File.Units[0];
        Assert.Equal(Id, unit.SplitId);
        Assert.Equal("a.dwo"u8.ToArray(), unit.SplitName.ToArray());
        Assert.Same(unit.WithEntries, unit.WithEntries);
        Assert.Equal(DwUnitType.SplitCompile, unit.WithEntries!.Type);
        Assert.Same(unit.Files, unit.WithEntries.Files);
    }

    [Fact]
    public void A_file_of_another_compilation_says_nothing()
    {
        using OpenDwarf dwarf = Skeleton();
        using NativeBuffer file = Dwo(Id + 1).BuildInMemory("a.dwo");
        using SplitFile split = SplitFile.Of(ElfFile.Parse(file.Contents));
        Assert.Null(split.Find(dwarf.File.Units[0]));
        dwarf.File.SplitUnits = split.Find;
        SourceSearch search = new(dwarf.File);
        Assert.Equal([" a.c:5"], Show(search.Find([0x1004])[0]));
        Assert.True(search.HasSplitUnits);
    }

    [Fact]
    public void A_unit_with_entries_has_no_other()
    {
        using OpenDwarf dwarf = OpenDwarf.Of(new DwarfBuilder().Unit(Die(DwTag.CompileUnit, Name("a.c"))));
        dwarf.File.SplitUnits = _ => throw new InvalidOperationException("asked");
        Assert.Same(dwarf.File.Units[0], dwarf.File.Units[0].WithEntries);
        Assert.Null(dwarf.File.Units[0].SplitId);
        Assert.True(dwarf.File.Units[0].SplitName.IsEmpty);
    }

    // The units of a package have parts of its sections; here another's stand before them.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_package_has_the_parts_of_many(bool isFive)
    {
        using OpenDwarf dwarf = Skeleton();
        using NativeBuffer file = Package(Index(isFive, Id)).BuildInMemory("a.dwp");
        using SplitFile split = SplitFile.Of(ElfFile.Parse(file.Contents));
        dwarf.File.SplitUnits = split.Find;
        Assert.Equal(["g a.c:5", "f a.c:9"], Show(new SourceSearch(dwarf.File).Find([0x1004])[0]));

        using OpenDwarf another = Skeleton(Id + 1);
        Assert.Null(split.Find(another.File.Units[0]));
    }

    [Fact]
    public void An_index_that_is_wrong_is_told()
    {
        Malformed("12 bytes have no header", index => index[..12]);
        Malformed("the version of the index is neither 2 nor 5", index => [3, .. index[1..]]);
        Malformed("take more than the section", index => index[..^4]);
        Malformed("row 2 is not one of the 1 of the index", index => [.. index[..32], 2, .. index[33..]]);
        Malformed("take more than the section", index => [.. index[..12], 0xff, 0xff, 0xff, 0xff, .. index[16..]]);
        Malformed("take more than the section", index => [.. index[..4], 0xff, 0xff, 0xff, 0xff, .. index[8..]]);

        static void Malformed(string what, Func<byte[], byte[]> change)
        {
            using NativeBuffer file = Package(change(Index(isFive: true, Id))).BuildInMemory("a.dwp");
            MalformedFileException error = Assert.Throws<MalformedFileException>(() => SplitFile.Of(ElfFile.Parse(file.Contents)));
            Assert.Contains(what, error.What, StringComparison.Ordinal);
            Assert.Equal(".debug_cu_index", error.Section);
        }
    }

    [Fact]
    public void A_part_outside_its_section_is_malformed()
    {
        using OpenDwarf dwarf = Skeleton();
        byte[] index = Index(isFive: true, Id);
        index[^8] = 0xff; // the size of the part of .debug_info
        using NativeBuffer file = Package(index).BuildInMemory("a.dwp");
        using SplitFile split = SplitFile.Of(ElfFile.Parse(file.Contents));
        Assert.Throws<MalformedFileException>(() => split.Find(dwarf.File.Units[0]));
    }

    private static OpenDwarf Skeleton(ulong id = Id) => OpenDwarf.Of(new DwarfBuilder()
        .LineTable("lines", new LineTableSpec { Files = ["a.c", "a.c"], Program = lines => lines.Address(0x1000).AdvanceLine(4).Copy().AdvancePc(0x20).End() })
        .Unit(
            new UnitSpec { Type = DwUnitType.Skeleton, Signature = id },
            Die(DwTag.SkeletonUnit,
            [
                StmtList("lines"), At(DwAttribute.DwoName, DwForm.String, "a.dwo"), At(DwAttribute.AddrBase, DwForm.SecOffset, 8), .. Code(0x1000, 0x20),
            ]))
        .AddTo(new ElfBuilder(type: ElfType.Executable))
        .Section(".debug_addr", new ByteAssembler(ByteOrder.Little).U32(0x14).U16(5).U16(8).U64(0x2000).U64(0x1000).ToArray()));

    private static DwarfBuilder Entries(ulong id) => new DwarfBuilder().Unit(
        new UnitSpec { Type = DwUnitType.SplitCompile, Signature = id },
        Die(DwTag.CompileUnit, Name("a.c"),
            Die("g", DwTag.Subprogram, Name("g"), At(DwAttribute.Inline, DwForm.Data1, 1)),
            Die(DwTag.Subprogram, Name("f"), At(DwAttribute.LowPc, DwForm.Addrx, 1), At(DwAttribute.HighPc, DwForm.Data4, 0x10),
                Die(DwTag.InlinedSubroutine, [
                    Ref(DwAttribute.AbstractOrigin, "g"), .. Code(0x1004, 8), At(DwAttribute.CallFile, DwForm.Data1, 0),
                    At(DwAttribute.CallLine, DwForm.Data1, 9)]))));

    private static ElfBuilder Dwo(ulong id)
    {
        DwarfBuilder entries = Entries(id);
        return new ElfBuilder().Section(".debug_info.dwo", entries.Section(".debug_info")).Section(".debug_abbrev.dwo", entries.Section(".debug_abbrev"));
    }

    private static ElfBuilder Package(byte[] index)
    {
        DwarfBuilder entries = Entries(Id);
        return new ElfBuilder()
            .Section(".debug_info.dwo", [0xff, 0xff, 0xff, 0xff, .. entries.Section(".debug_info")])
            .Section(".debug_abbrev.dwo", [0xff, .. entries.Section(".debug_abbrev")])
            .Section(".debug_cu_index", index);
    }

    // Two sections, one unit, two slots; the other slot is empty.
    private static byte[] Index(bool isFive, ulong id)
    {
        DwarfBuilder entries = Entries(Id);
        ByteAssembler index = new(ByteOrder.Little);
        _ = isFive ? index.U16(5).U16(0) : index.U32(2);
        return index.U32(2).U32(1).U32(2)
            .U64(id).U64(0)
            .U32(1).U32(0)
            .U32(1).U32(3) // DW_SECT_INFO, DW_SECT_ABBREV
            .U32(4).U32(1)
            .U32((uint)entries.Section(".debug_info").Length).U32((uint)entries.Section(".debug_abbrev").Length)
            .ToArray();
    }

    private static string[] Show(IEnumerable<SourceChain> chains) =>
        [.. chains.SelectMany(chain => chain.Frames).Select(frame => $"{frame.Function} {Path.GetFileName(frame.Path)}:{frame.Line}")];
}
