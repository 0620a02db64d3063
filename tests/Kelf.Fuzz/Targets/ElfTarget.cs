// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Fuzz.Seeds;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Compression;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Loading;

namespace Kelf.Fuzz.Targets;

/// <summary>ELF: every header, symbol and relocation, and every section as a program sees it.</summary>
public sealed class ElfTarget : IFuzzTarget
{
    /// <inheritdoc/>
    public string Name => "elf";

    /// <inheritdoc/>
    public IReadOnlyList<Type> Covers => [typeof(ElfFile), typeof(SectionLoader), typeof(SectionDecompressor), typeof(LoadTimeWords)];

    /// <inheritdoc/>
    public void Run(Region image, Seed seed)
    {
        ElfFile elf = ElfFile.Parse(image);
        ulong sum = 0;
        foreach (ElfSection section in elf.Sections)
        {
            try
            {
                sum += (ulong)elf.Contents(section).Length;
                sum += section.Type switch
                {
                    ElfSectionType.SymbolTable or ElfSectionType.DynamicSymbols => ReadSymbols(elf.Symbols(section)),
                    ElfSectionType.Relocations or ElfSectionType.RelocationsWithAddends =>
                        ReadRelocations(elf.Relocations(section)),
                    _ => 0,
                };

                // Loading the debug sections is left to the target that reads them.
                if (section.IsCompressed || section.Name.StartsWith(".zdebug", StringComparison.Ordinal))
                {
                    using LoadedSection loaded = SectionLoader.Load(elf, section.Name);
                    sum += (ulong)loaded.Contents.Length;
                }
            }
            catch (MalformedFileException)
            {
                // The other sections may still be read.
            }
        }

        sum += (ulong)LoadTimeWords.Find(elf, 0, ulong.MaxValue).Count;
        GC.KeepAlive(sum);
    }

    private static ulong ReadSymbols(ElfSymbolTable symbols)
    {
        ulong sum = 0;
        for (int i = 0; i < symbols.Count; i++)
        {
            ElfSymbol symbol = symbols[i];
            sum += symbol.Value + (ulong)symbols.NameOf(symbol).Length;
        }

        return sum;
    }

    private static ulong ReadRelocations(ElfRelocationTable relocations)
    {
        ulong sum = 0;
        for (long i = 0; i < relocations.Count; i++)
        {
            sum += relocations[i].Offset;
        }

        return sum;
    }
}
