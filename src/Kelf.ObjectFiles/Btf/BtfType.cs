// SPDX-License-Identifier: MIT OR GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

namespace Kelf.ObjectFiles.Btf;

/// <summary>A record of BTF. What follows it, members for example, is read by <see cref="BtfFile"/>.</summary>
/// <param name="Id">Its number; 0 is <c>void</c>.</param>
/// <param name="Kind">What it is.</param>
/// <param name="NameOffset">Where its name is, of the strings of its file and those below; 0 for none.</param>
/// <param name="Count">How many members, values, parameters or variables it has; of a function its linkage.</param>
/// <param name="Flag">
/// Of a structure or union: some members are bit-fields. Of an enumeration: its values are signed. Of a forward: it is of a union.
/// </param>
/// <param name="Value">
/// Its size in bytes (integer, float, structure, union, enumeration, section), or the id of the type that it refers to.
/// </param>
public readonly record struct BtfType(uint Id, BtfKind Kind, uint NameOffset, int Count, bool Flag, uint Value)
{
    // Sizes of what follows a record: a member; a value, or a parameter.
    internal const int MemberSize = 12, PairSize = 8;
    internal const uint CountMask = 0xff_ffff;
    private const int HighShift = 24;

    /// <summary>Where in the file its parts begin.</summary>
    internal long PartsOffset { get; init; }

    /// <summary>The file that has it: that whose id it is, or one below.</summary>
    internal BtfFile? Owner { get; init; }

    /// <summary>True when <see cref="Value"/> is the id of another type.</summary>
    public bool IsReference => Kind is BtfKind.Pointer or BtfKind.Typedef or BtfKind.Volatile or BtfKind.Const or BtfKind.Restrict
        or BtfKind.Function or BtfKind.Prototype or BtfKind.Variable or BtfKind.DeclarationTag or BtfKind.TypeTag;

    /// <summary>The members of a structure or union.</summary>
    public IEnumerable<BtfMember> Members()
    {
        for (int i = 0; i < Expect(BtfKind.Structure, BtfKind.Union); i++)
        {
            Cursor cursor = Owner!.PartsOf(this, (long)i * MemberSize);
            (uint name, uint type, uint place) = (cursor.U32(), cursor.U32(), cursor.U32());
            yield return Flag ? new BtfMember(name, type, place & CountMask, place >> HighShift) : new BtfMember(name, type, place, 0);
        }
    }

    /// <summary>The parameters of a prototype.</summary>
    public IEnumerable<BtfParameter> Parameters()
    {
        for (int i = 0; i < Expect(BtfKind.Prototype, BtfKind.Prototype); i++)
        {
            Cursor cursor = Owner!.PartsOf(this, (long)i * PairSize);
            yield return new BtfParameter(cursor.U32(), cursor.U32());
        }
    }

    /// <summary>The values of an enumeration.</summary>
    public IEnumerable<BtfEnumerator> Enumerators()
    {
        bool isLong = Kind == BtfKind.Enumeration64;
        for (int i = 0; i < Expect(BtfKind.Enumeration, BtfKind.Enumeration64); i++)
        {
            Cursor cursor = Owner!.PartsOf(this, (long)i * (isLong ? MemberSize : PairSize));
            (uint name, uint low) = (cursor.U32(), cursor.U32());
            yield return new BtfEnumerator(name, isLong ? ((ulong)cursor.U32() << 32) | low : Flag ? (ulong)(int)low : low);
        }
    }

    /// <summary>What an array is of.</summary>
    public BtfArray Array()
    {
        Expect(BtfKind.Array, BtfKind.Array);
        Cursor cursor = Owner!.PartsOf(this, 0);
        return new BtfArray(cursor.U32(), cursor.U32(), cursor.U32());
    }

    /// <summary>What the bits of an integer mean.</summary>
    public BtfEncoding Encoding()
    {
        Expect(BtfKind.Integer, BtfKind.Integer);
        return (BtfEncoding)(Owner!.PartsOf(this, 0).U32() >> HighShift);
    }

    /// <summary>An error about the type, at its place in the file.</summary>
    /// <param name="what">What is wrong.</param>
    public MalformedFileException Malformed(string what) =>
        Owner?.MalformedAt(PartsOffset, what) ?? throw new InvalidOperationException("void is never malformed");

    private int Expect(BtfKind kind, BtfKind orKind) =>
        Kind == kind || Kind == orKind ? Count : throw new InvalidOperationException($"a type of the kind {Kind}, not {kind}");
}
