// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text;

using Kelf.Cli.Terminal;
using Kelf.Kernel.SymbolPaths;
using Kelf.Kernel.SymbolPaths.Attribution;
using Kelf.Kernel.SymbolPaths.Modes;
using Kelf.Kernel.SymbolPaths.Side;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Cli.Commands.SymbolPaths;

/// <summary>What is known of an image's paths, in figures.</summary>
internal sealed class SympathsSummary
{
    private static readonly string[] s_sets = ["all", "functions", "without __pfx_"];
    private readonly PathAttribution _attribution;
    private readonly SortedDictionary<PathOrigin, int> _origins = [];
    private readonly AmbiguityCount[] _counts;
    private readonly List<(string Mode, int Entries, long Bytes)> _costs = [];
    private readonly int _files;

    private SympathsSummary(ElfFile elf, PathAttribution attribution)
    {
        _attribution = attribution;
        SymbolListing listing = attribution.Listing;
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
        AddCosts(elf);
    }

    /// <summary>Computes the figures.</summary>
    public static SympathsSummary Of(ElfFile elf, PathAttribution attribution) => new(elf, attribution);

    /// <summary>For people.</summary>
    public byte[] Text(string image)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{image}: {_attribution.Listing.Count} symbols of {_files} files\n\n");
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

        text.Append("\nPATHS IN THE TABLE         ENTRIES            BYTES\n");
        foreach ((string mode, int entries, long bytes) in _costs)
        {
            text.Append(CultureInfo.InvariantCulture, $"{mode,-20}{entries,14}{bytes,17}{(mode == "side" ? "  beside it" : "")}\n");
        }

        text.Append("Entries are those added or renamed; bytes of names count before compression.\n");
        return Encoding.UTF8.GetBytes(text.ToString());
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
        foreach ((string mode, int entries, long bytes) in _costs)
        {
            json.WriteStartObject();
            json.WriteString("mode", mode);
            json.WriteNumber("entries", entries);
            json.WriteNumber("bytes", bytes);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static string Pair((int Names, int Symbols) pair) =>
        string.Create(CultureInfo.InvariantCulture, $"{pair.Names} ({pair.Symbols})");

    private static string Describe(PathOrigin origin) => origin switch
    {
        PathOrigin.None => "none",
        PathOrigin.Map => "map of the linker",
        PathOrigin.Promoted => "promoted name",
        PathOrigin.File => "file symbol",
        PathOrigin.Prefix => "prefix of a function",
        PathOrigin.Global => "global name",
        PathOrigin.Dwarf => "debugging information",
        PathOrigin.Side => "side table",
        _ => throw new ArgumentOutOfRangeException(nameof(origin), origin, "not an origin"),
    };

    private bool IsFunction(int entry) =>
        _attribution.Listing.Symbols[entry].Letter is (byte)'t' or (byte)'T' or (byte)'w' or (byte)'W';

    private void AddCosts(ElfFile elf)
    {
        int paths = Enumerable.Range(0, _attribution.Listing.Count).Count(entry => _attribution.PathNumber(entry) != 0);
        SideTable table = SideTableMaker.MakeUnbound(elf, _attribution, onlyAmbiguous: false);
        _costs.Add(("side", paths, SideTableWriter.Write(table, elf.ByteOrder).Length));
        AddCost("alias", new PathModeOptions { Mode = PathMode.Alias });
        AddCost("alias, with data", new PathModeOptions { Mode = PathMode.Alias, AliasData = true });
        AddCost("dup", new PathModeOptions { Mode = PathMode.Dup });
        AddCost("dup, shortest", new PathModeOptions { Mode = PathMode.Dup, ShortestPaths = true });
        AddCost("all", new PathModeOptions { Mode = PathMode.All });
    }

    private void AddCost(string name, PathModeOptions options)
    {
        (int entries, long bytes) = (0, 0);
        foreach (QualifiedEntry entry in PathModes.Apply(_attribution, options))
        {
            if (entry.Name is { } longer)
            {
                entries++;
                // An alias has a letter, too.
                bytes += entry.IsAlias ? longer.Length + 1 : longer.Length - _attribution.Listing.NameOf(entry.Entry).Length;
            }
        }

        _costs.Add((name, entries, bytes));
    }
}
