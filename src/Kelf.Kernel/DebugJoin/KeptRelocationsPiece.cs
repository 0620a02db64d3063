// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.DebugJoin.Pieces;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Editing;

namespace Kelf.Kernel.DebugJoin;

/// <summary>
/// Relocations of a debugging section as the linker keeps them (<c>--emit-relocs</c>). They are not in
/// the image that stays; its build ID counts them.
/// </summary>
internal sealed class KeptRelocationsPiece : JoinPiece
{
    private const int RecordsPerRead = 512;

    private readonly DebugSection _section;
    private readonly long _first;
    private readonly int _size;
    private readonly long[]? _order;

    private KeptRelocationsPiece(DebugSection section, long[]? order, long first, int size, int length)
        : base(length)
    {
        (_section, _order, _first, _size) = (section, order, first, size);
    }

    /// <summary>Divides the relocations of a section, in their own order or in that of their offsets.</summary>
    public static IEnumerable<KeptRelocationsPiece> All(DebugSection section, bool sorts)
    {
        int size = section.Owner.Elf.Layout.RelocationSize(hasAddend: true);
        int most = Largest / size;
        long[]? order = section.IsInOrder || !sorts ? null : Sort(section.Relocations);
        for (long first = 0; first < section.Relocations.Count; first += most)
        {
            yield return new KeptRelocationsPiece(
                section, order, first, size, (int)Math.Min(section.Relocations.Count - first, most) * size);
        }
    }

    /// <inheritdoc/>
    protected override void Fill(Span<byte> bytes)
    {
        ElfEncoder encoder = new(_section.Owner.Elf);
        ElfRelocation[] records = new ElfRelocation[RecordsPerRead];
        ulong position = _section.Position;
        for (long next = _first; !bytes.IsEmpty;)
        {
            int count = Math.Min(Read(next, records), bytes.Length / _size);
            for (int i = 0; i < count; i++)
            {
                _ = _section.Meanings!.Resolve(records[i], out ElfRelocation kept);
                encoder.Relocation(
                    bytes, kept with { Offset = kept.Offset + position }, hasAddend: true, _section.Owner.Elf.Machine);
                bytes = bytes[_size..];
            }

            next += count;
        }
    }

    private int Read(long next, ElfRelocation[] records)
    {
        if (_order is null)
        {
            return _section.Relocations.Read(next, records);
        }

        int count = (int)Math.Min(records.Length, _order.Length - next);
        for (int i = 0; i < count; i++)
        {
            records[i] = _section.Relocations[_order[next + i]];
        }

        return count;
    }

    // Those of one offset stay in their order.
    private static long[] Sort(ElfRelocationTable records)
    {
        (ulong Offset, long Index)[] keys = new (ulong, long)[records.Count];
        for (long i = 0; i < keys.Length; i++)
        {
            keys[i] = (records[i].Offset, i);
        }

        Array.Sort(keys);
        return Array.ConvertAll(keys, key => key.Index);
    }
}
