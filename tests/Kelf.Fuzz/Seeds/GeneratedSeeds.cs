// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using static Kelf.TestSupport.Dw;

namespace Kelf.Fuzz.Seeds;

/// <summary>
/// Seeds made on the spot: each encoding that the readers have a branch for, with random types, and the shapes that symbol
/// versions treat specially. They are small, so that a change hits something that matters.
/// </summary>
public static class GeneratedSeeds
{
    /// <summary>All generated seeds.</summary>
    public static IEnumerable<Seed> All() =>
    [
        .. Encodings(), .. Shapes(), .. Archives(), .. Bitcode(), .. KernelSeeds.All(), .. LinkedSeeds.All(), .. SymbolPathSeeds.All(),
        .. ImageSeeds.All(), .. LineSeeds.All(), .. PlacesSeeds.All(), .. LineinfoSeeds.All(), .. BtfSeeds.All(), .. RustNameSeeds.All(),
        .. ModpostSeeds.All(), .. KabiSeeds.All(), .. PackageSeeds.All(),
    ];

    /// <summary>Random types in every version, class, byte order, format and packing.</summary>
    private static IEnumerable<Seed> Encodings()
    {
        UnitSpec dwarf5 = new();
        yield return Random("x86-64", dwarf5, new ElfBuilder());
        yield return Random("x86-64-linked", dwarf5, new ElfBuilder(type: ElfType.Executable));
        yield return Random("x86-64-shared", dwarf5, new ElfBuilder(type: ElfType.Dynamic));
        yield return Random("dwarf2-linked", new UnitSpec { Version = 2 }, new ElfBuilder(type: ElfType.Executable));
        yield return Random("dwarf3", new UnitSpec { Version = 3 }, new ElfBuilder());
        yield return Random("dwarf4-linked", new UnitSpec { Version = 4 }, new ElfBuilder(type: ElfType.Executable));
        yield return Random("dwarf64", new UnitSpec { Is64 = true }, new ElfBuilder(type: ElfType.Executable));
        yield return Random("dwarf4-64", new UnitSpec { Version = 4, Is64 = true }, new ElfBuilder());
        yield return Random("zlib", dwarf5, new ElfBuilder(), SectionPacking.Zlib);
        yield return Random("zstd", dwarf5, new ElfBuilder(), SectionPacking.Zstd);
        yield return Random("zdebug", dwarf5, new ElfBuilder(), SectionPacking.GnuZlib, ".z");
        yield return Random("gcc-lto", dwarf5, new ElfBuilder(), SectionPacking.Stored, ".gnu.debuglto_.");
        yield return Random("calls", dwarf5, WithCalls(new ElfBuilder(), "__fentry__", 4));
        yield return Random(
            "calls-arm", new UnitSpec { AddressSize = 4 },
            WithCalls(new ElfBuilder(ElfClass.Elf32, ByteOrder.Big, ElfMachine.Arm), "__gnu_mcount_nc", 28));
        yield return Random("extended-indices", dwarf5, new ElfBuilder { ForceExtendedIndices = true });
        foreach ((ElfMachine machine, ElfClass elfClass, ByteOrder order) in Machines())
        {
            UnitSpec spec = new() { AddressSize = (byte)(elfClass == ElfClass.Elf64 ? 8 : 4) };
            yield return Random($"{machine}-{elfClass}-{order}", spec, new ElfBuilder(elfClass, order, machine));
        }
    }

    /// <summary>Calls of the tracer in a section that is traced and in one that is not; the latter has no symbol.</summary>
    private static ElfBuilder WithCalls(ElfBuilder elf, string tracer, uint type)
    {
        foreach (string section in new[] { ".init.text", ".noinstr.text" })
        {
            elf.Section(section, [0xe8, 0, 0, 0, 0, 0xe8, 0, 0, 0, 0], flags: ElfSectionFlags.Allocated | ElfSectionFlags.Executable)
                .Relocate(section, 1, type, tracer, -4)
                .Relocate(section, 6, type, tracer, -4);
        }

        return elf.Symbol(tracer, null).Symbol("start", ".init.text", 0, binding: ElfSymbolBinding.Local);
    }

