// SPDX-License-Identifier: GPL-2.0-only
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
/// Canonical versions are a function of the types (docs/canonical.md). Units are made by chance, with cycles and with
/// several types of one name, and then put in another order: no version may change.
/// </summary>
public sealed class CanonicalVersionsTests
{
#if FEWER_INPUTS
    private const int Inputs = 40;
#else
    private const int Inputs = 600;
#endif
    private const int Units = 3;
    private const int Types = 10;
    private const int Symbols = 4;

    private static readonly SymversOptions s_canonical = new() { Canonical = true };

    [Fact]
    public void Order_of_units_and_entries_changes_nothing()
    {
        (int compared, int differByDefault) = Compare(s_canonical, (original, seed) =>
            (Shuffled(original, new Random(seed)), original.Names));
        Assert.True(compared > Inputs / 2, $"only {compared} inputs have versions");
        // The same permutations are seen by the default versions: the inputs do put the question.
        Assert.True(differByDefault > compared / 10, $"{differByDefault} of {compared} differ by default");
    }

    [Fact]
    public void Other_symbols_of_the_list_change_nothing()
    {
        (int compared, int differByDefault) = Compare(s_canonical, (original, seed) =>
            (original, [.. original.Names.Where((_, i) => i % 3 == seed % 3)]));
        Assert.True(compared > Inputs / 2, $"only {compared} inputs have versions");
        Assert.True(differByDefault > compared / 10, $"{differByDefault} of {compared} differ by default");
    }

    [Fact]
    public void Threads_change_nothing() =>
        Compare(s_canonical with { Workers = new FixedWorkers(8) }, (original, _) => (original, original.Names));

    [Fact]
    public void A_definition_goes_before_declarations_and_an_assembler_comes_last()
    {
        DieSpec integer = Die("int", DwTag.BaseType, Name("int"), ByteSize(4), Encoding(5));
        DieSpec definition = Die(DwTag.CompileUnit, integer, Die(DwTag.Subprogram, Name("f"), Flag(DwAttribute.External),
            Type("int"), Die(DwTag.FormalParameter, Name("a"), Type("int"))));
        DieSpec declaration = Die(DwTag.CompileUnit, Die("i2", DwTag.BaseType, Name("int"), ByteSize(4), Encoding(5)),
            Die(DwTag.Subprogram, Name("f"), Flag(DwAttribute.External), Flag(DwAttribute.Declaration), Type("i2"),
                Die(DwTag.FormalParameter, Type("i2")), Die(DwTag.FormalParameter, Type("i2"))));
        DieSpec assembler = Die(DwTag.CompileUnit, At(DwAttribute.Language, DwForm.Data2, 0x8001),
            Die(DwTag.Subprogram, Name("f"), Flag(DwAttribute.External), Type("no")), Die("no", DwTag.UnspecifiedType));

        uint? whole = VersionOfF(assembler, declaration, definition);
        Assert.Equal(VersionOfF(definition), whole);
        Assert.Equal(VersionOfF(declaration), VersionOfF(assembler, declaration));
        Assert.NotEqual(VersionOfF(declaration), whole);
        Assert.NotNull(VersionOfF(assembler));
    }

    [Fact]
    public void A_separator_stands_between_all_parameters()
    {
        // W12 of the golden set: a callback that reaches its own type through a later parameter.
        DieSpec unit = Die(DwTag.CompileUnit,
            Die("int", DwTag.BaseType, Name("int"), ByteSize(4), Encoding(5)),
            Die("fn", DwTag.SubroutineType, Die(DwTag.FormalParameter, Type("int")), Die(DwTag.FormalParameter, Type("p"))),
            Die("p", DwTag.PointerType, Type("s")),
            Die("s", DwTag.StructureType, Name("s"), Die(DwTag.Member, Name("m"), Type("fn"))),
            Die(DwTag.Variable, Name("f"), Type("fn")));
        Assert.DoesNotContain(")formal_parameter", ExpandedText(unit, s_canonical), StringComparison.Ordinal);
        Assert.Contains(")formal_parameter", ExpandedText(unit, new SymversOptions()), StringComparison.Ordinal);
    }

