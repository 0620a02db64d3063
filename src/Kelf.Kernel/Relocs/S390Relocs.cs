// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Machines;

namespace Kelf.Kernel.Relocs;

/// <summary>
/// The table of an s390 kernel: assembler source with the 64-bit places, ascending. The linker script puts symbols round
/// it, so it has neither length nor end.
/// </summary>
public static class S390Relocs
{
    /// <summary>Finds the places.</summary>
    /// <exception cref="MalformedFileException">A relocation is of a type that a moved kernel cannot have.</exception>
    /// <exception cref="RefusedException">The image has no relocations.</exception>
    public static IReadOnlyList<uint> FindPlaces(RelocatableImage image, RelocsOptions options)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(options);
        RelocationRules rules = options.Rules ?? image.DetectedRules;
        PlaceList places = new();
        bool isEmpty = true;
        foreach (RelocationSection section in image.Walk(includeNotes: true))
        {
            isEmpty = false;
            for (long i = 0; i < section.Records.Count; i++)
            {
                ElfRelocation relocation = section.Records[i];
                switch ((S390Relocation)relocation.Type)
                {
                    case S390Relocation.Direct64:
                        places.Add((uint)PlaceCollector.PlaceOf(section, i, relocation, sizeof(ulong)));
                        break;
                    case S390Relocation.None or S390Relocation.Pc32 or S390Relocation.Pc16Dbl or S390Relocation.Pc32Dbl
                        or S390Relocation.Plt32Dbl or S390Relocation.GotPcDbl or S390Relocation.Pc64 or S390Relocation.GotEnt
                        or S390Relocation.GotOff64:
                        break;
                    case S390Relocation.Direct32
                        when rules >= RelocationRules.Linux73 && IsTypeIdentifier(section, i, relocation):
                        break;
                    default:
                        throw PlaceCollector.UnsupportedType(image, section, i, relocation);
                }
            }
        }

        if (isEmpty && !options.AllowEmpty)
        {
            throw PlaceCollector.NoRelocations(image);
        }

        uint[] sorted = places.Sort();
        if (!options.AllowDuplicates)
        {
            PlaceCollector.RefuseDuplicates(image, sorted);
        }

        return sorted;
    }

    /// <summary>Writes the table.</summary>
    public static void WriteText(IReadOnlyList<uint> places, IByteSink output)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.Write(".section \".vmlinux.relocs_64\",\"a\"\n"u8);
        RelocationText.WriteWords(places, output);
    }

    // The number that control-flow integrity checks before an indirect call.
    private static bool IsTypeIdentifier(RelocationSection section, long index, in ElfRelocation relocation)
    {
        ElfSymbol symbol = section.SymbolOf(index, relocation);
        return symbol.SectionNumber == ElfSymbol.AbsoluteSection
            && section.Symbols.NameOf(symbol).StartsWith("__kcfi_typeid_"u8);
    }
}
