// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Symvers;
using Kelf.Kernel.Symvers.Selection;
using Kelf.Kernel.Symvers.Settings;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using static Kelf.TestSupport.Dw;

namespace Kelf.Kernel.Tests.Symvers;

/// <summary>
/// A sketch of a <c>vmlinux.o</c>: units whose addresses are in <c>.debug_addr</c>, with a relocation each, as clang writes them,
/// and symbols in several sections. All units share the table.
/// </summary>
internal sealed class LinkedImage(ElfMachine machine = ElfMachine.X8664, ElfType type = ElfType.Relocatable)
{
    private const int TableHeader = 8;

    private readonly DwarfBuilder _dwarf = new();
    private readonly ElfBuilder _elf = new(machine: machine, type: type);
    private readonly List<(string Section, ulong Offset)> _addresses = [];
    private readonly HashSet<string> _sections = [];
    private readonly List<byte> _ranges = [];

    /// <summary>A base type.</summary>
    public static DieSpec Integer(string label, ulong size) => Die(label, DwTag.BaseType, Name("int"), ByteSize(size), Encoding(5));

    /// <summary>Adds a unit.</summary>
    public LinkedImage Unit(string name, DwLanguage language, params DieItem[] items)
    {
        _dwarf.Unit(Die(DwTag.CompileUnit,
            [Name(name), At(DwAttribute.Language, DwForm.Data2, (ulong)language), At(DwAttribute.AddrBase, DwForm.SecOffset, TableHeader), .. items]));
        return this;
    }

    /// <summary>Adds a symbol, and its section when that is new.</summary>
    public LinkedImage Symbol(string name, string section, ulong value, ElfSymbolType type = ElfSymbolType.Function, ulong size = 0)
    {
        Section(section);
        _elf.Symbol(name, section, value, size: size, type: type);
        return this;
    }

    /// <summary>An attribute that is an address: an index into the table.</summary>
    public AttributeSpec LowPc(string section, ulong offset) => At(DwAttribute.LowPc, DwForm.Addrx, Index(section, offset));

    /// <summary>Where code of several parts of 16 bytes is: a list of <c>DW_RLE_startx_length</c>.</summary>
    public AttributeSpec Ranges(params (string Section, ulong Offset)[] parts)
    {
        ulong start = (ulong)_ranges.Count;
        foreach ((string section, ulong offset) in parts)
        {
            _ranges.AddRange([3, (byte)Index(section, offset), 16]);
        }

        _ranges.Add(0);
        return At(DwAttribute.Ranges, DwForm.SecOffset, start);
    }

    /// <summary>The location of a variable: <c>DW_OP_addrx</c>.</summary>
    public AttributeSpec Place(string section, ulong offset) =>
        At(DwAttribute.Location, DwForm.Exprloc, [0xa1, (byte)Index(section, offset)]);

    /// <summary>The versions that the listed symbols have.</summary>
    public Dictionary<string, uint?> Versions(SymversOptions options, params string[] names)
    {
        byte[] table = new byte[TableHeader + (8 * _addresses.Count)];
        BitConverter.TryWriteBytes(table, table.Length - 4);
        table[4] = 5;
        table[6] = 8;
        // Addresses of a linked file are in it: those of its sections are all 0 here.
        for (int i = 0; i < _addresses.Count; i++)
        {
            BitConverter.TryWriteBytes(table.AsSpan(TableHeader + (8 * i)), type == ElfType.Relocatable ? 0 : _addresses[i].Offset);
        }

        _elf.Section(".debug_addr", table);
        for (int i = 0; i < _addresses.Count && type == ElfType.Relocatable; i++)
        {
            _elf.Relocate(
                ".debug_addr", (ulong)(TableHeader + (8 * i)), DebugRelocationTypes.Absolute(machine, 8), _addresses[i].Section,
                (long)_addresses[i].Offset);
        }

        if (_ranges.Count > 0)
        {
            _elf.Section(".debug_rnglists", [.. _ranges]);
        }

        using NativeBuffer file = _dwarf.AddTo(_elf).BuildInMemory("vmlinux.o");
        SymbolList symbols = SymbolList.Parse(System.Text.Encoding.UTF8.GetBytes(string.Join('\n', names)));
        uint?[] versions = SymversTool.Compute(file.Contents, symbols, options, null, null);
        return names.ToDictionary(name => name, name => versions[symbols.Find(System.Text.Encoding.UTF8.GetBytes(name))]);
    }

    private ulong Index(string section, ulong offset)
    {
        Section(section);
        _addresses.Add((section, offset));
        return (ulong)_addresses.Count - 1;
    }

    private void Section(string section)
    {
        if (_sections.Add(section))
        {
            bool isCode = section.StartsWith(".text", StringComparison.Ordinal);
            _elf.Section(section, new byte[64],
                flags: ElfSectionFlags.Allocated | (isCode ? ElfSectionFlags.Executable : ElfSectionFlags.Writable));
        }
    }
}
