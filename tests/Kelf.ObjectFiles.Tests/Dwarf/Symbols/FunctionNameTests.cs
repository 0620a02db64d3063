// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Dwarf.Symbols;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Names;
using Kelf.ObjectFiles.Tests.Support;
using Kelf.TestSupport;

using Xunit;

using static Kelf.TestSupport.Dw;

namespace Kelf.ObjectFiles.Tests.Dwarf.Symbols;

/// <summary>Names of functions and of their instances, in whichever entry they are.</summary>
public sealed class FunctionNameTests
{
    [Theory]
    [InlineData(2, ByteOrder.Little)]
    [InlineData(3, ByteOrder.Big)]
    [InlineData(4, ByteOrder.Little)]
    [InlineData(5, ByteOrder.Big)]
    public void An_inlined_instance_has_the_name_of_its_origin(int version, ByteOrder order)
    {
        DwarfBuilder builder = new DwarfBuilder(order).Unit(
            new UnitSpec { Version = (ushort)version },
            Die(DwTag.CompileUnit,
                Die("origin", DwTag.Subprogram, Name("inlined"), At(DwAttribute.Inline, DwForm.Data1, 1)),
                Die(DwTag.Subprogram, Name("caller"),
                    Die(DwTag.InlinedSubroutine, Ref(DwAttribute.AbstractOrigin, "origin")))));
        using OpenDwarf dwarf = OpenDwarf.Of(builder, order);
        Assert.Equal("inlined", NameOf(dwarf, DwTag.InlinedSubroutine));
    }

    [Fact]
    public void The_origin_may_be_in_another_unit_and_itself_complete_a_declaration()
    {
        // As clang's LTO writes C++ and Rust: the instance here, the definition there, its declaration in a class.
        using OpenDwarf dwarf = OpenDwarf.Of(new DwarfBuilder()
            .Unit(Die(DwTag.CompileUnit, Die(DwTag.InlinedSubroutine, Ref(DwAttribute.AbstractOrigin, "definition", DwForm.RefAddr))))
            .Unit(Die(DwTag.CompileUnit,
                Die("class", DwTag.StructureType, Die("method", DwTag.Subprogram, Name("run"),
                    At(DwAttribute.LinkageName, DwForm.String, "_ZN3job3runEv"), Flag(DwAttribute.Declaration))),
                Die("definition", DwTag.Subprogram, Ref(DwAttribute.Specification, "method")))));
        Assert.Equal("run _ZN3job3runEv", NameOf(dwarf, DwTag.InlinedSubroutine));
    }

    [Fact]
    public void A_name_of_its_own_goes_before_that_of_the_origin()
    {
        using OpenDwarf dwarf = OpenDwarf.Of(new DwarfBuilder().Unit(Die(DwTag.CompileUnit,
            Die("origin", DwTag.Variable, Name("far"), At(DwAttribute.LinkageName, DwForm.String, "_far")),
            Die(DwTag.Subprogram, Name("near"), Ref(DwAttribute.AbstractOrigin, "origin")))));
        Assert.Equal("near _far", NameOf(dwarf, DwTag.Subprogram));
    }

    [Fact]
    public void A_name_may_be_absent()
    {
        using OpenDwarf dwarf = OpenDwarf.Of(new DwarfBuilder().Unit(Die(DwTag.CompileUnit, Die(DwTag.Subprogram))));
        Assert.Equal("", NameOf(dwarf, DwTag.Subprogram));
    }

    [Fact]
    public void A_circle_is_refused()
    {
        using OpenDwarf dwarf = OpenDwarf.Of(new DwarfBuilder().Unit(Die(DwTag.CompileUnit,
            Die("one", DwTag.Subprogram, Ref(DwAttribute.AbstractOrigin, "two")),
            Die("two", DwTag.Subprogram, Ref(DwAttribute.Specification, "one")))));
        Expect.Malformed(
            "a.o: .debug_info+0xd: more than 16 entries refer to each other for the name of one", () => NameOf(dwarf, DwTag.Subprogram));
    }

    [Theory]
    [InlineData(DwForm.Ref4, 3, "reference 0x3 leads into the header of its unit")]
    [InlineData(DwForm.Ref4, 0x99, "reference 0x99 leads outside its unit (19 bytes)")]
    [InlineData(DwForm.RefUdata, 0x70, "reference 0x70 leads outside its unit (16 bytes)")]
    [InlineData(DwForm.RefAddr, 0x99, "reference 0x99 leads to no entry of a unit")]
    [InlineData(DwForm.RefSig8, 0x99, "no type unit has the signature 0x0000000000000099")]
    [InlineData(DwForm.Data4, 0x99, "DW_FORM_data4 is no reference")]
    public void References_that_lead_nowhere_say_why(DwForm form, ulong value, string why)
    {
        using OpenDwarf dwarf = OpenDwarf.Of(new DwarfBuilder().Unit(Die(DwTag.CompileUnit,
            Die(DwTag.Subprogram, At(DwAttribute.AbstractOrigin, form, value)))));
        Expect.Malformed($"a.o: .debug_info+0xe: {why}", () => NameOf(dwarf, DwTag.Subprogram));
    }

