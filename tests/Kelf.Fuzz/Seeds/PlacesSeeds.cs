// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using static Kelf.TestSupport.Dw;

namespace Kelf.Fuzz.Seeds;

/// <summary>Functions with inlined ones and blocks in them, whose code is told in every form.</summary>
internal static class PlacesSeeds
{
    /// <summary>All of them.</summary>
    public static IEnumerable<Seed> All()
    {
        for (ushort version = 2; version <= 5; version++)
        {
            yield return Places($"dwarf{version}", version, new ElfBuilder(type: ElfType.Executable));
        }

        yield return Places("object", 5, new ElfBuilder());
        yield return Places("big-endian", 4, new ElfBuilder(order: ByteOrder.Big, machine: ElfMachine.S390, type: ElfType.Executable));
        yield return Split("split", isPackage: false);
        yield return Split("package", isPackage: true);
    }

    /// <summary>A skeleton, and in the same file the unit that it has split off, by itself or as a package has it.</summary>
    private static Seed Split(string name, bool isPackage)
    {
        const ulong Id = 0x1122334455667788;
        DwarfBuilder entries = new DwarfBuilder().Unit(new UnitSpec { Type = DwUnitType.SplitCompile, Signature = Id }, Die(DwTag.CompileUnit, Name("a.c"),
            Die("inner", DwTag.Subprogram, Name("inner"), At(DwAttribute.Inline, DwForm.Data1, 1)),
            Die(DwTag.Subprogram, [Name("f"), At(DwAttribute.LowPc, DwForm.Addrx, 0), At(DwAttribute.HighPc, DwForm.Data4, 8),
                Die(DwTag.InlinedSubroutine, [Ref(DwAttribute.AbstractOrigin, "inner"), .. Code(0x12, 4), .. Call(1, 50)])])));
        byte[] info = entries.Section(".debug_info");
        byte[] abbreviations = entries.Section(".debug_abbrev");
        ElfBuilder elf = new DwarfBuilder()
            .LineTable("lines", new LineTableSpec { Files = ["a.c", "b.h"], Program = lines => lines.Sequence(0x10, 1, 2, 3, 4, 5, 6, 7, 8) })
            .Unit(new UnitSpec { Type = DwUnitType.Skeleton, Signature = Id }, Die(DwTag.SkeletonUnit, [
                StmtList("lines"), At(DwAttribute.DwoName, DwForm.String, "a.o"), At(DwAttribute.AddrBase, DwForm.SecOffset, 8), .. Code(0x10, 8)]))
            .AddTo(new ElfBuilder(type: ElfType.Executable)
                .Section(".debug_addr", [.. new byte[8], .. BitConverter.GetBytes(0x10UL)])
                .Section(".debug_info.dwo", info)
                .Section(".debug_abbrev.dwo", abbreviations));
        if (isPackage)
        {
            elf.Section(".debug_cu_index", new ByteAssembler(ByteOrder.Little).U16(5).U16(0).U32(2).U32(1).U32(2)
                .U64(Id).U64(0).U32(1).U32(0).U32(1).U32(3).U32(0).U32(0).U32((uint)info.Length).U32((uint)abbreviations.Length).ToArray());
        }

        return new Seed($"places/{name}", elf.Build());
    }

    private static Seed Places(string name, ushort version, ElfBuilder elf)
    {
        DwForm offset = version >= 4 ? DwForm.SecOffset : DwForm.Data4;
        ByteAssembler lists = new(elf.Order);
        if (version >= 5)
        {
            // A table of one list: offset_pair, startx_length, base_address, offset_pair, start_end.
            lists.U32(0).U16(5).U8(8).U8(0).U32(1).U32(4).U8(4).Uleb(0x10).Uleb(0x20).U8(3).Uleb(0).Uleb(8)
                .U8(5).U64(0x1000).U8(4).Uleb(0).Uleb(0x20).U8(6).U64(0x40).U64(0x48).U8(0);
        }
        else
        {
            foreach (ulong number in new ulong[] { 0x10, 0x20, ulong.MaxValue, 0x1000, 0, 0x20, 0, 0 })
            {
                lists.U64(number);
            }
        }

        AttributeSpec Listed() => version >= 5 ? At(DwAttribute.Ranges, DwForm.Rnglistx, 0) : At(DwAttribute.Ranges, offset, 0);
        DieItem[] bases = version >= 5
            ? [At(DwAttribute.RnglistsBase, DwForm.SecOffset, 12), At(DwAttribute.AddrBase, DwForm.SecOffset, 8)]
            : [];
        new DwarfBuilder(elf.Order)
            .LineTable("lines", new LineTableSpec
            {
                Version = version, Files = ["a.c", "b.h", "c.h"],
                Program = lines => lines.Sequence(0x10, 1, 2, 3, 4, 5, 6, 7, 8).Sequence(0x1000, 9, 10, 11),
            })
            .Unit(new UnitSpec { Version = version }, Die(DwTag.CompileUnit, [
                Name("a.c"), StmtList("lines", offset), At(DwAttribute.LowPc, DwForm.Addr, 0), Listed(), .. bases,
                Die("inner", DwTag.Subprogram, Name("inner"), At(DwAttribute.Inline, DwForm.Data1, 1)),
                Die("outer", DwTag.Subprogram, Ref(DwAttribute.Sibling, "f"), Name("outer"), Die(DwTag.FormalParameter, Name("p"))),
                Die("f", DwTag.Subprogram, [Name("f"), Listed(), Ref(DwAttribute.Sibling, "n"),
                    Die(DwTag.InlinedSubroutine, [Ref(DwAttribute.AbstractOrigin, "outer"), .. Code(0x10, 8), .. Call(1, 50),
                        Die(DwTag.LexicalBlock, [.. Code(0x12, 4),
                            Die(DwTag.InlinedSubroutine, [Ref(DwAttribute.AbstractOrigin, "inner"), .. Code(0x12, 2), .. Call(2, 60)])])])]),
                Die("n", DwTag.Namespace, Die(DwTag.Subprogram, [Name("g"), .. Code(0x1000, 4)]))]))
            .Unit(new UnitSpec { Version = version }, Die(DwTag.CompileUnit, [
                .. Code(0x10, 4), Die(DwTag.Subprogram, [Ref(DwAttribute.Specification, "f", DwForm.RefAddr), .. Code(0x10, 4)])]))
            .Unit(new UnitSpec { Version = version }, Die(DwTag.CompileUnit, StmtList("lines", offset)))
            .AddTo(elf.Section(version < 5 ? ".debug_ranges" : ".debug_rnglists", lists.ToArray())
                .Section(".debug_addr", [.. new byte[8], .. BitConverter.GetBytes(0x10UL)]));
        return new Seed($"places/{name}", elf.Build());
    }

    private static DieItem[] Call(ulong file, ulong line) =>
        [At(DwAttribute.CallFile, DwForm.Data1, file), At(DwAttribute.CallLine, DwForm.Data2, line)];
}
