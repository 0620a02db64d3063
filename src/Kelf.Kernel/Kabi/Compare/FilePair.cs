// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kabi.Types;

namespace Kelf.Kernel.Kabi.Compare;

/// <summary>
/// Two files that export the same: which of the names that both have are other records, and which exports lead to these. When no
/// record differs, there is nothing to follow; else the graph is followed from the fewer, exports or changes.
/// </summary>
internal sealed class FilePair
{
    private readonly RecordTable _table;
    private readonly bool _followsEither;

    // Nodes: the names that both files have, in ascending order, with their records.
    private readonly List<int> _names = [];
    private readonly List<(int Old, int New)> _records = [];

    /// <summary>Looks for what both have.</summary>
    /// <param name="table">The table that has the records.</param>
    /// <param name="old">The old file.</param>
    /// <param name="new">The new file.</param>
    /// <param name="followsEither">Follow what either side refers to.</param>
    public FilePair(RecordTable table, CorpusFile old, CorpusFile @new, bool followsEither = false)
    {
        (_table, _followsEither) = (table, followsEither);
        // Many small files may stand against one that is large.
        foreach (int name in old.Names.Length < @new.Names.Length ? old.Names : @new.Names)
        {
            if (old.Find(name) is >= 0 and int before && @new.Find(name) is >= 0 and int after)
            {
                _names.Add(name);
                _records.Add((before, after));
            }
        }
    }

    /// <summary>Reports each change with each of the exports that lead to it.</summary>
    /// <param name="exports">Exports of both files.</param>
    /// <param name="found">Takes a change, the old and the new record, and an export.</param>
    public void Find(List<int> exports, Action<(int Old, int New), int> found)
    {
        int[] changed = [.. Enumerable.Range(0, _names.Count).Where(node => _records[node].Old != _records[node].New)];
        if (changed.Length == 0)
        {
            return;
        }

        Graph graph = Edges();
        int[] starts = [.. exports.Select(export => _names.BinarySearch(export))];
        if (starts.Length <= changed.Length)
        {
            Follow(graph, starts, changed, (export, change) => found(_records[change], _names[export]));
        }
        else
        {
            Follow(graph.Reversed(), changed, starts, (change, export) => found(_records[change], _names[export]));
        }
    }

    private static void Follow(Graph graph, int[] starts, int[] ends, Action<int, int> found)
    {
        bool[] isEnd = new bool[graph.Count];
        foreach (int end in ends)
        {
            isEnd[end] = true;
        }

        int[] seen = new int[graph.Count];
        Stack<int> open = [];
        for (int i = 0; i < starts.Length; i++)
        {
            seen[starts[i]] = i + 1;
            open.Push(starts[i]);
            while (open.TryPop(out int node))
            {
                if (isEnd[node])
                {
                    found(starts[i], node);
                }

                foreach (int next in graph.From(node))
                {
                    if (seen[next] != i + 1)
                    {
                        seen[next] = i + 1;
                        open.Push(next);
                    }
                }
            }
        }
    }

    // A record leads to the types that it refers to on both sides, or on either.
    private Graph Edges()
    {
        List<(int From, int To)> edges = [];
        HashSet<int> ofNew = [];
        for (int node = 0; node < _names.Count; node++)
        {
            (int old, int @new) = _records[node];
            ofNew.Clear();
            if (old != @new)
            {
                ofNew.UnionWith(_table.ReferencesOf(@new).ToArray());
            }

            foreach (int type in _table.ReferencesOf(old))
            {
                if (ofNew.Remove(type) || old == @new || _followsEither)
                {
                    Add(node, type);
                }
            }

            foreach (int type in _followsEither ? ofNew : [])
            {
                Add(node, type);
            }
        }

        return new Graph(_names.Count, edges);

        // What one side refers to, the other need not have.
        void Add(int node, int type)
        {
            if (_names.BinarySearch(type) is >= 0 and int target)
            {
                edges.Add((node, target));
            }
        }
    }
}
