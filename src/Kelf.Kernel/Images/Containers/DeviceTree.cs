// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Images.Containers;

/// <summary>A node of a flattened device tree.</summary>
/// <param name="Path">Its path: <c>/images/kernel-1</c>; the root's is empty.</param>
internal sealed record DeviceTreeNode(string Path)
{
    /// <summary>Where its properties are in the tree, by name.</summary>
    public Dictionary<string, Region> Properties { get; } = new(StringComparer.Ordinal);

    /// <summary>A property that is a text, or null.</summary>
    public string? Text(string name) => Properties.TryGetValue(name, out Region value) && value.Length is > 0 and <= 1 << 12
        ? Encoding.UTF8.GetString(value.Span()).TrimEnd('\0')
        : null;

    /// <summary>A property that is one cell, or null.</summary>
    public uint? Cell(string name) =>
        Properties.TryGetValue(name, out Region value) && value.Length == 4 ? value.Read(ByteOrder.Big).U32() : null;
}

/// <summary>
/// Flattened device trees (Devicetree Specification 0.4, ch. 5): a header, a list of tokens that open and close nodes and give
/// properties, the names of properties.
/// </summary>
/// <param name="image">A file that begins with one.</param>
internal sealed class DeviceTree(Region image)
{
    private const int HeaderSize = 40;
    private const int MostNodes = 20_000;
    private const int MostProperties = 200_000;
    private const int LongestName = 256;
    private const int MostLevels = 32;
    private const uint BeginNode = 1, EndNode = 2, Property = 3, Nop = 4, End = 9;

    private static readonly DeviceTreeNode s_deeper = new("");

    private readonly List<DeviceTreeNode> _open = [];
    private int _properties;

    /// <summary>Bytes of the tree, as its header says.</summary>
    public uint Size { get; } = image.Length >= HeaderSize ? image.Read(ByteOrder.Big, 4).U32() : 0;

    /// <summary>Whether a file begins like one.</summary>
    public static bool IsTree(Region image) =>
        image.Length >= HeaderSize && image.Span(0, 4).SequenceEqual((ReadOnlySpan<byte>)[0xd0, 0x0d, 0xfe, 0xed]);

    /// <summary>The nodes down to a level, in the order of the tree.</summary>
    /// <param name="levels">Levels below the root.</param>
    /// <exception cref="MalformedFileException">The tree is damaged.</exception>
    public IReadOnlyList<DeviceTreeNode> Nodes(int levels)
    {
        Region tree = image.Slice(0, Size);
        Cursor header = tree.Read(ByteOrder.Big, 8);
        (uint structure, uint strings) = (header.U32(), header.U32());
        Region names = tree.Slice(strings, Size - Math.Min(strings, Size));
        Cursor cursor = tree.Read(ByteOrder.Big, structure);
        List<DeviceTreeNode> nodes = [];
        while (cursor.U32() is var token && token != End)
        {
            switch (token)
            {
                case BeginNode:
                    Open(ref cursor, nodes, levels);
                    break;
                case EndNode when _open.Count > 0:
                    _open.RemoveAt(_open.Count - 1);
                    break;
                case Property when _open.Count > 0:
                    AddProperty(ref cursor, tree, names, _open.Count <= levels + 1 ? _open[^1] : null);
                    break;
                case Nop:
                    break;
                default:
                    throw cursor.Malformed($"device tree: token {token} is not expected here");
            }
        }

        return nodes;
    }

    private void Open(ref Cursor cursor, List<DeviceTreeNode> nodes, int levels)
    {
        ReadOnlySpan<byte> name = cursor.CString();
        if (name.Length > LongestName || _open.Count == MostLevels || nodes.Count == MostNodes)
        {
            throw cursor.Malformed("device tree: a node with a longer name, on a deeper level, or more nodes than any tree has");
        }

        Align(ref cursor);
        bool isWanted = _open.Count <= levels;
        _open.Add(!isWanted ? s_deeper : new(_open.Count == 0 ? "" : $"{_open[^1].Path}/{Encoding.UTF8.GetString(name)}"));
        if (isWanted)
        {
            nodes.Add(_open[^1]);
        }
    }

    // Length of the value, offset of the name, value.
    private void AddProperty(ref Cursor cursor, Region tree, Region names, DeviceTreeNode? node)
    {
        (uint length, uint name) = (cursor.U32(), cursor.U32());
        Region value = tree.Slice((ulong)cursor.Position, length);
        cursor.Skip(length);
        Align(ref cursor);
        if (node is not null)
        {
            if (++_properties > MostProperties)
            {
                throw cursor.Malformed("device tree: more properties than any tree has");
            }

            node.Properties.TryAdd(Encoding.UTF8.GetString(names.CString(name, LongestName)), value);
        }
    }

    // Tokens are at multiples of four bytes from the tree's beginning.
    private static void Align(ref Cursor cursor) => cursor.Skip((ulong)(-cursor.Position & 3));
}
