// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Dwarf.Symbols;

/// <summary>
/// The attributes by which a function or variable is matched with a symbol, read in one pass. <see cref="FunctionName"/> also
/// follows references to the entry that has the name.
/// </summary>
public struct SymbolEntry
{
    private DieOffset _sibling;
    private bool _hasCode;

    /// <summary><c>DW_AT_name</c>, form 0 when absent.</summary>
    public AttributeValue Name { get; private set; }

    /// <summary><c>DW_AT_linkage_name</c>, form 0 when absent: what C++, Rust and assembler labels call it in the object.</summary>
    public AttributeValue LinkageName { get; private set; }

    /// <summary><c>DW_AT_linkage_name</c> if present, else <c>DW_AT_name</c>; form 0 when there is neither.</summary>
    public readonly AttributeValue SymbolName => LinkageName.Form != DwForm.None ? LinkageName : Name;

    /// <summary><c>DW_AT_abstract_origin</c>, form 0 when absent: the function that this is an instance of.</summary>
    public AttributeValue AbstractOrigin { get; private set; }

    /// <summary><c>DW_AT_specification</c>, form 0 when absent: the declaration that this completes.</summary>
    public AttributeValue Specification { get; private set; }

    /// <summary>Flag <c>DW_AT_declaration</c>.</summary>
    public bool IsDeclaration { get; private set; }

    /// <summary>Flag <c>DW_AT_external</c>.</summary>
    public bool IsExternal { get; private set; }

    /// <summary><c>DW_AT_location</c>, form 0 when absent.</summary>
    public AttributeValue Location { get; private set; }

    /// <summary>An attribute says where the code or the data is.</summary>
    public readonly bool HasAddress => _hasCode || Location.Form != DwForm.None;

    /// <summary>Reads them from the current entry.</summary>
    /// <exception cref="MalformedFileException">A value runs past the end of the unit.</exception>
    public static SymbolEntry Read(DwarfUnit unit, ref DieReader reader)
    {
        ArgumentNullException.ThrowIfNull(unit);
        SymbolEntry entry = default;
        while (reader.NextAttribute(out DwAttribute attribute, out AttributeValue value))
        {
            switch (attribute)
            {
                case DwAttribute.Name: entry.Name = value; break;
                case DwAttribute.LinkageName: entry.LinkageName = value; break;
                case DwAttribute.AbstractOrigin: entry.AbstractOrigin = value; break;
                case DwAttribute.Specification: entry.Specification = value; break;
                case DwAttribute.Declaration: entry.IsDeclaration = value.IsTrue; break;
                case DwAttribute.External: entry.IsExternal = value.IsTrue; break;
                case DwAttribute.Location: entry.Location = value; break;
                case DwAttribute.LowPc or DwAttribute.Ranges: entry._hasCode = true; break;
                case DwAttribute.Sibling when unit.TryReference(value, out DieOffset sibling): entry._sibling = sibling; break;
            }
        }

        return entry;
    }

    /// <summary>Moves the reader past the entry's children.</summary>
    public readonly void SkipChildren(ref DieReader reader) => reader.SkipChildren(_sibling);
}
