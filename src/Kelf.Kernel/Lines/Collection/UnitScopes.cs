// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Lines.Side;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Dwarf.Lists;
using Kelf.ObjectFiles.Dwarf.Places;
using Kelf.ObjectFiles.Dwarf.Symbols;
using Kelf.ObjectFiles.Hashes;
using Kelf.ObjectFiles.Names;

namespace Kelf.Kernel.Lines.Collection;

/// <summary>The functions of a unit's code, inlined ones too.</summary>
internal sealed class UnitScopes
{
    private const int NoFile = -1;

    private readonly DwarfUnit _unit;
    private readonly List<UnitScope> _scopes = [];
    private readonly Dictionary<UnitScope, int> _numbers = [];
    private readonly List<SideFunction> _functions = [];
    private readonly Dictionary<SideFunction, int> _functionNumbers = [];
    private readonly Dictionary<ulong, int> _functionOfEntry = new(KeyedHash.Numbers);

    private UnitScopes(DwarfUnit unit) => _unit = unit;

    /// <summary>Functions at places: each after that which it is inlined into.</summary>
    public IReadOnlyList<UnitScope> Scopes => _scopes;

    /// <summary>Names of functions.</summary>
    public IReadOnlyList<SideFunction> Functions => _functions;

    /// <summary>Runs of code, each with the number of its innermost scope, in the order of addresses.</summary>
    public IReadOnlyList<OwnedRange> Runs { get; private set; } = [];

    /// <summary>Reads them: at an address the last entry that has code there is the innermost, as entries stand before those in them.</summary>
    /// <exception cref="MalformedFileException">An entry is malformed.</exception>
    public static UnitScopes Read(DwarfUnit unit)
    {
        UnitScopes scopes = new(unit);
        List<OwnedRange> ranges = scopes.Walk();
        ranges.Reverse();
        scopes.Runs = RangePainter.Divide(ranges);
        return scopes;
    }

    private List<OwnedRange> Walk()
    {
        List<OwnedRange> ranges = [];
        // What the children of the current entry are in, and how many functions that is.
        List<(int Scope, int Functions)> around = [(SideSegment.Nothing, 0)];
        CodeEntries entries = CodeEntries.Of(_unit);
        while (entries.Next())
        {
            (int parent, int functions) = around[entries.Depth];
            around.RemoveRange(entries.Depth + 1, around.Count - entries.Depth - 1);
            if (entries.Ranges.IsEmpty)
            {
                entries.SkipChildren();
                continue;
            }

            bool isInlined = entries.Tag == DwTag.InlinedSubroutine;
            if (entries.Tag == DwTag.LexicalBlock || (isInlined && functions == SourceSearch.MostFrames))
            {
                around.Add((parent, functions)); // a part of the function around it
                continue;
            }

            InlinedCall call = entries.Call;
            int scope = NumberOf(new UnitScope(
                isInlined ? parent : SideSegment.Nothing, FunctionOf(entries.Entry),
                isInlined && call.File is <= int.MaxValue and { } file ? (int)file : NoFile, isInlined ? call.Line : 0, isInlined));
            around.Add((scope, isInlined ? functions + 1 : 1));
            foreach (AddressRange range in entries.Ranges)
            {
                ranges.Add(new OwnedRange(range.Start, range.End, scope));
            }
        }

        return ranges;
    }

    private int NumberOf(in UnitScope scope)
    {
        if (!_numbers.TryGetValue(scope, out int number))
        {
            _numbers[scope] = number = _scopes.Count;
            _scopes.Add(scope);
        }

        return number;
    }

    // Instances of a function have one entry in common, which has the name.
    private int FunctionOf(DieReference entry)
    {
        DieReader reader = entry.Read();
        SymbolEntry symbol = reader.Next() ? SymbolEntry.Read(entry.Unit, ref reader) : default;
        bool isUnnamed = symbol.Name.Form == DwForm.None && symbol.LinkageName.Form == DwForm.None;
        DieReference named = isUnnamed && symbol.AbstractOrigin.Form != DwForm.None
            ? entry.Unit.Resolve(symbol.AbstractOrigin)
            : entry;
        if (!_functionOfEntry.TryGetValue(named.Offset.Value, out int number))
        {
            FunctionName name = FunctionName.Find(named);
            SideFunction function = new(name.ToString(), Utf8Name.ToText(name.LinkageName));
            if (!_functionNumbers.TryGetValue(function, out number))
            {
                _functionNumbers[function] = number = _functions.Count;
                _functions.Add(function);
            }

            _functionOfEntry[named.Offset.Value] = number;
        }

        return number;
    }
}

/// <summary>A function at a place in code.</summary>
/// <param name="Parent">Number of the scope that it was inlined into, or <see cref="SideSegment.Nothing"/>.</param>
/// <param name="Function">Number of its name.</param>
/// <param name="CallFile">Number of the file of the call in the unit, or -1 when it is not known.</param>
/// <param name="CallLine">Line of the call, or 0.</param>
/// <param name="IsInlined">Whether it was inlined.</param>
internal readonly record struct UnitScope(int Parent, int Function, int CallFile, uint CallLine, bool IsInlined);
