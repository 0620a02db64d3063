// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Inputs;
using Kelf.Kernel.Shared.Threads;
using Kelf.Kernel.Symvers;
using Kelf.Kernel.Symvers.Explain;
using Kelf.Kernel.Symvers.Selection;
using Kelf.Kernel.Symvers.Settings;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

using static Kelf.TestSupport.Dw;

namespace Kelf.Kernel.Tests.Symvers;

/// <summary>
/// What dwz does to debugging information changes no version: it moves entries that units share to partial units, of the same file or of
/// a supplementary one. Units are made by chance, and their entries moved as dwz does it.
/// </summary>
public sealed class DwzVersionsTests
{
#if FEWER_INPUTS
    private const int Inputs = 40;
#else
    private const int Inputs = 400;
#endif
    private const string Link = ".gnu_debugaltlink";

    private static readonly UnitSpec s_partial = new() { Type = DwUnitType.Partial };
    private static readonly byte[] s_id = [0xab, 0xcd, 0xef, 0x01];
    private static readonly byte[] s_link = [.. "alt.debug\0"u8, .. s_id];

    /// <summary>Where the types go, and how the units refer to them.</summary>
    public static TheoryData<DwForm> Forms => [DwForm.RefAddr, DwForm.GnuRefAlt, DwForm.RefSup4, DwForm.RefSup8];

    [Theory]
    [MemberData(nameof(Forms))]
    public void Moved_types_change_no_version(DwForm form)
    {
        int compared = 0;
        for (int seed = 0; seed < Inputs; seed++)
        {
            Random random = new(seed);
            RandomDwarf made = new(random, new UnitSpec()) { HasEnds = true };
            DieSpec first = made.Unit("a", 12, 5);
            // The second unit has the same types, and so the same partial unit afterwards.
            DieSpec[] before = [Without(first, one => !IsSymbol(one) || Even(one)), Without(Renamed(first), one => !IsSymbol(one) || !Even(one))];
            List<Input> after = [Moved(first, form, random)];
            Input plain = new(before, []);
            bool isCompared = false;
            foreach (SymversOptions options in (SymversOptions[])[new(), new() { Canonical = true }, new() { Workers = new FixedWorkers(3) }])
            {
                // Types made by chance may contain themselves without end, which is an error.
                if (Versions(plain, made.Symbols, options) is { } expected)
                {
                    isCompared = true;
                    Assert.Equal(expected, Versions(after[0], made.Symbols, options));
                }
            }

            compared += isCompared ? 1 : 0;
        }

        Assert.True(compared > Inputs / 2, $"only {compared} inputs have versions");
    }

    [Fact]
    public void A_partial_unit_counts_where_it_is_imported()
    {
        // The first unit declares f otherwise than the two that share a declaration; before dwz it came first.
        DieSpec own = Die(DwTag.CompileUnit, Name("a.c"), Integer("i1", 2), Declaration("f", "i1"));
        DieSpec partial = Die("pu", DwTag.PartialUnit, Integer("i2", 8), Declaration("f", "i2"));
        DieSpec importer = Die(DwTag.CompileUnit, Name("b.c"), Ref2Import("pu"));
        string? first = Versions(new Input([own], []), ["f"], new SymversOptions());
        Assert.NotNull(first);
        Assert.Equal(first, Text(new DwarfBuilder().Unit(s_partial, partial).Unit(own).Unit(importer)));
        Assert.NotEqual(first, Text(new DwarfBuilder().Unit(s_partial, partial).Unit(importer).Unit(own)));
        // Without an importer it counts by itself, where it is.
        Assert.NotEqual(first, Text(new DwarfBuilder().Unit(s_partial, partial).Unit(own)));
        Assert.Equal(first, Text(new DwarfBuilder().Unit(own).Unit(s_partial, partial)));
    }

