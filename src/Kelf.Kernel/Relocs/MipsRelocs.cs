// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text;

using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Files;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Machines;

namespace Kelf.Kernel.Relocs;

/// <summary>
/// The table of a MIPS kernel, which lies in the image itself: words of relocation type and distance from <c>.text</c>, in
/// the order of the file, with a 0 at the end.
/// </summary>
public static class MipsRelocs
{
    private const string Reserved = ".data.reloc";
    private const int LargestDistance = 1 << 24;

    /// <summary>Collects the words of the table; of an image without relocations, if it may be, there are none, not even the last.</summary>
    /// <exception cref="MalformedFileException">A relocation cannot be in a table.</exception>
    /// <exception cref="RefusedException">There is no <c>.text</c>, or no relocations were kept.</exception>
    public static IReadOnlyList<uint> FindWords(RelocatableImage image, RelocsOptions options)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(options);
        RelocationRules rules = options.Rules ?? image.DetectedRules;
        ElfSection text = FindText(image);
        if (!options.AllowEmpty && !image.HasKeptRelocations)
        {
            throw PlaceCollector.NoRelocations(image);
        }

        List<uint> words = [];
        foreach (RelocationSection section in image.Walk(includeNotes: true))
        {
            if (section.Target.Name == "__ex_table" && rules >= RelocationRules.Linux73)
            {
                continue;
            }

            for (long i = 0; i < section.Records.Count; i++)
            {
                ElfRelocation relocation = section.Records[i];
                if (!IsIgnored(section, i, relocation) && IsRecorded(image, section, i, relocation, rules))
                {
                    words.Add(WordOf(section, i, relocation, text));
                }
            }
        }

        if (words.Count > 0)
        {
            words.Add(0);
        }

