// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Dwarf;

namespace Kelf.Kernel.Symvers.Entries;

/// <summary>The attributes by which a subprogram or variable is matched with a symbol.</summary>
internal struct DieNames
{
    private AttributeValue _name;
    private AttributeValue _linkageName;
    private DieOffset _sibling;
    private bool _hasCode;

    /// <summary><c>DW_AT_linkage_name</c> if present, else <c>DW_AT_name</c>; form 0 when there is neither.</summary>
    public readonly AttributeValue SymbolName => _linkageName.Form != DwForm.None ? _linkageName : _name;

    /// <summary><c>DW_AT_abstract_origin</c>, form 0 when absent.</summary>
    public AttributeValue AbstractOrigin { get; private set; }

    /// <summary><c>DW_AT_specification</c>, form 0 when absent.</summary>
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
    public static DieNames Read(DwarfUnit unit, ref DieReader reader)
    {
        DieNames names = default;
        while (reader.NextAttribute(out DwAttribute attribute, out AttributeValue value))
        {
            switch (attribute)
            {
                case DwAttribute.Name: names._name = value; break;
                case DwAttribute.LinkageName: names._linkageName = value; break;
                case DwAttribute.AbstractOrigin: names.AbstractOrigin = value; break;
                case DwAttribute.Specification: names.Specification = value; break;
                case DwAttribute.Declaration: names.IsDeclaration = value.IsTrue; break;
                case DwAttribute.External: names.IsExternal = value.IsTrue; break;
                case DwAttribute.Location: names.Location = value; break;
                case DwAttribute.LowPc or DwAttribute.Ranges: names._hasCode = true; break;
                case DwAttribute.Sibling when unit.TryReference(value, out DieOffset sibling): names._sibling = sibling; break;
            }
        }

        return names;
    }

    /// <summary>Moves the reader behind the entry's children.</summary>
    public readonly void SkipChildren(ref DieReader reader) => reader.SkipChildren(_sibling);
}
