// SPDX-License-Identifier: MIT OR GPL-2.0-only
using Kelf.ObjectFiles.Elf.Machines;
using Kelf.ObjectFiles.Hashes;

namespace Kelf.ObjectFiles.Elf.Loading;

/// <summary>
/// Words of a linked image that whoever loads it computes, as its dynamic relocations say (gABI 4.1 ch. 5, <c>DT_RELA</c>): linkers
/// may leave zeros at their places. Values are those of an image that is loaded where it was linked.
/// </summary>
/// <remarks>
/// Relocations without addends (<c>DT_REL</c>), and packed ones (<c>DT_RELR</c>), which are all relative, have their value in place:
/// the bytes of the file are right.
/// </remarks>
public static class LoadTimeWords
{
    /// <summary>Finds the words of a range.</summary>
    /// <param name="file">A linked image.</param>
    /// <param name="start">Address of the first byte.</param>
    /// <param name="length">Number of bytes.</param>
    /// <returns>Values by address; none for places whose value is in the file.</returns>
    /// <exception cref="MalformedFileException">A section of relocations is malformed, or names a symbol that is not there.</exception>
    public static IReadOnlyDictionary<ulong, ulong> Find(ElfFile file, ulong start, ulong length)
    {
        ArgumentNullException.ThrowIfNull(file);
        Dictionary<ulong, ulong> values = new(KeyedHash.Numbers);
        ElfRelocation[] batch = new ElfRelocation[512];
        foreach (ElfSection section in file.Sections)
        {
            // What a linker keeps of the relocations that it applied itself is not loaded.
            if (section.Type != ElfSectionType.RelocationsWithAddends || !section.IsAllocated)
            {
                continue;
            }

            ElfRelocationTable records = file.Relocations(section);
            int count;
            for (long first = 0; (count = records.Read(first, batch)) > 0; first += count)
            {
                for (int i = 0; i < count; i++)
                {
                    if (batch[i].Offset - start < length && ValueOf(file, section, records, first + i, batch[i]) is { } value)
                    {
                        values[batch[i].Offset] = value;
                    }
                }
            }
        }

        return values;
    }

    private static ulong? ValueOf(ElfFile file, ElfSection section, ElfRelocationTable records, long index, in ElfRelocation relocation)
    {
        if (IsRelative(file.Machine, relocation.Type))
        {
            return (ulong)relocation.Addend;
        }

        if (DebugRelocations.Classify(file.Machine, relocation.Type) is not (RelocationKind.Set64 or RelocationKind.Set32))
        {
            return null;
        }

        ElfSymbolTable symbols = file.Symbols(file.SectionAt(section.Link, $"sh_link of {section.Name}"));
        return relocation.SymbolIndex < (uint)symbols.Count
            ? symbols[(int)relocation.SymbolIndex].Value + (ulong)relocation.Addend
            : throw records.Malformed(index, $"symbol {relocation.SymbolIndex} is not below {symbols.Count}");
    }

    // Load address + addend.
    private static bool IsRelative(ElfMachine machine, uint type) => machine switch
    {
        ElfMachine.X8664 => type == (uint)X8664Relocation.Relative,
        ElfMachine.AArch64 => type == (uint)AArch64Relocation.Relative,
        ElfMachine.S390 => type == (uint)S390Relocation.Relative,
        ElfMachine.RiscV => type == (uint)RiscVRelocation.Relative,
        ElfMachine.LoongArch => type == (uint)LoongArchRelocation.Relative,
        ElfMachine.PowerPc64 => type == (uint)PowerPc64Relocation.Relative,
        ElfMachine.PowerPc => type == (uint)PowerPcRelocation.Relative,
        _ => false,
    };
}