    private static IEnumerable<(ElfMachine Machine, ElfClass Class, ByteOrder Order)> Machines()
    {
        yield return (ElfMachine.I386, ElfClass.Elf32, ByteOrder.Little);
        yield return (ElfMachine.AArch64, ElfClass.Elf64, ByteOrder.Big);
        yield return (ElfMachine.Arm, ElfClass.Elf32, ByteOrder.Big);
        yield return (ElfMachine.RiscV, ElfClass.Elf64, ByteOrder.Little);
        yield return (ElfMachine.S390, ElfClass.Elf64, ByteOrder.Big);
        yield return (ElfMachine.PowerPc, ElfClass.Elf32, ByteOrder.Big);
        yield return (ElfMachine.Mips, ElfClass.Elf64, ByteOrder.Little);
        yield return (ElfMachine.Mips, ElfClass.Elf32, ByteOrder.Big);
        yield return (ElfMachine.LoongArch, ElfClass.Elf64, ByteOrder.Little);
        yield return (ElfMachine.SparcV9, ElfClass.Elf64, ByteOrder.Big);
    }

    private static Seed Random(
        string name, UnitSpec spec, ElfBuilder elf, SectionPacking packing = SectionPacking.Stored, string prefix = ".")
    {
        RandomDwarf units = new(new Random(name.Length), spec) { HasEnds = true };
        DwarfBuilder dwarf = new DwarfBuilder(elf.Order)
            .LineTable("lines", new LineTableSpec { Version = spec.Version, Is64 = spec.Is64, Files = ["a.c", "a.h"] })
            .Unit(spec, units.Unit("a", 24, 6, StmtList("lines", spec.Version < 4 ? DwForm.Data4 : DwForm.SecOffset)))
            .Unit(spec, units.Unit("b", 8, 3));
        return Finish($"generated/{name}", dwarf, elf.Section(".text", new byte[64]), units.Symbols, packing, prefix);
    }

    private static Seed Finish(
        string name, DwarfBuilder dwarf, ElfBuilder elf, IReadOnlyList<string> symbols,
        SectionPacking packing = SectionPacking.Stored, string prefix = ".")
    {
        for (int i = 0; i < symbols.Count; i++)
        {
            elf.Symbol(symbols[i], ".text", (ulong)i * 4, 4, type: ElfSymbolType.Object);
        }

        return new Seed(name, dwarf.AddTo(elf, packing, prefix).Build());
    }

