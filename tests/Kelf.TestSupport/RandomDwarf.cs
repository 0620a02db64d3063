// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Dwarf;

using static Kelf.TestSupport.Dw;

namespace Kelf.TestSupport;

/// <summary>
/// Units that look like those of C compilers, made by chance: base types, pointers, qualifiers, typedefs, structures,
/// unions, enumerations, arrays and function types that refer to one another in every direction, and functions and
/// variables of them.
/// </summary>
/// <param name="random">Decides everything; the same seed gives the same units.</param>
/// <param name="spec">Header of the units.</param>
public sealed class RandomDwarf(Random random, UnitSpec spec)
{
    private static readonly DwTag[] Wrappers =
        [DwTag.PointerType, DwTag.ConstType, DwTag.VolatileType, DwTag.RestrictType, DwTag.Typedef];

    private static readonly DwForm[] OldNames = [DwForm.String, DwForm.Strp];
    private static readonly DwForm[] NewNames =
        [DwForm.String, DwForm.Strp, DwForm.LineStrp, DwForm.Strx, DwForm.Strx1, DwForm.Strx3];

    private static readonly DwForm[] References = [DwForm.Ref2, DwForm.Ref4, DwForm.Ref8, DwForm.RefUdata, DwForm.RefAddr];
    private static readonly DwForm[] Numbers = [DwForm.Data1, DwForm.Data2, DwForm.Data4, DwForm.Udata, DwForm.Sdata];
    private string _prefix = "";
    private int _types;
    private int _reachable;

    /// <summary>True when each cycle of types leads through a structure, union or enumeration with a name, as in C.</summary>
    public bool HasEnds { get; init; }

    /// <summary>Names of the functions and variables made so far.</summary>
    public List<string> Symbols { get; } = [];

    /// <summary>Makes a compile unit.</summary>
    /// <param name="name">Name of the unit and prefix of all its labels; unique in the file.</param>
    /// <param name="types">Number of types.</param>
    /// <param name="symbols">Number of functions and variables.</param>
    /// <param name="items">Further attributes of the unit entry.</param>
    public DieSpec Unit(string name, int types, int symbols, params DieItem[] items)
    {
        (_prefix, _types) = (name, types);
        List<DieItem> children = [.. items];
        for (int i = 0; i < types; i++)
        {
            children.Add(MakeType(i));
        }

        _reachable = types;
        for (int i = 0; i < symbols; i++)
        {
            string symbol = $"{name}_{i}";
            Symbols.Add(symbol);
            children.Add(Chance(2) ? Function(symbol) : Variable(symbol));
        }

        bool hasBase = spec.Version >= 5;
        return Die(DwTag.CompileUnit, [Named(name), .. hasBase ? (DieItem[])[StrOffsetsBase()] : [], .. children]);
    }

    private DieSpec MakeType(int number)
    {
        string label = $"{_prefix}{number}";
        int kind = HasEnds && number == 0 ? 0 : random.Next(8);
        bool isAggregate = kind is 3 or 4 or 5;
        _reachable = HasEnds && !isAggregate ? number : _types;
        AttributeSpec[] name = !(HasEnds && isAggregate) && Chance(5) ? [] : [Named($"t{random.Next(_types)}")];
        return kind switch
        {
            0 => Die(label, DwTag.BaseType, Named("int"), Number(DwAttribute.ByteSize, 4), Number(DwAttribute.Encoding, 5)),
            1 or 2 => Die(label, Wrappers[random.Next(Wrappers.Length)],
                [.. name, TypeOf(), Number(DwAttribute.ByteSize, 8)]),
            3 => Die(label, DwTag.StructureType, [.. name, Number(DwAttribute.ByteSize, 64), .. Members()]),
            4 => Die(label, DwTag.UnionType, [.. name, Number(DwAttribute.ByteSize, 8), .. Members()]),
            5 => Die(label, DwTag.EnumerationType, [.. name, Number(DwAttribute.ByteSize, 4), .. Enumerators()]),
            6 => Die(label, DwTag.ArrayType, TypeOf(),
                Die(DwTag.SubrangeType, Number(DwAttribute.UpperBound, (ulong)random.Next(9)))),
            _ => Die(label, DwTag.SubroutineType, [.. MaybeType(), .. Parameters()]),
        };
    }

    private DieSpec Function(string name) =>
        Die(DwTag.Subprogram, [Named(name), .. MaybeType(), Flag(DwAttribute.External), .. Parameters()]);

    private DieSpec Variable(string name) => Die(DwTag.Variable, Named(name), TypeOf(), Flag(DwAttribute.External));

    // A function that returns nothing has no type.
    private DieItem[] MaybeType() => Chance(4) ? [] : [TypeOf()];

    private DieItem[] Members() => Many(
        i => Die(DwTag.Member, Named($"m{i}"), TypeOf(), Number(DwAttribute.DataMemberLocation, (ulong)(8 * i))));

    private DieItem[] Parameters() => Many(i => Die(DwTag.FormalParameter, Named($"p{i}"), TypeOf()));

    private DieItem[] Enumerators() => Many(i => Die(DwTag.Enumerator, Named($"E{i}"), ConstValue(random.Next(-100, 100))));

    private DieItem[] Many(Func<int, DieItem> make)
    {
        DieItem[] items = new DieItem[random.Next(5)];
        for (int i = 0; i < items.Length; i++)
        {
            items[i] = make(i);
        }

        return items;
    }

    private AttributeSpec Named(string name) => Name(name, Pick(spec.Version >= 5 ? NewNames : OldNames));

    private AttributeSpec TypeOf() => Type($"{_prefix}{random.Next(_reachable)}", Pick(References));

    private AttributeSpec Number(DwAttribute attribute, ulong value) => Chance(4) && spec.Version >= 5
        ? At(attribute, DwForm.ImplicitConst, value)
        : At(attribute, Pick(Numbers), value);

    private T Pick<T>(T[] choices) => choices[random.Next(choices.Length)];

    private bool Chance(int oneIn) => random.Next(oneIn) == 0;
}
