// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Dwarf.Types;

/// <summary>A value of an enumeration (DWARF 5 §5.8).</summary>
public readonly struct Enumerator
{
    private Enumerator(in TypeEntry entry) => Entry = entry;

    /// <summary>The entry.</summary>
    public TypeEntry Entry { get; }

    /// <summary>Its name.</summary>
    public ReadOnlySpan<byte> Name => Entry.Name;

    /// <summary>Views an entry as a value of an enumeration.</summary>
    /// <returns>False when it is none.</returns>
    public static bool TryFrom(in TypeEntry entry, out Enumerator enumerator)
    {
        enumerator = entry.Tag == DwTag.Enumerator ? new Enumerator(entry) : default;
        return entry.Tag == DwTag.Enumerator;
    }

    /// <summary>
    /// The value. <c>sdata</c> and <c>implicit_const</c> are signed and <c>dataN</c> are not, as compilers mean them; 16 bytes are in
    /// two's complement.
    /// </summary>
    /// <returns>False when it has none, or in a form that is no number.</returns>
    /// <exception cref="MalformedFileException">The entry is malformed.</exception>
    public bool TryValue(out Int128 value)
    {
        value = Entry.Constant;
        // A value that may be negative is read again, as only its form tells.
        if (Entry.HasConstValue && (long)Entry.Constant >= 0)
        {
            return true;
        }

        if (!Entry.TryFind(DwAttribute.ConstValue, out AttributeValue attribute))
        {
            return false;
        }

        if (Entry.HasConstValue)
        {
            value = attribute.Form is DwForm.Sdata or DwForm.ImplicitConst ? (long)attribute.Raw : attribute.Raw;
            return true;
        }

        bool isWide = Entry.Unit.TryWideConstant(attribute, out UInt128 wide);
        value = (Int128)wide;
        return isWide;
    }
}
