// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text;

using Kelf.Cli.Terminal;
using Kelf.Kernel.Kallsyms;
using Kelf.Kernel.Kallsyms.Listing;
using Kelf.Kernel.Kallsyms.Output;
using Kelf.Kernel.Kallsyms.Settings;
using Kelf.Kernel.Shared.Threads;
using Kelf.Kernel.SymbolPaths;
using Kelf.Kernel.SymbolPaths.Attribution;
using Kelf.Kernel.SymbolPaths.Modes;
using Kelf.Kernel.SymbolPaths.Side;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Cli.Commands.SymbolPaths;

/// <summary>What is known of an image's paths, in figures.</summary>
internal sealed class SympathsSummary
{
    private static readonly (string Name, PathModeOptions Mode)[] s_modes =
    [
        ("none", new PathModeOptions { Mode = PathMode.None }),
        ("side", new PathModeOptions { Mode = PathMode.Side }),
        ("alias", new PathModeOptions { Mode = PathMode.Alias }),
        ("alias, with data", new PathModeOptions { Mode = PathMode.Alias, AliasData = true }),
        ("dup", new PathModeOptions { Mode = PathMode.Dup }),
        ("dup, shortest", new PathModeOptions { Mode = PathMode.Dup, ShortestPaths = true }),
        ("all", new PathModeOptions { Mode = PathMode.All }),
    ];

    private static readonly string[] s_sets = ["all", "functions", "without __pfx_"];
    private readonly PathAttribution _attribution;
    private readonly SortedDictionary<PathOrigin, int> _origins = [];
    private readonly AmbiguityCount[] _counts;
    private readonly List<ModeCost> _costs = [];
    private readonly int _files;

    private SympathsSummary(ElfFile elf, PathAttribution attribution, WorkerSource workers)
    {
        _attribution = attribution;
        RuntimeSymbols listing = attribution.Listing;
        HashSet<int> files = [];
        for (int i = 0; i < listing.Count; i++)
        {
            PathOrigin origin = attribution.OriginOf(i);
            _origins[origin] = _origins.GetValueOrDefault(origin) + 1;
            files.Add(attribution.PathNumber(i));
        }

        files.Remove(0);
        _files = files.Count;
        _counts =
        [
            AmbiguityCount.Of(attribution, _ => true),
            AmbiguityCount.Of(attribution, IsFunction),
            AmbiguityCount.Of(attribution, entry => IsFunction(entry) && !listing.NameOf(entry).StartsWith("__pfx_"u8)),
        ];
        AddCosts(elf, workers);
    }

    /// <summary>Computes the figures.</summary>
    public static SympathsSummary Of(ElfFile elf, PathAttribution attribution, WorkerSource workers) => new(elf, attribution, workers);

