// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.InteropServices;

using Kelf.Kernel.Kabi.Lists;
using Kelf.Kernel.Kabi.Types;

namespace Kelf.Kernel.Kabi.Compare;

/// <summary>
/// Compares the types of what two builds export. Exports and types match by name. A record is changed when its own tokens are
/// others; it concerns the exports that lead to it, through what both sides refer to.
/// </summary>
public sealed class TypeComparison
{
    private readonly RecordTable _table;
    private readonly Corpus _old;
    private readonly Corpus _new;
    private readonly NameList? _names;
    private readonly bool _followsEither;
    private readonly Dictionary<(int Old, int New), HashSet<int>> _exportsOf = [];

    private TypeComparison(Corpus old, Corpus @new, NameList? names, bool followsEither) =>
        (_table, _old, _new, _names, _followsEither) = (old.Table, old, @new, names, followsEither);

    /// <summary>Compares two corpora that one reader has read.</summary>
    /// <param name="old">The old one.</param>
    /// <param name="new">The new one.</param>
    /// <param name="names">The exports to look at; null for all.</param>
    /// <param name="followsEither">Follow what either side of a changed record refers to, not only what both do, as ksymtypes does.</param>
    public static TypeDifferences Compare(Corpus old, Corpus @new, NameList? names, bool followsEither = false) =>
        new TypeComparison(old, @new, names, followsEither).Run();

    private TypeDifferences Run()
    {
        Dictionary<(int Old, int New), List<int>> pairs = [];
        foreach ((int export, List<int> oldFiles) in _old.Exports)
        {
            if (_new.Exports.TryGetValue(export, out List<int>? newFiles) && IsWanted(export))
            {
                foreach ((int Old, int New) pair in Pairs(oldFiles, newFiles))
                {
                    (CollectionsMarshal.GetValueRefOrAddDefault(pairs, pair, out _) ??= []).Add(export);
                }
            }
        }

        foreach (((int oldFile, int newFile), List<int> exports) in pairs)
        {
            if (_old.Files[oldFile].Records.SequenceEqual(_new.Files[newFile].Records))
            {
                continue;
            }

            FilePair pair = new(_table, _old.Files[oldFile], _new.Files[newFile], _followsEither);
            pair.Find(exports, (change, export) =>
                (CollectionsMarshal.GetValueRefOrAddDefault(_exportsOf, change, out _) ??= []).Add(export));
        }

        List<RecordChange> changes = [.. _exportsOf.Select(found => new RecordChange(found.Key.Old, found.Key.New, Sorted(found.Value)))];
        changes.Sort(InOrder);
        return new(_table, Sorted(_new.Exports.Keys.Where(export => !_old.Exports.ContainsKey(export) && IsWanted(export))),
            Sorted(_old.Exports.Keys.Where(export => !_new.Exports.ContainsKey(export) && IsWanted(export))), changes);
    }

    private bool IsWanted(int export) => _names is null || _names.Matches(_table.Words[export]);

    // One and one, as a rule. Of several, those with the same path, and of what is left over each with the first of the others.
    private List<(int Old, int New)> Pairs(List<int> oldFiles, List<int> newFiles)
    {
        if (oldFiles.Count == 1 && newFiles.Count == 1)
        {
            return [(oldFiles[0], newFiles[0])];
        }

        Dictionary<string, int> byPath = newFiles.ToDictionary(file => _new.Files[file].Path, StringComparer.Ordinal);
        List<(int Old, int New)> pairs =
        [
            .. oldFiles.Select(file => (file, byPath.Remove(_old.Files[file].Path, out int same) ? same : newFiles[0])),
        ];
        pairs.AddRange(byPath.Values.Except(pairs.Select(pair => pair.New)).Select(file => (oldFiles[0], file)));
        return pairs;
    }

    private int[] Sorted(IEnumerable<int> words)
    {
        int[] sorted = [.. words];
        Array.Sort(sorted, (a, b) => _table.Words[a].SequenceCompareTo(_table.Words[b]));
        return sorted;
    }

    private int InOrder(RecordChange a, RecordChange b)
    {
        int names = _table.Words[_table.NameOf(a.Old)].SequenceCompareTo(_table.Words[_table.NameOf(b.Old)]);
        return names != 0 ? names
            : CompareTokens(a.Old, b.Old) is var old and not 0 ? old
            : CompareTokens(a.New, b.New);
    }

    // References are before other tokens, and what ends is before what goes on.
    private int CompareTokens(int a, int b)
    {
        ReadOnlySpan<int> first = _table.TokensOf(a), second = _table.TokensOf(b);
        int same = first.CommonPrefixLength(second);
        if (same == first.Length || same == second.Length)
        {
            return first.Length.CompareTo(second.Length);
        }

        bool isType = _table.IsType(first[same]);
        return isType == _table.IsType(second[same])
            ? _table.Words[first[same]].SequenceCompareTo(_table.Words[second[same]])
            : isType ? -1 : 1;
    }
}
