// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers.Binary;
using System.Text;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Differential.SortInputs;

/// <summary>
/// Undoes what sorting did to an x86-64 or arm64 image: entries go in runs, as from many objects, to other places; the flag is set;
/// addresses of tracer calls become again what the linker made them, as far as its relocations are still there. On arm64 they stand
/// in the dynamic relocations, whose places stay.
/// </summary>
internal static class Disorder
{
    private const uint Absolute64 = 1; // R_X86_64_64

    /// <summary>Does so, and says how many entries there are.</summary>
    public static string Make(string path, int seed)
    {
        byte[] image = File.ReadAllBytes(path);
        using MappedFile map = MappedFile.Open(path);
        ElfFile elf = ElfFile.Parse(map.Contents);
        Random random = new(seed);
        int exceptions = Shuffle(image, Section(elf, "__ex_table"), 12, random, 0, 4);
        int orc = 0;
        if (elf.TryFindSection(".orc_unwind_ip", out ElfSection? addresses))
        {
            int state = random.Next();
            orc = Shuffle(image, addresses, 4, new Random(state), 0);
            Shuffle(image, Section(elf, ".orc_unwind"), 6, new Random(state));
        }

        Dictionary<string, ElfSymbol> symbols = Symbols(elf);
        ElfSymbol flag = symbols["main_extable_sort_needed"];
        ElfSection flagSection = elf.Sections[(int)flag.SectionNumber];
        image[(int)(flagSection.Offset + flag.Value - flagSection.Address)] = 1;
        int calls = symbols.TryGetValue("__start_mcount_loc", out ElfSymbol start)
            ? Mcount(image, elf, start.Value, symbols["__stop_mcount_loc"].Value, random)
            : 0;
        File.WriteAllBytes(path, image);
        return $"{exceptions} exceptions, {orc} ORC entries, {calls} tracer calls";
    }

    private static ElfSection Section(ElfFile elf, string name) =>
        elf.TryFindSection(name, out ElfSection? section) ? section : throw new InvalidDataException($"no {name}");

    private static Dictionary<string, ElfSymbol> Symbols(ElfFile elf)
    {
        string[] wanted = ["main_extable_sort_needed", "__start_mcount_loc", "__stop_mcount_loc"];
        Dictionary<string, ElfSymbol> found = [];
        ElfSymbolTable table = elf.Symbols(Section(elf, ".symtab"));
        for (int i = 0; i < table.Count; i++)
        {
            ElfSymbol symbol = table[i];
            string name = Encoding.UTF8.GetString(table.NameOf(symbol));
            if (Array.IndexOf(wanted, name) >= 0)
            {
                found[name] = symbol;
            }
        }

        return found;
    }

    /// <summary>Puts entries into another order; fields at the offsets are relative to their own place.</summary>
    private static int Shuffle(byte[] image, ElfSection section, int size, Random random, params int[] relative)
    {
        Span<byte> table = image.AsSpan((int)section.Offset, (int)section.Size);
        byte[] before = table.ToArray();
        int[] order = Runs(before.Length / size, random);
        for (int slot = 0; slot < order.Length; slot++)
        {
            Span<byte> entry = table.Slice(slot * size, size);
            before.AsSpan(order[slot] * size, size).CopyTo(entry);
            foreach (int field in relative)
            {
                int value = BinaryPrimitives.ReadInt32LittleEndian(entry[field..]);
                BinaryPrimitives.WriteInt32LittleEndian(entry[field..], value + ((order[slot] - slot) * size));
            }
        }

        return order.Length;
    }

    private static int[] Runs(int count, Random random)
    {
        List<int[]> runs = [];
        for (int start = 0, length; start < count; start += length)
        {
            length = Math.Min(random.Next(1, 100), count - start);
            runs.Add([.. Enumerable.Range(start, length)]);
        }

        int[][] shuffled = [.. runs];
        random.Shuffle(shuffled);
        return [.. shuffled.SelectMany(run => run)];
    }

    private static int Mcount(byte[] image, ElfFile elf, ulong start, ulong stop, Random random)
    {
        ElfSection data = elf.Sections.ToArray().Single(section =>
            section.IsAllocated && start >= section.Address && stop <= section.Address + section.Size);
        Span<byte> words = image.AsSpan((int)(data.Offset + start - data.Address), (int)(stop - start));
        ulong[] values = [.. words.ToArray().Chunk(8).Select(word => BinaryPrimitives.ReadUInt64LittleEndian(word))];
        if (elf.TryFindSection(".rela" + data.Name, out ElfSection? section))
        {
            ElfRelocationTable relocations = elf.Relocations(section);
            ElfSymbolTable symbols = elf.Symbols(elf.Sections[(int)section.Link]);
            for (long i = 0; i < relocations.Count; i++)
            {
                ElfRelocation relocation = relocations[i];
                if (relocation.Offset >= start && relocation.Offset < stop && relocation.Type == Absolute64)
                {
                    values[(relocation.Offset - start) / 8] =
                        symbols[(int)relocation.SymbolIndex].Value + (ulong)relocation.Addend;
                }
            }
        }

        int[] places = elf.Header.Machine == ElfMachine.AArch64 ? Addends(elf, start, stop) : [];
        if (places.Length > 0)
        {
            values = [.. places.Select(place => BinaryPrimitives.ReadUInt64LittleEndian(image.AsSpan(place)))];
        }
        else
        {
            places = [.. Enumerable.Range(0, values.Length).Select(i => (int)(data.Offset + start - data.Address) + (i * 8))];
        }

        int[] order = Runs(values.Length, random);
        for (int i = 0; i < order.Length; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(image.AsSpan(places[i]), values[order[i]]);
        }

        return order.Length;
    }

    /// <summary>Where in the file the addends of the dynamic relocations of these addresses are, by address.</summary>
    private static int[] Addends(ElfFile elf, ulong start, ulong stop)
    {
        ElfSection section = Section(elf, ".rela.dyn");
        ElfRelocationTable relocations = elf.Relocations(section);
        List<(ulong Address, int Place)> found = [];
        for (long i = 0; i < relocations.Count; i++)
        {
            ulong address = relocations[i].Offset;
            if (address >= start && address < stop)
            {
                // Elf64_Rela: r_offset, r_info, r_addend.
                found.Add((address, (int)(section.Offset + ((ulong)i * 24) + 16)));
            }
        }

        return [.. found.OrderBy(relocation => relocation.Address).Select(relocation => relocation.Place)];
    }
}
