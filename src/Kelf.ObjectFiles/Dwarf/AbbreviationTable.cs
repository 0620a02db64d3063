// SPDX-License-Identifier: MIT OR GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Hashes;

namespace Kelf.ObjectFiles.Dwarf;

/// <summary>One attribute of an abbreviation: which, and how its value is encoded.</summary>
/// <param name="Attribute">Attribute code.</param>
/// <param name="Form">Form code.</param>
/// <param name="ImplicitConstant">Value of <c>DW_FORM_implicit_const</c>, which stands here and not in the entries.</param>
public readonly record struct AttributeSpecification(DwAttribute Attribute, DwForm Form, long ImplicitConstant);

/// <summary>The shape of a kind of debugging entry (DWARF 5 §7.5.3).</summary>
/// <param name="Code">Code that entries name it by; 0 marks a code that the table lacks.</param>
/// <param name="Tag">Tag of the entries.</param>
/// <param name="HasChildren">Whether entries of this shape own the entries that follow.</param>
/// <param name="FirstAttribute">Index in <see cref="AbbreviationTable.Attributes"/> of the first attribute.</param>
/// <param name="AttributeCount">Number of attributes.</param>
/// <param name="FixedSize">Bytes that all attribute values take together, or -1 when that differs from entry to entry.</param>
public readonly record struct Abbreviation(
    ulong Code, DwTag Tag, bool HasChildren, int FirstAttribute, int AttributeCount, int FixedSize);

/// <summary>
/// The abbreviations of one or several units (DWARF 5 §7.5.3), looked up by code. Producers number them 1, 2, 3, ...,
/// so a flat array serves; other numberings go through a dictionary.
/// </summary>
public sealed class AbbreviationTable
{
    /// <summary>
    /// Attributes that one abbreviation may have. An entry has each attribute once (DWARF 5 §2.2), and there are fewer than
    /// this; without a limit, entries of one byte with any number of attributes of none make a small file take hours.
    /// </summary>
    private const int MostAttributes = 256;

    private readonly Abbreviation[] _byOrder;
    private readonly AttributeSpecification[] _attributes;
    private readonly Dictionary<ulong, int>? _sparse;

    private AbbreviationTable(Abbreviation[] byOrder, AttributeSpecification[] attributes, Dictionary<ulong, int>? sparse)
    {
        (_byOrder, _attributes, _sparse) = (byOrder, attributes, sparse);
    }

    /// <summary>The attributes of all abbreviations, one after the other.</summary>
    public ReadOnlySpan<AttributeSpecification> Attributes => _attributes;

    /// <summary>
    /// True when some attribute refers to another unit (<c>ref_addr</c>, <c>ref_sig8</c>), also to one of a supplementary file
    /// (<c>ref_sup4</c>, <c>ref_sup8</c>, <c>GNU_ref_alt</c>).
    /// </summary>
    public bool RefersToOtherUnits { get; private init; }

    /// <summary>Parses the table at an offset of <c>.debug_abbrev</c>.</summary>
    /// <param name="section">The section.</param>
    /// <param name="offset">Offset of the table.</param>
    /// <param name="order">Byte order of the file.</param>
    /// <param name="unit">The unit's format, which fixes the size of addresses and offsets.</param>
    /// <exception cref="MalformedFileException">The table is cut short, or two abbreviations share a code.</exception>
    public static AbbreviationTable Parse(Region section, ulong offset, ByteOrder order, UnitFormat unit) =>
        Parse(section, offset, order, unit, new OverlapLimit(section, [], "abbreviation tables"));

    internal static AbbreviationTable Parse(Region section, ulong offset, ByteOrder order, UnitFormat unit, OverlapLimit limit)
    {
        ulong end = limit.EndOf(offset);
        Cursor cursor = section.Read(order, offset);
        List<Abbreviation> abbreviations = [];
        List<AttributeSpecification> attributes = [];
        bool dense = true;
        bool external = false;
        while (true)
        {
            if ((ulong)cursor.Position >= end)
            {
                throw limit.Exceeded(offset);
            }

            ulong code = cursor.Uleb128();
            if (code == 0)
            {
                break;
            }

            Abbreviation parsed = ParseOne(ref cursor, code, attributes, unit, ref external);
            dense &= code == (ulong)abbreviations.Count + 1;
            abbreviations.Add(parsed);
        }

        Abbreviation[] all = [.. abbreviations];
        return new AbbreviationTable(all, [.. attributes], dense ? null : IndexByCode(section, offset, all))
        {
            RefersToOtherUnits = external,
        };
    }

