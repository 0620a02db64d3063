// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Dwarf;

/// <summary>
/// One attribute value, decoded as far as its form alone allows. Strings, blocks and references are resolved on demand by
/// <see cref="DwarfUnit"/>, so passing over them costs nothing.
/// </summary>
/// <param name="Form">Encoding; <c>DW_FORM_indirect</c> is already resolved.</param>
/// <param name="Raw">
/// The number for constants, flags, offsets, indices, references and addresses; for <c>DW_FORM_string</c> the offset of the string
/// in the unit; for blocks, expressions and 16-byte data the number of bytes.
/// </param>
/// <param name="Position">
/// Offset in the unit where the value stands: of a block its first byte, after the length, else that of the field.
/// </param>
public readonly record struct AttributeValue(DwForm Form, ulong Raw, long Position)
{
    /// <summary>The value as a constant (DWARF 5 §7.5.5, class constant, without <c>data16</c>).</summary>
    /// <param name="value">The constant; signed ones sign-extended to 64 bits, <c>dataN</c> zero-extended.</param>
    /// <returns>False when the form is not one of a constant.</returns>
    public bool TryConstant(out ulong value)
    {
        value = Raw;
        return Form is DwForm.Data1 or DwForm.Data2 or DwForm.Data4 or DwForm.Data8
            or DwForm.Sdata or DwForm.Udata or DwForm.ImplicitConst;
    }

    /// <summary>True for a block of bytes or an expression; <see cref="DwarfUnit.TryBlock"/> gives the bytes.</summary>
    public bool IsBlock => Form is DwForm.Exprloc or DwForm.Block1 or DwForm.Block2 or DwForm.Block4 or DwForm.Block;

    /// <summary>True when what it names is in a supplementary file (DWARF 5 §7.3.6), which dwz makes.</summary>
    public bool IsSupplementary =>
        Form is DwForm.RefSup4 or DwForm.RefSup8 or DwForm.StrpSup or DwForm.GnuRefAlt or DwForm.GnuStrpAlt;

    /// <summary>The value as a flag: set and present.</summary>
    public bool IsTrue => Form == DwForm.FlagPresent || (Form == DwForm.Flag && Raw != 0);

    /// <summary>True when the value is an offset into a section (<c>sec_offset</c>; <c>data4/8</c> before DWARF 4).</summary>
    public bool IsSectionOffset => Form is DwForm.SecOffset or DwForm.Data4 or DwForm.Data8;
}
