// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Dwarf;

namespace Kelf.TestSupport;

/// <summary>What stands inside a debugging entry: an attribute or a child.</summary>
public abstract record DieItem;

/// <summary>An attribute of an entry; made by the verbs of <see cref="Dw"/>.</summary>
/// <param name="Attribute">Which.</param>
/// <param name="Form">How its value is written.</param>
/// <param name="Value">
/// A <c>ulong</c>, <c>string</c>, <c>byte[]</c>, <see cref="DieTarget"/>, or <see cref="RawValue"/>.
/// </param>
public sealed record AttributeSpec(DwAttribute Attribute, DwForm Form, object Value) : DieItem
{
    /// <summary>True when the abbreviation says <c>DW_FORM_indirect</c> and the form stands before the value.</summary>
    public bool IsIndirect { get; init; }

    /// <summary>The same attribute through <c>DW_FORM_indirect</c>.</summary>
    public AttributeSpec Indirectly() => this with { IsIndirect = true };
}

/// <summary>The bytes of a value as they shall stand in the entry, whatever the form wants.</summary>
/// <param name="Bytes">The bytes.</param>
public sealed record RawValue(byte[] Bytes);

/// <summary>What a value points at, known only when everything is laid out.</summary>
/// <param name="Kind">Which table of labels.</param>
/// <param name="Label">The label.</param>
public sealed record DieTarget(DieTargetKind Kind, string Label);

/// <summary>Kinds of labels.</summary>
public enum DieTargetKind
{
    /// <summary>A debugging entry.</summary>
    Entry,

    /// <summary>A line table.</summary>
    LineTable,

    /// <summary>The unit's own part of <c>.debug_str_offsets</c>.</summary>
    StringOffsets,
}

/// <summary>A debugging entry with its attributes and children; made by <see cref="Dw.Die(DwTag, DieItem[])"/>.</summary>
/// <param name="Label">Name by which others refer to it, or null.</param>
/// <param name="Tag">Its tag.</param>
/// <param name="Items">Attributes and children in order.</param>
public sealed record DieSpec(string? Label, DwTag Tag, IReadOnlyList<DieItem> Items) : DieItem
{
    /// <summary>An abbreviation code to write instead of the right one.</summary>
    public ulong? Code { get; init; }

    /// <summary>True to declare children though there are none: a lone null entry follows.</summary>
    public bool HasEmptyChildren { get; init; }

    /// <summary>True to leave out the null entry that ends the children.</summary>
    public bool IsUnterminated { get; init; }

    internal IEnumerable<AttributeSpec> Attributes => Items.OfType<AttributeSpec>();

    internal IEnumerable<DieSpec> Children => Items.OfType<DieSpec>();

    internal bool HasChildren => HasEmptyChildren || Children.Any();
}
