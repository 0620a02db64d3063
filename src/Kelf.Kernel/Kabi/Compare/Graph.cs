// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Kabi.Compare;

/// <summary>A directed graph of nodes from 0.</summary>
internal sealed class Graph
{
    private readonly List<(int From, int To)> _edges;
    private readonly int[] _starts;
    private readonly int[] _targets;

    /// <summary>Takes edges.</summary>
    public Graph(int count, List<(int From, int To)> edges)
    {
        _edges = edges;
        _starts = new int[count + 1];
        _targets = new int[edges.Count];
        foreach ((int from, _) in edges)
        {
            _starts[from + 1]++;
        }

        for (int node = 0; node < count; node++)
        {
            _starts[node + 1] += _starts[node];
        }

        int[] next = _starts[..^1];
        foreach ((int from, int to) in edges)
        {
            _targets[next[from]++] = to;
        }
    }

    /// <summary>Number of nodes.</summary>
    public int Count => _starts.Length - 1;

    /// <summary>The nodes that edges lead to from one.</summary>
    public ReadOnlySpan<int> From(int node) => _targets.AsSpan(_starts[node].._starts[node + 1]);

    /// <summary>The graph with each edge turned round.</summary>
    public Graph Reversed() => new(Count, _edges.ConvertAll(edge => (edge.To, edge.From)));
}
