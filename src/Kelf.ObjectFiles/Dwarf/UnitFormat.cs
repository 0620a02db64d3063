// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Dwarf;

/// <summary>What of a unit's header decides how attribute values are encoded.</summary>
/// <param name="Version">DWARF version, 2 to 5.</param>
/// <param name="Is64">True for the 64-bit DWARF format, whose offsets have 8 bytes (DWARF 5 §7.4).</param>
/// <param name="AddressSize">Size of an address in bytes.</param>
public readonly record struct UnitFormat(ushort Version, bool Is64, byte AddressSize)
{
    /// <summary>Size of an offset into another section, in bytes.</summary>
    public int OffsetSize => Is64 ? 8 : 4;

    /// <summary>Bytes that a value of a form takes, or -1 when that depends on the value.</summary>
    public int FixedSize(DwForm form) => form switch
    {
        DwForm.FlagPresent or DwForm.ImplicitConst => 0,
        DwForm.Data1 or DwForm.Ref1 or DwForm.Flag or DwForm.Strx1 or DwForm.Addrx1 => 1,
        DwForm.Data2 or DwForm.Ref2 or DwForm.Strx2 or DwForm.Addrx2 => 2,
        DwForm.Strx3 or DwForm.Addrx3 => 3,
        DwForm.Data4 or DwForm.Ref4 or DwForm.Strx4 or DwForm.Addrx4 or DwForm.RefSup4 => 4,
        DwForm.Data8 or DwForm.Ref8 or DwForm.RefSig8 or DwForm.RefSup8 => 8,
        DwForm.Data16 => 16,
        DwForm.Addr => AddressSize,
        DwForm.RefAddr => RefAddrSize,
        DwForm.Strp or DwForm.LineStrp or DwForm.SecOffset or DwForm.StrpSup or DwForm.GnuRefAlt or DwForm.GnuStrpAlt => OffsetSize,
        _ => -1,
    };

    /// <summary>Size of <c>DW_FORM_ref_addr</c>: that of an address in DWARF 2, of an offset since.</summary>
    public int RefAddrSize => Version == 2 ? AddressSize : OffsetSize;
}
