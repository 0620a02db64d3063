// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.Kernel.Symvers;
using Kelf.Kernel.Symvers.Selection;
using Kelf.Kernel.Symvers.Settings;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.TestSupport;

using Xunit;

using static Kelf.TestSupport.Dw;

namespace Kelf.Kernel.Tests.Symvers;

/// <summary>
/// Places of members and values of names in encodings that gendwarfksyms does not read: default versions leave them out, as the original,
/// and say so once; canonical versions have them, whatever the version of DWARF (docs/canonical.md).
/// </summary>
public sealed class MemberPlacesTests
{
    private const string Unread = ": the version does not cover ";

    private readonly List<Diagnostic> _warnings = [];

    [Theory]
    [InlineData(ByteOrder.Little, 2)]
    [InlineData(ByteOrder.Little, 4)]
    [InlineData(ByteOrder.Big, 3)]
    public void A_bit_field_has_its_place(ByteOrder order, int version)
    {
        // struct { int a:3; int :4; int b:5; }, and the same with another unnamed field: b moves, and only DW_AT_bit_offset says so.
        string before = Old(order, version, 20), moved = Old(order, version, 21);
        Assert.Equal(before, moved);
        Assert.EndsWith(Unread + "where this bit-field lies: --canonical does; gendwarfksyms does not, either", Assert.Single(Said()), StringComparison.Ordinal);
        string canonical = Old(order, version, 20, canonical: true);
        Assert.NotEqual(canonical, Old(order, version, 21, canonical: true));
        // As DWARF 5 has it, in the order of the bits in memory.
        ulong place = order == ByteOrder.Little ? 32ul + 32 - 5 - 20 : 32 + 20;
        Assert.Equal(Text(order, new UnitSpec(), new(), BitSize(5), At(DwAttribute.DataBitOffset, DwForm.Data1, place)), canonical);
        Assert.Empty(Said());
    }

