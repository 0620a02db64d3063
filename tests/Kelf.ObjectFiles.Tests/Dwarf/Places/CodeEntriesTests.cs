// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Dwarf.Lists;
using Kelf.ObjectFiles.Dwarf.Places;
using Kelf.ObjectFiles.Dwarf.Symbols;
using Kelf.ObjectFiles.Tests.Support;
using Kelf.TestSupport;

using Xunit;

using static Kelf.TestSupport.Dw;

namespace Kelf.ObjectFiles.Tests.Dwarf.Places;

/// <summary>The walk over the entries of a unit that have code.</summary>
public sealed class CodeEntriesTests
{
    [Fact]
    public void Functions_blocks_and_instances_in_file_order_with_what_they_are_in()
    {
        using OpenDwarf dwarf = Open(
            Die(DwTag.StructureType, Name("s"), Die(DwTag.Member, Name("m"))),
            Die("inline", DwTag.Subprogram, Name("inline"), Die(DwTag.FormalParameter, Name("p"))),
            Die(DwTag.Subprogram, Name("declared"), Flag(DwAttribute.Declaration)),
            Die(DwTag.Subprogram, [Name("f"), .. Code(0x10, 0x40),
                Die(DwTag.FormalParameter, Name("p")),
                Die(DwTag.LexicalBlock, [.. Code(0x10, 0x30),
                    Die(DwTag.InlinedSubroutine, [Ref(DwAttribute.AbstractOrigin, "inline"), .. Code(0x20, 8), .. Call(1, 7, 3, 2),
                        Die(DwTag.FormalParameter, Name("p")),
                        Die(DwTag.LexicalBlock, Code(0x20, 4))])]),
                Die(DwTag.CallSite, Die(DwTag.CallSiteParameter)),
                Die(DwTag.LexicalBlock, Code(0x40, 4))]),
            Die(DwTag.Subprogram, [Name("g"), .. Code(0x50, 1)]));
        Assert.Equal(
            [
                "0 Subprogram f 10-50",
                "1 LexicalBlock  10-40",
                "2 InlinedSubroutine inline 20-28 from 1:7:3 discriminator 2",
                "3 LexicalBlock  20-24",
                "1 LexicalBlock  40-44",
                "0 Subprogram g 50-51",
            ],
            Walk(dwarf));
        Assert.Equal(["0 Subprogram f 10-50", "0 Subprogram g 50-51"], Walk(dwarf, skipIn: "f"));
        Assert.Equal(
            ["0 Subprogram f 10-50", "1 LexicalBlock  10-40", "2 InlinedSubroutine inline 20-28 from 1:7:3 discriminator 2",
                "1 LexicalBlock  40-44", "0 Subprogram g 50-51"],
            Walk(dwarf, skipIn: "inline"));
    }

    [Fact]
    public void A_block_without_code_is_transparent()
    {
        using OpenDwarf dwarf = Open(Die(DwTag.Subprogram, [Name("f"), .. Code(0x10, 0x40),
            Die(DwTag.LexicalBlock, Die(DwTag.Variable), Die(DwTag.LexicalBlock, Code(0x20, 4))),
            Die(DwTag.LexicalBlock, Code(0x30, 4))]));
        Assert.Equal(["0 Subprogram f 10-50", "1 LexicalBlock  20-24", "1 LexicalBlock  30-34"], Walk(dwarf));
    }

    /// <summary>Code outside of the entry around is not that of an entry, nor what a linker left out; joined ranges are one.</summary>
    [Fact]
    public void An_entry_has_code_where_those_around_it_have()
    {
        byte[] lists = [4, 0x20, 0x30, 4, 0x10, 0x20, 0]; // DW_RLE_offset_pair
        using OpenDwarf dwarf = OpenDwarf.Of(new DwarfBuilder().Unit(Die(DwTag.CompileUnit,
            Die(DwTag.Subprogram, [Name("f"), At(DwAttribute.Ranges, DwForm.SecOffset, 0),
                Die(DwTag.LexicalBlock, Code(0x18, 0x10)),
                Die(DwTag.LexicalBlock, [.. Code(0x28, 0x20), Die(DwTag.LexicalBlock, Code(0x28, 4))]),
                Die(DwTag.LexicalBlock, [.. Code(0x10, 4), Die(DwTag.LexicalBlock, Code(0x18, 4))])]),
            Die(DwTag.Subprogram, [Name("dropped"), .. Code(0, 0x40)]),
            Die(DwTag.Subprogram, [Name("g"), .. Code(0x80, 4)])))
            .AddTo(new ElfBuilder(type: Kelf.ObjectFiles.Elf.ElfType.Executable).Section(".debug_rnglists", lists)));
        Assert.Equal(
            [
                "0 Subprogram f 20-30 10-20", "1 LexicalBlock  18-28", "1 LexicalBlock ", "2 LexicalBlock ", "1 LexicalBlock  10-14",
                "2 LexicalBlock ", "0 Subprogram dropped", "0 Subprogram g 80-84",
            ],
            Walk(dwarf));
    }

    // C has no functions in types; they are most of its units, and are not looked into.
    [Theory]
    [InlineData(DwLanguage.C11, "0 Subprogram out 10-11")]
    [InlineData(DwLanguage.Rust, "0 Subprogram in 20-21|0 Subprogram deep 30-31|0 Subprogram out 10-11")]
    public void Functions_may_be_in_namespaces_and_types(DwLanguage language, string expected)
    {
        using OpenDwarf dwarf = Open(
            At(DwAttribute.Language, DwForm.Data2, (ulong)language),
            Die(DwTag.StructureType, Die(DwTag.Subprogram, [Name("in"), .. Code(0x20, 1)]),
                Die(DwTag.VariantPart, Die(DwTag.Variant, Die(DwTag.UnionType, Die(DwTag.Subprogram, [Name("deep"), .. Code(0x30, 1)]))))),
            Die(DwTag.Namespace, Name("n"), Die(DwTag.Subprogram, [Name("out"), .. Code(0x10, 1)])));
        Assert.Equal(expected, string.Join('|', Walk(dwarf)));
    }

