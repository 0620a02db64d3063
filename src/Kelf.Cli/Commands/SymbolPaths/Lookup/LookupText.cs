// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text;

using Kelf.Kernel.Shared.Images;
using Kelf.Kernel.SymbolPaths.Lookup;
using Kelf.Kernel.SymbolPaths.Tracing;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Names;

namespace Kelf.Cli.Commands.SymbolPaths.Lookup;

/// <summary>The answers of <c>kelf lookup</c> for people: a line for each symbol.</summary>
/// <example>
/// <code>
/// ffffffff810b62d0     30 t kernel/irq/irqdesc.c:type_show  position 3 of 7, type_show@kernel_irq_irqdesc_c
/// </code>
/// </example>
internal static class LookupText
{
    // Of the functions that a copy is in.
    private const int MostShown = 8;

    /// <summary>All lines.</summary>
    public static string Lines(IEnumerable<SymbolAnswer> answers, FunctionUses? uses)
    {
        StringBuilder text = new();
        foreach (SymbolAnswer answer in answers)
        {
            foreach (SymbolHit hit in answer.Hits)
            {
                Append(text, answer.Query, hit);
                if (uses is not null)
                {
                    Append(text, uses.Of(hit), uses.CopiesOf(hit));
                }
            }

            foreach (UnlistedSymbol symbol in answer.Unlisted)
            {
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"{symbol.Symbol.Value:x16} {symbol.Symbol.Size,6:x} {symbol.Letter} {PrintableText.Of(symbol.Name)}  not in /proc/kallsyms\n");
            }
        }

        return text.ToString();
    }

    /// <summary>Inlined copies in words.</summary>
    public static string Describe(InlinedCopies copies)
    {
        string more = copies.Into.Count > MostShown ? $" and {copies.Into.Count - MostShown} more" : "";
        return $"{copies.Count} inlined {(copies.Count == 1 ? "copy" : "copies")}, in "
            + $"{string.Join(", ", copies.Into.Take(MostShown).Select(name => PrintableText.Of(RustName.TryDemangle(name) ?? name)))}{more}";
    }

    private static void Append(StringBuilder text, SymbolQuery query, SymbolHit hit)
    {
        SymbolImage image = hit.Image;
        ulong size = image.Sizes.Of(hit.Entry);
        ulong address = FoundSymbol.AddressOf(hit);
        text.Append(CultureInfo.InvariantCulture, $"{address:x16} {size,6:x} {FoundSymbol.LetterOf(hit)} ");
        if (FoundSymbol.SectionOf(hit) is { } section)
        {
            text.Append(CultureInfo.InvariantCulture, $"[{PrintableText.Of(image.Module ?? "")} {PrintableText.Of(section)}] ");
        }

        text.Append(PrintableText.Of(image.QualifiedName(hit.Entry)));
        if (query.Address is not null || query.Offset is not null || query.Line is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"+0x{hit.Offset:x}/0x{size:x}");
        }

        if (RustName.TryDemangle(image.Listing.NameOf(hit.Entry)) is { } readable)
        {
            text.Append(CultureInfo.InvariantCulture, $" ({PrintableText.Of(readable)})");
        }

        string notes = string.Join(", ", Notes(query, hit, address));
        text.Append(notes.Length > 0 ? $"  {notes}\n" : "\n");
    }

    private static IEnumerable<string> Notes(SymbolQuery query, SymbolHit hit, ulong address)
    {
        if (query.Offset is not null || query.Line is not null)
        {
            yield return $"at {address + hit.Offset:x16}";
        }

        if (FoundSymbol.VariantOf(hit) is { Count: > 0 } variant)
        {
            yield return FunctionVariant.Describe(variant);
        }

        if (hit.Image.Listing.EqualNames(hit.Entry) is > 1 and int equal)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"position {hit.Image.Listing.Rank(hit.Entry)} of {equal}");
            if (hit.Image.AliasOf(hit.Entry) is { } alias)
            {
                yield return PrintableText.Of(alias);
            }
        }
    }

    private static void Append(StringBuilder text, FunctionUse use, InlinedCopies? copies)
    {
        Append(text, "ftrace", use.Ftrace);
        Append(text, "kprobe", use.Kprobe);
        Append(text, "livepatch", use.Livepatch);
        if (copies is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"    inlined    {Describe(copies)}: not reached\n");
        }
    }

    private static void Append(StringBuilder text, string what, Verdict verdict) => text.Append(
        CultureInfo.InvariantCulture,
        $"    {what,-10} {(verdict.IsAllowed ? "yes" : "no")}{(verdict.Reason is { } reason ? $": {PrintableText.Of(reason)}" : "")}\n");
}
