// SPDX-License-Identifier: MIT OR GPL-2.0-only
using System.Runtime.CompilerServices;

using Kelf.ObjectFiles.Bytes;

namespace Kelf.ObjectFiles.Dwarf;

/// <summary>Reads and passes over attribute values by form (DWARF 5 §7.5.6).</summary>
internal static class FormReader
{
    /// <summary>Reads one value.</summary>
    /// <exception cref="MalformedFileException">The form is unknown, or the value runs past the end.</exception>
    public static AttributeValue Read(ref Cursor cursor, UnitFormat unit, DwForm form, long implicitConstant)
    {
        if (form == DwForm.Indirect)
        {
            form = ReadIndirect(ref cursor);
        }

        long position = cursor.Position;
        ulong raw;
        switch (form)
        {
            case DwForm.Data1 or DwForm.Ref1 or DwForm.Flag or DwForm.Strx1 or DwForm.Addrx1:
                raw = cursor.U8();
                break;
            case DwForm.Data2 or DwForm.Ref2 or DwForm.Strx2 or DwForm.Addrx2:
                raw = cursor.U16();
                break;
            case DwForm.Strx3 or DwForm.Addrx3:
                raw = cursor.U24();
                break;
            case DwForm.Data4 or DwForm.Ref4 or DwForm.Strx4 or DwForm.Addrx4 or DwForm.RefSup4:
                raw = cursor.U32();
                break;
            case DwForm.Data8 or DwForm.Ref8 or DwForm.RefSig8 or DwForm.RefSup8:
                raw = cursor.U64();
                break;
            case DwForm.Strp or DwForm.LineStrp or DwForm.SecOffset or DwForm.StrpSup or DwForm.GnuRefAlt or DwForm.GnuStrpAlt:
                raw = cursor.Offset(unit.Is64);
                break;
            case DwForm.Addr:
                raw = Number(ref cursor, unit.AddressSize);
                break;
            case DwForm.RefAddr:
                raw = Number(ref cursor, unit.RefAddrSize);
                break;
            case DwForm.Udata or DwForm.RefUdata or DwForm.Strx or DwForm.Addrx or DwForm.Loclistx or DwForm.Rnglistx
                or DwForm.GnuAddrIndex or DwForm.GnuStrIndex:
                raw = cursor.Uleb128();
                break;
            case DwForm.Sdata:
                raw = (ulong)cursor.Sleb128();
                break;
            case DwForm.FlagPresent:
                raw = 1;
                break;
            case DwForm.ImplicitConst:
                raw = (ulong)implicitConstant;
                break;
            case DwForm.String:
                cursor.CString();
                raw = (ulong)position;
                break;
            case DwForm.Exprloc or DwForm.Block or DwForm.Block1 or DwForm.Block2 or DwForm.Block4 or DwForm.Data16:
                raw = BlockLength(ref cursor, form);
                position = cursor.Position;
                cursor.Skip(raw);
                break;
            default:
                throw UnknownForm(ref cursor, form);
        }

        return new AttributeValue(form, raw, position);
    }

    /// <summary>Reads a number of 1, 2, 4 or 8 bytes: an address, or a reference of its size.</summary>
    public static ulong Number(ref Cursor cursor, int size) => size switch
    {
        1 => cursor.U8(),
        2 => cursor.U16(),
        4 => cursor.U32(),
        _ => cursor.U64(),
    };

    /// <summary>Passes over one value.</summary>
    /// <exception cref="MalformedFileException">The form is unknown, or the value runs past the end.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Skip(ref Cursor cursor, UnitFormat unit, DwForm form)
    {
        int size = unit.FixedSize(form);
        if (size >= 0)
        {
            cursor.Skip((uint)size);
        }
        else
        {
            SkipVariable(ref cursor, unit, form);
        }
    }

    private static void SkipVariable(ref Cursor cursor, UnitFormat unit, DwForm form)
    {
        switch (form)
        {
            case DwForm.Udata or DwForm.Sdata or DwForm.RefUdata or DwForm.Strx or DwForm.Addrx or DwForm.Loclistx
                or DwForm.Rnglistx or DwForm.GnuAddrIndex or DwForm.GnuStrIndex:
                cursor.SkipLeb128();
                break;
            case DwForm.String:
                cursor.CString();
                break;
            case DwForm.Exprloc or DwForm.Block or DwForm.Block1 or DwForm.Block2 or DwForm.Block4:
                cursor.Skip(BlockLength(ref cursor, form));
                break;
            case DwForm.Indirect:
                Skip(ref cursor, unit, ReadIndirect(ref cursor));
                break;
            default:
                throw UnknownForm(ref cursor, form);
        }
    }

    private static ulong BlockLength(ref Cursor cursor, DwForm form) => form switch
    {
        DwForm.Block1 => cursor.U8(),
        DwForm.Block2 => cursor.U16(),
        DwForm.Block4 => cursor.U32(),
        DwForm.Data16 => 16,
        _ => cursor.Uleb128(),
    };

    private static MalformedFileException UnknownForm(ref Cursor cursor, DwForm form)
    {
        cursor.Skip(0); // the complaint is about the value that would stand here, not about the one before
        return cursor.Malformed($"unknown form 0x{(ushort)form:x}");
    }

    /// <summary>
    /// Reads the form that a value of <c>DW_FORM_indirect</c> begins with. It may not be indirect again, nor a constant of
    /// the abbreviation, which an entry cannot have.
    /// </summary>
    private static DwForm ReadIndirect(ref Cursor cursor)
    {
        ulong form = cursor.Uleb128();
        return form is 0 or > ushort.MaxValue || (DwForm)form is DwForm.Indirect or DwForm.ImplicitConst
            ? throw cursor.Malformed($"indirect form 0x{form:x} is not a form of an entry")
            : (DwForm)form;
    }
}
