// SPDX-License-Identifier: GPL-2.0-only
using System.Collections;

using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Machines;

namespace Kelf.Kernel.Sorttable;

/// <summary>
/// Relocation records of one section that make the addresses of tracer calls. An arm64 kernel that can run anywhere has
/// its addresses in these records; what stands in the place itself is nothing, unless the linker packed them (RELR).
/// </summary>
/// <param name="Name">The section.</param>
/// <param name="FileOffset">Offset in the file of the first record here.</param>
/// <param name="Records">The bytes from the first record to the end of the last one.</param>
/// <param name="Places">Index of each record in <paramref name="Records"/>, and of the address that it makes.</param>
/// <param name="Format">How numbers are stored.</param>
internal sealed record McountRelocations(
    string Name, ulong FileOffset, Region Records, IReadOnlyList<(int Record, int Address)> Places, NumberFormat Format)
{
    // Elf64_Rela: r_offset, r_info, r_addend.
    private const int RecordSize = 24;
    private const int AddendOffset = 16;

    // Of no symbol.
    private const ulong WantedInfo = (ulong)AArch64Relocation.Relative;

    /// <summary>The records for a range, by section; none on other machines.</summary>
    /// <exception cref="MalformedFileException">A record is of another kind, or not for a whole address.</exception>
    public static IReadOnlyList<McountRelocations> Find(SortableImage image, McountRange range)
    {
        if (image.Elf is not { Machine: ElfMachine.AArch64, Class: ElfClass.Elf64 })
        {
            return [];
        }

        List<McountRelocations> found = [];
        foreach (ElfSection section in image.Elf.Sections)
        {
            if (section.Type == ElfSectionType.RelocationsWithAddends && Find(image, section, range) is { } relocations)
            {
                found.Add(relocations);
            }
        }

        return found;
    }

    /// <summary>The addresses that the records make, each in its place.</summary>
    /// <exception cref="MalformedFileException">An address has no record, or two.</exception>
    public static ulong[] Values(IReadOnlyList<McountRelocations> relocations, McountRange range)
    {
        ulong[] values = new ulong[range.Count];
        BitArray isSet = new(values.Length);
        int records = 0;
        foreach (McountRelocations part in relocations)
        {
            ReadOnlySpan<byte> bytes = part.Records.Span();
            foreach ((int record, int address) in part.Places)
            {
                if (isSet[address])
                {
                    throw part.Records.Malformed(
                        (ulong)record * RecordSize, $"tracer call address {address} has a relocation already");
                }

                isSet[address] = true;
                values[address] = part.Format.U64(bytes[((record * RecordSize) + AddendOffset)..]);
                records++;
            }
        }

        return records == values.Length ? values : throw range.Contents.Malformed(
            0, $"{records} relocations are there for {values.Length} tracer call addresses");
    }

    /// <summary>The records with other addresses; each makes the address of its own place, as it did.</summary>
    public SortedTable With(ulong[] values)
    {
        byte[] after = Records.Span().ToArray();
        foreach ((int record, int address) in Places)
        {
            Format.WriteWord(after.AsSpan((record * RecordSize) + AddendOffset), values[address]);
        }

        return new SortedTable(Name, FileOffset, Records, after);
    }

    private static McountRelocations? Find(SortableImage image, ElfSection section, McountRange range)
    {
        Region contents = image.Contents(section);
        if (contents.Length % RecordSize != 0)
        {
            throw contents.Malformed(0, $"0x{contents.Length:x} bytes are no multiple of the {RecordSize} bytes of a relocation");
        }

        ReadOnlySpan<byte> bytes = contents.Span();
        List<(int Record, int Address)> places = [];
        for (int record = 0; record < bytes.Length / RecordSize; record++)
        {
            ReadOnlySpan<byte> at = bytes.Slice(record * RecordSize, RecordSize);
            ulong place = unchecked(image.Format.U64(at) - range.Start);
            if (place >= (ulong)range.Contents.Length)
            {
                continue;
            }

            ulong info = image.Format.U64(at[8..]);
            if (info != WantedInfo || place % (ulong)range.WordSize != 0)
            {
                throw contents.Malformed((ulong)record * RecordSize, info == WantedInfo
                    ? $"relocation {record} is for a part of a tracer call address"
                    : $"relocation {record} of a tracer call address has r_info 0x{info:x}, which is not 0x{WantedInfo:x}");
            }

            places.Add((record, (int)(place / (ulong)range.WordSize)));
        }

        if (places.Count == 0)
        {
            return null;
        }

        int first = places[0].Record;
        int last = places[^1].Record;
        ulong offset = (ulong)first * RecordSize;
        return new McountRelocations(
            section.Name,
            section.Offset + offset,
            contents.Slice(offset, (ulong)(last - first + 1) * RecordSize),
            places.ConvertAll(pair => (pair.Record - first, pair.Address)),
            image.Format);
    }
}