    private sealed record Input(List<DieSpec> Units, List<string> Names);

    /// <summary>Compares versions of random inputs with those of a variant of each.</summary>
    /// <returns>How many inputs could be compared, and in how many of them default versions differ.</returns>
    private static (int Compared, int DifferByDefault) Compare(
        SymversOptions options, Func<Input, int, (Input Variant, List<string> Names)> vary)
    {
        int compared = 0, differByDefault = 0;
        for (int seed = 0; seed < Inputs; seed++)
        {
            Input original = Make(seed);
            (Input variant, List<string> names) = vary(original, seed);
            // Types made by chance may contain themselves without end, which is an error.
            if (Versions(original.Units, original.Names, s_canonical) is not { } expected)
            {
                continue;
            }

            Dictionary<string, uint?>? actual = Versions(variant.Units, names, options);
            Assert.NotNull(actual);
            Assert.All(actual, one => Assert.True(expected[one.Key] == one.Value, $"{one.Key} of input {seed}"));
            compared++;
            if (Versions(original.Units, original.Names, new SymversOptions()) is { } before
                && Versions(variant.Units, names, new SymversOptions()) is { } after
                && after.Any(one => before[one.Key] != one.Value))
            {
                differByDefault++;
            }
        }

        return (compared, differByDefault);
    }

    private static Input Make(int seed)
    {
        Random random = new(seed);
        RandomDwarf dwarf = new(random, new UnitSpec()) { HasEnds = true };
        List<DieSpec> units = [];
        for (int i = 0; i < Units; i++)
        {
            // Each unit also declares a variable of the first one, as users of it do.
            units.Add(dwarf.Unit($"u{i}", Types, Symbols, i == 0 ? [] :
            [
                Die(DwTag.Variable, Name("u0_0"), Type($"u{i}{random.Next(Types)}"), Flag(DwAttribute.External),
                    Flag(DwAttribute.Declaration)),
            ]));
        }

        return new Input(units, dwarf.Symbols);
    }

    private static Input Shuffled(Input input, Random random)
    {
        List<DieSpec> units = [];
        foreach (DieSpec unit in input.Units)
        {
            DieItem[] attributes = [.. unit.Items.Where(item => item is AttributeSpec)];
            DieItem[] entries = [.. unit.Items.Where(item => item is DieSpec)];
            random.Shuffle(entries);
            units.Add(unit with { Items = [.. attributes, .. entries] });
        }

        DieSpec[] order = [.. units];
        random.Shuffle(order);
        List<string> names = [.. input.Names];
        names.Reverse();
        return new Input([.. order], names);
    }

    private static Dictionary<string, uint?>? Versions(List<DieSpec> units, List<string> names, SymversOptions options)
    {
        using NativeBuffer file = Build(units);
        SymbolList symbols = SymbolList.Parse(System.Text.Encoding.UTF8.GetBytes(string.Join('\n', names)));
        try
        {
            uint?[] versions = SymversTool.Compute(file.Contents, symbols, options, null, null);
            return versions.Select((version, i) => (version, i))
                .ToDictionary(one => System.Text.Encoding.UTF8.GetString(symbols[one.i]), one => one.version);
        }
        catch (Exception e) when (e is RefusedException or MalformedFileException)
        {
            return null;
        }
    }

    private static uint? VersionOfF(params DieSpec[] units) => Versions([.. units], ["f"], s_canonical)!["f"];

    private static string ExpandedText(DieSpec unit, SymversOptions options)
    {
        using NativeBuffer file = Build([unit]);
        Kelf.Kernel.Shared.ByteBuilder dump = new();
        SymversTool.Compute(
            file.Contents, SymbolList.Parse("f"u8), options with { DumpVersions = true }, null, dump);
        return System.Text.Encoding.UTF8.GetString(dump.Bytes);
    }

    private static NativeBuffer Build(List<DieSpec> units)
    {
        DwarfBuilder dwarf = new();
        units.ForEach(unit => dwarf.Unit(unit));
        return dwarf.AddTo(new ElfBuilder()).BuildInMemory();
    }
}
