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

    /// <summary>Looks at the sections of all objects.</summary>
    /// <exception cref="MalformedFileException">A relocation names a symbol that is not there, or a place outside of its section.</exception>
    /// <exception cref="UnknownLayoutException">A relocation is of a kind that is not known.</exception>
    public static void Run(IEnumerable<DebugObject> files, WorkerSource workers)
    {
        List<SectionScan> scans = [];
        List<(SectionScan Scan, int Part)> parts = [];
        foreach (DebugObject file in files)
        {
            bool[] isMerged = [.. Enumerable.Range(0, file.Symbols.Count).Select(i => file.SymbolIsMerged((uint)i))];
            foreach (DebugSection section in file.Sections)
            {
                section.IsInOrder = true;
                if (section.RelocationHeader is null)
                {
                    continue;
                }

                int count = checked((int)((section.Relocations.Count + RecordsPerPart - 1) / RecordsPerPart));
                SectionScan scan = new(section, isMerged, new Part[count]);
                scans.Add(scan);
                parts.AddRange(Enumerable.Range(0, count).Select(i => (scan, i)));
            }
        }

        Parallelism.For(parts.Count, workers, () => new ElfRelocation[RecordsPerRead], (records, i) =>
            parts[i].Scan.Found[parts[i].Part] = Look(parts[i].Scan, parts[i].Part, records));
        Parallelism.For(scans.Count, workers, () => 0, (_, i) => scans[i].End());
    }

    private static Part Look(SectionScan scan, int part, ElfRelocation[] records)
    {
        (DebugSection section, bool[] isMerged) = (scan.Section, scan.IsMerged);
        ElfMachine machine = section.Owner.Elf.Machine;
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
                        section.Owner.Path, $"{section.Name}+0x{record.Offset:x}: relocation {RelocationNames.Describe(machine, record.Type)}");
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
                    scan.IsUsed[record.SymbolIndex] = 1;
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

    private readonly record struct Part(ulong Start, ulong End, bool IsInOrder, IReadOnlyCollection<SymbolQuestion> Places);

    /// <summary>What is found in a section.</summary>
    private sealed record SectionScan(DebugSection Section, bool[] IsMerged, Part[] Found)
    {
        // Workers write nothing but 1 here, so that it does not matter which was first.
        public byte[] IsUsed { get; } = new byte[IsMerged.Length];

        public void End()
        {
            Section.IsInOrder = IsInOrder();
            Section.Questions =
            [
                .. Enumerable.Range(0, IsUsed.Length).Where(i => IsUsed[i] != 0).Select(i => new SymbolQuestion((uint)i, 0))
                    .Concat(Found.SelectMany(part => part.Places).Distinct())
                    .OrderBy(question => question.Symbol).ThenBy(question => question.Addend),
            ];
        }

        private bool IsInOrder()
        {
            ulong end = 0;
            foreach (Part part in Found)
            {
                if (!part.IsInOrder || part.Start < end)
                {
                    return false;
                }

                end = part.End;
            }

            return true;
        }
    }
}
