// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Fuzz.Seeds;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Dwarf.Lists;
using Kelf.ObjectFiles.Dwarf.Places;
using Kelf.ObjectFiles.Dwarf.Split;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Fuzz.Targets;

/// <summary>
/// Trees of functions, blocks and inlined instances, and the chains of addresses at their bounds: all at once they are those of each
/// address alone, unless something is malformed, and no chain is deeper than the tree.
/// </summary>
public sealed class PlacesTarget : IFuzzTarget
{
    // A search for more finds nothing else.
    private const int MostAddresses = 32;

    /// <inheritdoc/>
    public string Name => "places";

    /// <inheritdoc/>
    public IReadOnlyList<Type> Covers => [typeof(SplitFile)];

    /// <inheritdoc/>
    public void Run(Region image, Seed seed)
    {
        ElfFile elf = ElfFile.Parse(image);
        ulong[] sections = new ulong[elf.Sections.Length];
        for (int i = 0; i < sections.Length; i++)
        {
            sections[i] = (ulong)i << 20;
        }

        // What refers to a supplementary file finds something there, too.
        using DwarfFile dwarf = DwarfFile.OpenWith(elf, null, elf, null, sections);
        // So does a skeleton: what it has split off is in the file itself (-gsplit-dwarf=single).
        using SplitFile split = SplitFile.Of(elf);
        dwarf.SplitUnits = skeleton => Attempt(() => split.Find(skeleton));
        SortedSet<ulong> wanted = [0];
        bool isSound = true;
        int deepest = 0;
        foreach (DwarfUnit unit in dwarf.Units)
        {
            try
            {
                deepest = Math.Max(deepest, Walk(unit, wanted));
            }
            catch (MalformedFileException)
            {
                // Other units may still be read.
                isSound = false;
            }
        }

        ulong[] addresses = [.. wanted];
        SourceSearch search = new(dwarf);
        IReadOnlyList<SourceChain>[] found = search.Find(addresses);
        if (found.Any(chains => chains.Any(chain => isSound && chain.Frames.Count > deepest + 1)))
        {
            throw new InvalidOperationException($"a chain is deeper than {deepest + 1}");
        }

        for (int i = 0; isSound && search.Failures.Count == 0 && i < addresses.Length; i++)
        {
            if (!Show(found[i]).SequenceEqual(Show(search.Find([addresses[i]])[0])))
            {
                throw new InvalidOperationException($"0x{addresses[i]:x} has another chain when it is asked for alone");
            }
        }
    }

    private static DwarfUnit? Attempt(Func<DwarfUnit?> find)
    {
        try
        {
            return find();
        }
        catch (MalformedFileException)
        {
            return null;
        }
    }

    private static int Walk(DwarfUnit unit, SortedSet<ulong> wanted)
    {
        int deepest = 0;
        CodeEntries entries = CodeEntries.Of(unit);
        while (entries.Next())
        {
            deepest = Math.Max(deepest, entries.Depth);
            foreach (AddressRange range in entries.Ranges)
            {
                if (wanted.Count < MostAddresses)
                {
                    wanted.UnionWith([range.Start - 1, range.Start, range.End - 1, range.End]);
                }
            }
        }

        return deepest;
    }

    private static IEnumerable<SourceFrame> Show(IReadOnlyList<SourceChain> chains) => chains.SelectMany(chain => chain.Frames);
}