    [Fact]
    public void A_moved_declaration_that_a_definition_completes_is_one_of_its_unit()
    {
        // The unit has the symbol pointer of v, so --per-unit asks it; the declaration counts, as the definition refers to it.
        static DieSpec[] Entries(DwForm form) =>
        [
            Die(DwTag.Variable, Ref(DwAttribute.Specification, "decl", form), Address()),
            Die("p", DwTag.PointerType, Type("int", form)),
            Die(DwTag.Variable, Name("__gendwarfksyms_ptr_v"), Type("p"), Address()),
        ];
        DieSpec[] shared =
        [
            Integer("int", 4), Die("const", DwTag.ConstType, Type("int")), Declaration("v", "const") with { Label = "decl" },
        ];
        DieSpec plain = Die(DwTag.CompileUnit, [Name("a.c"), .. shared, .. Entries(DwForm.Ref4)]);
        DieSpec moved = Die(DwTag.CompileUnit, [Name("a.c"), Ref2Import("pu"), .. Entries(DwForm.RefAddr)]);
        foreach (SymversOptions options in (SymversOptions[])[new() { PerUnit = true }, new() { Canonical = true }, new()])
        {
            string? expected = Versions(new Input([plain], []), ["v"], options);
            Assert.Contains("const_type", expected, StringComparison.Ordinal);
            Assert.Equal(expected, Text(new DwarfBuilder().Unit(moved).Unit(s_partial, Die("pu", DwTag.PartialUnit, shared)), "v", options));
        }
    }

    [Fact]
    public void Partial_units_may_import_each_other()
    {
        // To any depth, in circles, and what is imported twice counts once.
        DwarfBuilder dwarf = new DwarfBuilder().Unit(Die(DwTag.CompileUnit, Ref2Import("p0"), Ref2Import("p0"), Declaration("own", "int"),
            Integer("int", 4)));
        const int Depth = 5_000;
        for (int i = 0; i <= Depth; i++)
        {
            DieItem[] last = i < Depth ? [] : [Ref2Import("p0"), Integer("i2", 4), Declaration("f", "i2")];
            dwarf.Unit(s_partial, Die($"p{i}", DwTag.PartialUnit, [Ref2Import($"p{Math.Min(i + 1, Depth)}"), .. last]));
        }

        Assert.Contains("f variable base_type int", Text(dwarf), StringComparison.Ordinal);
    }