        return words;
    }

    /// <summary>The section that the linker script reserves for the table.</summary>
    /// <exception cref="RefusedException">There is none.</exception>
    public static ElfSection FindReserved(RelocatableImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return image.Elf.TryFindSection(Reserved, out ElfSection? section) && section.Type != ElfSectionType.NoBits
            ? section
            : throw new RefusedException(
                image.Path, $"there is no section {Reserved} for the table: is the kernel configured with RELOCATABLE?");
    }

    /// <summary>The changes to the file that put the table where boot code looks, and drop the relocations.</summary>
    /// <param name="image">The image.</param>
    /// <param name="words">The table, or null to leave the section alone.</param>
    /// <param name="keepRelocations">Leave the sections of relocations as they are.</param>
    /// <exception cref="RefusedException">The section is too small; the message has the size that suffices.</exception>
    public static IReadOnlyList<FilePatch> Patches(RelocatableImage image, IReadOnlyList<uint>? words, bool keepRelocations)
    {
        ArgumentNullException.ThrowIfNull(image);
        ElfSection reserved = FindReserved(image);
        List<FilePatch> patches = [];
        if (words is { Count: > 0 })
        {
            byte[] table = ToBytes(image, words);
            if ((ulong)table.Length > reserved.Size)
            {
                const int Page = 0x1000;
                throw new RefusedException(image.Path, string.Create(
                    CultureInfo.InvariantCulture,
                    $"the table of 0x{table.Length:x} bytes does not fit into {Reserved} (0x{reserved.Size:x} bytes): set "
                    + $"CONFIG_RELOCATION_TABLE_SIZE to at least 0x{(table.Length + Page) & ~(Page - 1):08x}"));
            }

            patches.Add(new FilePatch(reserved.Offset, table));
        }

        if (!keepRelocations)
        {
            ElfLayout layout = image.Elf.Layout;
            ElfSectionType kind = image.Is64 ? ElfSectionType.RelocationsWithAddends : ElfSectionType.Relocations;
            foreach (ElfSection section in image.Elf.Sections)
            {
                if (section.Type == kind && section.Size > 0)
                {
                    ulong header = image.Elf.Header.SectionsOffset + (section.Index.Value * (ulong)layout.SectionHeaderSize);
                    patches.Add(new FilePatch(header + (ulong)layout.SectionSizeOffset, new byte[layout.WordSize]));
                }
            }
        }

        return patches;
    }

    /// <summary>The table as bytes, in the byte order of the image.</summary>
    public static byte[] ToBytes(RelocatableImage image, IReadOnlyList<uint> words)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(words);
        NumberWriter numbers = new(image.Elf.ByteOrder);
        byte[] bytes = new byte[words.Count * sizeof(uint)];
        for (int i = 0; i < words.Count; i++)
        {
            numbers.U32(bytes.AsSpan(i * sizeof(uint)), words[i]);
        }

        return bytes;
    }

    /// <summary>Writes the table as assembler source.</summary>
    public static void WriteText(IReadOnlyList<uint> words, IByteSink output)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.Write(".section \".data.reloc\",\"a\"\n.balign 4\n"u8);
        RelocationText.WriteWords(words, output);
    }

    /// <summary>Lists all relocations that are walked, a line for each, in columns; offsets count from <c>.text</c>.</summary>
    public static void WriteRelocations(RelocatableImage image, RelocsOptions options, IByteSink output)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(output);
        RelocationRules rules = options.Rules ?? image.DetectedRules;
        ulong start = FindText(image).Address;
        WriteRow(output, "reloc section", "offset", "reloc type", "symbol", "symbol section");
        foreach (RelocationSection section in image.Walk(includeNotes: true))
        {
            if (section.Target.Name == "__ex_table" && rules >= RelocationRules.Linux73)
            {
                continue;
            }

            for (long i = 0; i < section.Records.Count; i++)
            {
                ElfRelocation relocation = section.Records[i];
                ElfSymbol symbol = section.SymbolOf(i, relocation);
                WriteRow(
                    output, section.Target.Name,
                    string.Create(CultureInfo.InvariantCulture, $"0x{(uint)(relocation.Offset - start):x8}"),
                    NameOf(relocation.Type), section.Symbols.TextOf(symbol), section.Symbols.SectionNameOf(symbol));
            }
        }
    }

    private static ElfSection FindText(RelocatableImage image) => image.Elf.TryFindSection(".text", out ElfSection? text)
        ? text
        : throw new RefusedException(image.Path, "there is no section .text, from which the table counts");

    private static void WriteRow(IByteSink output, string section, string offset, string type, string symbol, string symbolSection) =>
        output.Write(Encoding.UTF8.GetBytes($"{section,16}  {offset,10}  {type,16}  {symbol,40}  {symbolSection,16}\n"));

    // A weak symbol that is defined nowhere stays 0; a version is a number.
    private static bool IsIgnored(RelocationSection section, long index, in ElfRelocation relocation)
    {
        ElfSymbol symbol = section.SymbolOf(index, relocation);
        return (symbol.Binding == ElfSymbolBinding.Weak && symbol.Value == 0)
            || section.Symbols.NameOf(symbol).StartsWith("__crc_"u8);
    }

    private static bool IsRecorded(
        RelocatableImage image, RelocationSection section, long index, in ElfRelocation relocation, RelocationRules rules) =>
        (MipsRelocation)relocation.Type switch
        {
            MipsRelocation.Direct32 or MipsRelocation.Jump26 or MipsRelocation.Hi16 or MipsRelocation.Direct64 => true,
            // A kernel moves by multiples of 64 KiB within 4 GiB, so the halves that are not HI16 stay.
            MipsRelocation.None or MipsRelocation.Rel32 or MipsRelocation.Lo16 or MipsRelocation.Pc16 or MipsRelocation.Higher
                or MipsRelocation.Highest or MipsRelocation.Pc21S2 or MipsRelocation.Pc26S2 => false,
            MipsRelocation.Pc32 when rules >= RelocationRules.Linux73 => false,
            _ => throw PlaceCollector.UnsupportedType(image, section, index, relocation),
        };

    private static uint WordOf(RelocationSection section, long index, in ElfRelocation relocation, ElfSection text)
    {
        ulong place = PlaceCollector.PlaceOf(section, index, relocation, (MipsRelocation)relocation.Type == MipsRelocation.Direct64 ? 8u : 4u);
        ulong distance = (place - text.Address) >> 2;
        return place >= text.Address && distance < LargestDistance
            ? (relocation.Type << 24) | (uint)distance
            : throw RelocatableImage.Error(section, index, string.Create(
                CultureInfo.InvariantCulture, $"0x{place:x} is not within 64 MiB after .text (0x{text.Address:x}): the image is too large"));
    }

    private static string NameOf(uint type) => (MipsRelocation)type switch
    {
        MipsRelocation.None => "R_MIPS_NONE",
        MipsRelocation.Direct16 => "R_MIPS_16",
        MipsRelocation.Direct32 => "R_MIPS_32",
        MipsRelocation.Rel32 => "R_MIPS_REL32",
        MipsRelocation.Jump26 => "R_MIPS_26",
        MipsRelocation.Hi16 => "R_MIPS_HI16",
        MipsRelocation.Lo16 => "R_MIPS_LO16",
        MipsRelocation.GpRel16 => "R_MIPS_GPREL16",
        MipsRelocation.Literal => "R_MIPS_LITERAL",
        MipsRelocation.Got16 => "R_MIPS_GOT16",
        MipsRelocation.Pc16 => "R_MIPS_PC16",
        MipsRelocation.Call16 => "R_MIPS_CALL16",
        MipsRelocation.GpRel32 => "R_MIPS_GPREL32",
        MipsRelocation.Direct64 => "R_MIPS_64",
        MipsRelocation.Higher => "R_MIPS_HIGHER",
        MipsRelocation.Highest => "R_MIPS_HIGHEST",
        MipsRelocation.Pc21S2 => "R_MIPS_PC21_S2",
        MipsRelocation.Pc26S2 => "R_MIPS_PC26_S2",
        MipsRelocation.Pc32 => "R_MIPS_PC32",
        _ => "unknown type rel type name",
    };
}
