// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Archives.Streams;
using Kelf.Fuzz.Seeds;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Threads;
using Kelf.Kernel.SymbolPaths;
using Kelf.Kernel.SymbolPaths.Attribution;
using Kelf.Kernel.SymbolPaths.Decode;
using Kelf.Kernel.SymbolPaths.Decode.Output;
using Kelf.Kernel.SymbolPaths.Decode.Places;
using Kelf.Kernel.SymbolPaths.Lookup;
using Kelf.Kernel.SymbolPaths.Modes;
using Kelf.Kernel.SymbolPaths.Side;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

namespace Kelf.Fuzz.Targets;

/// <summary>
/// What tells the files of symbols: an image's symbols and debugging information, from which a side table is made and read
/// again; and as texts of every kind: side tables, linker maps, databases of commands, notes of Kbuild, logs.
/// </summary>
public sealed class SymbolPathsTarget : IFuzzTarget
{
    private static readonly SymbolFinder s_finder = Finder();

    /// <inheritdoc/>
    public string Name => "sympaths";

    /// <inheritdoc/>
    public IReadOnlyList<Type> Covers => [typeof(FileDecompressor)];

    /// <inheritdoc/>
    public bool Refuses(Exception error) => error is MalformedFileException or UnreadableFileException or RefusedException;

    /// <inheritdoc/>
    public void Run(Region image, Seed seed)
    {
        using GrowingBuffer? inflated = FileDecompressor.TryInflate(image, DecompressionLimit.Standard.For(image.Length));
        if (ElfFile.IsElf(image))
        {
            Attribute(ElfFile.Parse(image));
            return;
        }

        byte[] bytes = image.Span().ToArray();
        DecodeLog(bytes);
        string[] lines = Encoding.UTF8.GetString(bytes).Split('\n');
        _ = LinkerMap.Parse(lines);
        _ = CommandFile.Parse(lines, "init/main.o");
        _ = SymbolQuery.TryParse(lines[0]) is { } query ? s_finder.Find(query) : null;
        if (SideTableReader.IsSideTable(image))
        {
            Repeat(SideTableReader.Read(image));
        }
        else if (SystemMapListing.IsSystemMap(image))
        {
            _ = new SymbolSizes(SystemMapListing.Read(image));
        }
        else if (bytes is [(byte)'[', ..])
        {
            _ = CompileCommands.Parse(image);
        }
    }

    /// <summary>A log as a whole, its frames alone, and as it comes; all of it stays but for what is put in.</summary>
    private static void DecodeLog(byte[] bytes)
    {
        List<PlacedFrame> collected = [];
        LogDecoder frames = new(new TraceDecoder(s_finder), new LogSettings { Frames = collected.Add });
        LogDecoder text = new(new TraceDecoder(s_finder), new LogSettings());
        LogDecoder stream = new(new TraceDecoder(s_finder), new LogSettings());
        foreach (LogDecoder whole in new[] { frames, text })
        {
            whole.Learn(bytes);
            whole.Restart();
            whole.Decode(bytes);
            whole.End();
        }

        for (int start = 0; start < bytes.Length;)
        {
            int end = Array.IndexOf(bytes, (byte)'\n', start);
            end = end < 0 ? bytes.Length : end + 1;
            stream.Decode(bytes.AsSpan(start..end));
            start = end;
        }

        stream.End();
        if (collected.Exists(frame => frame.Decoded is { Evidence: FrameEvidence.None, Candidates.Length: 1 }))
        {
            throw new InvalidOperationException("a frame is decoded without evidence");
        }

        if (!IsWithin(bytes, text.Text) || !IsWithin(bytes, stream.Text))
        {
            throw new InvalidOperationException("a byte of the log is lost");
        }
    }

    // Greedy is enough: what is put in only adds.
    private static bool IsWithin(ReadOnlySpan<byte> log, ReadOnlySpan<byte> decoded)
    {
        int at = 0;
        foreach (byte value in decoded)
        {
            at += at < log.Length && log[at] == value ? 1 : 0;
        }

        return at == log.Length;
    }

    private static void Attribute(ElfFile elf)
    {
        RuntimeSymbols symbols = elf.Type == ElfType.Relocatable ? ModuleListing.Read(elf) : KernelListing.Read(elf);
        FileGroups groups = FileGroups.Read(elf, symbols.Names);
        DecompressionBudget budget = DecompressionLimit.Standard.For(elf.Image.Length);
        DwarfSource dwarf = DwarfSource.Of(elf, symbols, groups, knowsGlobals: true, [], [], budget, WorkerSource.None, _ => { });
        // A file is its own vmlinux.o here: both halves of a section are read.
        SymidSource? symids = SymidTable.IsIn(elf) ? SymidSource.Read(elf, symbols, groups, elf, []) : null;
        PathAttribution attribution = new PathAttributor(symbols, symids is null ? [dwarf] : [symids, dwarf]).Run();
        _ = PathModes.Apply(attribution, new PathModeOptions { Mode = PathMode.Alias, AliasData = true, ShortestPaths = true }, "image");
        Repeat(SideTableMaker.Make(elf, attribution, onlyAmbiguous: false));
    }

    private static void Repeat(SideTable table)
    {
        using NativeBuffer file = InMemory.File(SideTableWriter.Write(table, ByteOrder.Big), "side table");
        SideTable again = SideTableReader.Read(file.Contents, ByteOrder.Big);
        if (!table.PathOf.Select(path => table.Paths[path]).SequenceEqual(again.PathOf.Select(path => again.Paths[path])))
        {
            throw new InvalidOperationException("the side table has other paths than it was made from");
        }
    }

    private static SymbolFinder Finder()
    {
        using NativeBuffer map = InMemory.File(SymbolPathSeeds.SystemMap.ToArray(), "System.map");
        RuntimeSymbols symbols = SystemMapListing.Read(map.Contents);
        int[] paths = [.. Enumerable.Range(0, symbols.Count).Select(i => i % 3)];
        return new SymbolFinder([new SymbolImage(
            new PathAttribution(symbols, ["", "a.c", "b.c"], paths, new PathOrigin[paths.Length]), module: null, elf: null)]);
    }
}
