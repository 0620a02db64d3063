// SPDX-License-Identifier: MIT OR GPL-2.0-only
using System.Diagnostics.CodeAnalysis;

namespace Kelf.ObjectFiles.Dwarf.Types;

/// <summary>The children of an entry, one after the other; what is in them is passed over.</summary>
/// <example><code>
/// foreach (TypeEntry member in structure.ChildrenOf(DwTag.Member)) { Console.WriteLine(Utf8Name.ToText(member.Name)); }
/// </code></example>
public ref struct ChildEntries
{
    private readonly DwarfUnit? _unit;
    private readonly DwTag _only;
    private readonly long _start;
    private DieReader _reader;
    private TypeEntry _current;

    internal ChildEntries(scoped in TypeEntry parent, DwTag only)
    {
        _only = only;
        if (parent.HasChildren)
        {
            _unit = parent.Unit;
            _start = parent.End;
            _reader = new DieReader(_unit, _start);
        }
    }

    /// <summary>The child.</summary>
    [UnscopedRef]
    public readonly ref readonly TypeEntry Current => ref _current;

    /// <summary>Bytes of the unit that were read or passed over so far.</summary>
    public readonly long BytesRead => _unit is null ? 0 : _reader.Position - _start;

    /// <summary>Moves to the next child.</summary>
    /// <exception cref="MalformedFileException">An entry is malformed.</exception>
    public bool MoveNext()
    {
        while (_unit is not null && _reader.Next() && _reader.Tag != DwTag.None)
        {
            if (_only == DwTag.None || _reader.Tag == _only)
            {
                _current = TypeEntry.Read(_unit, ref _reader);
                _reader.SkipChildren(_current.Sibling);
                return true;
            }

            _reader.SkipSubtree();
        }

        return false;
    }

    /// <summary>For <c>foreach</c>.</summary>
    public readonly ChildEntries GetEnumerator() => this;
}
