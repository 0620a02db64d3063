// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text;

using Kelf.Cli.Terminal;
using Kelf.Kernel.Shared.Images;
using Kelf.Kernel.SymbolPaths.Lookup;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Cli.Commands.SymbolPaths;

/// <summary>The answers of <c>kelf lookup</c>.</summary>
/// <example>
/// <code>
/// ffffffff810b62d0     30 t kernel/irq/irqdesc.c:type_show  position 3 of 7, type_show@kernel_irq_irqdesc_c
/// </code>
/// </example>
internal static class LookupText
{
    /// <summary>For people: a line for each symbol.</summary>
    public static string Lines(IEnumerable<(SymbolQuery Query, IReadOnlyList<SymbolHit> Hits)> answers)
    {
        StringBuilder text = new();
        foreach ((SymbolQuery query, IReadOnlyList<SymbolHit> hits) in answers)
        {
            foreach (SymbolHit hit in hits)
            {
                Append(text, query, hit);
            }
        }

        return text.ToString();
    }

    /// <summary>For programs.</summary>
    public static byte[] Json(IEnumerable<(SymbolQuery Query, IReadOnlyList<SymbolHit> Hits)> answers) => JsonText.Write(json =>
    {
        json.WriteStartArray();
        foreach ((SymbolQuery query, IReadOnlyList<SymbolHit> hits) in answers)
        {
            json.WriteStartObject();
            json.WriteString("query", query.Text);
            json.WriteStartArray("symbols");
            foreach (SymbolHit hit in hits)
            {
                SymbolImage image = hit.Image;
                json.WriteStartObject();
                json.WriteString("address", HexText.Of(AddressOf(hit)));
                json.WriteNumber("offset", hit.Offset);
                json.WriteNumber("size", image.Sizes.Of(hit.Entry));
                json.WriteString("letter", LetterOf(hit));
                json.WriteString("module", image.Module);
                json.WriteString("section", SectionOf(hit));
                json.WriteString("path", image.Attribution.PathOf(hit.Entry));
                json.WriteString("name", image.Listing.TextOf(hit.Entry));
                json.WriteNumber("sympos", image.Listing.Sympos(hit.Entry));
                json.WriteNumber("equalNames", image.Listing.EqualNames(hit.Entry));
                json.WriteString("alias", image.AliasOf(hit.Entry));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private static void Append(StringBuilder text, SymbolQuery query, SymbolHit hit)
    {
        SymbolImage image = hit.Image;
        ulong size = image.Sizes.Of(hit.Entry);
        text.Append(CultureInfo.InvariantCulture, $"{AddressOf(hit):x16} {size,6:x} {LetterOf(hit)} ");
        if (SectionOf(hit) is { } section)
        {
            text.Append(CultureInfo.InvariantCulture, $"[{PrintableText.Of(image.Module ?? "")} {PrintableText.Of(section)}] ");
        }

        text.Append(PrintableText.Of(image.QualifiedName(hit.Entry)));
        if (query.Address is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"+0x{hit.Offset:x}/0x{size:x}");
        }

        if (image.Listing.EqualNames(hit.Entry) is > 1 and int equal)
        {
            text.Append(CultureInfo.InvariantCulture, $"  position {image.Listing.Rank(hit.Entry)} of {equal}");
            text.Append(image.AliasOf(hit.Entry) is { } alias ? $", {PrintableText.Of(alias)}" : "");
        }

        text.Append('\n');
    }

    private static string LetterOf(SymbolHit hit) => ((char)hit.Image.Listing.Symbols[hit.Entry].Letter).ToString();

    // A module has no address before it is loaded: its sections have, each from 0.
    private static ulong AddressOf(SymbolHit hit) => SymbolOf(hit) is { } symbol
        ? symbol.Value
        : hit.Image.Listing.Symbols[hit.Entry].Address;

    private static string? SectionOf(SymbolHit hit) => SymbolOf(hit) is { } symbol
        ? hit.Image.Elf!.Sections[(int)symbol.SectionNumber].Name
        : null;

    private static ElfSymbol? SymbolOf(SymbolHit hit) => hit.Image is { Module: not null, Elf: { } elf }
        ? NeededSymbols.Of(elf)[hit.Image.Listing.Symbols[hit.Entry].Index]
        : null;
}
