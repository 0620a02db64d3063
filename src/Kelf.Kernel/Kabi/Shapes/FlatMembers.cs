// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

namespace Kelf.Kernel.Kabi.Shapes;

/// <summary>A member that C can name by itself: those of structures and unions without a name are the outer one's.</summary>
/// <param name="Key">What finds it on the other side: its name, or its type and number where it has none.</param>
/// <param name="Node">The member.</param>
/// <param name="Index">Its place in order.</param>
/// <param name="BitOffset">Offset in bits in the outermost type; null where that is not known.</param>
/// <param name="BitSize">Its size in bits; null where that is not known.</param>
internal sealed record FlatMember(string Key, MemberNode Node, int Index, long? BitOffset, long? BitSize)
{
    /// <summary>Its name, for people.</summary>
    public string Shown => Node.Name.Length > 0 ? Node.Name : TypeText.Declare(Node.Type);

    /// <summary>Its declaration.</summary>
    public string Text => TypeText.Declare(Node.Type, Node.Name) + TypeText.Bits(Node);

    /// <summary>Does it have room for the other?</summary>
    public bool Contains(FlatMember other) =>
        other.BitOffset >= BitOffset && other.BitSize is not null && other.BitOffset + other.BitSize <= BitOffset + BitSize;
}

/// <summary>The members of a structure or union.</summary>
internal sealed class FlatMembers
{
    // Structures without a name are three deep in a kernel.
    private const int DeepestLevel = 200;

    private readonly List<FlatMember> _all = [];
    private readonly Dictionary<string, FlatMember> _byKey = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _unnamed = new(StringComparer.Ordinal);
    private readonly TypeSizes _sizes;

    public FlatMembers(TypeNode type, TypeSizes sizes)
    {
        _sizes = sizes;
        Add(type, 0, 0);
        End = _all.Aggregate(0L, (end, member) => Math.Max(end, member.BitOffset + member.BitSize ?? 0));
    }

    /// <summary>All of them, in order.</summary>
    public IReadOnlyList<FlatMember> All => _all;

    /// <summary>Where the last of them ends, in bits; 0 where that is not known.</summary>
    public long End { get; }

    /// <summary>The member of a key, or null.</summary>
    public FlatMember? Find(string key) => _byKey.GetValueOrDefault(key);

    private void Add(TypeNode type, long? offset, int level)
    {
        foreach (MemberNode member in type.Members)
        {
            long? own = offset + member.BitOffset;
            if (member.Name.Length == 0 && member.Type.Kind is NodeKind.Structure or NodeKind.Union && level < DeepestLevel)
            {
                Add(member.Type, own, level + 1);
                continue;
            }

            string key = member.Name.Length > 0 && member.Name[^1] != ':' ? member.Name : $"{member.Name} {member.Type.Text}";
            while (_byKey.ContainsKey(key))
            {
                // Those of one key are counted.
                int number = _unnamed[key] = _unnamed.GetValueOrDefault(key) + 1;
                key = string.Create(CultureInfo.InvariantCulture, $"{key}#{number}");
            }

            FlatMember flat = new(key, member, _all.Count, own, LayoutTable.BitSizeOf(member, _sizes));
            _all.Add(flat);
            _byKey.Add(key, flat);
        }
    }
}
