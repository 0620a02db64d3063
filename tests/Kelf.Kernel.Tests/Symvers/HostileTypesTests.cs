// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers.Binary;

using Kelf.Kernel.Shared;
using Kelf.Kernel.Symvers;
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
/// Small objects that ask for much: they get their version, or an error, within moments and with bounded memory. Without
/// the bounds each of these tests would take minutes or many GiB.
/// </summary>
public sealed class HostileTypesTests
{
    private static readonly DieSpec s_int = Die("int", DwTag.BaseType, Name("int"), ByteSize(4), Encoding(5));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Unnamed_types_that_double_in_many_named_ones(bool differ)
    {
        const int Doublings = 19, Named = 500;
        List<DieItem> entries = [s_int, Die("u0", DwTag.StructureType, Die(DwTag.Member, Type("int")))];
        for (int i = 1; i <= Doublings; i++)
        {
            entries.Add(Die($"u{i}", DwTag.StructureType,
                Die(DwTag.Member, Type($"u{i - 1}")), Die(DwTag.Member, Type($"u{i - 1}"))));
        }

        for (int i = 0; i < Named; i++)
        {
            entries.Add(Die($"n{i}", DwTag.StructureType, Name(differ ? $"n{i}" : "n"), Die(DwTag.Member, Type($"u{Doublings}"))));
        }

        entries.Add(Die("all", DwTag.StructureType,
            [Name("all"), .. Enumerable.Range(0, Named).Select(i => Die(DwTag.Member, Type($"n{i}")))]));
        Refuses(Unit(entries, "all"), "the texts of the types exceed 64 MiB");
    }

    [Fact]
    public void Long_name_in_many_places()
    {
        string name = new('a', 30_000);
        DieSpec[] members = [.. Enumerable.Range(0, 5000)
            .Select(_ => Die(DwTag.Member, At(DwAttribute.Name, DwForm.Strp, name), Type("int")))];
        Refuses(Unit([s_int, Die("s", DwTag.StructureType, [Name("s"), .. members])], "s"), "the texts of the types exceed 66 MiB");
    }

    [Fact]
    public void Scopes_in_scopes()
    {
        DieSpec inner = Die("s", DwTag.StructureType, Name("s"));
        for (int i = 0; i < 4000; i++)
        {
            inner = Die(DwTag.Namespace, At(DwAttribute.Name, DwForm.Strp, new string('a', 10_000)), inner);
        }

        Refuses(Unit([inner], "s"), "the names of the scopes around types exceed 1");
    }

    [Fact]
    public void Lists_of_children_that_overlap()
    {
        // Each union has the next one as its first child, with all that follows, and nothing in it is a member.
        const int Unions = 3000, Blocks = 60_000;
        DieItem[] end = [.. Enumerable.Range(0, Blocks).Select(i => i == 0
            ? Die("end", DwTag.StructureType, Name("end"))
            : Die(DwTag.StructureType))];
        DieSpec chain = Die($"u{Unions - 1}", DwTag.UnionType, [Ref(DwAttribute.Sibling, "end"), .. end]);
        for (int i = Unions - 2; i >= 0; i--)
        {
            chain = Die($"u{i}", DwTag.UnionType, Ref(DwAttribute.Sibling, "end"), chain);
        }

        DieSpec all = Die("all", DwTag.StructureType,
            [Name("all"), .. Enumerable.Range(0, Unions).Select(i => Die(DwTag.Member, Type($"u{i}")))]);
        Refuses(Unit([all, Die(DwTag.Variable, Name("v"), Type("all")), chain]), "types overlap");
    }

    [Fact]
    public void Function_type_that_is_entered_again_in_each_parameter()
    {
        const int Parameters = 3000;
        List<DieItem> entries = [s_int, Die("f", DwTag.PointerType, Type("fn")), Die("fn", DwTag.SubroutineType,
            [.. Enumerable.Range(0, Parameters).Select(i => Die(DwTag.FormalParameter, Type($"s{i}")))])];
        for (int i = 0; i < Parameters; i++)
        {
            entries.Add(Die($"s{i}", DwTag.StructureType, Name($"s{i}"), Die(DwTag.Member, Type("f"))));
        }

        Refuses(Unit(entries, "f"), "the texts of the types exceed 6");
    }

