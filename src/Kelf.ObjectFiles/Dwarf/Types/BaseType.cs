// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Dwarf.Types;

/// <summary>A type of the language itself (DWARF 5 §5.1).</summary>
public readonly struct BaseType
{
    private BaseType(in TypeEntry entry) => Entry = entry;

    /// <summary>The entry.</summary>
    public TypeEntry Entry { get; }

    /// <summary>Its name, such as <c>long unsigned int</c>.</summary>
    public ReadOnlySpan<byte> Name => Entry.Name;

    /// <summary>Size in bytes, or null when the entry only has one in bits.</summary>
    public ulong? ByteSize => Entry.HasByteSize ? Entry.ByteSize : null;

    /// <summary>Bits that are used, where the type is larger: <c>_BitInt(17)</c>. Null when all are.</summary>
    public ulong? BitSize => Entry.HasBitSize ? Entry.BitSize : null;

    /// <summary>How values are encoded; none when the entry does not say, or says what no standard has.</summary>
    public DwEncoding Encoding => Entry.HasEncoding && Entry.Encoding <= (ulong)DwEncoding.Ascii ? (DwEncoding)Entry.Encoding : DwEncoding.None;

    /// <summary>Whether values may be negative integers.</summary>
    public bool IsSigned => Encoding is DwEncoding.Signed or DwEncoding.SignedChar or DwEncoding.SignedFixed;

    /// <summary>Views an entry as a base type.</summary>
    /// <returns>False when it is none.</returns>
    public static bool TryFrom(in TypeEntry entry, out BaseType type)
    {
        type = entry.Tag == DwTag.BaseType ? new BaseType(entry) : default;
        return entry.Tag == DwTag.BaseType;
    }
}
