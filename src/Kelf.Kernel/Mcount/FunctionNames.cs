// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Mcount;

/// <summary>Finds the functions that records of a table lie in.</summary>
public sealed class FunctionNames
{
    private readonly ElfFile _file;
    private readonly ObjectSymbols _symbols;
    private readonly List<Candidate> _candidates = [];

    private FunctionNames(ElfFile file)
    {
        (_file, _symbols) = (file, ObjectSymbols.Find(file));
        for (int i = 1; _symbols.Section is not null && i < _symbols.Table.Count; i++)
        {
            ElfSymbol symbol = _symbols.Table[i];
            if (symbol.Type is ElfSymbolType.Function or ElfSymbolType.NoType && symbol.SectionNumber != 0
                && symbol.SectionNumber < (uint)file.Sections.Length && IsName(_symbols.Table.NameOf(symbol)))
            {
                bool isFunction = symbol.Type == ElfSymbolType.Function;
                _candidates.Add(new Candidate(symbol.SectionNumber, symbol.Value, isFunction, i));
            }
        }

        _candidates.Sort(ByPlace);
    }

    /// <summary>The functions of a file.</summary>
    /// <exception cref="MalformedFileException">The symbol table is malformed.</exception>
    public static FunctionNames Of(ElfFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return new FunctionNames(file);
    }

    /// <summary>The nearest symbol at or before a record's place in its section.</summary>
    /// <returns><c>name</c> or <c>name+0x4</c>; empty when there is none.</returns>
    public string At(McountRecord record)
    {
        if ((long)record.Offset < 0)
        {
            return string.Empty; // before the section, by the machine's adjustment (s390)
        }

        int low = 0, high = _candidates.Count;
        while (low < high)
        {
            int middle = low + ((high - low) / 2);
            Candidate candidate = _candidates[middle];
            bool isBefore = candidate.Section != record.Section
                ? candidate.Section < record.Section
                : candidate.Value <= record.Offset;
            (low, high) = isBefore ? (middle + 1, high) : (low, middle);
        }

        if (low == 0 || _candidates[low - 1].Section != record.Section)
        {
            return string.Empty;
        }

        Candidate nearest = _candidates[low - 1];
        string name = Encoding.UTF8.GetString(_symbols.Table.NameOf(_symbols.Table[nearest.Symbol]));
        return nearest.Value == record.Offset ? name : $"{name}+0x{record.Offset - nearest.Value:x}";
    }

    /// <summary>Name of a record's section; empty for an absolute place.</summary>
    public string SectionOf(McountRecord record) => _file.Sections[(int)record.Section].Name;

    // $a, $t, $d of ARM and the like tell code from data.
    private static bool IsName(ReadOnlySpan<byte> name) => name is [not (byte)'$', ..];

    // Of several symbols of one place the last is taken: a function, the one that comes first in the symbol table.
    private static int ByPlace(Candidate a, Candidate b) =>
        a.Section != b.Section ? a.Section.CompareTo(b.Section)
        : a.Value != b.Value ? a.Value.CompareTo(b.Value)
        : a.IsFunction != b.IsFunction ? a.IsFunction.CompareTo(b.IsFunction)
        : b.Symbol.CompareTo(a.Symbol);

    private readonly record struct Candidate(uint Section, ulong Value, bool IsFunction, int Symbol);
}
