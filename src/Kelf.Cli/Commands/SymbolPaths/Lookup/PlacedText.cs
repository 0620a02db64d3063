// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text;

using Kelf.Kernel.Lines;
using Kelf.Kernel.SymbolPaths.Lookup;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Names;

namespace Kelf.Cli.Commands.SymbolPaths.Lookup;

/// <summary>The answers of <c>kelf lookup --line</c> for people.</summary>
/// <param name="request">How they are shown.</param>
/// <param name="excerpts">Shows the source, or null.</param>
/// <example>
/// A function is inlined into the one above it.
/// <code>
/// ffffffff810f4f30 partition_sched_domains+0x5f0 kernel/sched/topology.c:3502
///   _kzalloc_noprof at include/linux/slab.h:1312 (inlined)
///   _kmalloc_noprof at include/linux/slab.h:991 (inlined)
/// </code>
/// </example>
internal sealed class PlacedText(LineRequest request, SourceExcerpts? excerpts)
{
    private readonly StringBuilder _text = new();
    private bool _hasBlocks;

    /// <summary>All lines.</summary>
    public override string ToString() => _text.ToString();

    /// <summary>Adds a symbol.</summary>
    public void Add(PlacedHit placed)
    {
        switch (request.Format)
        {
            case PlaceFormat.Addr2line:
                AddPairs(placed);
                break;
            case PlaceFormat.Faddr2line:
                AddBlock(placed);
                break;
            default:
                AddLines(placed);
                break;
        }
    }

    private IEnumerable<SourcePlace> Shown(PlaceChain? chain) => chain is null ? []
        : request.Inline == InlineForm.None ? [chain.Outermost]
        : chain.Places;

    private void AddPairs(PlacedHit placed)
    {
        SourcePlace[] places = [.. Shown(placed.Place.Chain)];
        if (places.Length == 0)
        {
            _text.Append("??\n??:0\n");
        }

        foreach (SourcePlace place in places)
        {
            _text.Append(PrintableText.Of(Addr2lineText.SymbolOf(place))).Append('\n').Append(PrintableText.Of(Addr2lineText.Of(place))).Append('\n');
        }
    }

    private void AddBlock(PlacedHit placed)
    {
        SymbolHit hit = placed.Hit;
        FaddrText.AppendHead(
            _text, ref _hasBlocks, hit.Image.Listing.TextOf(hit.Entry), HexText.Of(hit.Offset), hit.Image.Sizes.Of(hit.Entry));
        FaddrText.Append(_text, [.. Shown(placed.Place.Chain)], excerpts);
    }

    private void AddLines(PlacedHit placed)
    {
        SymbolHit hit = placed.Hit;
        _text.Append(CultureInfo.InvariantCulture, $"{FoundSymbol.AddressOf(hit) + hit.Offset:x16} ");
        if (FoundSymbol.SectionOf(hit) is { } section)
        {
            _text.Append(CultureInfo.InvariantCulture, $"[{PrintableText.Of(hit.Image.Module ?? "")} {PrintableText.Of(section)}] ");
        }

        _text.Append(CultureInfo.InvariantCulture, $"{PrintableText.Of(hit.Image.Listing.TextOf(hit.Entry))}+0x{hit.Offset:x}");
        if (RustName.TryDemangle(hit.Image.Listing.NameOf(hit.Entry)) is { } readable)
        {
            _text.Append(CultureInfo.InvariantCulture, $" ({PrintableText.Of(readable)})");
        }

        PlaceChoice place = placed.Place;
        string places = place.IsAmbiguous
            ? $"{{{string.Join('|', place.Chains.Select(InLine).Distinct())}}}"
            : place.Chain is { } chain ? InLine(chain)
            : $"{Addr2lineText.Unknown}:?";
        string caller = placed.Caller is { } name ? $" in {PrintableText.Of(name)}" : "";
        _text.Append(CultureInfo.InvariantCulture, $" {places}{caller}\n");
        if (place is { IsAmbiguous: false, Chain: { } only })
        {
            AddRows(only);
        }
    }

    // What is in the line of the symbol itself.
    private string InLine(PlaceChain chain) => request.Inline == InlineForm.Line
        ? string.Join(" <- ", chain.Places.Select(place => PrintableText.Of(Addr2lineText.Of(place))))
        : PrintableText.Of(Addr2lineText.Of(chain.Outermost));

    private void AddRows(PlaceChain chain)
    {
        AddExcerpt(chain.Outermost);
        if (request.Inline != InlineForm.Rows)
        {
            return;
        }

        for (int i = chain.Places.Count - 2; i >= 0; i--)
        {
            SourcePlace place = chain.Places[i];
            string function = place.Function.Length > 0 ? place.Function : Addr2lineText.Unknown;
            _text.Append(CultureInfo.InvariantCulture, $"  {PrintableText.Of(function)} at {PrintableText.Of(Addr2lineText.Of(place))} (inlined)\n");
            AddExcerpt(place);
        }
    }

    private void AddExcerpt(in SourcePlace place)
    {
        foreach ((uint number, string text) in excerpts?.Of(place) ?? [])
        {
            char mark = number == place.Line ? '>' : ' ';
            _text.Append(CultureInfo.InvariantCulture, $"  {mark}{number,6}  {PrintableText.OfLines(text)}\n");
        }
    }
}
