// SPDX-License-Identifier: GPL-2.0-only
using System.IO.Compression;

using Kelf.Kernel.Shared.Threads;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf.Editing;

namespace Kelf.Kernel.Lines.Side;

/// <summary>Writes a side table of lines.</summary>
/// <remarks>
/// Layout; numbers are little-endian, the same for all machines:
/// <code>
///  0  "KLINES01"      8  1 when functions are in it, else 0      12  bytes of the build ID      16  size of the file (8 bytes)
/// 24  for each of files, units, rows, functions, segments: number of entries, number of blocks
/// 64  build ID
///     for each block of these parts in this order: 32 bytes as in <see cref="SideBlock"/>
///     the blocks in this order, zlib streams one after the other
/// </code>
/// A block is read by itself: <see cref="StringBlock"/> (files; functions, two strings each), <see cref="RowBlock"/> (units, rows),
/// <see cref="ChainBlock"/>. Files are numbered from 1.
/// </remarks>
public sealed class SideLinesWriter
{
    /// <summary>Bytes before the build ID.</summary>
    internal const int HeaderSize = 64;

    private readonly SideLineTable _table;
    private readonly (SideBlock Block, byte[] Packed)[][] _parts;

    private SideLinesWriter(SideLineTable table, (SideBlock Block, byte[] Packed)[][] parts) => (_table, _parts) = (table, parts);

    /// <summary>Bytes of the whole file.</summary>
    public long Size => SizeOfHead + _parts.Sum(part => part.Sum(block => (long)block.Packed.Length));

    /// <summary>Bytes that it would have with rows alone.</summary>
    public long SizeOfRows => HeaderSize + (_table.BuildId.Length / 2) + SizeOf(SidePart.Files) + SizeOf(SidePart.Units) + SizeOf(SidePart.Rows);

    private long SizeOfHead => HeaderSize + (_table.BuildId.Length / 2) + _parts.Sum(part => (long)part.Length * SideBlock.EncodedSize);

    /// <summary>Compresses a table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="workers">Gives the threads.</param>
    public static SideLinesWriter Of(SideLineTable table, WorkerSource workers)
    {
        ArgumentNullException.ThrowIfNull(table);
        SideRow[] rows = [.. table.Rows], units = [.. table.Units];
        SideSegment[] segments = [.. table.Segments];
        int[] nextFunctions = FirstUses(table, segments);
        return new SideLinesWriter(table,
        [
            Pack(table.Files.Count - 1, StringBlock.Size, workers, range => (
                (ulong)range.Start + 1, 0, StringBlock.Encode(table.Files.Skip(range.Start + 1).Take(range.Count).Select(file => file ?? "")))),
            Pack(units.Length, RowBlock.Size, workers, range => PackRows(units, range)),
            Pack(rows.Length, RowBlock.Size, workers, range => PackRows(rows, range)),
            Pack(table.Functions.Count, StringBlock.Size, workers, range => (
                (ulong)range.Start, 0, StringBlock.Encode(table.Functions.Skip(range.Start).Take(range.Count)
                    .SelectMany<SideFunction, string>(function => [function.Name, function.LinkageName])))),
            Pack(segments.Length, ChainBlock.Size, workers, range =>
            {
                int next = nextFunctions[range.Start / ChainBlock.Size];
                return (segments[range.Start].Address, next,
                    ChainBlock.Encode(segments.AsSpan(range.Start, range.Count), table.Nodes, next));
            }),
        ]);
    }

    /// <summary>Writes the file.</summary>
    public void WriteTo(ByteWriter write)
    {
        ArgumentNullException.ThrowIfNull(write);
        NumberWriter numbers = new(ByteOrder.Little);
        byte[] buildId = Convert.FromHexString(_table.BuildId);
        byte[] head = new byte[SizeOfHead];
        SideLineTable.Magic.CopyTo(head);
        numbers.U32(head.AsSpan(8), _table.Segments.Count > 0 ? 1u : 0);
        numbers.U32(head.AsSpan(12), (uint)buildId.Length);
        numbers.U64(head.AsSpan(16), (ulong)Size);
        Span<byte> rest = head.AsSpan(24);
        foreach ((SideBlock Block, byte[] Packed)[] part in _parts)
        {
            numbers.U32(rest, (uint)part.Sum(block => block.Block.Count));
            numbers.U32(rest[4..], (uint)part.Length);
            rest = rest[8..];
        }

        buildId.CopyTo(rest);
        rest = rest[buildId.Length..];
        ulong offset = (ulong)head.Length;
        foreach ((SideBlock block, byte[] packed) in _parts.SelectMany(part => part))
        {
            numbers.U64(rest, block.First);
            numbers.U64(rest[8..], offset);
            ReadOnlySpan<uint> fields = [block.PackedSize, block.Size, (uint)block.Count, (uint)block.NextFunction];
            for (int i = 0; i < fields.Length; i++)
            {
                numbers.U32(rest[(16 + (4 * i))..], fields[i]);
            }

            rest = rest[SideBlock.EncodedSize..];
            offset += block.PackedSize;
        }

        write(head);
        foreach ((_, byte[] packed) in _parts.SelectMany(part => part))
        {
            write(packed);
        }
    }

    private long SizeOf(SidePart part) => _parts[(int)part].Sum(block => block.Packed.Length + (long)SideBlock.EncodedSize);

    /// <summary>For each block of runs the first function that none before it uses.</summary>
    private static int[] FirstUses(SideLineTable table, ReadOnlySpan<SideSegment> segments)
    {
        int[] next = new int[(segments.Length + ChainBlock.Size - 1) / ChainBlock.Size];
        bool[] isSeen = new bool[table.Nodes.Count];
        int used = 0;
        for (int i = 0; i < segments.Length; i++)
        {
            if (i % ChainBlock.Size == 0)
            {
                next[i / ChainBlock.Size] = used;
            }

            for (int node = segments[i].Node; node != SideSegment.Nothing && !isSeen[node]; node = table.Nodes[node].Parent)
            {
                isSeen[node] = true;
                used = Math.Max(used, table.Nodes[node].Function + 1);
            }
        }

        return next;
    }

    private static (ulong First, int NextFunction, byte[] Bytes) PackRows(SideRow[] rows, (int Start, int Count) range) =>
        (rows[range.Start].Address, 0, RowBlock.Encode(rows.AsSpan(range.Start, range.Count)));

    private static (SideBlock Block, byte[] Packed)[] Pack(
        int count, int size, WorkerSource workers, Func<(int Start, int Count), (ulong First, int NextFunction, byte[] Bytes)> encode) =>
        Parallelism.Map((count + size - 1) / size, workers, () => encode, (make, i) =>
        {
            int inBlock = Math.Min(size, count - (i * size));
            (ulong first, int nextFunction, byte[] bytes) = make((i * size, inBlock));
            using MemoryStream packed = new();
            using (ZLibStream zlib = new(packed, CompressionLevel.SmallestSize, leaveOpen: true))
            {
                zlib.Write(bytes);
            }

            return (new SideBlock(first, 0, (uint)packed.Length, (uint)bytes.Length, inBlock, nextFunction), packed.ToArray());
        });
}
