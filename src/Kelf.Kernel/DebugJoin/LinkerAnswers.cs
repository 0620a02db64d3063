// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.DebugJoin.Layouts;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.DebugJoin;

/// <summary>What the linker says of a symbol in a debugging section.</summary>
/// <param name="Value">What it has written: the symbol's value and the question's addend, or what it writes for what is gone.</param>
/// <param name="Kept">The relocation that it has kept: its type is 0 when what the symbol stood for is gone.</param>
/// <param name="IsInSection">False when the symbol of that one is in no section: it is absolute, or nothing defines it.</param>
internal readonly record struct LinkerAnswer(ulong Value, ElfRelocation Kept, bool IsInSection);

/// <summary>Reads what the linker answered to the questions of stand-ins, and where it put them.</summary>
internal sealed class LinkerAnswers
{
    private readonly Dictionary<DebugSection, (ulong Mark, LinkerAnswer[] Answers)> _found = [];

    private LinkerAnswers(IReadOnlyList<JoinedSection> sections) => Sections = sections;

    /// <summary>The debugging sections of the image, in the order of their headers.</summary>
    public IReadOnlyList<JoinedSection> Sections { get; }

    /// <summary>Where a section's stand-in is in its section of the image.</summary>
    public ulong MarkOf(DebugSection section) => _found[section].Mark;

    /// <summary>The answers to a section's questions.</summary>
    public IReadOnlyList<LinkerAnswer> For(DebugSection section) => _found[section].Answers;

    /// <summary>Reads an image that was linked of stand-ins.</summary>
    /// <param name="image">The image.</param>
    /// <param name="sections">The sections that stand-ins were made for, by their numbers from 1.</param>
    /// <exception cref="UnknownLayoutException">The linker has done something else with them than to put one after the other.</exception>
    public static LinkerAnswers Read(ElfFile image, IReadOnlyList<DebugSection> sections)
    {
        Dictionary<uint, ElfSection> relocations = [];
        foreach (ElfSection section in image.SectionsOfType(ElfSectionType.RelocationsWithAddends).Where(section => !section.IsAllocated))
        {
            if (!relocations.TryAdd(section.Info, section))
            {
                throw new UnknownLayoutException(image.Image.Source.File, $"{section.Name} is not alone with the relocations of its section");
            }
        }

        List<JoinedSection> joined = [];
        LinkerAnswers result = new(joined);
        foreach (ElfSection header in image.Sections)
        {
            if (DebugSection.IsDebug(header))
            {
                JoinedSection section = new(header, relocations.GetValueOrDefault(header.Index.Value));
                result.Read(image, section, sections);
                joined.Add(section);
                SetTurns(section);
            }
        }

        return result;
    }

    // Members of an archive are linked when something asks for them.
    private static void SetTurns(JoinedSection joined)
    {
        if (joined.Header.Name == ".debug_info")
        {
            int turn = 0;
            foreach (DebugSection part in joined.Inputs)
            {
                part.Owner.Turn = ++turn;
            }
        }
    }

    private void Read(ElfFile image, JoinedSection joined, IReadOnlyList<DebugSection> sections)
    {
        ElfSection header = joined.Header;
        Region contents = image.Contents(header);
        ElfSymbolTable symbols = image.SymbolTable;
        ElfRelocationTable records = joined.RelocationHeader is { } relocations ? image.Relocations(relocations) : default;
        bool isMerged = (header.Flags & ElfSectionFlags.Merge) != 0;
        long record = 0;
        ulong position = 0, size = (ulong)contents.Length;
        while (position < size)
        {
            int length = (int)Math.Min(size - position, StandIn.StringMarkSize);
            uint number = StandIn.ReadMark(contents.Span(position, length), image.ByteOrder, isMerged);
            if (number == 0 && contents.Span(position, 1)[0] == 0)
            {
                position++; // between parts
                continue;
            }

            if (header.Address != 0 || number - 1 >= (uint)sections.Count || sections[(int)number - 1] is not { Output: null } part)
            {
                throw new UnknownLayoutException(image.Image.Source.File, $"{header.Name}+0x{position:x} is not what was linked");
            }

            joined.Add(part);
            ulong mark = position;
            position += (uint)(isMerged ? StandIn.StringMarkSize : StandIn.MarkSize);
            LinkerAnswer[] answers = new LinkerAnswer[part.Questions.Count];
            for (int i = 0; i < answers.Length; i++, record++)
            {
                ElfRelocation kept = record < records.Count ? records[record] : default;
                if (kept.Offset != position)
                {
                    throw new UnknownLayoutException(image.Image.Source.File, $"{header.Name}: no relocation is kept at 0x{position:x}");
                }

                ElfSymbol symbol = symbols[checked((int)kept.SymbolIndex)];
                answers[i] = new LinkerAnswer(
                    contents.Read(image.ByteOrder, position).Offset(image.Layout.Is64), kept,
                    symbol is { IsUndefined: false, SectionNumber: not ElfSymbol.AbsoluteSection });
                position += (uint)image.Layout.WordSize;
            }

            _found[part] = (mark, answers);
        }

        if (record != records.Count)
        {
            throw new UnknownLayoutException(image.Image.Source.File, $"{header.Name} has {records.Count} relocations, and {record} were linked");
        }
    }
}
