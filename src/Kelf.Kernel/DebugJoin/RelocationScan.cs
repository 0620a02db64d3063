// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.DebugJoin.Layouts;
using Kelf.Kernel.Shared.Threads;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Loading;
using Kelf.ObjectFiles.Elf.Machines;

namespace Kelf.Kernel.DebugJoin;

/// <summary>
/// Looks once at all relocations of debugging sections: each is checked, so that whoever applies them need not, and the symbols
/// that they name are what the linker is asked about.
/// </summary>
internal static class RelocationScan
{
    private const int RecordsPerPart = 1 << 17;
    private const int RecordsPerRead = 512;

    /// <summary>Looks at the sections of an object.</summary>
    /// <exception cref="MalformedFileException">A relocation names a symbol that is not there, or a place outside of its section.</exception>
    /// <exception cref="UnknownLayoutException">A relocation is of a kind that is not known.</exception>
    public static void Run(DebugObject file, WorkerSource workers)
    {
        bool[] isMerged = [.. Enumerable.Range(0, file.Symbols.Count).Select(i => file.SymbolIsMerged((uint)i))];
        foreach (DebugSection section in file.Sections)
        {
            section.IsInOrder = true;
            if (section.RelocationHeader is null)
            {
                continue;
            }

            int parts = checked((int)((section.Relocations.Count + RecordsPerPart - 1) / RecordsPerPart));
            // Workers write nothing but 1 here, so that it does not matter which was first.
            byte[] isUsed = new byte[isMerged.Length];
            Part[] found = Parallelism.Map(
                parts, workers, () => new ElfRelocation[RecordsPerRead], (records, i) => Look(file, section, isMerged, isUsed, i, records));
            section.IsInOrder = IsInOrder(found);
            section.Questions =
            [
                .. Enumerable.Range(0, isUsed.Length).Where(i => isUsed[i] != 0).Select(i => new SymbolQuestion((uint)i, 0))
                    .Concat(found.SelectMany(part => part.Places).Distinct())
                    .OrderBy(question => question.Symbol).ThenBy(question => question.Addend),
            ];
        }
    }

    private static Part Look(
        DebugObject file, DebugSection section, bool[] isMerged, byte[] isUsed, int part, ElfRelocation[] records)
    {
        ElfMachine machine = file.Elf.Machine;
        ElfRelocationTable table = section.Relocations;
        long end = Math.Min(((long)part + 1) * RecordsPerPart, table.Count);
        ulong size = (ulong)section.Contents.Length, start = ulong.MaxValue, position = 0;
        bool isInOrder = true;
        HashSet<SymbolQuestion> places = [];
        int count;
        for (long first = (long)part * RecordsPerPart; first < end; first += count)
        {
            count = (int)Math.Min(table.Read(first, records), end - first);
            for (int i = 0; i < count; i++)
            {
                ref ElfRelocation record = ref records[i];
                RelocationKind kind = DebugRelocations.Classify(machine, record.Type);
                if (!IsKnown(kind))
                {
                    throw new UnknownLayoutException(
                        file.Path, $"{section.Name}+0x{record.Offset:x}: relocation {RelocationNames.Describe(machine, record.Type)}");
                }

                int width = kind == RelocationKind.None ? 0 : DebugRelocations.Width(kind);
                if (record.Offset > size || (ulong)width > size - record.Offset)
                {
                    throw table.Malformed(first + i, $"offset 0x{record.Offset:x} is outside of {section.Name} (0x{size:x} bytes)");
                }

                if (record.SymbolIndex >= (uint)isMerged.Length)
                {
                    throw table.Malformed(first + i, $"symbol {record.SymbolIndex} is not below {isMerged.Length}");
                }

                if (!isMerged[record.SymbolIndex])
                {
                    isUsed[record.SymbolIndex] = 1;
                }
                else
                {
                    places.Add(new SymbolQuestion(record.SymbolIndex, record.Addend));
                }

                isInOrder &= record.Offset >= position;
                start = Math.Min(start, record.Offset);
                position = Math.Max(position, record.Offset + (uint)width);
            }
        }

        return new Part(start, position, isInOrder, places);
    }

    private static bool IsKnown(RelocationKind kind) =>
        kind is RelocationKind.None or RelocationKind.Set8 or RelocationKind.Set16 or RelocationKind.Set32 or RelocationKind.Set64;

    private static bool IsInOrder(Part[] parts)
    {
        ulong end = 0;
        foreach (Part part in parts)
        {
            if (!part.IsInOrder || part.Start < end)
            {
                return false;
            }

            end = part.End;
        }

        return true;
    }

    private readonly record struct Part(ulong Start, ulong End, bool IsInOrder, IReadOnlyCollection<SymbolQuestion> Places);
}
