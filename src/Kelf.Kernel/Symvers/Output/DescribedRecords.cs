// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Symvers;
using Kelf.Kernel.Symvers.Describe;
using Kelf.Kernel.Symvers.Selection;

namespace Kelf.Kernel.Symvers.Output;

/// <summary>
/// The records of a symtypes file: symbols that are described, then types. No symbol has the name of a type, which has a <c>#</c>;
/// if one had, it would come first.
/// </summary>
internal sealed class DescribedRecords : ISymtypesSource
{
    private readonly DescribedTypes _described;
    private readonly SymbolList _symbols;
    private readonly AliasGroups _groups;
    private readonly int[] _listed;
    private readonly int[] _names;

    public DescribedRecords(DescribedTypes described, SymbolList symbols, AliasGroups groups)
    {
        (_described, _symbols, _groups) = (described, symbols, groups);
        _listed = [.. Enumerable.Range(0, symbols.Count).Where(symbol => described.GroupTexts[groups.Of(symbol)] is not null)];
        _names = [.. Enumerable.Range(0, described.Types.Names.Count).Where(described.Types.Has)];
    }

    /// <inheritdoc/>
    public int Count => _listed.Length + _names.Length;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> NameOf(int record) =>
        record < _listed.Length ? _symbols[_listed[record]] : _described.Types.Names[_names[record - _listed.Length]];

    /// <inheritdoc/>
    public void WriteText(int record, IByteSink output) => _described.Types.Write(
        record < _listed.Length
            ? _described.TextOf(_listed[record], _groups.Of(_listed[record]))
            : _described.Types[_names[record - _listed.Length]],
        output);
}
