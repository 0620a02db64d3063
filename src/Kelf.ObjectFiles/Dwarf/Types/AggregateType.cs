// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Dwarf.Types;

/// <summary>A structure, union or class (DWARF 5 §5.7.1). Everything is read when it is asked for.</summary>
public readonly struct AggregateType
{
    private AggregateType(in TypeEntry entry) => Entry = entry;

    /// <summary>The entry.</summary>
    public TypeEntry Entry { get; }

    /// <summary>Its name; empty when it has none.</summary>
    public ReadOnlySpan<byte> Name => Entry.Name;

    /// <summary>Whether the members lie over each other.</summary>
    public bool IsUnion => Entry.Tag == DwTag.UnionType;

    /// <summary>Whether this only says that there is such a type; <see cref="TryDefinition"/> may know more.</summary>
    public bool IsDeclaration => Entry.IsDeclaration;

    /// <summary>Size in bytes, or null when it is not known.</summary>
    public ulong? ByteSize => Entry.HasByteSize ? Entry.ByteSize : null;

    /// <summary>Alignment in bytes, or null when it is what the members need.</summary>
    public ulong? Alignment => Entry.HasAlignment ? Entry.Alignment : null;

    /// <summary>
    /// The members in order; <see cref="Member.TryFrom"/> makes views of them. Nested types, variant parts and base classes are among
    /// <see cref="TypeEntry.Children"/>.
    /// </summary>
    public ChildEntries Members => Entry.ChildrenOf(DwTag.Member);

    /// <summary>Views an entry as a structure, union or class.</summary>
    /// <returns>False when it is none.</returns>
    public static bool TryFrom(in TypeEntry entry, out AggregateType aggregate)
    {
        bool isAggregate = entry.Tag is DwTag.StructureType or DwTag.UnionType or DwTag.ClassType or DwTag.InterfaceType;
        aggregate = isAggregate ? new AggregateType(entry) : default;
        return isAggregate;
    }

    /// <summary>The definition in a type unit that this one stands for (<c>DW_AT_signature</c>, DWARF 5 §5.7.2).</summary>
    /// <returns>False when it names none.</returns>
    /// <exception cref="MalformedFileException">The signature is not in the file, or the definition is malformed.</exception>
    public bool TryDefinition(out AggregateType definition)
    {
        definition = default;
        if (!Entry.HasSignature || !Entry.TryFind(DwAttribute.Signature, out AttributeValue signature))
        {
            return false;
        }

        DieReference target = Entry.Unit.Resolve(signature);
        return TryFrom(TypeEntry.ReadAt(target.Unit, target.Offset), out definition);
    }
}
