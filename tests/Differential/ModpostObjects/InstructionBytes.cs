// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Differential.ModpostObjects;

/// <summary>Writes a small addend where an instruction of a machine has it, for relocations without addends of their own.</summary>
internal static class InstructionBytes
{
    /// <summary>Changes the four bytes at an offset.</summary>
    public static void Put(Target target, byte[] contents, int offset, uint type, uint addend)
    {
        switch (target.Machine, type)
        {
            case (ElfMachine.Arm, 43 or 44):
                Word(target, contents, offset, 0xe3000000 | ((addend & 0xf000) << 4) | (addend & 0xfff));
                break;
            case (ElfMachine.Arm, 1 or 28 or 29):
                Word(target, contents, offset, 0xeb000000 | ((addend >> 2) & 0xffffff));
                break;
            case (ElfMachine.Arm, 47 or 48):
                Half(target, contents, offset, 0xf240 | ((addend >> 12) & 0xf) | ((addend >> 1) & 0x400));
                Half(target, contents, offset + 2, ((addend << 4) & 0x7000) | (addend & 0xff));
                break;
            case (ElfMachine.Arm, 51):
                Half(target, contents, offset, 0xf000);
                Half(target, contents, offset + 2, 0x8000 | ((addend >> 1) & 0x7ff));
                break;
            case (ElfMachine.Arm, 10 or 30):
                Half(target, contents, offset, 0xf000);
                Half(target, contents, offset + 2, 0xf800 | ((addend >> 1) & 0x7ff));
                break;
            case (ElfMachine.Mips, 4):
                Word(target, contents, offset, 0x0c000000 | (addend >> 2));
                break;
            case (ElfMachine.Mips, 6):
                Word(target, contents, offset, 0x24420000 | (addend & 0xffff));
                break;
            default:
                Word(target, contents, offset, addend);
                break;
        }
    }

    private static void Word(Target target, byte[] contents, int offset, uint value)
    {
        for (int i = 0; i < 4; i++)
        {
            contents[offset + i] = (byte)(value >> (target.Order == ByteOrder.Little ? 8 * i : 24 - (8 * i)));
        }
    }

    private static void Half(Target target, byte[] contents, int offset, uint value)
    {
        contents[offset] = (byte)(target.Order == ByteOrder.Little ? value : value >> 8);
        contents[offset + 1] = (byte)(target.Order == ByteOrder.Little ? value >> 8 : value);
    }
}
