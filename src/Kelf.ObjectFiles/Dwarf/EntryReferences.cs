// SPDX-License-Identifier: MIT OR GPL-2.0-only
using System.Diagnostics.CodeAnalysis;

namespace Kelf.ObjectFiles.Dwarf;

/// <summary>
/// Follows attributes that refer to other entries (class reference, DWARF 5 §7.5.5): within the unit, in another one, to a type unit by
/// its signature, to what dwz moved into a supplementary file (§7.3.6). If that file is not here, the error says which it is.
/// </summary>
public static class EntryReferences
{
    /// <summary>The unit that an entry lies in to which this unit refers: itself, nearly always.</summary>
    public static bool TryFindOwner(this DwarfUnit unit, DieOffset entry, [NotNullWhen(true)] out DwarfUnit? owner)
    {
        ArgumentNullException.ThrowIfNull(unit);
        owner = unit;
        return unit.Contains(entry) || unit.File.TryFindUnit(entry, out owner);
    }

    /// <summary>Finds the entry that an attribute refers to.</summary>
    /// <param name="unit">The unit that the attribute stands in.</param>
    /// <param name="value">Its value.</param>
    /// <param name="target">The entry.</param>
    /// <returns>
    /// False when it is no reference, or leads outside every unit, or what it leads to is not here: a supplementary file, a signature.
    /// </returns>
    public static bool TryResolve(this DwarfUnit unit, in AttributeValue value, out DieReference target)
    {
        ArgumentNullException.ThrowIfNull(unit);
        if (unit.TryReference(value, out DieOffset entry) && unit.TryFindOwner(entry, out DwarfUnit? owner))
        {
            target = new DieReference(owner, entry);
            return true;
        }

        target = default;
        return false;
    }

    /// <summary>The same for references that have to lead somewhere.</summary>
    /// <exception cref="MalformedFileException">It does not; the message says why, and names the supplementary file if it leads there.</exception>
    public static DieReference Resolve(this DwarfUnit unit, in AttributeValue value) => unit.TryResolve(value, out DieReference target)
        ? target
        : throw unit.Contents.Malformed((ulong)value.Position, Explain(unit, value));

    /// <summary>Why a value that does not resolve does not: what follows its name in a sentence.</summary>
    /// <param name="unit">The unit that the attribute stands in.</param>
    /// <param name="value">Its value.</param>
    public static string Explain(DwarfUnit unit, in AttributeValue value)
    {
        ArgumentNullException.ThrowIfNull(unit);
        return value.Form switch
        {
            DwForm.RefSup4 or DwForm.RefSup8 or DwForm.GnuRefAlt when unit.File.SupplementaryDwarf is not null =>
                $"{DwarfNames.Of(value.Form)} 0x{value.Raw:x} leads to no entry of {SupplementaryFile.NameIn(unit.File)}",
            _ when value.IsSupplementary => $"{DwarfNames.Of(value.Form)} 0x{value.Raw:x} leads into {SupplementaryFile.Describe(unit.File)}",
            DwForm.RefSig8 => $"no type unit has the signature 0x{value.Raw:x16}",
            DwForm.Ref1 or DwForm.Ref2 or DwForm.Ref4 or DwForm.Ref8 or DwForm.RefUdata =>
                value.Raw < (ulong)unit.Contents.Length
                    ? $"reference 0x{value.Raw:x} leads into the header of its unit"
                    : $"reference 0x{value.Raw:x} leads outside its unit ({unit.Contents.Length} bytes)",
            DwForm.RefAddr => $"reference 0x{value.Raw:x} leads to no entry of a unit",
            _ => $"{DwarfNames.Of(value.Form)} is no reference",
        };
    }
}
