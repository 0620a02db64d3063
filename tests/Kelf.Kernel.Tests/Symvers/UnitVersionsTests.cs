// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Threads;
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
/// Versions unit by unit are those of gendwarfksyms for each unit alone, for any number and order of units; and what
/// decides which unit a symbol belongs to.
/// </summary>
public sealed class UnitVersionsTests
{
#if FEWER_INPUTS
    private const int Inputs = 40;
#else
    private const int Inputs = 400;
#endif
    private const int Units = 3;

    private static readonly SymversOptions s_perUnit = new() { PerUnit = true };

    [Fact]
    public void Joined_units_have_the_versions_of_each_alone()
    {
        int compared = 0, differByDefault = 0;
        for (int seed = 0; seed < Inputs; seed++)
        {
            Random random = new(seed);
            (List<DieSpec> units, List<string> names) = Make(random);
            Dictionary<string, uint?> expected = [];
            foreach (DieSpec unit in units)
            {
                // Types made by chance may contain themselves without end, which is an error.
                if (Versions([unit], [.. names.Where(name => Owns(unit, name))], new SymversOptions()) is not { } alone)
                {
                    break;
                }

                alone.ToList().ForEach(one => expected.Add(one.Key, one.Value));
            }

            if (expected.Count < names.Count)
            {
                continue;
            }

            compared++;
            SymversOptions threads = s_perUnit with { Workers = new FixedWorkers(1 + (seed % 4)) };
            Assert.Equivalent(expected, Versions(units, names, threads), strict: true);
            DieSpec[] order = [.. units];
            random.Shuffle(order);
            Assert.Equivalent(expected, Versions([.. order], names, s_perUnit), strict: true);
            bool differs = Versions(units, names, new SymversOptions()) is { } joined
                && joined.Any(one => expected[one.Key] != one.Value);
            differByDefault += differs ? 1 : 0;
        }

        Assert.True(compared > Inputs / 2, $"only {compared} inputs have versions");
        Assert.True(differByDefault > compared / 4, $"{differByDefault} of {compared} differ by default");
    }

    [Fact]
    public void A_symbol_pointer_goes_before_definitions_elsewhere()
    {
        DieSpec defines = Die(DwTag.CompileUnit, Name("def.c"), Integer("i1", 4), Variable("v", "i1", hasAddress: true));
        DieSpec exports = Die(DwTag.CompileUnit, Name("exp.c"), Integer("i2", 8), Die("p2", DwTag.PointerType, Type("i2")),
            Pointer("v", "p2"));
        uint? exported = Version([exports]);
        Assert.NotEqual(Version([defines]), exported);
        Assert.Equal(exported, Version([defines, exports]));
        Assert.Equal(exported, Version([exports, defines]));
    }

    [Fact]
    public void Declarations_imported_copies_and_assemblers_do_not_own_a_symbol()
    {
        DieSpec imported = Die(DwTag.CompileUnit, Integer("i1", 4), Variable("v", "i1", hasAddress: false));
        DieSpec declares = Die(DwTag.CompileUnit, Integer("i2", 2), Die(DwTag.Variable, Name("v"), Type("i2"),
            Flag(DwAttribute.External), Flag(DwAttribute.Declaration), Address()));
        DieSpec defines = Die(DwTag.CompileUnit, Integer("i3", 8), Variable("v", "i3", hasAddress: true));
        uint? defined = Version([defines]);
        Assert.NotNull(defined);
        Assert.Equal(defined, Version([imported, declares, defines]));
        Assert.Null(Version([imported, declares]));
        DieSpec assembler = Die(DwTag.CompileUnit, At(DwAttribute.Language, DwForm.Data2, 0x8001),
            Die("u", DwTag.UnspecifiedType), Variable("v", "u", hasAddress: true));
        Assert.Equal(defined, Version([assembler, defines]));
        Assert.Null(Version([assembler]));
    }

