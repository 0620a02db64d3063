// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Lines;
using Kelf.Kernel.Modpost.Messages;
using Kelf.Kernel.Modpost.Objects;
using Kelf.Kernel.Modpost.Places;
using Kelf.Kernel.Shared.Images;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Modpost.References;

/// <summary>
/// Explains the mismatches of an object: the lines of both ends, how the code came there by inlining, why it is forbidden and what is
/// done about it. All lines of an object are looked up at once, when its last reference was looked at.
/// </summary>
/// <param name="scanned">The object.</param>
/// <param name="places">Knows its places in the source.</param>
/// <param name="names">How symbols are called.</param>
internal sealed class MismatchExplanations(ScannedObject scanned, ObjectPlaces places, SymbolNaming names)
{
    private readonly List<(int Note, SectionMismatch Mismatch)> _open = [];

    /// <summary>Keeps the place for the explanation of a mismatch that was told just now.</summary>
    public void Add(in SectionMismatch mismatch) => _open.Add((scanned.Messages.Reserve(), mismatch));

    /// <summary>Writes the explanations into their places.</summary>
    public void Tell()
    {
        List<(ElfSection Section, ulong Offset)> code = [];
        foreach ((_, SectionMismatch mismatch) in _open)
        {
            code.Add((mismatch.Source, mismatch.Offset));
            code.Add((mismatch.Target, DestinationOf(mismatch).Offset));
        }

        IReadOnlyList<PlaceChain>[] chains = places.OfCode(code);
        for (int i = 0; i < _open.Count; i++)
        {
            (int note, SectionMismatch mismatch) = _open[i];
            string text = Explain(mismatch, chains[2 * i], chains[(2 * i) + 1]);
            scanned.Messages.Tell(note, Latin1.OfPath(text + (i == 0 ? WhatIsMissing() : "")));
        }
    }

    private string Explain(in SectionMismatch mismatch, IReadOnlyList<PlaceChain> from, IReadOnlyList<PlaceChain> to)
    {
        string source = NameOf(mismatch.SourceSymbol) ?? $"the code or data at {Name(mismatch.Source)}+0x{mismatch.Offset:x}";
        (int symbol, ulong offset) = DestinationOf(mismatch);
        string target = NameOf(symbol) ?? $"what is at {Name(mismatch.Target)}+0x{offset:x}";
        bool isData = !IsCode(mismatch.Source);
        string? annotation = MismatchAdvice.AnnotationOf(mismatch.Target);
        StringBuilder text = new();
        PlaceChain? chain = isData ? null : from.Preferred(source, out _);
        Line(text, "from", isData
            ? $"{source}{DataText(places.OfData(mismatch.Source, mismatch.Offset))}, in {SectionText(mismatch.Source)}"
            : $"{ChainText(chain, source)}, in {SectionText(mismatch.Source)}");
        string place = IsCode(mismatch.Target)
            ? PlaceText(to.Preferred(target, out _)?.Outermost)
            : DataText(places.OfData(mismatch.Target, offset));
        Line(text, "to", $"{target}{place}, in {SectionText(mismatch.Target)}");
        Line(text, "why", MismatchAdvice.ReasonOf(mismatch.Kind));
        foreach (string cure in MismatchAdvice.CuresOf(mismatch.Kind, isData, source, target, annotation ?? "the annotation"))
        {
            Line(text, "cure", cure);
        }

        foreach (string hint in Hints(mismatch, chain))
        {
            Line(text, "note", hint);
        }

        return text.ToString(0, text.Length - 1);
    }

