// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Dwarf.Types;

/// <summary>What makes a type of one other: pointers and references, qualifiers, type names (DWARF 5 §5.3, §5.4).</summary>
public readonly struct ModifierType
{
    private ModifierType(in TypeEntry entry) => Entry = entry;

    /// <summary>The entry.</summary>
    public TypeEntry Entry { get; }

    /// <summary>What it makes of the other type.</summary>
    public DwTag Kind => Entry.Tag;

    /// <summary>The name of a <c>typedef</c>; empty for most others.</summary>
    public ReadOnlySpan<byte> Name => Entry.Name;

    /// <summary>Views an entry as a modifier.</summary>
    /// <returns>False when it is none.</returns>
    public static bool TryFrom(in TypeEntry entry, out ModifierType modifier)
    {
        bool isModifier = IsTransparent(entry.Tag) || entry.Tag is DwTag.PointerType or DwTag.ReferenceType or DwTag.RvalueReferenceType;
        modifier = isModifier ? new ModifierType(entry) : default;
        return isModifier;
    }

    /// <summary>The other type.</summary>
    /// <returns>False when it is <c>void</c>.</returns>
    /// <exception cref="MalformedFileException">It leads to no entry, or is malformed.</exception>
    public bool TryTarget(out TypeEntry target) => Entry.TryType(out target);

    /// <summary>Whether objects of the type have the layout of the other type.</summary>
    internal static bool IsTransparent(DwTag tag) => tag is DwTag.Typedef or DwTag.ConstType or DwTag.VolatileType or DwTag.RestrictType
        or DwTag.AtomicType or DwTag.PackedType or DwTag.SharedType or DwTag.ImmutableType or DwTag.TemplateAlias;
}
