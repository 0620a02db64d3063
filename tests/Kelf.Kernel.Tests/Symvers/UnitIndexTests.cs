// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.Kernel.Symvers.Entries;
using Kelf.Kernel.Symvers.Settings;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Dwarf.Types;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Names;
using Kelf.TestSupport;

using Xunit;

using static Kelf.TestSupport.Dw;

namespace Kelf.Kernel.Tests.Symvers;

/// <summary>Where the entries of a unit start, and which scopes qualify the names of its types.</summary>
public sealed class UnitIndexTests
{
    [Fact]
    public void Only_the_first_byte_of_an_entry_is_one()
    {
        // Longer than the 64 bytes of one word of the index, with null entries between.
        DieSpec root = Die(DwTag.CompileUnit,
            [Name("a.c"), .. Enumerable.Range(0, 40).Select(i => i % 3 == 0
                ? Die(DwTag.StructureType, Name($"s{i}"), Die(DwTag.Member, Name("m")))
                : Die(DwTag.BaseType, ByteSize((ulong)i)))]);
        With(root, (unit, index) =>
        {
            HashSet<ulong> entries = [.. Entries(unit).Select(entry => entry.Offset.Value)];
            Assert.Equal(1 + 40 + 14, entries.Count);
            for (ulong offset = unit.Start.Value; offset < unit.Start.Value + (ulong)unit.Contents.Length; offset++)
            {
                Assert.True(entries.Contains(offset) == index.IsEntry(new DieOffset(offset)), $"at {offset}");
            }
        });
    }

    [Fact]
    public void The_last_byte_of_a_unit_is_no_entry_whatever_its_length()
    {
        for (int more = 0; more < 64; more++)
        {
            With(Die(DwTag.CompileUnit, Name(new string('n', more)), Die(DwTag.BaseType)), (unit, index) =>
                Assert.False(index.IsEntry(new DieOffset(unit.Start.Value + (ulong)unit.Contents.Length - 1))));
        }
    }

    [Theory]
    [InlineData(DwTag.Namespace, "a::")]
    [InlineData(DwTag.ClassType, "a::")]
    [InlineData(DwTag.StructureType, "a::")]
    [InlineData(DwTag.UnionType, "")]
    [InlineData(DwTag.EnumerationType, "")]
    [InlineData(DwTag.Subprogram, "")]
    [InlineData(DwTag.LexicalBlock, "")]
    public void Namespaces_classes_and_structures_qualify(DwTag scope, string expected) =>
        Assert.Equal(expected, Prefix("T", Die(scope, Name("a"), Struct("T"))));

    [Theory]
    [InlineData(DwTag.StructureType, true)]
    [InlineData(DwTag.ClassType, true)]
    [InlineData(DwTag.UnionType, true)]
    [InlineData(DwTag.EnumerationType, true)]
    [InlineData(DwTag.Typedef, true)]
    [InlineData(DwTag.BaseType, true)]
    [InlineData(DwTag.PointerType, true)]
    [InlineData(DwTag.ReferenceType, true)]
    [InlineData(DwTag.RvalueReferenceType, true)]
    [InlineData(DwTag.ConstType, true)]
    [InlineData(DwTag.VolatileType, true)]
    [InlineData(DwTag.RestrictType, true)]
    [InlineData(DwTag.AtomicType, true)]
    [InlineData(DwTag.PackedType, true)]
    [InlineData(DwTag.SharedType, true)]
    [InlineData(DwTag.ImmutableType, true)]
    [InlineData(DwTag.TemplateTypeParameter, true)]
    [InlineData(DwTag.ArrayType, false)]
    [InlineData(DwTag.SubroutineType, false)]
    [InlineData(DwTag.Member, false)]
    [InlineData(DwTag.Variable, false)]
    [InlineData(DwTag.Namespace, false)]
    public void Types_with_names_are_qualified(DwTag tag, bool isQualified) =>
        Assert.Equal(isQualified ? "a::" : "", Prefix("T", Die(DwTag.Namespace, Name("a"), Die(tag, Name("T")))));

    [Fact]
    public void Scopes_repeat_those_around_them() => Assert.Equal("A a:: B a::A:: C a::A::b:: D a:: E", Prefixes(
        Die(DwTag.Namespace, Name("a"),
            Struct("A", Struct("B"), Die(DwTag.Namespace, Name("b"), Struct("C"))), Struct("D")),
        Struct("E")));

    [Fact]
    public void A_scope_that_qualifies_nothing_hides_those_around_it() => Assert.Equal(
        "S T S:: U S::T:: V a::", Prefixes(
            Die(DwTag.Namespace, Name("a"),
                Die(DwTag.Subprogram, Name("f"), Struct("S", Struct("T", Struct("U")))), Struct("V"))));

    [Fact]
    public void A_scope_without_a_name_is_anonymous_within_one_that_has_one() => Assert.Equal(
        "S T S:: U a:: V a::<anonymous>::", Prefixes(
            Die(DwTag.Namespace, Struct("S", Struct("T"))),
            Die(DwTag.Namespace, Name("a"), Struct("U"), Die(DwTag.StructureType, Struct("V")))));

