// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Files;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Compression;

namespace Kelf.Kernel.Lines.Side;

/// <summary>Knows places from a side table of lines, of which it reads only the blocks that are asked for.</summary>
public sealed class SideLines : ILineSource
{
    private readonly IDisposable? _owner;
    private readonly Region _contents;
    private readonly SideIndex _index;
    private readonly DecompressionBudget _budget;
    private readonly Dictionary<(SidePart, int), SideRow[]> _rows = [];
    private readonly Dictionary<int, (SideSegment[] Segments, IReadOnlyList<SideNode> Nodes)> _segments = [];
    private readonly Dictionary<(SidePart, int), string[]> _strings = [];

    private SideLines(IDisposable? owner, Region contents)
    {
        (_owner, _contents, _index) = (owner, contents, SideIndex.Read(contents));
        _budget = DecompressionLimit.Standard.For(contents.Length);
    }

    /// <summary>The build ID of the image that the table is of: hexadecimal digits.</summary>
    public string BuildId => _index.BuildId;

    /// <summary>True when it says what was inlined, too.</summary>
    public bool HasChains => _index.HasChains;

    /// <summary>True when bytes begin as a side table of lines does.</summary>
    public static bool IsSideLines(Region contents) =>
        contents.Length >= SideLineTable.Magic.Length && contents.Span(0, SideLineTable.Magic.Length).SequenceEqual(SideLineTable.Magic);

    /// <summary>True when a file begins as a side table of lines does.</summary>
    /// <exception cref="UnreadableFileException">It cannot be read.</exception>
    public static bool IsSideLines(string path)
    {
        using InputBytes file = InputBytes.Open(path);
        return IsSideLines(file.Contents);
    }

