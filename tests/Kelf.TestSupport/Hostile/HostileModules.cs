// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Elf;

using static Kelf.TestSupport.Dw;

namespace Kelf.TestSupport.Hostile;

/// <summary>Objects of modules of which module post-processing was once the square, or may become it.</summary>
public static class HostileModules
{
    private const byte Local = 0;
    private const byte Object = 1;
    private const byte Global = 0x10;
    private const ElfSectionFlags Loaded = ElfSectionFlags.Allocated;
    private const ElfSectionFlags Code = ElfSectionFlags.Allocated | ElfSectionFlags.Executable;

    /// <summary>A module that needs symbols <c>s0</c> and so on.</summary>
    /// <param name="count">How many.</param>
    /// <param name="information">What it says of itself, entry after entry.</param>
    public static byte[] OfImports(int count, IEnumerable<string> information)
    {
        PlainElf elf = Begin(information);
        Names names = new();
        List<PlainSymbol> symbols = [.. Enumerable.Range(0, count).Select(i => new PlainSymbol(names.Add($"s{i}"), Global, 0, 0))];
        elf.Symbols(names.Bytes, symbols);
        return elf.Build();
    }

    /// <summary>Exports by relocations at one label: all of one name, licence and namespace.</summary>
    /// <param name="count">How many, and about how many bytes the namespace has.</param>
    public static byte[] OfOneLabel(int count)
    {
        PlainElf elf = Begin([]);
        uint text = elf.Section(".text", ElfSectionType.ProgramBits, new byte[16], Code);
        byte[] records = new byte[count + 16 + 8];
        records.AsSpan(1, count).Fill((byte)'N');
        uint exports = elf.Section(".export_symbol", ElfSectionType.ProgramBits, records, Loaded);
        Names names = new();
        uint label = names.Add("__export_symbol_f");
        uint symbols = elf.Symbols(names.Bytes, [new(label, Local, (ushort)exports, 0), new(label + 16, Global, (ushort)text, 0)], locals: 1);
        elf.Section(".rela.export_symbol", ElfSectionType.RelocationsWithAddends, Relocations(count, _ => ((ulong)count + 8, 2)),
            link: symbols, info: exports, entrySize: 24);
        return elf.Build();
    }

    /// <summary>References from as many functions to as many functions of init.</summary>
    public static byte[] OfReferences(int count)
    {
        PlainElf elf = Begin([]);
        uint text = elf.Section(".text", ElfSectionType.ProgramBits, new byte[count * 8], Code);
        uint init = elf.Section(".init.text", ElfSectionType.ProgramBits, new byte[count * 8], Code);
        Names names = new();
        List<PlainSymbol> all = [];
        for (int i = 0; i < count; i++)
        {
            all.Add(new PlainSymbol(names.Add($"f{i}"), Global, (ushort)text, (ulong)i * 8, 8));
            all.Add(new PlainSymbol(names.Add($"g{i}"), Global, (ushort)init, (ulong)i * 8, 8));
        }

        uint symbols = elf.Symbols(names.Bytes, all);
        elf.Section(".rela.text", ElfSectionType.RelocationsWithAddends, Relocations(count, i => ((ulong)i * 8, (uint)((count - i) * 2))),
            link: symbols, info: text, entrySize: 24);
        return elf.Build();
    }

    /// <summary>A table of devices that as many symbols are as it has records.</summary>
    public static byte[] OfEqualTables(int count)
    {
        const int Record = 40; // struct pci_device_id
        PlainElf elf = Begin([]);
        byte[] table = new byte[(count + 1) * Record];
        for (int i = 0; i < count; i++)
        {
            BitConverter.GetBytes(i + 1).CopyTo(table, i * Record);
        }

        uint section = elf.Section(".rodata", ElfSectionType.ProgramBits, table, Loaded);
        Names names = new();
        List<PlainSymbol> symbols = [.. Enumerable.Range(0, count).Select(i =>
            new PlainSymbol(names.Add($"__mod_device_table__{i}__kmod_m__pci__t{i}"), Object, (ushort)section, 0, (ulong)table.Length))];
        elf.Symbols(names.Bytes, symbols, locals: count);
        return elf.Build();
    }

    /// <summary>A variable with as many members as references, which debugging information describes.</summary>
    public static byte[] OfMembers(int count)
    {
        ElfBuilder elf = new ElfBuilder()
            .Section(".data", new byte[count * 8], flags: Loaded).Section(".init.text", new byte[8], flags: Code)
            .Section(".modinfo", "license=GPL\0description=d\0"u8.ToArray(), flags: Loaded)
            .Symbol("v_ops", ".data").Symbol("g", ".init.text");
        for (int i = 0; i < count; i++)
        {
            elf.Relocate(".data", (ulong)i * 8, 1, "g");
        }

        DieItem[] members = [.. Enumerable.Range(0, count).Select(i =>
            Die(DwTag.Member, Name($"m{i}"), Type("p"), At(DwAttribute.DataMemberLocation, DwForm.Data4, (ulong)i * 8)))];
        // Sections are laid out from 0x1000 on.
        return new DwarfBuilder()
            .LineTable("lines", new LineTableSpec { Files = ["a.c"], Program = lines => lines.Sequence(0x1000, 1) })
            .Unit(Die(DwTag.CompileUnit, Name("a.c"), StmtList("lines"), Die("p", DwTag.PointerType, ByteSize(8)),
                Die("s", DwTag.StructureType, [Name("s"), At(DwAttribute.ByteSize, DwForm.Data4, (ulong)count * 8), .. members]),
                Die(DwTag.Variable, Name("v_ops"), Type("s"), At(DwAttribute.Location, DwForm.Exprloc, [3, 0, 0x10, 0, 0, 0, 0, 0, 0]))))
            .AddTo(elf).Build();
    }

    private static PlainElf Begin(IEnumerable<string> information)
    {
        PlainElf elf = new(ElfType.Relocatable);
        elf.Section(".modinfo", ElfSectionType.ProgramBits, System.Text.Encoding.ASCII.GetBytes(
            string.Concat(new[] { "license=GPL", "description=d" }.Concat(information).Select(entry => entry + "\0"))), Loaded);
        return elf;
    }

    private static byte[] Relocations(int count, Func<int, (ulong Offset, uint Symbol)> make)
    {
        byte[] records = new byte[count * 24];
        for (int i = 0; i < count; i++)
        {
            (ulong offset, uint symbol) = make(i);
            BitConverter.GetBytes(offset).CopyTo(records, i * 24);
            BitConverter.GetBytes(((ulong)symbol << 32) | 1).CopyTo(records, (i * 24) + 8);
        }

        return records;
    }

    /// <summary>A table of strings.</summary>
    private sealed class Names
    {
        private readonly List<byte> _bytes = [0];

        public byte[] Bytes => [.. _bytes];

        public uint Add(string name)
        {
            uint offset = (uint)_bytes.Count;
            _bytes.AddRange(System.Text.Encoding.ASCII.GetBytes(name + "\0"));
            return offset;
        }
    }
}
