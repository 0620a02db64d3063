// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Dwarf.Expressions;
using Kelf.ObjectFiles.Dwarf.Lists;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Symvers.Selection;

/// <summary>
/// Whether an entry of the debugging information is the listed symbol whose name it has: it is when it stands at the symbol's
/// address, and a function also when it stands in the symbol: gcc has entries begin behind the instructions that
/// <c>-fpatchable-function-entry</c> puts before the code of a function. Names alone do not tell. The EFI stub of arm64 brings its own <c>memcmp</c> along, whose symbol objcopy renamed to
/// <c>__efistub_memcmp</c>; the entry kept its name.
/// </summary>
internal sealed class SymbolPlaces
{
    // A function's symbol has bit 0 set where its code is Thumb (ELF for the Arm Architecture §5.5.3); DWARF does not.
    private const ulong ThumbBit = 1;

    private readonly ulong?[] _addresses;
    private readonly IReadOnlyList<ulong> _sizes;
    private readonly ulong _codeMask;

    private SymbolPlaces(ulong?[] addresses, IReadOnlyList<ulong> sizes, ulong codeMask) =>
        (_addresses, _sizes, _codeMask) = (addresses, sizes, codeMask);

    /// <summary>
    /// Addresses of the sections of a relocatable file that tell them apart, as the debugging information has to be opened with; null for
    /// a linked file, which has addresses.
    /// </summary>
    public static ulong[]? SectionAddresses(ElfFile elf)
    {
        const ulong Alignment = 16;
        if (elf.Type != ElfType.Relocatable)
        {
            return null;
        }

        ulong[] addresses = new ulong[elf.Sections.Length];
        // 0 is where code that the linker dropped seems to be.
        ulong next = Alignment;
        foreach (ElfSection section in elf.Sections)
        {
            if (section.IsAllocated)
            {
                addresses[section.Index.Value] = next;
                // Absurd sizes of a file wrap around.
                next = (next + section.Size + Alignment) & ~(Alignment - 1);
            }
        }

        return addresses;
    }

    /// <summary>Takes the addresses of the listed symbols.</summary>
    /// <param name="elf">The file.</param>
    /// <param name="symbols">Where the symbol table has them.</param>
    /// <param name="sectionAddresses">What the debugging information was opened with.</param>
    public static SymbolPlaces Of(ElfFile elf, AliasGroups symbols, ulong[]? sectionAddresses)
    {
        ulong?[] addresses = new ulong?[symbols.Addresses.Count];
        for (int i = 0; i < addresses.Length; i++)
        {
            if (symbols.Addresses[i] is var (section, value) && !IsDescriptor(elf, section))
            {
                addresses[i] = value + (section < sectionAddresses?.Length ? sectionAddresses[section] : 0);
            }
        }

        return new SymbolPlaces(addresses, symbols.Sizes, elf.Machine == ElfMachine.Arm ? ~ThumbBit : ulong.MaxValue);
    }

    /// <summary>
    /// Takes what stands elsewhere out of the candidates of a unit. What has no address stays, as do entries of symbols
    /// that the file does not define. What stands there is visible outside its unit, as the symbol is, whatever the entry says.
    /// </summary>
    /// <exception cref="MalformedFileException">An address is malformed.</exception>
    public List<Candidate> Here(DwarfUnit unit, List<Candidate> candidates)
    {
        List<Candidate> here = new(candidates.Count);
        foreach (Candidate candidate in candidates)
        {
            if (!candidate.HasAddress || candidate.IsPointer)
            {
                here.Add(candidate);
                continue;
            }

            ulong[] addresses = AddressesOf(unit, candidate);
            bool? own = IsAt(candidate.OwnSymbol, candidate.IsFunction, addresses);
            bool? source = IsAt(candidate.SourceSymbol, candidate.IsFunction, addresses);
            Candidate kept = candidate with
            {
                OwnSymbol = own == false ? -1 : candidate.OwnSymbol,
                SourceSymbol = source == false ? -1 : candidate.SourceSymbol,
                IsExternal = candidate.IsExternal || own == true || source == true,
            };
            if (kept.OwnSymbol >= 0 || kept.SourceSymbol >= 0)
            {
                here.Add(kept);
            }
        }

        return here;
    }

    // The functions of PowerPC's first 64-bit ABI are symbols of descriptors, not of code.
    private static bool IsDescriptor(ElfFile elf, uint section) =>
        section < (uint)elf.Sections.Length && elf.Sections[(int)section].Name == ".opd";

    /// <summary>Whether a symbol is at one of these addresses; null when that cannot be known.</summary>
    private bool? IsAt(int symbol, bool isFunction, ulong[] addresses) =>
        symbol < 0 || _addresses[symbol] is not { } address || addresses.Length == 0 ? null
        : !isFunction ? Array.IndexOf(addresses, address) >= 0
        : Array.Exists(addresses, code => code - (address & _codeMask) < Math.Max(_sizes[symbol], 1));

    /// <summary>
    /// Where an entry begins: its code may be in several ranges, of which the compiler may put any first. None when that is
    /// no constant address.
    /// </summary>
    private static ulong[] AddressesOf(DwarfUnit unit, in Candidate candidate)
    {
        // Candidates of partial units are counted among those of the units that import these.
        unit = unit.TryFindOwner(candidate.Entry, out DwarfUnit? owner) ? owner : unit;
        DieReader reader = unit.EntriesFrom(candidate.Entry);
        reader.Next();
        (AttributeValue low, AttributeValue ranges, AttributeValue location) = (default, default, default);
        while (reader.NextAttribute(out DwAttribute attribute, out AttributeValue value))
        {
            switch (attribute)
            {
                case DwAttribute.LowPc: low = value; break;
                case DwAttribute.Ranges: ranges = value; break;
                case DwAttribute.Location: location = value; break;
            }
        }

        if (!candidate.IsFunction)
        {
            return StaticLocation.TryReadStart(unit, location, out ulong variable) ? [variable] : [];
        }

        return unit.TryAddress(low, out ulong start)
            ? [start]
            : [.. UnitAddresses.Read(unit, low, default, ranges).Select(range => range.Start)];
    }
}