    /// <summary>Opens a file.</summary>
    /// <exception cref="UnreadableFileException">It cannot be read.</exception>
    /// <exception cref="MalformedFileException">It is no such table, or malformed.</exception>
    public static SideLines Open(string path)
    {
        InputBytes file = InputBytes.Open(path);
        try
        {
            return new SideLines(file, file.Contents);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Reads a table that is in memory, which must outlive the result.</summary>
    /// <exception cref="MalformedFileException">It is no such table, or malformed.</exception>
    public static SideLines Of(Region contents) => new(owner: null, contents);

    /// <summary>Refuses to be used for another image.</summary>
    /// <param name="image">Path of the image.</param>
    /// <param name="buildId">Its build ID, or null when it has none.</param>
    /// <exception cref="RefusedException">The table is of another one.</exception>
    public void RequireImage(string image, string? buildId)
    {
        if (!string.Equals(buildId, BuildId, StringComparison.Ordinal))
        {
            throw new RefusedException(
                _contents.Source.File,
                $"the lines are those of build ID {BuildId}, and {image} has {buildId ?? "none"}: make the table again with `kelf lineinfo --format side`");
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<PlaceChain>[] Find(IReadOnlyList<ulong> addresses)
    {
        ArgumentNullException.ThrowIfNull(addresses);
        IReadOnlyList<PlaceChain>[] found = new IReadOnlyList<PlaceChain>[addresses.Count];
        for (int i = 0; i < found.Length; i++)
        {
            found[i] = ChainAt(addresses[i]) is { } chain ? [chain] : [];
        }

        return found;
    }

    /// <inheritdoc/>
    public CodeUnit? UnitAt(ulong address)
    {
        if (_index.BlockOf(SidePart.Units, address) is not (>= 0 and int units))
        {
            return null;
        }

        SideRow[] block = RowsOf(SidePart.Units, units);
        return FileOf(block[LastAt(block, address, static entry => entry.Address)].File) is { } path ? new CodeUnit(path, IsAssembly: false) : null;
    }

    /// <summary>All rows, in the order of addresses.</summary>
    public IEnumerable<SideRow> Rows() => RowsOf(SidePart.Rows);

    /// <summary>Where the code of each unit begins, with its source; <see cref="SideRow.Nothing"/> where that of assembly or nothing is.</summary>
    public IEnumerable<SideRow> Units() => RowsOf(SidePart.Units);

    /// <summary>The addresses where a place or a function begins or ends, in order, and the byte before each of them.</summary>
    public IEnumerable<ulong> Bounds()
    {
        IEnumerable<ulong> segments = Enumerable.Range(0, _index.Blocks(SidePart.Segments).Count)
            .SelectMany(block => SegmentsOf(block).Segments).Select(segment => segment.Address);
        return Rows().Select(row => row.Address).Concat(segments).SelectMany<ulong, ulong>(address => [address - 1, address]).Distinct().Order();
    }

    /// <summary>The path of a file, or null when it is not known.</summary>
    /// <param name="file">Its number in a row.</param>
    public string? FileOf(int file) => file <= 0 ? null : StringAt(SidePart.Files, file, 0, 1);

    /// <inheritdoc/>
    public void Dispose() => _owner?.Dispose();

    private PlaceChain? ChainAt(ulong address)
    {
        SideRow row = new(address, SideRow.Nothing, 0);
        if (_index.BlockOf(SidePart.Rows, address) is >= 0 and int rows)
        {
            SideRow[] block = RowsOf(SidePart.Rows, rows);
            row = block[LastAt(block, address, static entry => entry.Address)];
        }

        (SideSegment[] Segments, IReadOnlyList<SideNode> Nodes) runs = ([], []);
        int node = SideSegment.Nothing;
        if (_index.BlockOf(SidePart.Segments, address) is >= 0 and int segments)
        {
            runs = SegmentsOf(segments);
            node = runs.Segments[LastAt(runs.Segments, address, static entry => entry.Address)].Node;
        }

        if (row.File == SideRow.Nothing && node == SideSegment.Nothing)
        {
            return null;
        }

        List<SourcePlace> places = [];
        (int file, uint line) = (row.File, row.Line);
        do
        {
            SideNode inside = node == SideSegment.Nothing ? new SideNode(SideSegment.Nothing, -1, 0, 0) : runs.Nodes[node];
            bool isKnown = inside.Function >= 0;
            places.Add(new SourcePlace(
                isKnown ? StringAt(SidePart.Functions, inside.Function, 0, 2) : "", isKnown ? StringAt(SidePart.Functions, inside.Function, 1, 2) : "",
                FileOf(file), line, Column: 0, Discriminator: 0, IsInlined: inside.Parent != SideSegment.Nothing));
            (node, file, line) = (inside.Parent, inside.CallFile, inside.CallLine);
        }
        while (node != SideSegment.Nothing);
        return new PlaceChain(places);
    }

    // The first entry of a block is not after the address.
    private static int LastAt<T>(T[] entries, ulong address, Func<T, ulong> addressOf)
    {
        (int low, int high) = (0, entries.Length);
        while (high - low > 1)
        {
            int middle = (low + high) >>> 1;
            (low, high) = addressOf(entries[middle]) <= address ? (middle, high) : (low, middle);
        }

        return low;
    }

    private IEnumerable<SideRow> RowsOf(SidePart part) =>
        Enumerable.Range(0, _index.Blocks(part).Count).SelectMany(block => RowsOf(part, block));

    private SideRow[] RowsOf(SidePart part, int number)
    {
        if (!_rows.TryGetValue((part, number), out SideRow[]? rows))
        {
            SideBlock block = _index.Blocks(part)[number];
            using NativeBuffer bytes = Inflate(part, block);
            _rows[(part, number)] = rows = RowBlock.Decode(bytes.Contents, block.First, block.Count, _index.FileCount);
        }

        return rows;
    }

    private (SideSegment[] Segments, IReadOnlyList<SideNode> Nodes) SegmentsOf(int number)
    {
        if (!_segments.TryGetValue(number, out (SideSegment[] Segments, IReadOnlyList<SideNode> Nodes) segments))
        {
            SideBlock block = _index.Blocks(SidePart.Segments)[number];
            using NativeBuffer bytes = Inflate(SidePart.Segments, block);
            _segments[number] = segments = ChainBlock.Decode(
                bytes.Contents, block.First, block.Count, block.NextFunction, _index.FunctionCount, _index.FileCount);
        }

        return segments;
    }

    // One of the strings of an entry.
    private string StringAt(SidePart part, int entry, int which, int each)
    {
        int number = _index.BlockOf(part, (ulong)entry);
        SideBlock block = _index.Blocks(part)[number];
        if (!_strings.TryGetValue((part, number), out string[]? strings))
        {
            using NativeBuffer bytes = Inflate(part, block);
            _strings[(part, number)] = strings = StringBlock.Decode(bytes.Contents, block.Count * each);
        }

        return strings[((entry - (int)block.First) * each) + which];
    }

    private NativeBuffer Inflate(SidePart part, in SideBlock block) => SectionDecompressor.Inflate(
        _contents.Slice(block.Offset, block.PackedSize), CompressionKind.Zlib, block.Size,
        new ByteSource(_contents.Source.File, $"block of {part.ToString().ToLowerInvariant()}"), _budget);
}
