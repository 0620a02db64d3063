// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Machines;

namespace Kelf.Kernel.Modpost.References;

/// <summary>
/// The address that a relocation leads to, as modpost computes it: near enough to find a symbol by it, not what a linker would store.
/// Where the addend is in place (<c>SHT_REL</c>) it is decoded from the instruction (System V ABI, supplements for Intel386 and MIPS;
/// ELF for the Arm Architecture, "Relocation codes").
/// </summary>
internal static class TargetAddress
{
    /// <summary>What stands for the address of a relocation whose type is not known.</summary>
    public const ulong Unknown = ulong.MaxValue;

    /// <summary>True when addends in place can be decoded.</summary>
    public static bool KnowsAddendsInPlace(ElfMachine machine) => machine is ElfMachine.I386 or ElfMachine.Arm or ElfMachine.Mips;

    /// <summary>The address of a relocation with addend.</summary>
    public static ulong WithAddend(ElfFile file, in ElfRelocation relocation, in ElfSymbol symbol) =>
        Bounded(file, symbol.Value + (ulong)relocation.Addend);

    /// <summary>The address of one whose addend is in place.</summary>
    /// <param name="file">The object.</param>
    /// <param name="contents">The section that it is in.</param>
    /// <param name="relocation">The relocation.</param>
    /// <param name="symbol">Its symbol.</param>
    /// <returns>The address, or <see cref="Unknown"/>.</returns>
    /// <exception cref="MalformedFileException">The instruction is outside the section.</exception>
    public static ulong InPlace(ElfFile file, Region contents, in ElfRelocation relocation, in ElfSymbol symbol)
    {
        Cursor place = contents.Read(file.ByteOrder, relocation.Offset);
        long? address = file.Machine switch
        {
            ElfMachine.I386 => I386(ref place, (I386Relocation)relocation.Type),
            ElfMachine.Mips => Mips(ref place, (MipsRelocation)relocation.Type),
            _ => Arm(ref place, (ArmRelocation)relocation.Type) is { } offset ? offset + (long)symbol.Value : null,
        };
        return Bounded(file, address is { } known ? (ulong)known : Unknown);
    }

    // The original leaves the symbol's value out here and for MIPS: section symbols have 0.
    private static long? I386(ref Cursor place, I386Relocation type) => type switch
    {
        I386Relocation.Direct32 => place.U32(),
        I386Relocation.Pc32 => place.U32() + 4L,
        _ => null,
    };

    private static long? Mips(ref Cursor place, MipsRelocation type) => type switch
    {
        MipsRelocation.Lo16 => place.U32() & 0xffff,
        MipsRelocation.Jump26 => (place.U32() & 0x03ff_ffff) << 2,
        MipsRelocation.Direct32 => place.U32(),
        _ => null,
    };

    private static long? Arm(ref Cursor place, ArmRelocation type) => type switch
    {
        ArmRelocation.Abs32 or ArmRelocation.Rel32 => place.U32(),
        ArmRelocation.MovwAbsNc or ArmRelocation.MovtAbs => MoveWide(place.U32()),
        ArmRelocation.Pc24 or ArmRelocation.Call or ArmRelocation.Jump24 => SignExtend(place.U32() << 2, 26) + 8,
        ArmRelocation.ThumbMovwAbsNc or ArmRelocation.ThumbMovtAbs => ThumbMoveWide(place.U16(), place.U16()),
        ArmRelocation.ThumbJump19 => ThumbBranch(place.U16(), place.U16()) + 4,
        ArmRelocation.ThumbCall or ArmRelocation.ThumbJump24 => ThumbLongBranch(place.U16(), place.U16()) + 4,
        _ => null,
    };

    // imm4 (bits 19 to 16) : imm12.
    private static long MoveWide(uint word) => SignExtend(((word & 0xf0000) >> 4) | (word & 0xfff), 16);

    // imm4 : i : imm3 : imm8.
    private static long ThumbMoveWide(uint upper, uint lower) =>
        SignExtend(((upper & 0xf) << 12) | ((upper & 0x400) << 1) | ((lower & 0x7000) >> 4) | (lower & 0xff), 16);

    // S : J2 : J1 : imm6 : imm11 : 0.
    private static long ThumbBranch(uint upper, uint lower) =>
        SignExtend(
            ((upper & 0x400) << 10) | ((lower & 0x800) << 8) | ((lower & 0x2000) << 5) | ((upper & 0x3f) << 12) | ((lower & 0x7ff) << 1), 21);

    // S : I1 : I2 : imm10 : imm11 : 0, where I is not (J xor S).
    private static long ThumbLongBranch(uint upper, uint lower)
    {
        uint sign = (upper >> 10) & 1;
        uint first = ~(lower >> 13 ^ sign) & 1;
        uint second = ~(lower >> 11 ^ sign) & 1;
        return SignExtend((sign << 24) | (first << 23) | (second << 22) | ((upper & 0x3ff) << 12) | ((lower & 0x7ff) << 1), 25);
    }

    private static long SignExtend(uint value, int bits) => (int)(value << (32 - bits)) >> (32 - bits);

    private static ulong Bounded(ElfFile file, ulong address) => file.Layout.Is64 ? address : (uint)address;
}