    [Fact]
    public void Imports_whose_cost_is_a_square_are_refused()
    {
        DwarfBuilder dwarf = new();
        for (int i = 0; i < 4500; i++)
        {
            dwarf.Unit(s_partial, Die($"p{i}", DwTag.PartialUnit, Ref2Import($"p{Math.Min(i + 1, 4499)}")));
        }

        for (int i = 0; i < 4500; i++)
        {
            dwarf.Unit(Die(DwTag.CompileUnit, Ref2Import("p0")));
        }

        RefusedException error = Assert.Throws<RefusedException>(() => Text(dwarf));
        Assert.Equal(ErrorKind.Limit, error.Kind);
        Assert.EndsWith(": partial units are imported too often", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DwTag.Variable, DwAttribute.Type, "DW_AT_type DW_FORM_GNU_ref_alt 0x99 leads to no entry of the supplementary file alt.debug")]
    [InlineData(DwTag.Subprogram, DwAttribute.AbstractOrigin, "DW_FORM_GNU_ref_alt 0x99 leads to no entry of the supplementary file alt.debug")]
    [InlineData(DwTag.Variable, DwAttribute.Specification, "DW_FORM_GNU_ref_alt 0x99 leads to no entry of the supplementary file alt.debug")]
    [InlineData(DwTag.ImportedUnit, DwAttribute.Import, "DW_FORM_GNU_ref_alt 0x99 leads to no entry of the supplementary file alt.debug")]
    public void What_leads_outside_the_supplementary_file_is_an_error(DwTag tag, DwAttribute attribute, string why)
    {
        Input input = new([Die(DwTag.CompileUnit, Die(tag, Name("f"), At(attribute, DwForm.GnuRefAlt, 0x99)))], [Die(DwTag.PartialUnit)]);
        string message = Assert.ThrowsAny<KelfException>(() => Compute(input, "f")).Message;
        Assert.StartsWith("a.o: .debug_info+0x", message, StringComparison.Ordinal);
        Assert.EndsWith(why, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_the_file_types_are_not_taken_for_void()
    {
        Input input = new([Die(DwTag.CompileUnit, Die(DwTag.Variable, Name("f"), At(DwAttribute.Type, DwForm.GnuRefAlt, 0x99)))], []);
        Assert.EndsWith(
            "leads into the supplementary file alt.debug, which is not read",
            Assert.Throws<RefusedException>(() => Compute(input, "f", new SymversOptions { Supplementary = SupplementarySearch.None })).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("abcdef02", false, "alt: it has build ID abcdef02, and not abcdef01, as the supplementary file of a.o has to")]
    [InlineData("", false, "alt: it has no build ID, and not abcdef01, as the supplementary file of a.o has to")]
    [InlineData("abcdef01", true, "alt: it names a supplementary file itself, alt.debug, and so cannot be that of a.o")]
    public void Another_file_is_refused(string id, bool hasLink, string message)
    {
        using NativeBuffer file = Object(new DwarfBuilder().Unit(Die(DwTag.CompileUnit)), hasLink: true, "a.o");
        using NativeBuffer other = Object(new DwarfBuilder().Unit(s_partial, Die(DwTag.PartialUnit)), hasLink, "alt", Convert.FromHexString(id));
        SymversOptions options = new() { Supplementary = SupplementarySearch.AtHand(other.Contents) };
        Assert.Equal(message, Assert.Throws<RefusedException>(
            () => SymversTool.Compute(file.Contents, SymbolList.Parse("f"u8), options, null, null)).Message);
    }

    [Fact]
    public void An_explanation_says_where_the_type_is()
    {
        DwarfBuilder other = new DwarfBuilder().Unit(s_partial, Die("pu", DwTag.PartialUnit, Integer("int", 4), Declaration("f", "int")));
        DwarfBuilder dwarf = new DwarfBuilder(ByteOrder.Little, other).Unit(Die(DwTag.CompileUnit, Name("a.c"),
            Die(DwTag.ImportedUnit, Ref(DwAttribute.Import, "pu", DwForm.GnuRefAlt))));
        using NativeBuffer file = Object(dwarf, hasLink: true, "a.o");
        using NativeBuffer alt = Object(other, hasLink: false, "alt", s_id);
        ByteBuilder text = new();
        SymversOptions options = new() { Supplementary = SupplementarySearch.AtHand(alt.Contents) };
        Assert.True(SymversExplainer.Explain(file.Contents, SymbolList.Parse("f"u8), "f"u8, options, text));
        string[] lines = System.Text.Encoding.UTF8.GetString(text.Bytes).Split('\n');
        Assert.Equal("entry:    alt: .debug_info+0x14: declaration of a variable f", lines[3]);
        Assert.Equal("unit:     a partial unit, as dwz makes", lines[4]);
    }

    private sealed record Input(DieSpec[] Units, DieSpec[] Supplementary);

    /// <summary>Moves the types of a unit, and some of its symbols, and splits the others between two units.</summary>
    private static Input Moved(DieSpec unit, DwForm form, Random random)
    {
        HashSet<DieSpec> moved = [.. unit.Items.OfType<DieSpec>().Where(one => !IsSymbol(one))];
        DieSpec partial = Die("pu", DwTag.PartialUnit, [StrOffsetsBase(), .. unit.Items.Where(item => item is DieSpec one && moved.Contains(one))]);
        DieSpec[] symbols = [.. unit.Items.OfType<DieSpec>().Where(IsSymbol).Select(one => (DieSpec)Redirected(one, form))];
        // One of the symbols of the first unit is in a partial unit of its own.
        DieSpec[] first = [.. symbols.Where(Even)];
        int own = first.Length > 0 ? random.Next(first.Length) : -1;
        DieItem[] attributes = [StrOffsetsBase(), Die(DwTag.ImportedUnit, Ref(DwAttribute.Import, "pu", form))];
        DieSpec[] units =
        [
            Die(DwTag.CompileUnit, [.. attributes, .. first.Select((one, i) => i == own ? Ref2Import("own") : one)]),
            Die(DwTag.CompileUnit, [.. attributes, .. symbols.Where(one => !Even(one))]),
            Die("own", DwTag.PartialUnit, [StrOffsetsBase(), .. own >= 0 ? (DieItem[])[first[own]] : []]),
        ];
        return form == DwForm.RefAddr ? new Input([partial, .. units], []) : new Input(units, [partial]);
    }

    private static DieItem Redirected(DieItem item, DwForm form) => item switch
    {
        DieSpec die => die with { Items = [.. die.Items.Select(one => Redirected(one, form))] },
        AttributeSpec { Value: DieTarget { Kind: DieTargetKind.Entry } target } one => new AttributeSpec(one.Attribute, form, target),
        _ => item,
    };

    private static DieSpec Renamed(DieSpec die) => die with
    {
        Label = die.Label is { } label ? $"{label}'" : null,
        Items = [.. die.Items.Select(item => item switch
        {
            DieSpec child => (DieItem)Renamed(child),
            AttributeSpec { Value: DieTarget { Kind: DieTargetKind.Entry } target } one =>
                one with { Value = target with { Label = $"{target.Label}'" } },
            _ => item,
        })],
    };

    private static DieSpec Without(DieSpec unit, Predicate<DieSpec> stays) =>
        unit with { Items = [.. unit.Items.Where(item => item is not DieSpec one || stays(one))] };

    private static bool IsSymbol(DieSpec one) => one.Tag is DwTag.Variable or DwTag.Subprogram;

    private static bool Even(DieSpec one) => ((string)one.Items.OfType<AttributeSpec>().First().Value)[^1] % 2 == 0;

    private static DieSpec Integer(string label, ulong size) => Die(label, DwTag.BaseType, Name("int"), ByteSize(size), Encoding(5));

    private static DieSpec Declaration(string name, string type) =>
        Die(DwTag.Variable, Name(name), Type(type), Flag(DwAttribute.External), Flag(DwAttribute.Declaration));

    private static DieSpec Ref2Import(string label) => Die(DwTag.ImportedUnit, Ref(DwAttribute.Import, label, DwForm.RefAddr));

    private static AttributeSpec Address() => At(DwAttribute.Location, DwForm.Exprloc, [3, 0, 0, 0, 0, 0, 0, 0, 0]);

    private static string? Versions(Input input, List<string> names, SymversOptions options)
    {
        try
        {
            return Compute(input, string.Join('\n', names), options);
        }
        catch (Exception e) when (e is RefusedException or MalformedFileException && e.Message.Contains("refers to itself", StringComparison.Ordinal))
        {
            return null;
        }
    }

    private static string Compute(Input input, string names, SymversOptions? options = null)
    {
        DwarfBuilder other = new();
        Array.ForEach(input.Supplementary, unit => other.Unit(s_partial, unit));
        DwarfBuilder dwarf = new(ByteOrder.Little, other);
        Array.ForEach(input.Units, unit => dwarf.Unit(unit.Tag == DwTag.PartialUnit ? s_partial : new UnitSpec(), unit));
        using NativeBuffer alt = Object(other, hasLink: false, "alt", s_id);
        SymversOptions own = options ?? new SymversOptions();
        return Text(dwarf, names, own.Supplementary == SupplementarySearch.None
            ? own : own with { Supplementary = SupplementarySearch.AtHand(alt.Contents) }, hasLink: true);
    }

    /// <summary>All versions and type strings.</summary>
    private static string Text(DwarfBuilder dwarf, string names = "f", SymversOptions? options = null, bool hasLink = false)
    {
        using NativeBuffer file = Object(dwarf, hasLink, "a.o");
        ByteBuilder text = new();
        SymbolList symbols = SymbolList.Parse(System.Text.Encoding.UTF8.GetBytes(names));
        uint?[] versions = SymversTool.Compute(file.Contents, symbols, options ?? new SymversOptions(), text, null);
        return System.Text.Encoding.UTF8.GetString(text.Bytes) + string.Join(' ', versions.Select(version => $"{version:x8}"));
    }

    private static NativeBuffer Object(DwarfBuilder dwarf, bool hasLink, string name, byte[]? id = null)
    {
        ElfBuilder elf = dwarf.AddTo(new ElfBuilder(type: ElfType.Executable));
        if (hasLink)
        {
            elf.Section(Link, s_link);
        }

        if (id is { Length: > 0 })
        {
            byte[] note = [4, 0, 0, 0, (byte)id.Length, 0, 0, 0, 3, 0, 0, 0, .. "GNU\0"u8, .. id];
            elf.Section(".note.gnu.build-id", note, ElfSectionType.Note);
        }

        return elf.BuildInMemory(name);
    }
}