    [Fact]
    public void An_empty_name_is_none() => Assert.Equal(
        "S T a::<anonymous>::", Prefixes(
            Die(DwTag.Namespace, Name(""), Struct("S")),
            Die(DwTag.Namespace, Name("a"), Die(DwTag.Namespace, Name(""), Struct("T")))));

    [Fact]
    public void The_unit_itself_may_be_a_scope()
    {
        // No compiler writes it; the names are those that the scopes say.
        With(Die(DwTag.Namespace, Name("r"), Struct("S", Struct("T")), Struct("U")), (unit, index) =>
            Assert.Equal("S r:: T r::S:: U r::", Show(unit, index)));
    }

    [Fact]
    public void Null_entries_too_many_end_nothing() => With(
        [
            Die(DwTag.CompileUnit, Die(DwTag.Namespace, Name("a"), Struct("S"))),
            Die(DwTag.Namespace) with { Code = 0 }, Die(DwTag.Namespace) with { Code = 0 },
            Die(DwTag.Namespace, Name("b"), Struct("T")),
        ],
        (unit, index) => Assert.Equal("S a:: T b::", Show(unit, index)));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void The_names_of_scopes_have_a_limit(int tooMuch)
    {
        const int Outer = 60_000, Scopes = 280;
        // 16 MiB and 64 times the unit; the last scope's name fills it to the byte.
        DieSpec Root(int last) => Die(DwTag.CompileUnit, Die(DwTag.Namespace,
            [LongName('a', Outer), .. Enumerable.Range(0, Scopes).Select(i => Die(DwTag.Namespace,
                LongName('b', i < Scopes - 1 ? 100 : last), Die(DwTag.StructureType)))]));
        long length = 0;
        With(Root(1), (unit, _) => length = unit.Contents.Length);
        long limit = (16 << 20) + (64 * length);
        long others = Outer + ((Scopes - 1) * (Outer + 2 + 100L)) + Outer + 2;
        Assert.InRange(limit - others, 1, 65_000);

        With(Root((int)(limit - others) + tooMuch), (unit, index) =>
        {
            List<(DieOffset Offset, DwTag Tag, string Name)> types = [.. Entries(unit).Where(entry => entry.Tag == DwTag.StructureType)];
            types[..^1].ForEach(type => Assert.Equal(Outer + 2 + 100 + 2, index.PrefixOf(type.Offset).Length));
            if (tooMuch == 0)
            {
                Assert.Equal(Outer + 2 + (limit - others) + 2, index.PrefixOf(types[^1].Offset).Length);
                // What was told is not counted again.
                Assert.Equal(Outer + 2 + 100 + 2, index.PrefixOf(types[0].Offset).Length);
                return;
            }

            RefusedException error = Assert.Throws<RefusedException>(() => index.PrefixOf(types[^1].Offset));
            Assert.Contains("the names of the scopes around types exceed 16 MiB", error.Message, StringComparison.Ordinal);
        });
    }

    private static AttributeSpec LongName(char letter, int length) => At(DwAttribute.Name, DwForm.Strp, new string(letter, length));

    private static DieSpec Struct(string name, params DieItem[] items) => Die(DwTag.StructureType, [Name(name), .. items]);

    private static List<(DieOffset Offset, DwTag Tag, string Name)> Entries(DwarfUnit unit)
    {
        List<(DieOffset, DwTag, string)> entries = [];
        DieReader reader = unit.Entries();
        while (reader.Next())
        {
            if (reader.Tag != DwTag.None)
            {
                entries.Add((reader.Offset, reader.Tag, Utf8Name.ToText(TypeEntry.ReadAt(unit, reader.Offset).Name)));
            }
        }

        return entries;
    }

    private static string PrefixAt(UnitIndex index, DieOffset offset) =>
        System.Text.Encoding.UTF8.GetString(index.PrefixOf(offset));

    /// <summary>The named structures of a unit in their order, each with what qualifies it.</summary>
    private static string Show(DwarfUnit unit, UnitIndex index) => string.Join(' ', Entries(unit)
        .Where(entry => entry.Tag == DwTag.StructureType && entry.Name.Length > 0)
        .Select(entry => $"{entry.Name} {PrefixAt(index, entry.Offset)}".TrimEnd()));

    private static string Prefixes(params DieItem[] items)
    {
        string shown = "";
        With(Die(DwTag.CompileUnit, items), (unit, index) => shown = Show(unit, index));
        return shown;
    }

    private static string Prefix(string name, DieSpec scope)
    {
        string prefix = "";
        With(Die(DwTag.CompileUnit, scope), (unit, index) =>
            prefix = PrefixAt(index, Entries(unit).Single(entry => entry.Name == name).Offset));
        return prefix;
    }

    private static void With(DieSpec root, Action<DwarfUnit, UnitIndex> look) => With([root], look);

    private static void With(DieSpec[] roots, Action<DwarfUnit, UnitIndex> look)
    {
        using NativeBuffer image = new DwarfBuilder().Unit(new UnitSpec(), roots)
            .AddTo(new ElfBuilder(type: ElfType.Executable)).BuildInMemory();
        using DwarfFile dwarf = DwarfFile.Open(ElfFile.Parse(image.Contents));
        DwarfUnit unit = dwarf.Units[0];
        look(unit, UnitIndex.Build(unit));
    }
}
