// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Dwarf.Types;

/// <summary>A dimension of an array (DWARF 5 §5.13).</summary>
public readonly struct Subrange
{
    private Subrange(in TypeEntry entry) => Entry = entry;

    /// <summary>The entry.</summary>
    public TypeEntry Entry { get; }

    /// <summary>Whether it has no bound at all: the <c>[]</c> of a flexible array member or of a declaration.</summary>
    public bool IsUnbounded => !Entry.HasCount && !Entry.HasUpperBound && !Entry.HasOtherForm;

    /// <summary>Views an entry as a dimension.</summary>
    /// <returns>False when it is none.</returns>
    public static bool TryFrom(in TypeEntry entry, out Subrange subrange)
    {
        subrange = entry.Tag == DwTag.SubrangeType ? new Subrange(entry) : default;
        return entry.Tag == DwTag.SubrangeType;
    }

    /// <summary>The number of the first element: what the entry says, else that of the unit's language (DWARF 5 Table 7.17).</summary>
    /// <returns>False when it is not fixed.</returns>
    /// <exception cref="MalformedFileException">The entry or that of the unit is malformed.</exception>
    public bool TryLowerBound(out long bound)
    {
        if (Entry.HasLowerBound && Entry.TryFind(DwAttribute.LowerBound, out AttributeValue value))
        {
            bool isConstant = value.TryConstant(out ulong constant);
            bound = (long)constant;
            return isConstant;
        }

        bound = CountsFromOne(Entry.Unit.Root.Language) ? 1 : 0;
        return true;
    }

    /// <summary>The number of elements.</summary>
    /// <returns>False when there is no bound, or one that depends on the program.</returns>
    /// <exception cref="MalformedFileException">The entry or that of the unit is malformed.</exception>
    public bool TryCount(out ulong count)
    {
        count = Entry.Count;
        if (Entry.HasCount)
        {
            return true;
        }

        if (!Entry.HasUpperBound || !TryLowerBound(out long lower))
        {
            count = 0;
            return false;
        }

        // In as many bits as an address has: an array of none ends at -1, which GCC writes unsigned.
        int unused = 64 - (8 * Math.Min(Entry.Unit.Format.AddressSize, (byte)8));
        count = unchecked(Entry.UpperBound - (ulong)lower + 1) << unused >> unused;
        return true;
    }

    private static bool CountsFromOne(DwLanguage language) => language is DwLanguage.Ada83 or DwLanguage.Ada95 or DwLanguage.Ada2005
        or DwLanguage.Ada2012 or DwLanguage.Cobol74 or DwLanguage.Cobol85 or DwLanguage.Fortran77 or DwLanguage.Fortran90
        or DwLanguage.Fortran95 or DwLanguage.Fortran03 or DwLanguage.Fortran08 or DwLanguage.Fortran18 or DwLanguage.Pascal83
        or DwLanguage.Modula2 or DwLanguage.Modula3 or DwLanguage.Pli or DwLanguage.Julia;
}
