// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Lines.Side;

/// <summary>Header and index of a side table of lines, checked; see <see cref="SideLinesWriter"/> for the layout.</summary>
internal sealed class SideIndex
{
    private const int Parts = 5;
    private const int LongestBuildId = 64;
    // Debian's kernel has 1.6 million rows.
    private const uint MostEntries = 1 << 28;
    // A block is decoded as a whole; the writer's have a hundredth of that.
    private const uint MostBytes = 16 << 20;

    private readonly SideBlock[][] _blocks = new SideBlock[Parts][];
    private readonly int[] _counts = new int[Parts];

    private SideIndex(string buildId, bool hasChains) => (BuildId, HasChains) = (buildId, hasChains);

    /// <summary>Hexadecimal digits.</summary>
    public string BuildId { get; }

    /// <summary>True when functions are in the table.</summary>
    public bool HasChains { get; }

    /// <summary>How many files there are, with the one that is not known.</summary>
    public int FileCount => _counts[(int)SidePart.Files] + 1;

    /// <summary>How many functions there are.</summary>
    public int FunctionCount => _counts[(int)SidePart.Functions];

    /// <summary>The blocks of a part, in order.</summary>
    public IReadOnlyList<SideBlock> Blocks(SidePart part) => _blocks[(int)part];

    /// <summary>The block that has an address or a number, or -1 when it is before the first.</summary>
    public int BlockOf(SidePart part, ulong first)
    {
        SideBlock[] blocks = _blocks[(int)part];
        (int low, int high) = (-1, blocks.Length);
        while (high - low > 1)
        {
            int middle = (low + high) >> 1;
            (low, high) = blocks[middle].First <= first ? (middle, high) : (low, middle);
        }

        return low;
    }

    /// <summary>Reads them.</summary>
    /// <exception cref="MalformedFileException">They are malformed.</exception>
    public static SideIndex Read(Region file)
    {
        if (!SideLines.IsSideLines(file))
        {
            throw file.Malformed(0, "not a side table of lines: does not begin with KLINES01");
        }

        if (file.Length < SideLinesWriter.HeaderSize)
        {
            throw file.Malformed((ulong)file.Length, $"side table header of {SideLinesWriter.HeaderSize} bytes is cut short");
        }

        Cursor cursor = file.Read(ByteOrder.Little, 8);
        uint flags = cursor.U32();
        if (flags > 1)
        {
            throw cursor.Malformed($"flags 0x{flags:x} are not all known");
        }

        uint length = cursor.U32();
        if (length is 0 or > LongestBuildId)
        {
            throw cursor.Malformed($"a build ID of {length} bytes is none");
        }

        ulong size = cursor.U64();
        if (size != (ulong)file.Length)
        {
            throw cursor.Malformed($"size {size} is not the {file.Length} bytes that there are");
        }

        (uint Entries, uint Blocks)[] parts = new (uint, uint)[Parts];
        for (int i = 0; i < Parts; i++)
        {
            parts[i] = (cursor.U32(), cursor.U32());
            if (parts[i].Entries > MostEntries)
            {
                throw cursor.Malformed($"{parts[i].Entries} entries are more than {MostEntries}");
            }

            if (parts[i].Blocks > (ulong)file.Length / SideBlock.EncodedSize)
            {
                throw cursor.Malformed($"an index of {parts[i].Blocks} blocks does not fit in {file.Length} bytes");
            }
        }

        SideIndex index = new(Convert.ToHexStringLower(cursor.Bytes((int)length)), flags == 1);
        ulong end = (ulong)cursor.Position + (SideBlock.EncodedSize * (ulong)parts.Sum(part => part.Blocks));
        for (int i = 0; i < Parts; i++)
        {
            index.ReadPart((SidePart)i, parts[i].Entries, parts[i].Blocks, ref cursor, ref end);
        }

        return end == size ? index : throw file.Malformed(end, "the blocks do not end with the file");
    }

    // Blocks stand one after the other: none is read twice.
    private void ReadPart(SidePart part, uint entries, uint count, ref Cursor cursor, ref ulong end)
    {
        SideBlock[] blocks = new SideBlock[count];
        ulong named = part == SidePart.Files ? 1u : 0;
        ulong seen = 0;
        for (int i = 0; i < blocks.Length; i++)
        {
            ulong first = cursor.U64();
            bool isNamed = part is SidePart.Files or SidePart.Functions;
            if (isNamed ? first != named + seen : i > 0 && first <= blocks[i - 1].First)
            {
                throw cursor.Malformed($"block {i} of {part.ToString().ToLowerInvariant()} begins with 0x{first:x}, which does not follow the one before");
            }

            ulong offset = cursor.U64();
            if (offset != end)
            {
                throw cursor.Malformed($"block {i} is at 0x{offset:x}, and the one before ends at 0x{end:x}");
            }

            (uint packed, uint size) = (cursor.U32(), cursor.U32());
            end += packed;
            if (size > MostBytes)
            {
                throw cursor.Malformed($"block {i} of {size} bytes is longer than {MostBytes}");
            }

            uint inBlock = cursor.U32();
            // Each entry takes a byte at least.
            if (inBlock == 0 || inBlock > size)
            {
                throw cursor.Malformed($"{inBlock} entries do not fit in a block of {size} bytes");
            }

            uint next = cursor.U32();
            if (next > (part == SidePart.Segments ? (uint)FunctionCount : 0))
            {
                throw cursor.Malformed($"function {next} is not one of the {FunctionCount} of the table");
            }

            seen += inBlock;
            blocks[i] = new SideBlock(first, offset, packed, size, (int)inBlock, (int)next);
        }

        if (seen != entries)
        {
            throw cursor.Malformed($"the blocks of {part.ToString().ToLowerInvariant()} have {seen} entries, not {entries}");
        }

        _blocks[(int)part] = blocks;
        _counts[(int)part] = (int)entries;
    }
}
