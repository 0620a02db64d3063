// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Lines.Side;

/// <summary>What writer and reader of a <see cref="ChainBlock"/> remember: which functions the code is in, and which were entered from where.</summary>
internal sealed class ChainMemory
{
    // Those that were left long ago are written anew.
    private const int MostChildren = 32;

    private readonly List<int> _stack = [];
    private readonly Dictionary<int, List<int>> _children = []; // the last one that was entered is at the end

    /// <summary>How many functions the code is in.</summary>
    public int Depth => _stack.Count;

    /// <summary>The innermost of them, which has to be there.</summary>
    public int Innermost => _stack[^1];

    private List<int> Children
    {
        get
        {
            int parent = Depth == 0 ? SideSegment.Nothing : Innermost;
            if (!_children.TryGetValue(parent, out List<int>? children))
            {
                _children[parent] = children = [];
            }

            return children;
        }
    }

    /// <summary>Leaves functions, the innermost first.</summary>
    public void Leave(int count) => _stack.RemoveRange(_stack.Count - count, count);

    /// <summary>The place of a function among those that were entered from here, from 1, the last first; 0 when it is none of them.</summary>
    public ulong PlaceOf(int node)
    {
        List<int> children = Children;
        return (ulong)(children.LastIndexOf(node) is >= 0 and int at ? children.Count - at : 0);
    }

    /// <summary>Enters a function for the first time.</summary>
    public void EnterNew(int node)
    {
        List<int> children = Children;
        if (children.Count == MostChildren)
        {
            children.RemoveAt(0);
        }

        children.Add(node);
        _stack.Add(node);
    }

    /// <summary>Enters a function by its place.</summary>
    /// <returns>False when there is none.</returns>
    public bool TryEnter(ulong place, out int node)
    {
        List<int> children = Children;
        if (place == 0 || place > (ulong)children.Count)
        {
            node = SideSegment.Nothing;
            return false;
        }

        int at = children.Count - (int)place;
        node = children[at];
        children.RemoveAt(at);
        children.Add(node);
        _stack.Add(node);
        return true;
    }
}