    private static IEnumerable<Seed> Shapes()
    {
        yield return Shape("cycle", ["v", "f"],
            Die("s", DwTag.StructureType, Name("s"), ByteSize(8), Die(DwTag.Member, Name("next"), Type("p"), Location(0)),
                Die(DwTag.Member, Name("call"), Type("cbp"), Location(8))),
            Die("p", DwTag.PointerType, Type("s"), ByteSize(8)),
            Die("i", DwTag.BaseType, Name("int"), ByteSize(4)),
            Die("cb", DwTag.SubroutineType, Type("p"), Die(DwTag.FormalParameter, Type("i")),
                Die(DwTag.FormalParameter, Type("p"))),
            Die("cbp", DwTag.PointerType, Type("cb"), ByteSize(8)),
            Die(DwTag.Variable, Name("v"), Type("cbp")),
            Die(DwTag.Subprogram, Name("f"), Die(DwTag.FormalParameter, Name("p"), Type("cbp")),
                Die(DwTag.UnspecifiedParameters)));
        yield return Shape("unnamed", ["v"],
            Die("int", DwTag.BaseType, Name("int"), ByteSize(4), Encoding(5)),
            Die("u", DwTag.UnionType, ByteSize(4), Die(DwTag.Member, Name("a"), Type("int")),
                Die(DwTag.Member, Name("b"), Type("s"))),
            Die("s", DwTag.StructureType, ByteSize(4), Die(DwTag.Member, Name("c"), Type("e"), Location(0))),
            Die("e", DwTag.EnumerationType, ByteSize(4), Die(DwTag.Enumerator, Name("E"), ConstValue(-1))),
            Die(DwTag.Variable, Name("v"), Type("u")));
        yield return Shape("bit-fields", ["v"],
            Die("int", DwTag.BaseType, Name("int"), ByteSize(4), Encoding(5)),
            Die("s", DwTag.StructureType, Name("s"), ByteSize(4), At(DwAttribute.Alignment, DwForm.Udata, 32),
                Die(DwTag.Member, Name("a"), Type("int"), At(DwAttribute.BitSize, DwForm.Data1, 3),
                    At(DwAttribute.DataBitOffset, DwForm.Data1, 0)),
                Die(DwTag.Member, Name("b"), Type("int"), At(DwAttribute.BitSize, DwForm.Data1, 5), Location(0))),
            Die(DwTag.Variable, Name("v"), Type("s")));
        yield return Shape("arrays", ["v"],
            Die("c", DwTag.BaseType, Name("char"), ByteSize(1), Encoding(6)),
            Die("a", DwTag.ArrayType, Type("c"),
                Die(DwTag.SubrangeType, UpperBound(2)), Die(DwTag.SubrangeType),
                Die(DwTag.SubrangeType, At(DwAttribute.Count, DwForm.Data1, 0)),
                Die(DwTag.SubrangeType, At(DwAttribute.UpperBound, DwForm.Exprloc, [0x12]))),
            Die(DwTag.Variable, Name("v"), Type("a")));
        yield return Shape("rust", ["v"],
            Die(DwTag.Namespace, Name("core"),
                Die("o", DwTag.StructureType, Name("Option<u8>"), ByteSize(2),
                    Die(DwTag.VariantPart, Ref(DwAttribute.Discr, "d"),
                        Die("d", DwTag.Member, Type("u8"), Location(0)),
                        Die(DwTag.Variant, At(DwAttribute.DiscrValue, DwForm.Data1, 0),
                            Die(DwTag.Member, Name("None"), Type("u8"), Location(0))),
                        Die(DwTag.Variant, Die(DwTag.Member, Name("Some"), Type("u8"), Location(1)))))),
            Die("u8", DwTag.BaseType, Name("u8"), ByteSize(1), Encoding(7)),
            Die(DwTag.Variable, Name("v"), At(DwAttribute.LinkageName, DwForm.String, "v"), Type("o")));
        yield return Shape("symbol-pointers", ["f", "v"],
            Die("int", DwTag.BaseType, Name("int"), ByteSize(4), Encoding(5)),
            Die("fn", DwTag.SubroutineType, Type("int"), Die(DwTag.FormalParameter, Type("int"))),
            Die("fp", DwTag.PointerType, Type("fn")), Die("ip", DwTag.PointerType, Type("int")),
            Die(DwTag.Variable, Name("__gendwarfksyms_ptr_f"), Type("fp")),
            Die(DwTag.Variable, Name("__gendwarfksyms_ptr_v"), Type("ip")));
        yield return Shape("kabi-unions", ["v"],
            Die("long", DwTag.BaseType, Name("long"), ByteSize(8), Encoding(5)),
            Die("r", DwTag.StructureType, ByteSize(8),
                Die(DwTag.Member, Name("__kabi_reserved0"), Type("long"), Location(0))),
            Die("n", DwTag.StructureType, ByteSize(8),
                Die(DwTag.Member, Name("__kabi_renamedold"), Type("long"), Location(0))),
            Die("u1", DwTag.UnionType, ByteSize(8), Die(DwTag.Member, Type("long")), Die(DwTag.Member, Type("r"))),
            Die("u2", DwTag.UnionType, ByteSize(8), Die(DwTag.Member, Type("n")), Die(DwTag.Member, Type("long"))),
            Die("u3", DwTag.UnionType, ByteSize(8), Die(DwTag.Member, Type("long")),
                Die(DwTag.Member, Name("__kabi_ignored0"), Type("long"))),
            Die("s", DwTag.StructureType, Name("s"), ByteSize(24),
                Die(DwTag.Member, Type("u1"), Location(0)), Die(DwTag.Member, Type("u2"), Location(8)),
                Die(DwTag.Member, Type("u3"), Location(16))),
            Die(DwTag.Variable, Name("v"), Type("s")));
        yield return Doubling();
        yield return KabiRules();
        yield return TypeUnits();
        yield return Supplementary();
        yield return CrossUnit();
        yield return Nested();
    }

