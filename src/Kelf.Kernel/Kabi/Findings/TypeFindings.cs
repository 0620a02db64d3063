// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Kabi.Compare;
using Kelf.Kernel.Kabi.Fixes;
using Kelf.Kernel.Kabi.Reports;
using Kelf.Kernel.Kabi.Shapes;
using Kelf.Kernel.Kabi.Snapshots;
using Kelf.Kernel.Kabi.Types;

namespace Kelf.Kernel.Kabi.Findings;

/// <summary>What each changed record means.</summary>
internal sealed class TypeFindings
{
    private readonly Snapshot _old;
    private readonly Snapshot _new;
    private readonly TypeDifferences _differences;
    private readonly RecordTable _table;
    private readonly ShapeReader _shapes;
    private readonly DefinitionVariants _variants;
    private readonly Lazy<HashSet<int>> _embedded;
    private readonly ShiftedTypes _shifted;
    private readonly FixSearch _fixes;

    public TypeFindings(Snapshot old, Snapshot @new, TypeDifferences differences, MacroStyle? style)
    {
        (_old, _new, _differences, _table) = (old, @new, differences, differences.Table);
        _shapes = new ShapeReader(_table);
        _variants = new DefinitionVariants(_table);
        _embedded = new Lazy<HashSet<int>>(() => EmbeddedTypes.Find(_table));
        _shifted = new ShiftedTypes(_table, differences.Changes);
        _fixes = new FixSearch(_table, style);
    }

    /// <summary>A finding for each changed record.</summary>
    public List<Finding> Find() => [.. _differences.Changes.Select(Describe)];

    private Finding Describe(RecordChange change)
    {
        int name = _table.NameOf(change.Old);
        CorpusFile oldFile = FileOf(_old.Types!, change.Exports, change.Old), newFile = FileOf(_new.Types!, change.Exports, change.New);
        TypeSizes oldSizes = new(_shapes, oldFile), newSizes = new(_shapes, newFile);
        TypeNode before = _shapes.Read(change.Old), after = _shapes.Read(change.New);
        List<Effect> effects = [.. Effects(change, before, after, oldSizes, newSizes).Select(effect => Judged(effect, name))];
        if (effects.Count == 0)
        {
            effects.Add(Effect.Of(ChangeKind.TypeChanged, "the words of the records differ"));
        }

        int cause = _shifted.CauseOf(change);
        string text = _table.TextOf(name);
        string[] exports = Array.ConvertAll(change.Exports, _table.TextOf);
        return new Finding
        {
            Subject = text,
            Effects = [.. effects.OrderByDescending(effect => effect.Impact).ThenBy(effect => KindRank.Of(effect.Kind))],
            Exports = exports,
            Modules =
            [
                .. exports.Select(export => _old.Exports.GetValueOrDefault(export)?.Module ?? "").Where(module => module.Length > 0)
                    .Distinct().Order(Utf8Order.Instance),
            ],
            Old = Encoding.UTF8.GetString(_table.LineOf(change.Old)),
            New = Encoding.UTF8.GetString(_table.LineOf(change.New)),
            OldLines = ShapePrinter.Print(before, text, oldSizes),
            NewLines = ShapePrinter.Print(after, text, newSizes),
            IsOfType = true,
            Because = cause >= 0 ? _table.TextOf(cause) : null,
            // What only follows from another change is mended with that.
            Fixes = cause >= 0 ? [] : Fixes(change, (before, after), (oldSizes, newSizes), newFile, effects),
        };
    }

    private List<Fix> Fixes(
        RecordChange change, (TypeNode Old, TypeNode New) types, (TypeSizes Old, TypeSizes New) sizes, CorpusFile newFile, List<Effect> effects)
    {
        Impact worst = effects.Max(effect => effect.Impact);
        if (!_table.IsDeclaration(change.Old) && !_table.IsDeclaration(change.New))
        {
            return _fixes.Find(change, types, sizes, newFile, worst, _embedded.Value.Contains(_table.NameOf(change.Old)));
        }

        return _table.IsDeclaration(change.New) || worst == Impact.Break ? []
            : _fixes.Visible(change, types.New, sizes.New, newFile, isProved: _variants.Of(_old.Types!, _table.NameOf(change.New)).Contains(change.New));
    }

