// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Machines;
using Kelf.ObjectFiles.Hashes;

namespace Kelf.Kernel.Initcalls;

/// <summary>
/// What the entries of an image call. Where entries are offsets of 32 bits (x86-64 and arm64, kernel
/// <c>CONFIG_HAVE_ARCH_PREL32_RELOCATIONS</c>), that is under LTO a stub of its own for each, whose name is the entry's with
/// <c>__initstub__</c> in front: assembly can name it however the linker renames the function after it.
/// </summary>
internal sealed class InitcallStubs
{
    private const uint RelativeOnX86 = (uint)X8664Relocation.Pc32;
    private const uint RelativeOnArm = (uint)AArch64Relocation.Prel32;

    private readonly ElfFile _elf;
    private readonly Dictionary<string, Place> _stubs = new(StringComparer.Ordinal);
    private readonly Dictionary<Place, Place> _relocated = [];

    /// <summary>Finds stubs and, in relocatable files, the relocations of entries.</summary>
    /// <exception cref="MalformedFileException">A table is malformed.</exception>
    public InitcallStubs(ElfFile elf)
    {
        _elf = elf;
        ElfSymbolTable symbols = elf.SymbolTable;
        for (int i = 1; i < symbols.Count; i++)
        {
            ElfSymbol symbol = symbols[i];
            if (symbols.NameOf(symbol) is var name && name.StartsWith(Prefix) && !symbol.IsUndefined)
            {
                _stubs[Encoding.UTF8.GetString(name[Prefix.Length..])] = PlaceOf(symbol.SectionNumber, symbol.Value);
            }
        }

        if (_stubs.Count > 0 && IsRelocatable)
        {
            foreach (ElfSection section in elf.SectionsOfType(ElfSectionType.RelocationsWithAddends))
            {
                ReadRelocations(section);
            }
        }
    }

    private static ReadOnlySpan<byte> Prefix => "__initstub__"u8;

    private bool IsRelocatable => _elf.Type == ElfType.Relocatable;

    /// <summary>Whether an entry calls something else than its stub.</summary>
    /// <param name="section">Section of the entry.</param>
    /// <param name="address">Address of the entry, or offset in its section.</param>
    /// <param name="symbol">Name of the entry.</param>
    /// <returns>False also where nothing can be told: there is no stub, or no relocation.</returns>
    public bool IsMisled(uint section, ulong address, string symbol)
    {
        if (!_stubs.TryGetValue(symbol[InitcallName.Prefix.Length..], out Place stub))
        {
            return false;
        }

        Place entry = PlaceOf(section, address);
        return IsRelocatable
            ? _relocated.TryGetValue(entry, out Place target) && target != stub
            : Stored(section, address) is { } offset && address + (ulong)(long)offset != stub.Value;
    }

    // Addresses of a linked image are the same wherever their section is said to be.
    private Place PlaceOf(uint section, ulong value) => new(IsRelocatable ? section : 0, value);

    private void ReadRelocations(ElfSection table)
    {
        if (!_elf.SectionAt(table.Info, "sh_info").Name.Contains("initcall", StringComparison.Ordinal))
        {
            return;
        }

        ElfSymbolTable symbols = _elf.Symbols(_elf.SectionAt(table.Link, "sh_link"));
        ElfRelocationTable relocations = _elf.Relocations(table);
        for (long i = 0; i < relocations.Count; i++)
        {
            ElfRelocation relocation = relocations[i];
            if (relocation.Type is RelativeOnX86 or RelativeOnArm && relocation.SymbolIndex < (uint)symbols.Count)
            {
                ElfSymbol symbol = symbols[(int)relocation.SymbolIndex];
                _relocated[new Place(table.Info, relocation.Offset)] =
                    new Place(symbol.SectionNumber, symbol.Value + (ulong)relocation.Addend);
            }
        }
    }

    private int? Stored(uint section, ulong address)
    {
        ElfSection home = _elf.SectionAt(section, "section of an initcall");
        return home.Type == ElfSectionType.ProgramBits && home.Size >= 4
            && address >= home.Address && address - home.Address <= home.Size - 4
            ? (int)_elf.Contents(home).Read(_elf.ByteOrder, address - home.Address).U32()
            : null;
    }

    private readonly record struct Place(uint Section, ulong Value)
    {
        // Relocations decide the numbers.
        public override int GetHashCode() => KeyedHash.Places.GetHashCode((Section, Value));
    }
}