    [Fact]
    public void Types_in_types_without_end()
    {
        // A chain of pointers that all stand after each other: a million levels, and no text yet.
        Refuses(ChainOfPointers(1_100_000), "types are nested more than 1048576 levels deep");
    }

    [Fact]
    public void Replays_of_types_in_types_without_end()
    {
        // The chain is built two levels below the function, and replayed ten levels deeper: the error is about a replayed record.
        ByteAssembler info = new(ByteOrder.Little);
        info.U32(0).U16(4).U32(0).U8(8).U8(1);
        int end = info.U8(4).Position - 1;
        int chain = PointersTo(end, 1_048_560), deeper = PointersTo(chain, 20);
        int number = info.U8(8).Position - 1;
        int old = info.Position;
        info.U8(6).U8(7).CString("__kabi_renamed").U32((uint)number).U8(0);
        int union = info.Position;
        info.U8(9).U8(7).CString("new").U32((uint)number).U8(7).CString("").U32((uint)old).U8(0);
        int function = info.Position;
        info.U8(5);
        foreach (int type in (int[])[union, chain, deeper])
        {
            info.U8(10).U32((uint)type);
        }

        info.U8(0).U8(3).CString("v").U32((uint)function).U8(0);
        byte[] unit = info.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(unit, unit.Length - 4);
        byte[] abbreviations =
        [
            1, 0x11, 1, 0, 0,                   // compile_unit
            2, 0x0f, 0, 0x49, 0x13, 0, 0,       // pointer_type: type ref4
            3, 0x34, 0, 3, 8, 0x49, 0x13, 0, 0, // variable: name string, type ref4
            4, 0x3b, 0, 0, 0,                   // unspecified_type
            5, 0x15, 1, 0, 0,                   // subroutine_type
            6, 0x13, 1, 0, 0,                   // structure_type
            7, 0x0d, 0, 3, 8, 0x49, 0x13, 0, 0, // member: name string, type ref4
            8, 0x24, 0, 0, 0,                   // base_type
            9, 0x17, 1, 0, 0,                   // union_type
            10, 0x05, 0, 0x49, 0x13, 0, 0,      // formal_parameter: type ref4
            0,
        ];
        RefusesWith(
            new SymversOptions { Stable = true },
            new ElfBuilder(type: ElfType.Executable).Section(".debug_info", unit).Section(".debug_abbrev", abbreviations).Build(),
            "types are nested more than 1048576 levels deep");

        int PointersTo(int target, int count)
        {
            for (int i = 0; i < count; i++)
            {
                int at = info.Position;
                info.U8(2).U32((uint)target);
                target = at;
            }

            return target;
        }
    }

    [Fact]
    public void Replays_of_function_types_of_function_types()
    {
        // What a replay could still do is done after the first one; printing all of them has an end, too.
        const int Levels = 60;
        byte[] file = Unit(Doubling(Levels), $"f{Levels}");
        uint? version = Compute(file, new SymversOptions { Stable = true });
        Assert.NotNull(version);
        Assert.NotEqual(version, Compute(file, new SymversOptions()));
        RefusesWith(new SymversOptions { Stable = true, DumpDies = true }, file, "the texts of the types exceed 64 MiB");
    }

    /// <summary>Function types with two parameters of the function type before, and a replaced union at the bottom.</summary>
    [Fact]
    public void A_rule_whose_text_is_longer_than_that_of_a_type_may_be()
    {
        const int Longest = 64 << 20;
        byte[] Object(int length) => new DwarfBuilder()
            .Unit(Die(DwTag.CompileUnit, s_int, Die(DwTag.Variable, Name("v"), Type("int"))))
            .AddTo(new ElfBuilder(type: ElfType.Executable).Section(
                ".discard.gendwarfksyms.kabi_rules",
                [.. "1\0byte_size\0s\01\0"u8, .. "1\0type_string\0v\0"u8, .. Enumerable.Repeat((byte)'a', length), 0]))
            .Build();
        SymversOptions options = new() { Stable = true };
        Assert.NotNull(Compute(Object(Longest), options));
        Assert.Equal(
            "a.o: .discard.gendwarfksyms.kabi_rules+0x10: the type string exceeds 64 MiB",
            Assert.Throws<RefusedException>(() => Compute(Object(Longest + 1), options)).Message);
    }