    [Fact]
    public void Of_several_definitions_the_longest_text_counts_in_any_order()
    {
        DieSpec first = Die(DwTag.CompileUnit, Integer("i1", 4), Variable("v", "i1", hasAddress: true));
        DieSpec second = Die(DwTag.CompileUnit, Integer("i2", 16), Variable("v", "i2", hasAddress: true));
        Assert.Equal(Version([second]), Version([first, second]));
        Assert.Equal(Version([second]), Version([second, first]));
        Assert.NotEqual(Version([first]), Version([second]));
    }

    [Fact]
    public void An_alias_has_the_text_of_what_its_unit_defines()
    {
        // `alias` is `v` under another name; the pointer to it has another type.
        DieSpec unit = Die(DwTag.CompileUnit, Integer("i1", 4), Integer("i2", 8), Die("p", DwTag.PointerType, Type("i2")),
            Variable("v", "i1", hasAddress: true), Die("p1", DwTag.PointerType, Type("i1")), Pointer("v", "p1"),
            Pointer("alias", "p"));
        Dictionary<string, uint?> versions = Versions([unit], ["v", "alias"], s_perUnit, "v", "alias")!;
        Assert.Equal(versions["v"], versions["alias"]);
        Assert.Equivalent(Versions([unit], ["v", "alias"], new SymversOptions(), "v", "alias")!, versions, strict: true);
    }

    [Fact]
    public void Symbols_at_one_address_that_other_units_define_are_no_aliases()
    {
        // Written in assembler: the unit only exports them, and its own object has no address for them.
        DieSpec exports = Die(DwTag.CompileUnit, Integer("i1", 4), Integer("i2", 8),
            Die("p1", DwTag.PointerType, Type("i1")), Die("p2", DwTag.PointerType, Type("i2")),
            Pointer("v", "p1"), Pointer("w", "p2"));
        Dictionary<string, uint?> alone = Versions([exports], ["v", "w"], new SymversOptions())!;
        Assert.NotEqual(alone["v"], alone["w"]);
        Assert.Equivalent(alone, Versions([exports], ["v", "w"], s_perUnit, "v", "w")!, strict: true);
        // The default takes them for one symbol.
        Dictionary<string, uint?> joined = Versions([exports], ["v", "w"], new SymversOptions(), "v", "w")!;
        Assert.Equal(joined["v"], joined["w"]);
    }

    [Fact]
    public void Symbols_at_one_address_that_two_units_export_are_no_aliases()
    {
        DieSpec first = Die(DwTag.CompileUnit, Integer("i1", 4), Die("p1", DwTag.PointerType, Type("i1")),
            Variable("v", "i1", hasAddress: true), Pointer("v", "p1"));
        DieSpec second = Die(DwTag.CompileUnit, Integer("i2", 8), Die("p2", DwTag.PointerType, Type("i2")),
            Variable("w", "i2", hasAddress: true), Pointer("w", "p2"));
        Dictionary<string, uint?> versions = Versions([first, second], ["v", "w"], s_perUnit, "v", "w")!;
        Assert.Equal(Version([first]), versions["v"]);
        Assert.NotEqual(versions["v"], versions["w"]);
    }

    [Fact]
    public void A_kabi_rule_without_a_variable_holds_in_all_units()
    {
        DieSpec Unit(string symbol, params DieItem[] more) => Die(DwTag.CompileUnit,
            [Integer("i" + symbol, 4),
                Die(symbol, DwTag.StructureType, Name("hidden"), Die(DwTag.Member, Name("m"), Type("i" + symbol))),
                Variable(symbol, symbol, hasAddress: true), .. more]);
        DieItem[] own = [Die(DwTag.Variable, Name("__gendwarfksyms_rule_0"), Address())];
        SymversOptions stable = s_perUnit with { Stable = true };
        List<DieSpec> units = [Unit("v"), Unit("w")];
        Dictionary<string, uint?> plain = Versions(units, ["v", "w"], s_perUnit)!;
        Dictionary<string, uint?> ruled = Versions(units, ["v", "w"], stable)!;
        Assert.NotEqual(plain["v"], ruled["v"]);
        Assert.NotEqual(plain["w"], ruled["w"]);
        // With the variable in one unit, in that one only.
        Dictionary<string, uint?> one = Versions([Unit("v", own), Unit("w")], ["v", "w"], stable)!;
        Assert.Equal((ruled["v"], plain["w"]), (one["v"], one["w"]));
    }