    // What the compiler did, and the author did not write.
    private IEnumerable<string> Hints(SectionMismatch mismatch, PlaceChain? chain)
    {
        foreach (int symbol in new[] { mismatch.SourceSymbol, DestinationOf(mismatch).Symbol }.Where(symbol => symbol >= 0))
        {
            string function = PrintableText.Of(FunctionVariant.FunctionOf(names(symbol), out IReadOnlyList<VariantKind> kinds));
            if (kinds.Count > 0)
            {
                yield return $"{NameOf(symbol)} is a {FunctionVariant.Describe(kinds)} of {function}: the annotation belongs to {function}";
            }
        }

        if (chain?.Outermost is { File: { } file, Function: { Length: > 0 } outer } && file.EndsWith(".h", StringComparison.Ordinal))
        {
            yield return $"{PrintableText.Of(outer)} is an inline function of a header that the compiler did not inline here: mark it "
                + "__always_inline, if its callers may use the target";
        }
        else if (chain is { Places: [{ IsInlined: true } inner, ..] })
        {
            yield return $"the reference was written in {PrintableText.Of(inner.Function)}, which was inlined here; where the compiler does not "
                + "inline it, the message names it instead";
        }
    }

    private string WhatIsMissing()
    {
        StringBuilder text = new();
        if (!places.HasLines)
        {
            text.Append('\n');
            string advice = places.IsLinkedApart ? "was linked without debugging information: build it without the tool debug (KELF_TOOLS)"
                : "has no debugging information: set CONFIG_DEBUG_INFO_DWARF_TOOLCHAIN_DEFAULT=y, or compile with KCFLAGS=-g,";
            Line(text, "lines", $"{PrintableText.Of(Latin1.ToPath(scanned.Path))} {advice} to see source lines and inlined functions here");
            text.Length--;
        }

        foreach (string failure in places.Failures.Distinct())
        {
            text.Append('\n');
            Line(text, "lines", PrintableText.Of(failure));
            text.Length--;
        }

        return text.ToString();
    }

    private static void Line(StringBuilder text, string what, string line) => text.Append(' ', 4).Append((what + ":").PadRight(7)).Append(line).Append('\n');

    private static string ChainText(PlaceChain? chain, string symbol)
    {
        if (chain is null)
        {
            return symbol;
        }

        StringBuilder text = new();
        foreach (SourcePlace place in chain.Places)
        {
            bool isLast = !place.IsInlined;
            text.Append(text.Length > 0 ? ", inlined into\n           " : "")
                .Append(isLast ? symbol : PrintableText.Of(place.Function.Length > 0 ? place.Function : Addr2lineText.Unknown)).Append(PlaceText(place));
        }

        return text.ToString();
    }

    private static string PlaceText(SourcePlace? place) =>
        place is { File: not null } known ? $" at {PrintableText.Of(Addr2lineText.Of(known))}" : "";

    private static string DataText(DataPlace? place) => place is null
        ? ""
        : PrintableText.Of(place.Path) + (place.Type.Length > 0 ? $" ({PrintableText.Of(place.Type)})" : "")
            + PlaceText(new SourcePlace("", "", place.File, place.Line, 0, 0, false));

    private static string SectionText(ElfSection section) =>
        Name(section) + (MismatchAdvice.AnnotationOf(section) is { } annotation ? $" ({annotation})" : "");

    private static string Name(ElfSection section) => PrintableText.Of(section.Name);

    private static bool IsCode(ElfSection section) => (section.Flags & ElfSectionFlags.Executable) != 0;

    private string? NameOf(int symbol) => symbol < 0 ? null : PrintableText.Of(names(symbol));

    // The message has no name where none is near the address that modpost computes. On x86 that address is 4 before the real one when it is
    // relative to the next instruction (System V ABI, AMD64 supplement, "Relocation Types").
    private (int Symbol, ulong Offset) DestinationOf(in SectionMismatch mismatch)
    {
        if (mismatch.TargetSymbol >= 0)
        {
            return (mismatch.TargetSymbol, scanned.Symbols[mismatch.TargetSymbol].Value);
        }

        bool isRelative = scanned.File.Machine is ElfMachine.X8664 or ElfMachine.I386 && IsCode(mismatch.Source);
        ulong offset = mismatch.Address + (isRelative ? 4ul : 0);
        offset = offset < mismatch.Target.Size ? offset : 0;
        return (scanned.Nearest.AtOrBelow(mismatch.Target.Index.Value, offset), offset);
    }
}
