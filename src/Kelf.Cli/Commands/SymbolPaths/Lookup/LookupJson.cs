// SPDX-License-Identifier: GPL-2.0-only
using System.Text.Json;

using Kelf.Cli.Terminal;
using Kelf.Kernel.SymbolPaths.Lookup;
using Kelf.Kernel.SymbolPaths.Tracing;
using Kelf.ObjectFiles.Names;

namespace Kelf.Cli.Commands.SymbolPaths.Lookup;

/// <summary>The answers of <c>kelf lookup --json</c>.</summary>
internal static class LookupJson
{
    /// <summary>All of them.</summary>
    /// <param name="answers">What was found.</param>
    /// <param name="uses">What may use it, if that was asked for.</param>
    /// <param name="places">Where in the source it is, if that was asked for: of all symbols one after the other.</param>
    public static byte[] Of(IEnumerable<SymbolAnswer> answers, FunctionUses? uses, IEnumerable<PlacedHit>? places) => JsonText.Write(json =>
    {
        using IEnumerator<PlacedHit>? placed = places?.GetEnumerator();
        json.WriteStartArray();
        foreach (SymbolAnswer answer in answers)
        {
            json.WriteStartObject();
            json.WriteString("query", answer.Query.Text);
            json.WriteStartArray("symbols");
            foreach (SymbolHit hit in answer.Hits)
            {
                Write(json, hit, uses, placed?.MoveNext() == true ? placed.Current : null);
            }

            foreach (UnlistedSymbol symbol in answer.Unlisted)
            {
                Write(json, symbol);
            }

            json.WriteEndArray();
            if (answer.IsEmpty && uses?.CopiesOf(answer.Query.Name) is { } copies)
            {
                Write(json, copies);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private static void Write(Utf8JsonWriter json, SymbolHit hit, FunctionUses? uses, PlacedHit? placed)
    {
        SymbolImage image = hit.Image;
        json.WriteStartObject();
        json.WriteString("address", HexText.Of(FoundSymbol.AddressOf(hit)));
        json.WriteNumber("offset", hit.Offset);
        json.WriteNumber("size", image.Sizes.Of(hit.Entry));
        json.WriteString("letter", FoundSymbol.LetterOf(hit).ToString());
        json.WriteString("module", image.Module);
        json.WriteString("section", FoundSymbol.SectionOf(hit));
        json.WriteString("path", image.Attribution.PathOf(hit.Entry));
        json.WriteString("name", image.Listing.TextOf(hit.Entry));
        json.WriteString("demangled", RustName.TryDemangle(image.Listing.NameOf(hit.Entry)));
        json.WriteStartArray("variant");
        foreach (string kind in FoundSymbol.VariantOf(hit).Select(kind => JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString())))
        {
            json.WriteStringValue(kind);
        }

        json.WriteEndArray();
        json.WriteNumber("sympos", image.Listing.Sympos(hit.Entry));
        json.WriteNumber("equalNames", image.Listing.EqualNames(hit.Entry));
        json.WriteString("alias", image.AliasOf(hit.Entry));
        if (placed is not null)
        {
            PlaceJson.Write(json, placed.Place.Chain?.Places ?? []);
            json.WriteBoolean("ambiguous", placed.Place.IsAmbiguous);
            json.WriteString("caller", placed.Caller);
        }

        if (uses is not null)
        {
            FunctionUse use = uses.Of(hit);
            Write(json, "ftrace", use.Ftrace);
            Write(json, "kprobe", use.Kprobe);
            Write(json, "livepatch", use.Livepatch);
            Write(json, uses.CopiesOf(hit) ?? new InlinedCopies(0, []));
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, UnlistedSymbol symbol)
    {
        json.WriteStartObject();
        json.WriteString("address", HexText.Of(symbol.Symbol.Value));
        json.WriteNumber("size", symbol.Symbol.Size);
        json.WriteString("letter", symbol.Letter.ToString());
        json.WriteString("module", symbol.Image.Module);
        json.WriteString("name", symbol.Name);
        json.WriteBoolean("isListed", false);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string what, Verdict verdict)
    {
        json.WriteStartObject(what);
        json.WriteBoolean("isAllowed", verdict.IsAllowed);
        json.WriteString("reason", verdict.Reason);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, InlinedCopies copies)
    {
        json.WriteStartObject("inlined");
        json.WriteNumber("copies", copies.Count);
        json.WriteStartArray("into");
        foreach (string name in copies.Into)
        {
            json.WriteStringValue(name);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