    /// <summary>Types that are written out, and walked, twice on each of several levels.</summary>
    private static Seed Doubling()
    {
        const int Levels = 8;
        List<DieItem> entries =
        [
            Die("int", DwTag.BaseType, Name("int"), ByteSize(4)),
            Die("old", DwTag.StructureType, Die(DwTag.Member, Name("__kabi_renamedold"), Type("int"))),
            Die("s0", DwTag.UnionType, Die(DwTag.Member, Type("int")), Die(DwTag.Member, Type("old"))),
            Die("f0", DwTag.SubroutineType, Die(DwTag.FormalParameter, Type("s0"))),
        ];
        for (int i = 1; i <= Levels; i++)
        {
            entries.Add(Die($"s{i}", DwTag.StructureType,
                Die(DwTag.Member, Type($"s{i - 1}")), Die(DwTag.Member, Type($"s{i - 1}"))));
            entries.Add(Die($"f{i}", DwTag.SubroutineType,
                Die(DwTag.FormalParameter, Type($"f{i - 1}")), Die(DwTag.FormalParameter, Type($"f{i - 1}"))));
        }

        entries.Add(Die(DwTag.Variable, Name("v"), Type($"s{Levels}")));
        entries.Add(Die(DwTag.Variable, Name("w"), Type($"f{Levels}")));
        return Shape("doubling", ["v", "w"], [.. entries]);
    }

    private static Seed Shape(string name, string[] symbols, params DieItem[] entries) => Finish(
        $"generated/{name}", new DwarfBuilder().Unit(Die(DwTag.CompileUnit, entries)),
        Linked(), symbols);

    /// <summary>A linked file: what entries hold is not replaced by relocations.</summary>
    private static ElfBuilder Linked() => new ElfBuilder(type: ElfType.Executable).Section(".text", new byte[64]);

    private static Seed KabiRules()
    {
        byte[] rules = Strings(
            "1", "declonly", "s", "", "1", "enumerator_ignore", "e A", "", "1", "enumerator_value", "e B", "7", "1",
            "byte_size", "t", "8",
            "1", "type_string", "s#t", "structure_type t { member pointer_type { s#'no such' } }", "1", "type_string",
            "s#'no such'", "x");
        DwarfBuilder dwarf = new DwarfBuilder().Unit(Die(
            DwTag.CompileUnit,
            Die("s", DwTag.StructureType, Name("s"), ByteSize(4)), Die("t", DwTag.StructureType, Name("t"), ByteSize(4)),
            Die("e", DwTag.EnumerationType, Name("e"), ByteSize(4), Die(DwTag.Enumerator, Name("A"), ConstValue(0)),
                Die(DwTag.Enumerator, Name("B"), ConstValue(1))),
            Die(DwTag.Variable, Name("a"), Type("s")), Die(DwTag.Variable, Name("b"), Type("t")),
            Die(DwTag.Variable, Name("c"), Type("e"))));
        ElfBuilder elf = Linked().Section(".discard.gendwarfksyms.kabi_rules", rules);
        return Finish("generated/kabi-rules", dwarf, elf, ["a", "b", "c"]);
    }

    private static Seed TypeUnits()
    {
        UnitSpec typeUnit = new() { Version = 4, InTypesSection = true, Signature = 0x77, TypeLabel = "t" };
        DwarfBuilder dwarf = new DwarfBuilder()
            .Unit(new UnitSpec { Version = 4 }, Die(
                DwTag.CompileUnit,
                Die("d", DwTag.StructureType, Flag(DwAttribute.Declaration),
                    At(DwAttribute.Signature, DwForm.RefSig8, 0x77)),
                Die(DwTag.Variable, Name("v"), At(DwAttribute.Type, DwForm.RefSig8, 0x77)),
                Die(DwTag.Variable, Name("w"), Type("d"))))
            .Unit(typeUnit, Die(DwTag.TypeUnit, Die(
                "t", DwTag.StructureType, Name("t"), ByteSize(1),
                Die(DwTag.Member, Name("m"), At(DwAttribute.Type, DwForm.RefSig8, 0x77)))));
        return Finish("generated/type-units", dwarf, Linked(), ["v", "w"]);
    }

