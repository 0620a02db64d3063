// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text;

using Kelf.Cli.Terminal;
using Kelf.Kernel.Shared;
using Kelf.Kernel.SymbolPaths;
using Kelf.Kernel.SymbolPaths.Attribution;
using Kelf.Kernel.SymbolPaths.Inputs;
using Kelf.Kernel.SymbolPaths.Lookup;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Names;

namespace Kelf.Cli.Commands.SymbolPaths;

/// <summary><c>kelf sympaths --explain</c>: what each source says about a symbol.</summary>
internal static class SympathsExplanation
{
    /// <summary>Prints the answers for each symbol that is meant.</summary>
    /// <returns>The exit status.</returns>
    /// <exception cref="RefusedException">There is no such symbol.</exception>
    public static int Print(OpenedImage image, PathAttributor attributor, PathAttribution attribution, string text, bool json)
    {
        SymbolFinder finder = new([new SymbolImage(attribution, image.Module, image.Elf)]);
        IReadOnlyList<SymbolHit> hits = SymbolQuery.TryParse(text) is { } query
            ? finder.Find(query)
            : throw new RefusedException(text, "not a symbol: NAME, NAME,POSITION or PATH:NAME");
        if (hits.Count == 0)
        {
            throw new RefusedException(image.Path, $"no symbol {text}");
        }

        if (json)
        {
            StandardOutput.Write(Json(attributor, attribution, hits));
        }
        else
        {
            StandardOutput.WriteText(Text(attributor, attribution, hits));
        }

        return ExitStatus.Done;
    }

    private static string Text(PathAttributor attributor, PathAttribution attribution, IReadOnlyList<SymbolHit> hits)
    {
        StringBuilder text = new();
        foreach (SymbolHit hit in hits)
        {
            RuntimeSymbols listing = attribution.Listing;
            string path = attribution.PathOf(hit.Entry) ?? "none";
            string readable = RustName.TryDemangle(listing.NameOf(hit.Entry)) is { } name ? $" ({PrintableText.Of(name)})" : "";
            text.Append(text.Length == 0 ? "" : "\n")
                .Append(CultureInfo.InvariantCulture, $"symbol:   {PrintableText.Of(listing.NameOf(hit.Entry))}{readable}\n")
                .Append(CultureInfo.InvariantCulture, $"address:  {HexText.Of(listing.Symbols[hit.Entry].Address)}\n")
                .Append(CultureInfo.InvariantCulture, $"position: {listing.Rank(hit.Entry)} of {listing.EqualNames(hit.Entry)}\n")
                .Append(CultureInfo.InvariantCulture, $"path:     {PrintableText.Of(path)}, from {OriginText.Of(attribution.OriginOf(hit.Entry))}\n");
            foreach ((PathOrigin origin, SourceUnit? unit) in attributor.Explain(hit.Entry))
            {
                text.Append(CultureInfo.InvariantCulture, $"  {OriginText.Of(origin),-8}  ").Append(PrintableText.Of(Describe(unit)))
                    .Append(Disagrees(attribution, hit.Entry, unit) ? "  (disagrees)" : "").Append('\n');
            }
        }

        return text.ToString();
    }

    private static byte[] Json(PathAttributor attributor, PathAttribution attribution, IReadOnlyList<SymbolHit> hits) => JsonText.Write(json =>
    {
        json.WriteStartArray();
        foreach (SymbolHit hit in hits)
        {
            RuntimeSymbols listing = attribution.Listing;
            json.WriteStartObject();
            json.WriteString("name", listing.TextOf(hit.Entry));
            json.WriteString("address", HexText.Of(listing.Symbols[hit.Entry].Address));
            json.WriteNumber("position", listing.Rank(hit.Entry));
            json.WriteNumber("equalNames", listing.EqualNames(hit.Entry));
            json.WriteString("path", attribution.PathOf(hit.Entry));
            json.WriteString("source", OriginText.Of(attribution.OriginOf(hit.Entry)));
            json.WriteStartArray("sources");
            foreach ((PathOrigin origin, SourceUnit? unit) in attributor.Explain(hit.Entry))
            {
                json.WriteStartObject();
                json.WriteString("source", OriginText.Of(origin));
                json.WriteString("path", unit?.Path);
                json.WriteString("object", unit?.ObjectPath);
                json.WriteBoolean("disagrees", Disagrees(attribution, hit.Entry, unit));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private static string Describe(SourceUnit? unit) => unit switch
    {
        null => "-",
        { ObjectPath: { } path } => $"{unit.Path}  (object {path})",
        _ => unit.Path,
    };

    // A source that is compiled twice stands in the result by its object.
    private static bool Disagrees(PathAttribution attribution, int entry, SourceUnit? unit) =>
        unit is not null && attribution.PathOf(entry) is { } path && path != unit.Path && path != unit.ObjectPath;
}