    [Theory]
    [InlineData("", "a supplementary file that nothing names")]
    [InlineData(".gnu_debugaltlink", "the supplementary file ../.dwz/linux.debug, which is not read")]
    [InlineData(".debug_sup", "the supplementary file ../.dwz/linux.debug, which is not read")]
    [InlineData("malformed", "a supplementary file, and the section that names it is malformed")]
    public void What_dwz_took_away_is_named(string section, string missing)
    {
        byte[] link = [.. "../.dwz/linux.debug\0"u8, .. new byte[20]];
        byte[] sup = [5, 0, 0, .. "../.dwz/linux.debug\0"u8, 20, .. new byte[20]];
        using OpenDwarf reference = Open(section, link, sup, At(DwAttribute.AbstractOrigin, DwForm.GnuRefAlt, 0x99));
        Expect.Malformed(
            $"a.o: .debug_info+0xe: DW_FORM_GNU_ref_alt 0x99 leads into {missing}", () => NameOf(reference, DwTag.Subprogram));
        using OpenDwarf name = Open(section, link, sup, At(DwAttribute.Name, DwForm.StrpSup, 0x12));
        Expect.Malformed($"a.o: .debug_info+0xe: DW_FORM_strp_sup 0x12 leads into {missing}", () => NameOf(name, DwTag.Subprogram));
        Assert.Equal(section.StartsWith('.'), section != "malformed" && name.File.Supplementary?.Identity.Length == 20);
    }

    [Theory]
    [InlineData(".gnu_debugaltlink", "61", "a.o: .gnu_debugaltlink+0x0: string is not NUL-terminated")]
    [InlineData(".debug_sup", "0400", "a.o: .debug_sup+0x0: version 4 is not 5")]
    [InlineData(".debug_sup", "0500 00 6100 80", "a.o: .debug_sup+0x6: 0x1 bytes are wanted and 0 are left")]
    [InlineData(".debug_sup", "0500 00 6100 41", "a.o: .debug_sup+0x5: an identity of 65 bytes is longer than 64")]
    [InlineData(".debug_sup", "0500 00 6100 05 00", "a.o: .debug_sup+0x6: 0x5 bytes are wanted and 1 are left")]
    public void A_malformed_name_of_a_supplementary_file(string section, string bytes, string message)
    {
        byte[] contents = Convert.FromHexString(bytes.Replace(" ", "", StringComparison.Ordinal));
        using OpenDwarf dwarf = OpenDwarf.Of(new ElfBuilder(type: ElfType.Executable).Section(section, contents));
        Expect.Malformed(message, () => _ = dwarf.File.Supplementary);
    }

    private static OpenDwarf Open(string section, byte[] link, byte[] sup, AttributeSpec attribute)
    {
        ElfBuilder elf = new(type: ElfType.Executable);
        _ = section switch
        {
            "" => elf,
            "malformed" => elf.Section(".gnu_debugaltlink", [1]),
            _ => elf.Section(section, section == ".debug_sup" ? sup : link),
        };
        return OpenDwarf.Of(new DwarfBuilder().Unit(Die(DwTag.CompileUnit, Die(DwTag.Subprogram, attribute))).AddTo(elf));
    }

    /// <summary>Name and linkage name of the first entry of a tag in the file.</summary>
    private static string NameOf(OpenDwarf dwarf, DwTag tag)
    {
        foreach (DwarfUnit unit in dwarf.File.Units)
        {
            DieReader reader = unit.Entries();
            while (reader.Next())
            {
                if (reader.Tag == tag)
                {
                    FunctionName name = FunctionName.Find(new DieReference(unit, reader.Offset));
                    Assert.Equal(Utf8Name.ToText(name.Name), name.ToString());
                    Assert.True(name.SymbolName.SequenceEqual(name.LinkageName.IsEmpty ? name.Name : name.LinkageName));
                    return $"{name.ToString()} {Utf8Name.ToText(name.LinkageName)}".TrimEnd();
                }
            }
        }

        throw new InvalidOperationException($"no {tag}");
    }
}
