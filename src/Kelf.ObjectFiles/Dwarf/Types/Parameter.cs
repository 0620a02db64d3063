// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Dwarf.Types;

/// <summary>A parameter of a function (DWARF 5 §4.1).</summary>
public readonly struct Parameter
{
    private Parameter(in TypeEntry entry) => Entry = entry;

    /// <summary>The entry.</summary>
    public TypeEntry Entry { get; }

    /// <summary>Its name; empty in types of functions. That of an instance is in its origin.</summary>
    /// <exception cref="MalformedFileException">The origin leads to no entry, or is malformed.</exception>
    public ReadOnlySpan<byte> Name => Entry.NameAttribute.Form == DwForm.None && Entry.TryOrigin(out TypeEntry origin)
        ? origin.Name
        : Entry.Name;

    /// <summary>Views an entry as a parameter.</summary>
    /// <returns>False when it is none.</returns>
    public static bool TryFrom(in TypeEntry entry, out Parameter parameter)
    {
        parameter = entry.Tag == DwTag.FormalParameter ? new Parameter(entry) : default;
        return entry.Tag == DwTag.FormalParameter;
    }

    /// <summary>Its type, also that of its origin.</summary>
    /// <returns>False when there is none.</returns>
    /// <exception cref="MalformedFileException">It leads to no entry, or is malformed.</exception>
    public bool TryType(out TypeEntry type) =>
        Entry.TryType(out type) || (Entry.TryOrigin(out TypeEntry origin) && origin.TryType(out type));
}