    /// <summary>
    /// Reads a table only as far as one abbreviation, which is all that the result has: whoever looks at the first entry of thousands
    /// of units needs no more.
    /// </summary>
    internal static AbbreviationTable ParseOnly(
        ulong code, Region section, ulong offset, ByteOrder order, UnitFormat unit, OverlapLimit limit)
    {
        ulong end = limit.EndOf(offset);
        Cursor cursor = section.Read(order, offset);
        while ((ulong)cursor.Position < end)
        {
            ulong found = cursor.Uleb128();
            if (found == 0)
            {
                return new AbbreviationTable([], [], null);
            }

            if (found == code)
            {
                List<AttributeSpecification> attributes = [];
                bool external = false;
                Abbreviation parsed = ParseOne(ref cursor, code, attributes, unit, ref external);
                return new AbbreviationTable([parsed], [.. attributes], new Dictionary<ulong, int>(KeyedHash.Numbers) { [code] = 0 })
                {
                    RefersToOtherUnits = external,
                };
            }

            PassOver(ref cursor);
        }

        throw limit.Exceeded(offset);
    }

    /// <summary>Finds an abbreviation; its code is 0 when the table has none of that code.</summary>
    public ref readonly Abbreviation Find(ulong code)
    {
        if (_sparse is null)
        {
            ulong index = code - 1;
            return ref index < (ulong)_byOrder.Length ? ref _byOrder[index] : ref Missing.Entry;
        }

        return ref _sparse.TryGetValue(code, out int position) ? ref _byOrder[position] : ref Missing.Entry;
    }

    private static Abbreviation ParseOne(
        ref Cursor cursor, ulong code, List<AttributeSpecification> attributes, UnitFormat unit, ref bool external)
    {
        ulong tag = cursor.Uleb128();
        if (tag > ushort.MaxValue)
        {
            throw cursor.Malformed($"tag 0x{tag:x} exceeds 16 bits");
        }

        byte children = cursor.U8();
        if (children > 1)
        {
            throw cursor.Malformed($"children flag {children} is neither 0 nor 1");
        }

        int first = attributes.Count;
        int fixedSize = 0;
        while (true)
        {
            ulong attribute = cursor.Uleb128();
            ulong form = cursor.Uleb128();
            if (attribute == 0 && form == 0)
            {
                break;
            }

            if (form is 0 or > ushort.MaxValue)
            {
                throw cursor.Malformed($"form 0x{form:x} is not a form");
            }

            if (attributes.Count - first == MostAttributes)
            {
                throw cursor.Malformed($"abbreviation {code} has more than {MostAttributes} attributes");
            }

            // Attribute codes beyond 16 bits are no one's; they are passed over like any unknown attribute.
            DwAttribute name = attribute <= ushort.MaxValue ? (DwAttribute)attribute : DwAttribute.None;
            long constant = (DwForm)form == DwForm.ImplicitConst ? cursor.Sleb128() : 0;
            attributes.Add(new AttributeSpecification(name, (DwForm)form, constant));
            external |= (DwForm)form is DwForm.RefAddr or DwForm.RefSig8 or DwForm.RefSup4 or DwForm.RefSup8 or DwForm.GnuRefAlt;
            int size = unit.FixedSize((DwForm)form);
            fixedSize = fixedSize < 0 || size < 0 ? -1 : fixedSize + size;
        }

        return new Abbreviation(code, (DwTag)tag, children == 1, first, attributes.Count - first, fixedSize);
    }

    /// <summary>Passes over what follows the code of an abbreviation.</summary>
    private static void PassOver(ref Cursor cursor)
    {
        cursor.SkipLeb128(); // tag
        cursor.Skip(1); // whether it has children
        ulong attribute, form;
        do
        {
            attribute = cursor.Uleb128();
            form = cursor.Uleb128();
            if (form == (ulong)DwForm.ImplicitConst)
            {
                cursor.SkipLeb128();
            }
        }
        while (attribute != 0 || form != 0);
    }

    private static Dictionary<ulong, int> IndexByCode(Region section, ulong offset, Abbreviation[] abbreviations)
    {
        Dictionary<ulong, int> index = new(abbreviations.Length, KeyedHash.Numbers);
        for (int i = 0; i < abbreviations.Length; i++)
        {
            if (!index.TryAdd(abbreviations[i].Code, i))
            {
                throw section.Malformed(offset, $"abbreviation code {abbreviations[i].Code} is defined twice");
            }
        }

        return index;
    }

    private static class Missing
    {
        public static Abbreviation Entry;
    }
}
