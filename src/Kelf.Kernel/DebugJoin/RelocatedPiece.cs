// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.DebugJoin.Pieces;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Loading;
using Kelf.ObjectFiles.Elf.Machines;

namespace Kelf.Kernel.DebugJoin;

/// <summary>Bytes of a section of an object, with its relocations applied.</summary>
internal sealed class RelocatedPiece : JoinPiece
{
    private const int RecordsPerRead = 512;

    private readonly DebugSection _section;
    private readonly ulong _start;
    private readonly long _firstRecord;
    private readonly long _endRecord;

    private RelocatedPiece(DebugSection section, ulong start, int length, long firstRecord, long endRecord)
        : base(length)
    {
        (_section, _start, _firstRecord, _endRecord) = (section, start, firstRecord, endRecord);
    }

    private DebugObject Object => _section.Owner;

    /// <summary>Divides a section. No field of a relocation lies in two pieces.</summary>
    public static IEnumerable<RelocatedPiece> All(DebugSection section, ulong target)
    {
        ElfRelocationTable records = section.Relocations;
        ulong size = (ulong)section.Contents.Length, start = 0;
        long first = 0;
        while (start < size)
        {
            ulong end = size;
            long endRecord = records.Count;
            if (section.IsInOrder && size - start > Largest)
            {
                // A field may begin in this piece and end after it: then this is its end.
                const ulong LongestField = sizeof(ulong);
                end = start + Largest - LongestField;
                endRecord = FirstFrom(records, first, end);
                if (endRecord > first)
                {
                    ElfRelocation last = records[endRecord - 1];
                    RelocationKind kind = DebugRelocations.Classify(section.Owner.Elf.Machine, last.Type);
                    end = Math.Max(end, last.Offset + (kind == RelocationKind.None ? 0 : (ulong)DebugRelocations.Width(kind)));
                }
            }

            int length = checked((int)(end - start));
            yield return new RelocatedPiece(section, start, length, first, endRecord) { Target = target + start };
            (start, first) = (end, endRecord);
        }
    }

    /// <inheritdoc/>
    protected override void Fill(Span<byte> bytes)
    {
        _section.Contents.Span(_start, Length).CopyTo(bytes);
        ElfMachine machine = Object.Elf.Machine;
        NumberWriter writer = new(Object.Elf.ByteOrder);
        ElfRelocation[] records = new ElfRelocation[RecordsPerRead];
        int count;
        for (long next = _firstRecord; next < _endRecord; next += count)
        {
            count = (int)Math.Min(_section.Relocations.Read(next, records), _endRecord - next);
            for (int i = 0; i < count; i++)
            {
                ref readonly ElfRelocation record = ref records[i];
                RelocationKind kind = DebugRelocations.Classify(machine, record.Type);
                if (kind == RelocationKind.None)
                {
                    continue;
                }

                ulong value = _section.Meanings!.Resolve(record, out _);
                if (!DebugRelocations.Fits(machine, record.Type, value))
                {
                    throw _section.Contents.Malformed(record.Offset, $"{RelocationNames.Describe(machine, record.Type)} against symbol "
                        + $"{record.SymbolIndex} ({PrintableText.Of(NameOf(record.SymbolIndex))}) is truncated: 0x{value:x} does not fit");
                }

                Write(writer, bytes[(int)(record.Offset - _start)..], kind, value);
            }
        }
    }

    private static void Write(NumberWriter writer, Span<byte> field, RelocationKind kind, ulong value)
    {
        switch (kind)
        {
            case RelocationKind.Set64:
                writer.U64(field, value);
                break;
            case RelocationKind.Set32:
                writer.U32(field, (uint)value);
                break;
            case RelocationKind.Set16:
                writer.U16(field, (ushort)value);
                break;
            default:
                field[0] = (byte)value;
                break;
        }
    }

    private string NameOf(uint symbol)
    {
        ElfSymbol found = Object.Symbols[(int)symbol];
        return found.Type == ElfSymbolType.Section
            ? Object.Elf.SectionAt(found.SectionNumber, "st_shndx").Name
            : System.Text.Encoding.UTF8.GetString(Object.Symbols.NameOf(found));
    }

    // The first record of a field at an offset or after it.
    private static long FirstFrom(in ElfRelocationTable records, long low, ulong offset)
    {
        long high = records.Count;
        while (low < high)
        {
            long middle = low + ((high - low) / 2);
            (low, high) = records[middle].Offset < offset ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
