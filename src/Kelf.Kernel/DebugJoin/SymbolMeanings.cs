// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.DebugJoin.Layouts;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.DebugJoin;

/// <summary>How the value of a relocation is found.</summary>
internal enum MeaningKind : byte
{
    /// <summary>The linker was not asked: no relocation names the symbol.</summary>
    None,

    /// <summary>Value + addend.</summary>
    Sum,

    /// <summary>The value alone: what the symbol stood for is gone, and nothing is kept of the relocation but its place.</summary>
    Gone,

    /// <summary>The same, but the addend is kept.</summary>
    GoneWithAddend,

    /// <summary>The value alone, whatever the addend, as the symbol is in no section; the relocation is kept as it was.</summary>
    Fixed,

    /// <summary>The place of the string that the addend is the old offset of.</summary>
    String,

    /// <summary>The linker was asked for each addend.</summary>
    Place,
}

/// <summary>What a symbol means in a debugging section.</summary>
/// <param name="Kind">How the value of a relocation is found.</param>
/// <param name="Value">The symbol's value in the image.</param>
/// <param name="Symbol">The symbol that a kept relocation names.</param>
/// <param name="AddendChange">What is added to the addend of a kept relocation.</param>
internal readonly record struct SymbolMeaning(MeaningKind Kind, ulong Value, uint Symbol, long AddendChange);

/// <summary>What each symbol means in one debugging section: the linker's answers, and what is known of debugging sections themselves.</summary>
internal sealed class SymbolMeanings
{
    // A symbol has a number in the other list, as few of an object's symbols mean something in each of its sections.
    private readonly int[] _numbers;
    private readonly List<SymbolMeaning> _meanings = [default];
    private readonly Dictionary<SymbolQuestion, SymbolMeaning> _places = [];
    private readonly Dictionary<uint, DebugSection> _strings = [];

    private SymbolMeanings(int count) => _numbers = new int[count];

    /// <summary>Makes them of a section's answers.</summary>
    /// <param name="section">The section.</param>
    /// <param name="answers">What the linker has answered.</param>
    /// <param name="keepsAddends">As the layout of the linker says it.</param>
    /// <exception cref="UnknownLayoutException">The linker has given a reference between debugging sections another meaning.</exception>
    public static SymbolMeanings Make(DebugSection section, LinkerAnswers answers, bool keepsAddends)
    {
        DebugObject file = section.Owner;
        SymbolMeanings result = new(file.Symbols.Count);
        IReadOnlyList<LinkerAnswer> found = answers.For(section);
        for (int i = 0; i < found.Count; i++)
        {
            SymbolQuestion question = section.Questions[i];
            LinkerAnswer answer = found[i];
            if (file.SectionOf(file.Symbols[(int)question.Symbol]) is { } target && answer.Kept.Type != 0)
            {
                result.AddReference(section, question.Symbol, target, answer, answers);
                continue;
            }

            MeaningKind kind = !keepsAddends ? (answer.Kept.Type == 0 ? MeaningKind.Gone : MeaningKind.Sum)
                : answer.Kept.Type == 0 ? MeaningKind.GoneWithAddend
                : !answer.IsInSection ? MeaningKind.Fixed
                : MeaningKind.Sum;
            SymbolMeaning meaning = kind != MeaningKind.Sum
                ? new SymbolMeaning(kind, answer.Value, answer.Kept.SymbolIndex, 0)
                : new SymbolMeaning(
                    MeaningKind.Sum, answer.Value - (ulong)question.Addend, answer.Kept.SymbolIndex, answer.Kept.Addend - question.Addend);
            if (file.SymbolIsMerged(question.Symbol))
            {
                result._places[question] = meaning;
                meaning = new SymbolMeaning(MeaningKind.Place, 0, 0, 0);
            }

            result.Set(question.Symbol, meaning);
        }

        return result;
    }

    /// <summary>The value of a relocation, and what is kept of it.</summary>
    /// <param name="record">The relocation.</param>
    /// <param name="kept">Symbol, type and addend of the one that is kept; its offset is not changed.</param>
    /// <exception cref="MalformedFileException">A string is not in its section.</exception>
    public ulong Resolve(in ElfRelocation record, out ElfRelocation kept)
    {
        SymbolMeaning meaning = _meanings[_numbers[record.SymbolIndex]];
        if (meaning.Kind == MeaningKind.Place)
        {
            meaning = _places[new SymbolQuestion(record.SymbolIndex, record.Addend)];
        }

        switch (meaning.Kind)
        {
            case MeaningKind.Gone:
                kept = new ElfRelocation(record.Offset, 0, 0, 0);
                return meaning.Value;
            case MeaningKind.GoneWithAddend:
                kept = record with { Type = 0, SymbolIndex = 0 };
                return meaning.Value;
            case MeaningKind.Fixed:
                kept = record with { SymbolIndex = meaning.Symbol };
                return meaning.Value;
            case MeaningKind.String:
                DebugSection target = _strings[record.SymbolIndex];
                ulong offset = target.Output!.Strings!.PlaceOf(target, (ulong)record.Addend);
                kept = record with { SymbolIndex = meaning.Symbol, Addend = (long)offset };
                return offset;
            default:
                kept = record with { SymbolIndex = meaning.Symbol, Addend = record.Addend + meaning.AddendChange };
                return meaning.Value + (ulong)record.Addend;
        }
    }

    // The linker has seen small sections in place of these: where they really go is known here.
    private void AddReference(DebugSection section, uint symbol, DebugSection target, in LinkerAnswer answer, LinkerAnswers answers)
    {
        if (target.Output is null || answer.Value != answers.MarkOf(target))
        {
            throw new UnknownLayoutException(section.Owner.Path, $"{section.Name} refers to {target.Name}, which is not where it was linked to");
        }

        if (target.IsMerged)
        {
            _strings[symbol] = target;
            Set(symbol, new SymbolMeaning(MeaningKind.String, 0, answer.Kept.SymbolIndex, 0));
            return;
        }

        Set(symbol, new SymbolMeaning(
            MeaningKind.Sum, target.Position, answer.Kept.SymbolIndex, (long)target.Position + answer.Kept.Addend - (long)answer.Value));
    }

    private void Set(uint symbol, in SymbolMeaning meaning)
    {
        if (_numbers[symbol] == 0)
        {
            _numbers[symbol] = _meanings.Count;
            _meanings.Add(meaning);
            return;
        }

        _meanings[_numbers[symbol]] = meaning;
    }
}