    [Fact]
    public void Siblings_are_followed()
    {
        // What a sibling leads over is not read: the codes of these entries are in no table.
        using OpenDwarf dwarf = Open(
            Die(DwTag.SubroutineType, Ref(DwAttribute.Sibling, "f"), Die(DwTag.FormalParameter) with { Code = 99 }),
            Die("f", DwTag.Subprogram, [Ref(DwAttribute.Sibling, "g"), Name("f"), .. Code(0x10, 1), Die(DwTag.Variable) with { Code = 99 }]),
            Die("g", DwTag.Subprogram, [Name("g"), .. Code(0x20, 1)]));
        Assert.Equal(["0 Subprogram f 10-11", "0 Subprogram g 20-21"], Walk(dwarf, skipIn: "f"));
    }

    [Theory]
    [InlineData(DwForm.Ref4, 0x11, "a.o: .debug_info+0xe: DW_AT_sibling 0x11 does not lead to an entry after this one, in its unit")]
    [InlineData(DwForm.Ref4, 0x0, "a.o: .debug_info+0xe: DW_AT_sibling 0x0 does not lead to an entry after this one, in its unit")]
    [InlineData(DwForm.Ref4, 0x1000, "a.o: .debug_info+0xe: DW_AT_sibling 0x1000 does not lead to an entry after this one, in its unit")]
    [InlineData(DwForm.Udata, 0x14, "a.o: .debug_info+0xe: DW_AT_sibling 0x14 does not lead to an entry after this one, in its unit")]
    public void A_sibling_that_is_none_is_malformed(DwForm form, ulong sibling, string message)
    {
        using OpenDwarf dwarf = Open(
            Die(DwTag.SubroutineType, At(DwAttribute.Sibling, form, sibling), Die(DwTag.FormalParameter, Name("parameter"))),
            Die(DwTag.Subprogram, Code(0x10, 1)));
        Expect.Malformed(message, () => Walk(dwarf));
    }

    [Theory]
    [InlineData(4096, "")]
    [InlineData(4097, "a.o: .debug_info+0x200b: entries are nested deeper than 4096")]
    public void Nesting_is_bounded(int depth, string message)
    {
        DieItem innermost = Die(DwTag.LexicalBlock, Code(0x10, 1));
        for (int i = 0; i < depth - 1; i++)
        {
            innermost = Die(DwTag.LexicalBlock, At(DwAttribute.LowPc, DwForm.Addrx1, 0), innermost);
        }

        using OpenDwarf dwarf = OpenDwarf.Of(new DwarfBuilder().Unit(Die(DwTag.CompileUnit, innermost))
            .AddTo(new ElfBuilder(type: Kelf.ObjectFiles.Elf.ElfType.Executable).Section(".debug_addr", new byte[16])));
        if (message.Length > 0)
        {
            Expect.Malformed(message, () => Walk(dwarf));
        }
        else
        {
            Assert.Equal(depth, Walk(dwarf).Count);
        }
    }

    [Theory]
    [InlineData(99, "a.o: .debug_info+0xd: abbreviation code 99 is not in the table at .debug_abbrev+0x0")]
    public void An_unknown_abbreviation_is_malformed(int code, string message)
    {
        using OpenDwarf dwarf = Open(Die(DwTag.Subprogram, Code(0x10, 1)) with { Code = (ulong)code });
        Expect.Malformed(message, () => Walk(dwarf));
    }

    [Fact]
    public void Numbers_that_are_too_large_are_not_known()
    {
        using OpenDwarf dwarf = Open(Die(DwTag.InlinedSubroutine, [.. Code(0x10, 1),
            At(DwAttribute.CallFile, DwForm.Data8, ulong.MaxValue), At(DwAttribute.CallLine, DwForm.Data8, 1UL << 32),
            At(DwAttribute.CallColumn, DwForm.String, "x"), At(DwAttribute.GnuDiscriminator, DwForm.Udata, uint.MaxValue)]));
        Assert.Equal(["0 InlinedSubroutine  10-11 from 18446744073709551615:0:0 discriminator 4294967295"], Walk(dwarf));
    }

    private static DieItem[] Call(ulong file, ulong line, ulong column, ulong discriminator) =>
    [
        At(DwAttribute.CallFile, DwForm.Data1, file), At(DwAttribute.CallLine, DwForm.Data2, line),
        At(DwAttribute.CallColumn, DwForm.Udata, column), At(DwAttribute.GnuDiscriminator, DwForm.Data1, discriminator),
    ];

    private static OpenDwarf Open(params DieItem[] items) => OpenDwarf.Of(new DwarfBuilder().Unit(Die(DwTag.CompileUnit, items)));

    private static List<string> Walk(OpenDwarf dwarf, string? skipIn = null)
    {
        List<string> lines = [];
        CodeEntries entries = CodeEntries.Of(dwarf.File.Units[0]);
        while (entries.Next())
        {
            string name = FunctionName.Find(entries.Entry).ToString();
            string line = $"{entries.Depth} {entries.Tag} {name}";
            foreach (AddressRange range in entries.Ranges)
            {
                line += $" {range.Start:x}-{range.End:x}";
            }

            InlinedCall call = entries.Call;
            lines.Add(call.File is null ? line : $"{line} from {call.File}:{call.Line}:{call.Column} discriminator {call.Discriminator}");
            if (name == skipIn)
            {
                entries.SkipChildren();
            }
        }

        return lines;
    }
}