    /// <summary>As dwz makes it; the file is its own supplementary file.</summary>
    private static Seed Supplementary()
    {
        DwarfBuilder dwarf = new DwarfBuilder()
            .Unit(new UnitSpec { Type = DwUnitType.Partial }, Die("p", DwTag.PartialUnit,
                Die("t", DwTag.StructureType, Name("t", DwForm.Strp), ByteSize(1)), Die(DwTag.Variable, Name("w"), Type("t"))))
            .Unit(Die(DwTag.CompileUnit, Die(DwTag.ImportedUnit, Ref(DwAttribute.Import, "p", DwForm.RefAddr)),
                Die(DwTag.Variable, At(DwAttribute.Name, DwForm.GnuStrpAlt, 0), Type("t", DwForm.GnuRefAlt)),
                Die(DwTag.Variable, Name("v"), Type("t", DwForm.RefAddr))));
        byte[] link = [5, 0, 0, .. "alt.debug\0"u8, 0];
        return Finish("generated/supplementary", dwarf, Linked().Section(".debug_sup", link), ["v", "w"]);
    }

    private static Seed CrossUnit()
    {
        DwarfBuilder dwarf = new DwarfBuilder()
            .Unit(new UnitSpec { Type = DwUnitType.Partial },
                Die(DwTag.PartialUnit, Die("int", DwTag.BaseType, Name("int"), ByteSize(4), Encoding(5))))
            .Unit(Die(DwTag.CompileUnit, Die(DwTag.Variable, Name("v"), Type("s", DwForm.RefAddr)),
                Die(DwTag.Variable, Name("w"), Type("int", DwForm.RefAddr))))
            .Unit(Die(DwTag.CompileUnit,
                Die("s", DwTag.StructureType, Name("s"), ByteSize(8),
                    Die(DwTag.Member, Name("m"), Type("int", DwForm.RefAddr), Location(0))),
                Die(DwTag.Subprogram, Name("x"), Ref(DwAttribute.AbstractOrigin, "o")),
                Die("o", DwTag.Subprogram, Name("f"), Type("s"))));
        return Finish("generated/cross-unit", dwarf, Linked(), ["v", "w", "f", "x"]);
    }

    /// <summary>Scopes, which symbols are looked for in, twenty deep.</summary>
    private static Seed Nested()
    {
        DieSpec inner = Die(DwTag.Variable, Name("v"), Type("int"));
        for (int i = 0; i < 20; i++)
        {
            DwTag tag = (i % 3) switch { 0 => DwTag.Namespace, 1 => DwTag.StructureType, _ => DwTag.ClassType };
            inner = Die($"t{i}", tag, i % 4 == 0 ? ByteSize(1) : Name($"n{i}"), inner);
        }

        return Shape("nested", ["v"], inner, Die("int", DwTag.BaseType, Name("int"), ByteSize(4)));
    }

    private static IEnumerable<Seed> Archives()
    {
        byte[] elf = new ElfBuilder().Section(".text", [0x90]).Symbol("f", ".text").Build();
        yield return new Seed("generated/archive", new ArchiveBuilder()
            .Member("/", new byte[20]).Member("//", "a_very_long_member_name.o/\n"u8).Member("a.o/", elf).Member("/0", elf)
            .Member("#1/8", [.. "bsd.o\0\0\0"u8, .. elf]).Build());
        yield return new Seed("generated/archive-thin", new ArchiveBuilder(isThin: true)
            .Member("//", "sub/c.o/\nn.a/\n"u8).Thin("/0", 832).Thin("/9:172", 832).Thin("d.o/", 7).Build());
    }

    private static IEnumerable<Seed> Bitcode()
    {
        foreach (uint? version in new uint?[] { null, 3, 4 })
        {
            yield return new Seed($"generated/bitcode-{version}", new BitcodeBuilder
            {
                TableVersion = version,
                Assembly = ".section \"x\"; __initcall__a__1_2_f6: .long f - .\n.globl g, h\n.set g, 4 /* h: */\n1:",
            }.Function("f").Function("llvm.f", isDeclared: true).Variable("__initcall__a__3_4_g1", 3, section: ".x")
                .Symbol("f", 0x2400, "f").Symbol("__initcall__a__3_4_g1", 0x80, "__initcall__a__3_4_g1", ".x")
                .Symbol("__initcall__a__1_2_f6", 0x2000).Build());
        }
    }

    private static byte[] Strings(params string[] strings)
    {
        ByteAssembler bytes = new(ByteOrder.Little);
        Array.ForEach(strings, text => bytes.CString(text));
        return bytes.ToArray();
    }
}
