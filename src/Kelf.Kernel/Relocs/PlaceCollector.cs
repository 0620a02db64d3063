// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Machines;

namespace Kelf.Kernel.Relocs;

/// <summary>
/// What the collectors of all kinds of tables share: the walk, the place of a relocation with its checks, the words for
/// what cannot be moved, and the lists at the end.
/// </summary>
/// <param name="image">The image.</param>
/// <param name="rules">Whose rules apply.</param>
/// <param name="options">What is asked for.</param>
internal abstract class PlaceCollector(RelocatableImage image, RelocationRules rules, RelocsOptions options)
{
    private readonly Dictionary<ReportedSymbols, SymbolClass[]> _classes = [];

    protected RelocatableImage Image => image;

    protected RelocationRules Rules => rules;

    /// <summary>Goes through all relocations and makes the table.</summary>
    public RelocationTable Collect()
    {
        if (!options.AllowEmpty && !image.HasKeptRelocations)
        {
            throw NoRelocations(image);
        }

        ElfRelocation[] batch = new ElfRelocation[512];
        foreach (RelocationSection section in image.Walk())
        {
            if (!_classes.TryGetValue(section.Symbols, out SymbolClass[]? classes))
            {
                _classes[section.Symbols] = classes = Classify(section.Symbols);
            }

            int count;
            for (long first = 0; (count = section.Records.Read(first, batch)) > 0; first += count)
            {
                for (int i = 0; i < count; i++)
                {
                    Add(section, first + i, batch[i], SymbolClasses.Of(section, first + i, batch[i], classes));
                }
            }
        }

        RelocationTable table = Finish();
        if (!options.AllowDuplicates)
        {
            uint[] all = [.. table.Lists.SelectMany(list => list.Places)];
            Array.Sort(all);
            RefuseDuplicates(image, all);
        }

        return table;
    }

    /// <summary>
    /// An image without relocations: its empty table would make a kernel that crashes as soon as it is moved.
    /// </summary>
    public static RefusedException NoRelocations(RelocatableImage image) => new(
        image.Path,
        "no relocations were kept: link it with --emit-relocs, or give the image that was not stripped "
        + "(--allow-empty makes an empty table)");

    /// <summary>Refuses a place that stands twice among sorted ones.</summary>
    public static void RefuseDuplicates(RelocatableImage image, uint[] places)
    {
        for (int i = 1; i < places.Length; i++)
        {
            if (places[i] == places[i - 1])
            {
                throw new RefusedException(image.Path, string.Create(
                    CultureInfo.InvariantCulture,
                    $"two relocations name the place 0x{places[i]:x8}: it would be moved twice (--allow-dup keeps both)"));
            }
        }
    }

    protected abstract SymbolClass[] Classify(ReportedSymbols symbols);

    protected abstract void Add(
        RelocationSection section, long index, in ElfRelocation relocation, SymbolClass symbolClass);

    protected abstract RelocationTable Finish();

    /// <summary>The address of the place that a relocation patches; it lies in the section that it applies to.</summary>
    public static ulong PlaceOf(RelocationSection section, long index, in ElfRelocation relocation, uint width)
    {
        ulong offset = relocation.Offset - section.Target.Address;
        return relocation.Offset >= section.Target.Address && offset <= section.Target.Size
            && width <= section.Target.Size - offset
            ? relocation.Offset
            : throw RelocatableImage.Error(section, index, $"{width} bytes at 0x{relocation.Offset:x} are outside "
                + $"{section.Target.Name} (0x{section.Target.Size:x} bytes at 0x{section.Target.Address:x})");
    }

    /// <summary>Refuses a place whose address is not the sign-extension of its low 32 bits, which are all that the table has.</summary>
    protected static uint Word(RelocationSection section, long index, ulong place) =>
        (ulong)(int)place != place
            ? throw RelocatableImage.Error(section, index, $"offset 0x{place:x} does not fit in 32 bits")
            : (uint)place != 0
            ? (uint)place
            : throw RelocatableImage.Error(section, index, "offset 0 would end the table");

    protected Exception InvalidAbsolute(RelocationSection section, long index, in ElfRelocation relocation) =>
        Invalid("absolute", section, index, relocation);

    protected Exception Invalid(string kind, RelocationSection section, long index, in ElfRelocation relocation)
    {
        ElfSymbol symbol = section.Symbols.Table[(int)relocation.SymbolIndex];
        string type = RelocationNames.Find(image.Elf.Machine, relocation.Type)!;
        return RelocatableImage.Error(section, index, $"invalid {kind} {type} relocation: {section.Symbols.TextOf(symbol)}");
    }

    protected Exception Unsupported(RelocationSection section, long index, in ElfRelocation relocation) =>
        UnsupportedType(image, section, index, relocation);

    /// <summary>The error about a type that no table can have.</summary>
    public static Exception UnsupportedType(
        RelocatableImage image, RelocationSection section, long index, in ElfRelocation relocation) => RelocatableImage.Error(
            section, index, $"unsupported relocation type: {RelocationNames.Describe(image.Elf.Machine, relocation.Type)}");
}
