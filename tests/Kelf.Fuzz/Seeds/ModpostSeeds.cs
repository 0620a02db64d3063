// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using static Kelf.TestSupport.Dw;

namespace Kelf.Fuzz.Seeds;

/// <summary>
/// What module post-processing reads: objects with exports of each form, imports, information, device tables, and forbidden references
/// in code and variables that debugging information knows; dumps of exports, lists of objects, command files.
/// </summary>
internal static class ModpostSeeds
{
    /// <summary>All of them.</summary>
    public static IEnumerable<Seed> All()
    {
        yield return new Seed("modpost/x86-64", Module(new ElfBuilder()));
        yield return new Seed("modpost/i386", Module(new ElfBuilder(ElfClass.Elf32, ByteOrder.Little, ElfMachine.I386)));
        yield return new Seed("modpost/mips", Module(new ElfBuilder(ElfClass.Elf32, ByteOrder.Big, ElfMachine.Mips)));
        yield return new Seed("modpost/text-symvers", System.Text.Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 4).Select(i =>
            $"0x0000abc{i}\texport_{i}\t{(i < 2 ? "vmlinux" : "net/m")}\tEXPORT_SYMBOL{(i % 2 == 0 ? "" : "_GPL")}\t{(i == 3 ? "NS" : "")}\n"))));
        yield return new Seed("modpost/text-mod", System.Text.Encoding.ASCII.GetBytes(
            "net/ipv4/one.o\nnet/ipv4/two.thinlto-native.o\n../three.o\nlib/four.a\n/absolute/path/to/five.o\nsix.o\n\nbehind/the/empty/line.o\n"));
        yield return new Seed("modpost/text-cmd", System.Text.Encoding.ASCII.GetBytes(
            "savedcmd_m.o := gcc -c -o m.o m.c\n\nsource_m.o := m.c\n\ndeps_m.o := \\\n  include/linux/a.h \\\n  b.h \\\n    $(wildcard include/config/X) \\\n\n"
                + "m.o: $(deps_m.o)\n\n$(deps_m.o):\n\n#SYMVER f 0x12345678\n#SYMVER g 077\n#SYMVER h 12345678901234567890\n"));
    }

    private static byte[] Module(ElfBuilder elf)
    {
        bool is64 = elf.Class == ElfClass.Elf64;
        uint absolute = elf.Machine == ElfMachine.Mips ? 2u : 1u;
        int record = is64 ? 40 : 32;
        byte[] table = new byte[record * 2];
        table.AsSpan(0, record).Fill(0xff);
        byte[] exports = new byte[32];
        "GPL\0NS\0"u8.CopyTo(exports);
        elf.Section(".text", new byte[64], flags: ElfSectionFlags.Allocated | ElfSectionFlags.Executable)
            .Section(".init.text", new byte[64], flags: ElfSectionFlags.Allocated | ElfSectionFlags.Executable)
            .Section(".data", new byte[32], flags: ElfSectionFlags.Allocated)
            .Section(".rodata", table, flags: ElfSectionFlags.Allocated)
            .Section(".modinfo", "license=GPL\0import_ns=NS\0description=d\0"u8.ToArray(), flags: ElfSectionFlags.Allocated)
            .Section(".export_symbol", exports, flags: ElfSectionFlags.Allocated)
            .Section("___ksymtab+old", new byte[16], flags: ElfSectionFlags.Allocated)
            .Section("__ksymtab_strings", "old\0NS\0"u8.ToArray(), flags: ElfSectionFlags.Allocated)
            .Section(".no_trim_symbol", "f\0g\0"u8.ToArray())
            .Symbol("__mod_device_table__1__kmod_m__pci__ids", ".rodata", 0, (ulong)table.Length, ElfSymbolBinding.Local, ElfSymbolType.Object)
            .Symbol("__mod_pci__ids_device_table", ".rodata", 0, (ulong)table.Length, ElfSymbolBinding.Local, ElfSymbolType.Object)
            .Symbol("__export_symbol_f", ".export_symbol", binding: ElfSymbolBinding.Local)
            .Symbol("f", ".text", 0, 32, ElfSymbolBinding.Global, ElfSymbolType.Function)
            .Symbol("init_module", ".init.text", 0, 32, ElfSymbolBinding.Global, ElfSymbolType.Function)
            .Symbol("foo_ops", ".data").Symbol("__ksymtab_old", "___ksymtab+old").Symbol("__kstrtabns_old", "__ksymtab_strings", 4)
            .Symbol("c", ElfSymbol.CommonSection).Symbol("needed.12", null).Symbol("w", null, binding: ElfSymbolBinding.Weak)
            .Relocate(".export_symbol", 24, absolute, "f").Relocate(".text", 8, absolute, "init_module", 4).Relocate(".data", 8, absolute, "init_module");
        // Sections are laid out at 0x1000, 0x2000 and so on.
        byte size = (byte)(is64 ? 8 : 4);
        return new DwarfBuilder(elf.Order)
            .LineTable("lines", new LineTableSpec
            {
                AddressSize = size,
                Files = ["a.c", "b.h"],
                Program = lines => lines.Address(0x1000, size).Copy().AdvancePc(16).AdvanceLine(3).Copy().AdvancePc(16).End(),
            })
            .Unit(new UnitSpec { AddressSize = size }, Die(DwTag.CompileUnit, [
                Name("a.c"), StmtList("lines"), At(DwAttribute.LowPc, DwForm.Addr, 0x1000), At(DwAttribute.HighPc, DwForm.Data4, 0x2000),
                Die("i", DwTag.Subprogram, Name("i"), At(DwAttribute.Inline, DwForm.Data1, 3)),
                Die(DwTag.Subprogram, [Name("f"), .. Code(0x1000, 32),
                    Die(DwTag.InlinedSubroutine, [Ref(DwAttribute.AbstractOrigin, "i"), .. Code(0x1008, 8)])]),
                Die("p", DwTag.PointerType, ByteSize(size)),
                Die("s", DwTag.StructureType, Name("console"), ByteSize(16),
                    Die(DwTag.Member, Name("a"), Type("p"), Location(0)), Die(DwTag.Member, Name("setup"), Type("p"), Location(8))),
                Die("two", DwTag.ArrayType, Type("s"), Die(DwTag.SubrangeType, UpperBound(1))),
                Die(DwTag.Variable, Name("foo_ops"), Type("two"), DeclFile(0), At(DwAttribute.DeclLine, DwForm.Data1, 7),
                    At(DwAttribute.Location, DwForm.Exprloc, Address(elf.Order, is64)))]))
            .AddTo(elf).Build();
    }

    private static byte[] Address(ByteOrder order, bool is64)
    {
        ByteAssembler bytes = new ByteAssembler(order).U8(3);
        return (is64 ? bytes.U64(0x3000) : bytes.U32(0x3000)).ToArray();
    }
}