    /// <summary>For people.</summary>
    public string Text(string image)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{PrintableText.Of(image)}: {_attribution.Listing.Count} symbols of {_files} files\n\n");
        text.Append("SOURCE                      SYMBOLS\n");
        foreach ((PathOrigin origin, int count) in _origins)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Describe(origin),-25}{count,10}\n");
        }

        text.Append("\nAMBIGUOUS NAMES (SYMBOLS)      PLAIN   WITH BASE NAME        WITH PATH\n");
        for (int i = 0; i < s_sets.Length; i++)
        {
            AmbiguityCount count = _counts[i];
            text.Append(CultureInfo.InvariantCulture,
                $"{s_sets[i],-20}{Pair(count.Plain),17}{Pair(count.WithBaseName),17}{Pair(count.WithPath),17}\n");
        }

        text.Append("\nMODE                       ENTRIES  BYTES OF TABLES         MORE           BESIDE\n");
        foreach (ModeCost cost in _costs)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"{cost.Mode,-20}{cost.Entries,14}{cost.Bytes,17}{More(cost),13}{cost.Beside,17}\n");
        }

        text.Append("Entries are those added, renamed, or with a path beside the tables.\n");
        return text.ToString();
    }

    /// <summary>For programs.</summary>
    public byte[] Json(string image) => JsonText.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("image", image);
        json.WriteNumber("symbols", _attribution.Listing.Count);
        json.WriteNumber("files", _files);
        json.WriteStartObject("sources");
        foreach ((PathOrigin origin, int count) in _origins)
        {
            json.WriteNumber(OriginText.Of(origin), count);
        }

        json.WriteEndObject();
        json.WriteStartArray("ambiguous");
        for (int i = 0; i < s_sets.Length; i++)
        {
            json.WriteStartObject();
            json.WriteString("set", s_sets[i]);
            json.WriteNumber("symbols", _counts[i].Symbols);
            foreach ((string name, (int names, int symbols)) in new[]
            {
                ("plain", _counts[i].Plain), ("withBaseName", _counts[i].WithBaseName), ("withPath", _counts[i].WithPath),
            })
            {
                json.WriteStartObject(name);
                json.WriteNumber("names", names);
                json.WriteNumber("symbols", symbols);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("modes");
        foreach (ModeCost cost in _costs)
        {
            json.WriteStartObject();
            json.WriteString("mode", cost.Mode);
            json.WriteNumber("entries", cost.Entries);
            json.WriteNumber("bytes", cost.Bytes);
            json.WriteNumber("besideBytes", cost.Beside);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WarningList.Current.WriteTo(json);
        json.WriteEndObject();
    });

    private string More(in ModeCost cost) => cost.Bytes == 0
        ? "-"
        : string.Create(CultureInfo.InvariantCulture, $"{100.0 * (cost.Bytes - _costs[0].Bytes) / _costs[0].Bytes:+0.0;-0.0;+0.0} %");

    private static string Pair((int Names, int Symbols) pair) =>
        string.Create(CultureInfo.InvariantCulture, $"{pair.Names} ({pair.Symbols})");

    private static string Describe(PathOrigin origin) => origin switch
    {
        PathOrigin.None => "none",
        PathOrigin.Symid => "number for livepatches",
        PathOrigin.Map => "map of the linker",
        PathOrigin.Promoted => "promoted name",
        PathOrigin.File => "file symbol",
        PathOrigin.Prefix => "prefix of a function",
        PathOrigin.Global => "global name",
        PathOrigin.Dwarf => "debugging information",
        PathOrigin.Script => "linker script",
        PathOrigin.Side => "side table",
        _ => throw new ArgumentOutOfRangeException(nameof(origin), origin, "not an origin"),
    };

    private bool IsFunction(int entry) =>
        _attribution.Listing.Symbols[entry].Letter is (byte)'t' or (byte)'T' or (byte)'w' or (byte)'W';

    // What the tables of this image would be, each made as for a link.
    private void AddCosts(ElfFile elf, WorkerSource workers)
    {
        int paths = Enumerable.Range(0, _attribution.Listing.Count).Count(entry => _attribution.PathNumber(entry) != 0);
        SideTable side = SideTableMaker.MakeUnbound(elf, _attribution, onlyAmbiguous: false);
        int sideSize = SideTableWriter.Write(side, elf.ByteOrder).Length;
        if (_attribution.Listing.IsModule || elf.Type == ElfType.Relocatable)
        {
            _costs.Add(new ModeCost("side", paths, 0, sideSize));
            return;
        }

        string image = elf.Image.Source.File;
        (SymbolListing listing, KallsymsOptions options) = KernelListing.Inputs(elf);
        options = options with { Workers = workers };
        foreach ((string name, PathModeOptions mode) in s_modes)
        {
            int entries = PathModes.Apply(_attribution, mode, image).Count(entry => entry.Name is not null);
            KallsymsTable table = KallsymsTool.Make(
                listing, options, rename: plain => PathTables.Rename(_attribution, mode, plain, image));
            long bytes = new KallsymsSection(table, elf.Class, elf.ByteOrder).Contents.Length;
            _costs.Add(mode.Mode == PathMode.Side
                ? new ModeCost(name, paths, bytes, sideSize)
                : new ModeCost(name, entries, bytes, 0));
        }
    }

    /// <summary>What a mode costs.</summary>
    /// <param name="Mode">Its name.</param>
    /// <param name="Entries">Entries that are added or renamed, or have a path beside the tables.</param>
    /// <param name="Bytes">Size of the tables, or 0 when there are none.</param>
    /// <param name="Beside">Bytes that are not loaded.</param>
    private readonly record struct ModeCost(string Mode, int Entries, long Bytes, long Beside);
}
