// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Dwarf.Types;

/// <summary>An enumeration (DWARF 5 §5.8).</summary>
public readonly struct EnumerationType
{
    private EnumerationType(in TypeEntry entry) => Entry = entry;

    /// <summary>The entry.</summary>
    public TypeEntry Entry { get; }

    /// <summary>Its name; empty when it has none.</summary>
    public ReadOnlySpan<byte> Name => Entry.Name;

    /// <summary>Whether this only says that there is such a type.</summary>
    public bool IsDeclaration => Entry.IsDeclaration;

    /// <summary>Whether its values are known by its name only: <c>enum class</c> (<c>DW_AT_enum_class</c>).</summary>
    public bool IsScoped => Entry.TryFind(DwAttribute.EnumClass, out AttributeValue flag) && flag.IsTrue;

    /// <summary>The values in order; <see cref="Enumerator.TryFrom"/> makes views of them.</summary>
    public ChildEntries Enumerators => Entry.ChildrenOf(DwTag.Enumerator);

    /// <summary>Views an entry as an enumeration.</summary>
    /// <returns>False when it is none.</returns>
    public static bool TryFrom(in TypeEntry entry, out EnumerationType enumeration)
    {
        enumeration = entry.Tag == DwTag.EnumerationType ? new EnumerationType(entry) : default;
        return entry.Tag == DwTag.EnumerationType;
    }

    /// <summary>The type of the values, which compilers write since DWARF 3.</summary>
    /// <returns>False when there is none.</returns>
    /// <exception cref="MalformedFileException">It leads to no entry, or is malformed.</exception>
    public bool TryUnderlyingType(out TypeEntry type) => Entry.TryType(out type);

    /// <summary>The size in bytes, its own or that of the type of its values.</summary>
    /// <returns>False when neither is known.</returns>
    /// <exception cref="MalformedFileException">A type is malformed.</exception>
    public bool TryByteSize(out ulong bytes) => TypeSize.TryFind(Entry, out bytes);

    /// <summary>Whether the values are signed: as their type says, or if there is none, as soon as one is negative.</summary>
    /// <exception cref="MalformedFileException">A type or value is malformed.</exception>
    public bool IsSigned()
    {
        if (TryUnderlyingType(out TypeEntry type))
        {
            return TypeSize.TryStrip(type, out type) && BaseType.TryFrom(type, out BaseType values) && values.IsSigned;
        }

        foreach (TypeEntry child in Enumerators)
        {
            if (Enumerator.TryFrom(child, out Enumerator one) && one.TryValue(out Int128 value) && value < 0)
            {
                return true;
            }
        }

        return false;
    }
}
