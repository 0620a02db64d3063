// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Symvers.Describe;
using Kelf.Kernel.Symvers.Entries;
using Kelf.Kernel.Symvers.Selection;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Dwarf.Types;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Symvers.Explain;

/// <summary>Why nothing describes a symbol, and what can be done.</summary>
internal static class MissingInformation
{
    private const int MostEntries = 5;

    /// <summary>Writes the reason.</summary>
    public static void Explain(SymversAnalysis analysis, int symbol, ExplanationFacts facts)
    {
        byte[] name = analysis.Symbols[symbol].ToArray();
        List<string> entries = FindEntries(analysis.Dwarf, name);
        foreach (string entry in entries)
        {
            facts.Add("entry", entry);
        }

        (string reason, string advice) = name.AsSpan().StartsWith(SymbolList.PointerPrefix)
            ? ("the name is that of a symbol pointer, which carries the type of another symbol", "list the other symbol")
            : entries.Count > 0 && analysis.Groups.Addresses[symbol] is not null && (analysis.Options.PerUnit || analysis.Options.Canonical)
            ? ("the entries of that name only declare the symbol, or are those of another function or variable of that name, at another address",
                "if it is written in assembler, its file is versioned by the prototype in asm/asm-prototypes.h: FILE.gendwarfksyms.o has it")
            : entries.Count > 0
            ? ("the entries of that name are not those of an exported function or variable",
                "declare the symbol where it is exported, outside of functions")
            : Judge(analysis.Elf, name);
        facts.Add("reason", reason);
        facts.Add("advice", advice);
    }

    private static (string Reason, string Advice) Judge(ElfFile elf, byte[] name)
    {
        ElfSymbolTable symbols = elf.SymbolTable;
        for (int i = 1; i < symbols.Count; i++)
        {
            ElfSymbol symbol = symbols[i];
            if (symbols.NameOf(symbol).SequenceEqual(name))
            {
                return Judge(elf, symbol);
            }
        }

        return ("the object has no symbol of that name", "look for the object that defines it; nm -A lists names");
    }

    private static (string Reason, string Advice) Judge(ElfFile elf, ElfSymbol symbol)
    {
        if (symbol.IsUndefined)
        {
            return ("the object uses the symbol but does not define it, and nothing declares its type here",
                "ask the object that defines it");
        }

        string place = symbol.SectionNumber < (uint)elf.Sections.Length ? elf.Sections[(int)symbol.SectionNumber].Name : "no section";
        return ($"the symbol is defined in {place}, but no entry of the debugging information has its name",
            "if it is written in assembler, put its prototype into asm/asm-prototypes.h; if it is C, compile its file with -g");
    }

    /// <summary>Entries of that name that do not count, with where they stand.</summary>
    private static List<string> FindEntries(DwarfFile dwarf, byte[] name)
    {
        List<string> found = [];
        DwarfUnit[] units = [.. dwarf.Units, .. dwarf.SupplementaryDwarf is { } other ? other.Units : default];
        foreach (DwarfUnit unit in units)
        {
            Stack<DwTag> scopes = [];
            DieReader reader = unit.Entries();
            while (reader.Next() && found.Count < MostEntries)
            {
                if (reader.Tag == DwTag.None)
                {
                    scopes.TryPop(out _);
                    continue;
                }

                (DieOffset entry, DwTag tag, bool hasChildren) = (reader.Offset, reader.Tag, reader.HasChildren);
                if (TypeEntry.Read(unit, ref reader).Name.SequenceEqual(name))
                {
                    string scope = scopes.TryPeek(out DwTag outer) && outer != DwTag.CompileUnit ? $", inside a {Word(outer)}" : "";
                    found.Add(EntryErrors.Describe(unit, entry, $"{Word(tag)} {PrintableText.Of(name)}{scope}"));
                }

                if (hasChildren)
                {
                    scopes.Push(tag);
                }
            }
        }

        return found;
    }

    private static string Word(DwTag tag) => tag switch
    {
        DwTag.Subprogram => "function",
        DwTag.FormalParameter => "parameter",
        DwTag.Variable => "variable",
        DwTag.Member => "member",
        DwTag.Typedef => "typedef",
        DwTag.StructureType => "structure",
        DwTag.UnionType => "union",
        DwTag.EnumerationType => "enumeration",
        DwTag.Enumerator => "enumerator",
        _ => tag.ToString(),
    };
}
