// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text;

using Kelf.Kernel.Lines;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Cli.Commands.SymbolPaths.Lookup;

/// <summary>Places in the form of <c>scripts/faddr2line</c>.</summary>
/// <example>
/// <code>
/// native_write_msr+0x6/0x27:
/// arch_static_branch at arch/x86/include/asm/msr.h:121
/// (inlined by) native_write_msr at arch/x86/include/asm/msr.h:125
/// </code>
/// </example>
internal static class FaddrText
{
    /// <summary>The line that a block begins with; between blocks is an empty one.</summary>
    /// <param name="text">Gets it.</param>
    /// <param name="hasBlocks">Whether there was a block before.</param>
    /// <param name="name">The function.</param>
    /// <param name="offset">The offset as it was written.</param>
    /// <param name="size">The size of the function in bytes.</param>
    public static void AppendHead(StringBuilder text, ref bool hasBlocks, string name, string offset, ulong size)
    {
        text.Append(
            CultureInfo.InvariantCulture, $"{(hasBlocks ? "\n" : "")}{PrintableText.Of(name)}+{PrintableText.Of(offset)}/0x{size:x}:\n");
        hasBlocks = true;
    }

    /// <summary>The places of a block, innermost first.</summary>
    /// <param name="text">Gets them.</param>
    /// <param name="places">The places; none where nothing is known.</param>
    /// <param name="excerpts">Shows the source of each, as with <c>--list</c>; or null.</param>
    public static void Append(StringBuilder text, IReadOnlyList<SourcePlace> places, SourceExcerpts? excerpts)
    {
        string blank = excerpts is null ? "" : "\n";
        if (places.Count == 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"{blank}?? ??:0\n");
        }

        for (int i = 0; i < places.Count; i++)
        {
            SourcePlace place = places[i];
            string by = i == 0 ? "" : "(inlined by) ";
            text.Append(
                CultureInfo.InvariantCulture,
                $"{blank}{by}{PrintableText.Of(Addr2lineText.SymbolOf(place))} at {PrintableText.Of(Addr2lineText.Of(place))}\n");
            foreach ((uint number, string line) in excerpts?.Of(place) ?? [])
            {
                string shown = number == place.Line ? $">{number}<" : $" {number} ";
                text.Append(CultureInfo.InvariantCulture, $"{shown}\t{PrintableText.OfLines(line)}\n");
            }
        }
    }
}
