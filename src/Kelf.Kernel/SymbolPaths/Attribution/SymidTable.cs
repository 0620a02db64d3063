// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Hashes;

namespace Kelf.Kernel.SymbolPaths.Attribution;

/// <summary>
/// Reads <c>.klp.symid</c>: for each local function or object of <c>vmlinux.o</c> whose name others have, a number and a
/// relocation to the symbol. The section is not loaded, but the linker puts the final address in place of the relocation.
/// </summary>
/// <remarks>
/// <c>objtool --klp-symids</c> of Linux 7.3 makes it, when livepatches are prepared (<c>tools/objtool/klp-symid.c</c>):
/// <code>
/// 0  8  number, the same before and after the link
/// 8  8  address: 0 with a relocation in vmlinux.o
/// </code>
/// </remarks>
public static class SymidTable
{
    /// <summary>Name of the section.</summary>
    public const string SectionName = ".klp.symid";

    private const int EntrySize = 16;
    private const int AddressOffset = 8;

    /// <summary>True when a file has the section.</summary>
    public static bool IsIn(ElfFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return file.TryFindSection(SectionName, out _);
    }

    /// <summary>The final address for each number, of a linked image.</summary>
    /// <exception cref="MalformedFileException">The section is malformed.</exception>
    public static Dictionary<ulong, ulong> ReadAddresses(ElfFile image)
    {
        Dictionary<ulong, ulong> addresses = new(KeyedHash.Numbers);
        Visit(image, (id, _, address) => addresses.TryAdd(id, address));
        return addresses;
    }

    /// <summary>The index in <c>.symtab</c> for each number, of <c>vmlinux.o</c>.</summary>
    /// <exception cref="MalformedFileException">The section or its relocations are malformed, or one is missing.</exception>
    public static Dictionary<ulong, int> ReadSymbols(ElfFile linked)
    {
        Dictionary<ulong, int> targets = ReadTargets(linked);
        Dictionary<ulong, int> symbols = new(KeyedHash.Numbers);
        Visit(linked, (id, place, _) => symbols.TryAdd(
            id,
            targets.TryGetValue(place, out int symbol)
                ? symbol
                : throw Contents(linked).Malformed(place, $"the address of number {id} has no relocation to a symbol")));
        return symbols;
    }

    /// <summary>The symbol that each place in the section is relocated to.</summary>
    private static Dictionary<ulong, int> ReadTargets(ElfFile linked)
    {
        uint index = Section(linked).Index.Value;
        Dictionary<ulong, int> targets = new(KeyedHash.Numbers);
        // Livepatch is for machines whose relocations have addends.
        foreach (ElfSection section in linked.SectionsOfType(ElfSectionType.RelocationsWithAddends))
        {
            if (section.Info != index)
            {
                continue;
            }

            ElfRelocationTable relocations = linked.Relocations(section);
            int count = linked.Symbols(linked.SectionAt(section.Link, $"sh_link of {section.Name}")).Count;
            for (long i = 0; i < relocations.Count; i++)
            {
                ElfRelocation relocation = relocations[i];
                if (relocation.SymbolIndex >= (uint)count)
                {
                    throw linked.Contents(section).Malformed(
                        (ulong)i * section.EntrySize, $"relocation to symbol {relocation.SymbolIndex}, but there are {count}");
                }

                targets[relocation.Offset] = (int)relocation.SymbolIndex;
            }
        }

        return targets;
    }

    private static void Visit(ElfFile file, Func<ulong, ulong, ulong, bool> tryAdd)
    {
        Region contents = Contents(file);
        if (contents.Length % EntrySize != 0)
        {
            throw contents.Malformed(0, $"{contents.Length} bytes: entries have {EntrySize}");
        }

        Cursor cursor = contents.Read(file.ByteOrder);
        while (!cursor.AtEnd)
        {
            ulong place = (ulong)cursor.Position + AddressOffset;
            ulong id = cursor.U64();
            if (!tryAdd(id, place, cursor.U64()))
            {
                throw contents.Malformed(place - AddressOffset, $"number {id} occurs twice");
            }
        }
    }

    private static Region Contents(ElfFile file) => file.Contents(Section(file));

    private static ElfSection Section(ElfFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return file.TryFindSection(SectionName, out ElfSection? section)
            ? section
            : throw new MalformedFileException(file.Image.Source.File, $"no section {SectionName}");
    }
}