    private List<Effect> Effects(RecordChange change, TypeNode before, TypeNode after, TypeSizes oldSizes, TypeSizes newSizes)
    {
        bool wasDeclared = _table.IsDeclaration(change.Old), isDeclared = _table.IsDeclaration(change.New);
        return wasDeclared != isDeclared
            ? Visible(wasDeclared, wasDeclared ? change.New : change.Old, oldSizes, newSizes)
            : Differences(before, after, oldSizes, newSizes);
    }

    // Is the definition that of the other build, where some file of it has one?
    private List<Effect> Visible(bool becameDefined, int definition, TypeSizes oldSizes, TypeSizes newSizes)
    {
        ChangeKind kind = becameDefined ? ChangeKind.BecameDefined : ChangeKind.BecameDeclaration;
        string known = becameDefined ? "it was known by name only, and is known in full" : "it was known in full, and is known by name only";
        Corpus other = becameDefined ? _old.Types! : _new.Types!;
        IReadOnlyList<int> variants = _variants.Of(other, _table.NameOf(definition));
        if (variants.Contains(definition))
        {
            return [new Effect(kind, Impact.Info, $"{known}; its definition is the same in both builds")];
        }

        if (variants.Count == 0)
        {
            return [new Effect(kind, Impact.Risk, $"{known}; the {(becameDefined ? "old" : "new")} build has no definition to compare with")];
        }

        (TypeNode before, TypeNode after) = becameDefined
            ? (_shapes.Read(variants[0]), _shapes.Read(definition)) : (_shapes.Read(definition), _shapes.Read(variants[0]));
        List<Effect> found = Differences(before, after, oldSizes, newSizes);
        Impact worst = found.Count == 0 ? Impact.Break : found.Max(effect => effect.Impact);
        return [new Effect(kind, worst, $"{known}; its definition is another one than in the {(becameDefined ? "old" : "new")} build"), .. found];
    }

    private static List<Effect> Differences(TypeNode before, TypeNode after, TypeSizes oldSizes, TypeSizes newSizes)
    {
        TypeDifference types = new(oldSizes, newSizes);
        switch (before.Kind, after.Kind)
        {
            case (NodeKind.Structure, NodeKind.Structure) or (NodeKind.Union, NodeKind.Union):
                return MemberDifferences.Find(before, after, oldSizes, newSizes);
            case (NodeKind.Enumeration, NodeKind.Enumeration):
                return EnumeratorDifferences.Find(before, after);
            case (NodeKind.Function or NodeKind.Variable, NodeKind.Function or NodeKind.Variable):
                return PrototypeDifferences.Find(before, after, types);
            case (NodeKind.Typedef, NodeKind.Typedef) when before.Target is { } was && after.Target is { } now && types.Find(was, now) is { } kind:
                return
                [
                    Effect.Of(kind == ChangeKind.MemberType || kind == ChangeKind.ArrayBound ? ChangeKind.TypedefTarget : kind,
                        $"it is '{TypeText.Declare(now)}', was '{TypeText.Declare(was)}'"),
                ];
            default:
                return [];
        }
    }

    // A type that another has as a member makes that one grow.
    private Effect Judged(Effect effect, int type) =>
        effect.Kind == ChangeKind.MemberAddedAtEnd && _embedded.Value.Contains(type)
            ? effect with { Impact = Impact.Break, Text = effect.Text + "; other types have it as a member" }
            : effect;

    // A file that has the record, of those that the exports are in.
    private CorpusFile FileOf(Corpus corpus, int[] exports, int record)
    {
        int name = _table.NameOf(record);
        foreach (int export in exports)
        {
            foreach (int file in corpus.Exports[export])
            {
                if (corpus.Files[file].Find(name) == record)
                {
                    return corpus.Files[file];
                }
            }
        }

        throw new InvalidOperationException("a changed record is in no file");
    }
}