    [Fact]
    public void A_place_may_be_an_expression()
    {
        UnitSpec old = new() { Version = 2 };
        byte[] eight = [0x23, 8], sixteen = [0x23, 16];
        AttributeSpec Place(byte[] expression) => At(DwAttribute.DataMemberLocation, DwForm.Block1, expression);
        Assert.Equal(Text(ByteOrder.Little, old, new(), Place(eight)), Text(ByteOrder.Little, old, new(), Place(sixteen)));
        Assert.EndsWith(Unread + "where this member lies: --canonical does; gendwarfksyms does not, either", Said()[0], StringComparison.Ordinal);
        SymversOptions canonical = new() { Canonical = true };
        Assert.Equal(Text(ByteOrder.Little, new UnitSpec(), canonical, Location(8)), Text(ByteOrder.Little, old, canonical, Place(eight)));
        Assert.NotEqual(Text(ByteOrder.Little, old, canonical, Place(sixteen)), Text(ByteOrder.Little, old, canonical, Place(eight)));
        Assert.Empty(Said());
        // That of a virtual base class depends on the object.
        byte[] inObject = [0x23, 8, 0x06];
        Assert.DoesNotContain("location", Text(ByteOrder.Little, old, canonical, Place(inObject)), StringComparison.Ordinal);
        Assert.EndsWith(Unread + "where this member lies: it depends on the object", Assert.Single(Said()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DwForm.Block1)]
    [InlineData(DwForm.Data16)]
    public void A_value_may_have_128_bits(DwForm form)
    {
        byte[] low = [7, .. new byte[15]], high = [7, .. new byte[14], 0x80];
        DieSpec Enumeration(byte[] value) => Die("t", DwTag.EnumerationType, Name("e"), ByteSize(16),
            Die(DwTag.Enumerator, Name("A"), At(DwAttribute.ConstValue, form, value)));
        Assert.Equal(Text(Enumeration(low)), Text(Enumeration(high)));
        Assert.EndsWith(Unread + "this value, which has more than 64 bits: --canonical does; gendwarfksyms does not, either", Said()[0], StringComparison.Ordinal);
        SymversOptions canonical = new() { Canonical = true };
        Assert.Contains("enumerator A = 7 }", Text(Enumeration(low), canonical), StringComparison.Ordinal);
        Assert.Contains("enumerator A = 170141183460469231731687303715884105735 }", Text(Enumeration(high), canonical), StringComparison.Ordinal);
        Assert.Empty(Said());
    }

    [Fact]
    public void A_discriminant_may_have_128_bits()
    {
        byte[] value = [1, .. new byte[15]];
        DieSpec type = Die("t", DwTag.StructureType, Name("s"), ByteSize(16), Die(DwTag.VariantPart,
            Die(DwTag.Variant, At(DwAttribute.DiscrValue, DwForm.Block1, value), Die(DwTag.Member, Name("m"), Type("int")))));
        Assert.DoesNotContain("discr_value", Text(type), StringComparison.Ordinal);
        Assert.Single(Said());
        Assert.Contains("} discr_value(1) ", Text(type, new SymversOptions { Canonical = true }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void It_is_said_once_for_an_object(bool perUnit)
    {
        // Two units, two fields in each; the first place is named, whichever thread comes first.
        DwarfBuilder dwarf = new();
        foreach (string unit in (string[])["a", "b"])
        {
            DieSpec[] fields = [.. Enumerable.Range(0, 2).Select(i => Die(DwTag.Member, Name($"m{i}"), Type($"{unit}int"), BitSize(3),
                At(DwAttribute.BitOffset, DwForm.Data1, 5), Location(0)))];
            dwarf.Unit(new UnitSpec { Version = 4 }, Die(DwTag.CompileUnit, Name($"{unit}.c"),
                Die($"{unit}int", DwTag.BaseType, Name("int"), ByteSize(4)), Die($"{unit}s", DwTag.StructureType, [Name(unit), .. fields]),
                Die(DwTag.Variable, Name($"v{unit}"), Type($"{unit}s"), Flag(DwAttribute.External),
                    At(DwAttribute.Location, DwForm.Exprloc, [3, 0, 0, 0, 0, 0, 0, 0, 0]))));
        }

        using Kernel.Shared.Threads.FixedWorkers workers = new(2);
        Compute(dwarf, ByteOrder.Little, new SymversOptions { PerUnit = perUnit, Workers = workers }, "va\nvb"u8);
        Diagnostic said = Assert.Single(_warnings, warning => warning.Kind == WarningKind.NotCovered);
        Assert.Equal((WarningKind.NotCovered, "a.o", ".debug_info", 0x19ul), (said.Kind, said.File, said.Section, said.Offset));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public void Nothing_is_said_of_what_is_covered(int version)
    {
        Text(ByteOrder.Little, new UnitSpec { Version = (ushort)version }, new(), BitSize(5), At(DwAttribute.DataBitOffset, DwForm.Data1, 35));
        Text(ByteOrder.Little, new UnitSpec { Version = (ushort)version }, new(), Location(8));
        Assert.Empty(Said());
    }

    private static AttributeSpec BitSize(ulong bits) => At(DwAttribute.BitSize, DwForm.Data1, bits);

    private string Old(ByteOrder order, int version, ulong fromTop, bool canonical = false) => Text(
        order, new UnitSpec { Version = (ushort)version }, new SymversOptions { Canonical = canonical }, ByteSize(4), BitSize(5),
        At(DwAttribute.BitOffset, DwForm.Data1, fromTop),
        version == 2 ? At(DwAttribute.DataMemberLocation, DwForm.Block1, [0x23, 4]) : Location(4));

    /// <summary>The texts of a variable of a structure with one member.</summary>
    private string Text(ByteOrder order, UnitSpec unit, SymversOptions options, params DieItem[] member) => Compute(
        new DwarfBuilder(order).Unit(unit, Die(DwTag.CompileUnit, Int(),
            Die("t", DwTag.StructureType, Name("s"), Die(DwTag.Member, [Name("m"), Type("int"), .. member])),
            Die(DwTag.Variable, Name("f"), Type("t")))),
        order, options, "f"u8);

    /// <summary>The texts of a variable of that type.</summary>
    private string Text(DieSpec type, SymversOptions? options = null) => Compute(
        new DwarfBuilder().Unit(Die(DwTag.CompileUnit, Int(), type, Die(DwTag.Variable, Name("f"), Type("t")))),
        ByteOrder.Little, options ?? new SymversOptions(), "f"u8);

    private static DieSpec Int() => Die("int", DwTag.BaseType, Name("int"), ByteSize(4));

    private string Compute(DwarfBuilder dwarf, ByteOrder order, SymversOptions options, ReadOnlySpan<byte> list)
    {
        using NativeBuffer file = dwarf.AddTo(new ElfBuilder(order: order, type: Kelf.ObjectFiles.Elf.ElfType.Executable)).BuildInMemory();
        ByteBuilder text = new();
        SymversTool.Compute(file.Contents, SymbolList.Parse(list), options with { Warn = _warnings.Add }, text, null);
        return System.Text.Encoding.UTF8.GetString(text.Bytes);
    }

    /// <summary>The warnings since the last call; at most one for each object.</summary>
    private List<string> Said()
    {
        List<string> said = [.. _warnings.Select(warning => warning.ToString()).Distinct()];
        _warnings.Clear();
        return said;
    }
}