    private static (List<DieSpec> Units, List<string> Names) Make(Random random)
    {
        RandomDwarf dwarf = new(random, new UnitSpec()) { HasEnds = true };
        List<DieSpec> units = [];
        for (int i = 0; i < Units; i++)
        {
            // Each unit exports what it defines, and has a symbol that only a pointer describes. In some units before
            // the definitions, in others after them.
            List<DieItem> exports = [];
            for (int symbol = 0; symbol < 4; symbol++)
            {
                string pointer = $"ptr{i}_{symbol}";
                exports.Add(Die(pointer, DwTag.PointerType, Type($"u{i}{random.Next(10)}")));
                exports.Add(Pointer(symbol == 3 ? $"asm{i}" : $"u{i}_{symbol}", pointer));
            }

            DieSpec unit = dwarf.Unit($"u{i}", 10, 3);
            units.Add(unit with { Items = [.. unit.Items, .. exports] });
        }

        return (units, [.. dwarf.Symbols, .. Enumerable.Range(0, Units).Select(i => $"asm{i}")]);
    }

    private static bool Owns(DieSpec unit, string symbol) => unit.Items.OfType<DieSpec>()
        .Any(die => die.Items.OfType<AttributeSpec>().Any(at => at.Value as string == "__gendwarfksyms_ptr_" + symbol));

    private static DieSpec Integer(string label, ulong size) =>
        Die(label, DwTag.BaseType, Name("int"), ByteSize(size), Encoding(5));

    private static DieSpec Variable(string name, string type, bool hasAddress) => Die(DwTag.Variable,
        [Name(name), Type(type), Flag(DwAttribute.External), .. hasAddress ? (DieItem[])[Address()] : []]);

    private static DieSpec Pointer(string symbol, string type) =>
        Die(DwTag.Variable, Name("__gendwarfksyms_ptr_" + symbol), Type(type), Address());

    private static AttributeSpec Address() => At(DwAttribute.Location, DwForm.Exprloc, [3, 0, 0, 0, 0, 0, 0, 0, 0]);

    private static uint? Version(List<DieSpec> units) => Versions(units, ["v"], s_perUnit)!["v"];

    /// <summary>
    /// The versions; those of <paramref name="atOneAddress"/> are symbols of the file, all at the same place.
    /// </summary>
    private static Dictionary<string, uint?>? Versions(
        List<DieSpec> units, List<string> names, SymversOptions options, params string[] atOneAddress)
    {
        DwarfBuilder dwarf = new();
        units.ForEach(unit => dwarf.Unit(unit));
        // Says that `struct hidden` is only declared.
        ElfBuilder elf = new ElfBuilder().Section(".data", new byte[8])
            .Section(".discard.gendwarfksyms.kabi_rules", [.. "1\0declonly\0hidden\0\0"u8]);
        foreach (string symbol in atOneAddress)
        {
            elf.Symbol(symbol, ".data");
        }

        using NativeBuffer file = dwarf.AddTo(elf).BuildInMemory();
        SymbolList symbols = SymbolList.Parse(System.Text.Encoding.UTF8.GetBytes(string.Join('\n', names)));
        try
        {
            uint?[] versions = SymversTool.Compute(file.Contents, symbols, options, null, null);
            return versions.Select((version, i) => (Name: System.Text.Encoding.UTF8.GetString(symbols[i]), version))
                .ToDictionary(one => one.Name, one => one.version);
        }
        catch (Exception e) when (e is RefusedException or MalformedFileException)
        {
            return null;
        }
    }
}