    private static List<DieItem> Doubling(int levels)
    {
        List<DieItem> entries =
        [
            s_int,
            Die("old", DwTag.StructureType, Die(DwTag.Member, Name("__kabi_renamedold"), Type("int"))),
            Die("u", DwTag.UnionType, Die(DwTag.Member, Name("new"), Type("int")), Die(DwTag.Member, Type("old"))),
            Die("f0", DwTag.SubroutineType, Die(DwTag.FormalParameter, Type("u"))),
        ];
        for (int i = 1; i <= levels; i++)
        {
            // The typedef keeps the text short.
            entries.Add(Die($"t{i}", DwTag.Typedef, Name($"t{i}"), Type($"f{i - 1}")));
            entries.Add(Die($"f{i}", DwTag.SubroutineType,
                Die(DwTag.FormalParameter, Type($"t{i}")), Die(DwTag.FormalParameter, Type($"t{i}"))));
        }

        return entries;
    }

    private static byte[] ChainOfPointers(int levels)
    {
        // Written by hand: a million labels would take longer than the walk.
        byte[] info = new byte[12 + (5 * levels) + 9];
        BinaryPrimitives.WriteInt32LittleEndian(info, info.Length - 4);
        (info[4], info[10], info[11]) = (4, 8, 1);
        int at = 12;
        for (int i = 0; i < levels; i++, at += 5)
        {
            info[at] = 2;
            BinaryPrimitives.WriteInt32LittleEndian(info.AsSpan(at + 1), at + 5);
        }

        info[at++] = 4;
        (info[at], info[at + 1], info[at + 2]) = (3, (byte)'v', 0);
        BinaryPrimitives.WriteInt32LittleEndian(info.AsSpan(at + 3), 12);
        byte[] abbreviations =
        [
            1, 0x11, 1, 0, 0,                   // compile_unit
            2, 0x0f, 0, 0x49, 0x13, 0, 0,       // pointer_type: type ref4
            3, 0x34, 0, 3, 8, 0x49, 0x13, 0, 0, // variable: name string, type ref4
            4, 0x3b, 0, 0, 0,                   // unspecified_type
            0,
        ];
        return new ElfBuilder(type: ElfType.Executable).Section(".debug_info", info).Section(".debug_abbrev", abbreviations).Build();
    }

    private static byte[] Unit(IEnumerable<DieItem> entries, string type) =>
        Unit([.. entries, Die(DwTag.Variable, Name("v"), Type(type))]);

    private static byte[] Unit(DieItem[] entries) =>
        new DwarfBuilder().Unit(Die(DwTag.CompileUnit, entries)).AddTo(new ElfBuilder(type: ElfType.Executable)).Build();

    private static void Refuses(byte[] file, string what)
    {
        RefusesWith(new SymversOptions(), file, what);
        RefusesWith(new SymversOptions { Stable = true }, file, what);
    }

    private static void RefusesWith(SymversOptions options, byte[] file, string what)
    {
        RefusedException error = Assert.Throws<RefusedException>(() => Compute(file, options));
        Assert.Matches("^a\\.o: \\.debug_info\\+0x[0-9a-f]+: ", error.Message);
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
    }

    private static uint? Compute(byte[] file, SymversOptions options)
    {
        using NativeBuffer buffer = InMemory.File(file);
        NoSink sink = new();
        return SymversTool.Compute(buffer.Contents, SymbolList.Parse("v\n"u8), options, sink, sink)[0];
    }

    private sealed class NoSink : IByteSink
    {
        public void Write(ReadOnlySpan<byte> bytes)
        {
        }
    }
}
