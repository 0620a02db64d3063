// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers.Text;
using System.Text;

using Kelf.Cli.Terminal;
using Kelf.Kernel.Shared;
using Kelf.Kernel.SymbolPaths;
using Kelf.Kernel.SymbolPaths.Attribution;
using Kelf.Kernel.SymbolPaths.Modes;

namespace Kelf.Cli.Commands.SymbolPaths;

/// <summary>A symbol table with paths in its names, in the form of <c>System.map</c> or as JSON.</summary>
internal static class QualifiedTable
{
    /// <summary>A line <c>ADDRESS LETTER NAME</c> for each entry.</summary>
    public static ReadOnlySpan<byte> Text(PathAttribution attribution, PathModeOptions options, string image, bool is64)
    {
        RuntimeSymbols listing = attribution.Listing;
        ByteBuilder text = new();
        Span<byte> address = stackalloc byte[16];
        foreach (QualifiedEntry entry in PathModes.Apply(attribution, options, image))
        {
            RuntimeSymbol symbol = listing.Symbols[entry.Entry];
            _ = Utf8Formatter.TryFormat(symbol.Address, address, out int digits, new('x', (byte)(is64 ? 16 : 8)));
            text.Write(address[..digits]);
            text.Write([(byte)' ', symbol.Letter, (byte)' ']);
            text.Write(entry.Name ?? listing.NameOf(entry.Entry));
            text.Write("\n"u8);
        }

        return text.Bytes;
    }

    /// <summary>An object for each entry, with what told its path.</summary>
    public static byte[] Json(PathAttribution attribution, PathModeOptions options, string image) => JsonText.Write(json =>
    {
        RuntimeSymbols listing = attribution.Listing;
        json.WriteStartArray();
        foreach (QualifiedEntry entry in PathModes.Apply(attribution, options, image))
        {
            RuntimeSymbol symbol = listing.Symbols[entry.Entry];
            json.WriteStartObject();
            json.WriteString("address", HexText.Of(symbol.Address));
            json.WriteString("letter", ((char)symbol.Letter).ToString());
            json.WriteString("name", entry.Name is { } name ? Encoding.UTF8.GetString(name) : listing.TextOf(entry.Entry));
            json.WriteString("plainName", listing.TextOf(entry.Entry));
            json.WriteString("path", attribution.PathOf(entry.Entry));
            json.WriteString("source", OriginText.Of(attribution.OriginOf(entry.Entry)));
            json.WriteBoolean("isAlias", entry.IsAlias);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });
}
