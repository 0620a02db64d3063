// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.DebugJoin;
using Kelf.Kernel.Lines;
using Kelf.Kernel.Shared.Threads;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Dwarf.Types;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Modpost.Places;

/// <summary>
/// Knows from debugging information where in the source the code and the data of an object are. Nothing is read before it is asked:
/// most objects have no reference that is to be explained.
/// </summary>
internal sealed class ObjectPlaces(ElfFile file) : IDisposable
{
    private readonly List<string> _failures = [];
    private readonly MemberTables _members = new();
    private readonly Dictionary<DieOffset, Declared> _declared = [];
    private ulong[]? _addresses;
    private DwarfLines? _lines;
    private VariableIndex? _variables;

    /// <summary>Whether the object was linked without the debugging information of its parts.</summary>
    public bool IsLinkedApart => LinkedStandIns.Is(file);

    /// <summary>Whether the object has debugging information.</summary>
    public bool HasLines { get; } = DwarfLines.AreIn(file) && !LinkedStandIns.Is(file);

    /// <summary>What is malformed or missing and was left out so far.</summary>
    public IReadOnlyList<string> Failures => _failures;

    private ulong[] Addresses => _addresses ??= SectionSpread.Of(file);

    // Whoever reads objects uses all threads for that.
    private DwarfLines Lines => _lines ??= DwarfLines.Open(
        file, Addresses, [], budget: null, WorkerSource.None, diagnostic => _failures.Add(diagnostic.ToString()));

    /// <summary>Finds the places of code, many at once; see <see cref="DwarfLines.Find"/>.</summary>
    public IReadOnlyList<PlaceChain>[] OfCode(IReadOnlyList<(ElfSection Section, ulong Offset)> places) => HasLines
        ? Lines.Find([.. places.Select(place => Addresses[place.Section.Index.Value] + place.Offset)])
        : [.. places.Select(_ => Array.Empty<PlaceChain>())];

    /// <summary>Finds the variable that an offset of a section is in; null when none is known there.</summary>
    public DataPlace? OfData(ElfSection section, ulong offset)
    {
        if (!HasLines || Lines.Dwarf is not { } dwarf)
        {
            return null;
        }

        _variables ??= VariableIndex.Read(dwarf, malformed => _failures.Add(malformed.Message));
        ulong address = Addresses[section.Index.Value] + offset;
        try
        {
            return _variables.AtOrBefore(address) is { } found && found.Address >= Addresses[section.Index.Value]
                ? Describe(found.Entry, address - found.Address)
                : null;
        }
        catch (MalformedFileException malformed)
        {
            _failures.Add(malformed.Message);
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _lines?.Dispose();

    private DataPlace? Describe(DieReference entry, ulong offset)
    {
        if (!_declared.TryGetValue(entry.Offset, out Declared variable))
        {
            _declared.Add(entry.Offset, variable = Read(entry));
        }

        if (offset >= variable.Size)
        {
            return null;
        }

        StringBuilder path = new();
        List<MemberStep> steps = [];
        string name = _members.Find(variable.Type, offset, path, steps);
        return new DataPlace(name, path.ToString(), steps, variable.File, variable.Line);
    }

    // The definition of a variable that a header declares has its type there (DW_AT_specification).
    private Declared Read(DieReference entry)
    {
        TypeEntry variable = TypeEntry.ReadAt(entry.Unit, entry.Offset);
        TypeEntry declaration = variable.TryOrigin(out TypeEntry origin) ? origin : variable;
        if (!(variable.HasType ? variable : declaration).TryType(out TypeEntry type) || !TypeSize.TryFind(type, out ulong size))
        {
            return default;
        }

        TypeEntry place = variable.HasDeclFile ? variable : declaration;
        uint line = Line(variable) is var own and not 0 ? own : Line(declaration);
        return new Declared(
            type, size, place.HasDeclFile && place.Unit.Root.LineTable is not null ? Lines.PathOf(place.Unit, place.DeclFile) : null, line);
    }

    private static uint Line(in TypeEntry entry) =>
        entry.TryFind(DwAttribute.DeclLine, out AttributeValue value) && value.TryConstant(out ulong line) && line <= uint.MaxValue ? (uint)line : 0;

    /// <summary>What a variable's entry says; of size 0 when it says no type.</summary>
    private readonly record struct Declared(TypeEntry Type, ulong Size, string? File, uint Line);
}
