// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.InteropServices;

using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf.Places;

namespace Kelf.Kernel.Lines.Side;

/// <summary>
/// Runs of code that are compressed together, each with the functions it is in: how many of those of the run before are left, and
/// which are entered. Most of the time one is entered again that was left a moment ago.
/// </summary>
/// <remarks>
/// Columns: distances of addresses; functions left; functions entered; of each that is entered its place among those that were
/// entered from there before (from 1, the last first) or 0 for a new one; of each new one its function, and the file and line that
/// it was called from. A function is 0 when it is the first use of the next one of the table, else a <see cref="RecentNumbers"/>
/// code after that. Nothing is kept from block to block.
/// </remarks>
internal static class ChainBlock
{
    /// <summary>Runs in a block.</summary>
    public const int Size = 16 * 1024;

    /// <summary>Functions that may be in each other.</summary>
    public const int MostDepth = SourceSearch.MostFrames;

    private const int ColumnCount = 7;
    private const int RecentFunctions = 256;

    /// <summary>Writes runs; the address of the first is in the index.</summary>
    /// <param name="segments">The runs.</param>
    /// <param name="nodes">The nodes of the table.</param>
    /// <param name="nextFunction">The first function that no block before has used: those after it follow in the order of use.</param>
    public static byte[] Encode(ReadOnlySpan<SideSegment> segments, IReadOnlyList<SideNode> nodes, int nextFunction)
    {
        ColumnWriter columns = new(ColumnCount);
        PlaceCode calls = new();
        RecentNumbers functions = new(RecentFunctions);
        ChainMemory memory = new();
        Dictionary<int, int> written = []; // node of the table: the last one of the reader that stands for it
        List<int> stack = [], path = [];
        int count = 0;
        ulong last = segments[0].Address;
        foreach (ref readonly SideSegment segment in segments)
        {
            columns.Add(0, segment.Address - last);
            last = segment.Address;
            PathTo(segment.Node, nodes, path);
            int common = 0;
            while (common < Math.Min(path.Count, stack.Count) && path[common] == stack[common])
            {
                common++;
            }

            columns.Add(1, (ulong)(stack.Count - common));
            columns.Add(2, (ulong)(path.Count - common));
            stack.RemoveRange(common, stack.Count - common);
            memory.Leave(memory.Depth - common);
            foreach (int entered in CollectionsMarshal.AsSpan(path)[common..])
            {
                ulong place = written.TryGetValue(entered, out int known) ? memory.PlaceOf(known) : 0;
                columns.Add(3, place);
                if (place == 0)
                {
                    SideNode node = nodes[entered];
                    bool isNext = node.Function == nextFunction;
                    nextFunction += isNext ? 1 : 0;
                    ulong code = functions.Code(node.Function);
                    columns.Add(4, isNext ? 0 : code + 1);
                    if (memory.Depth > 0)
                    {
                        calls.Write(columns, 5, 6, node.CallFile, node.CallLine);
                    }

                    written[entered] = count;
                    memory.EnterNew(count++);
                }
                else
                {
                    _ = memory.TryEnter(place, out _);
                }

                stack.Add(entered);
            }
        }

        return columns.ToArray();
    }

    /// <summary>Reads runs.</summary>
    /// <param name="block">The block.</param>
    /// <param name="start">The address of the first run.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="nextFunction">The function that no block before has used.</param>
    /// <param name="functionCount">How many functions the table has.</param>
    /// <param name="fileCount">How many files it has.</param>
    /// <exception cref="MalformedFileException">They are malformed.</exception>
    public static (SideSegment[] Segments, IReadOnlyList<SideNode> Nodes) Decode(
        Region block, ulong start, int count, int nextFunction, int functionCount, int fileCount)
    {
        Region[] columns = ColumnReader.Split(block, ColumnCount);
        Cursor distances = columns[0].Read(ByteOrder.Little), left = columns[1].Read(ByteOrder.Little), entered = columns[2].Read(ByteOrder.Little);
        Cursor places = columns[3].Read(ByteOrder.Little), functionCodes = columns[4].Read(ByteOrder.Little);
        Cursor files = columns[5].Read(ByteOrder.Little), lines = columns[6].Read(ByteOrder.Little);
        PlaceCode calls = new();
        RecentNumbers functions = new(RecentFunctions);
        ChainMemory memory = new();
        List<SideNode> nodes = [];
        SideSegment[] segments = new SideSegment[count];
        ulong address = start;
        for (int i = 0; i < count; i++)
        {
            address = AddressColumn.Next(ref distances, address, isFirst: i == 0);
            ulong pops = left.Uleb128();
            if (pops > (ulong)memory.Depth)
            {
                throw left.Malformed($"{pops} functions are left where there are {memory.Depth}");
            }

            memory.Leave((int)pops);
            ulong pushes = entered.Uleb128();
            if (pushes > (ulong)(MostDepth - memory.Depth))
            {
                throw entered.Malformed($"more than {MostDepth} functions are in each other");
            }

            for (ulong push = 0; push < pushes; push++)
            {
                ulong place = places.Uleb128();
                if (place > 0)
                {
                    if (!memory.TryEnter(place, out _))
                    {
                        throw places.Malformed($"there is no function {place} that was entered before");
                    }

                    continue;
                }

                ulong code = functionCodes.Uleb128();
                int function = code > 0 ? functions.Number(code - 1, functionCount) : nextFunction < functionCount ? nextFunction++ : -1;
                if (function < 0)
                {
                    throw functionCodes.Malformed($"there is no such function among the {functionCount} of the table");
                }

                if (code == 0)
                {
                    _ = functions.Code(function);
                }

                int parent = memory.Depth == 0 ? SideSegment.Nothing : memory.Innermost;
                (int file, uint line) = parent == SideSegment.Nothing ? (0, 0) : calls.Read(ref files, ref lines, fileCount);
                nodes.Add(new SideNode(parent, function, Math.Max(file, 0), line));
                memory.EnterNew(nodes.Count - 1);
            }

            segments[i] = new SideSegment(address, memory.Depth == 0 ? SideSegment.Nothing : memory.Innermost);
        }

        ColumnReader.End(distances);
        ColumnReader.End(left);
        ColumnReader.End(entered);
        ColumnReader.End(places);
        ColumnReader.End(functionCodes);
        ColumnReader.End(files);
        ColumnReader.End(lines);
        return (segments, nodes);
    }

    // The outermost first.
    private static void PathTo(int node, IReadOnlyList<SideNode> nodes, List<int> path)
    {
        path.Clear();
        for (; node != SideSegment.Nothing; node = nodes[node].Parent)
        {
            path.Add(node);
        }

        path.Reverse();
    }
}
