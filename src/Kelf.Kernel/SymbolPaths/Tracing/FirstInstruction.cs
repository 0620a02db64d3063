// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.SymbolPaths.Tracing;

/// <summary>What stands where a symbol says that code is, as far as a kernel refuses a probe for it.</summary>
internal enum FirstInstruction
{
    /// <summary>Any instruction.</summary>
    Any,

    /// <summary>The section ends there, or before.</summary>
    End,

    /// <summary>A breakpoint, with which gaps between functions are filled (<c>arch/x86/kernel/kprobes/core.c</c>, <c>can_probe()</c>).</summary>
    Padding,

    /// <summary>An invalid instruction, with which <c>BUG()</c> and <c>WARN()</c> trap (<c>find_bug()</c>).</summary>
    Bug,

    /// <summary>A jump or call through memory, which kprobes do not emulate (<c>prepare_emulation()</c>, Linux 5.13 and later).</summary>
    IndirectJump,
}

/// <summary>Looks at the first bytes of functions.</summary>
internal static class FirstInstructions
{
    // Intel SDM, volume 2: INT3; UD2; JMP and CALL with opcode FF, whose kind and operand are in the next byte; a prefix that says
    // nothing of a jump but "notrack", and REX.
    private const byte Int3 = 0xcc;
    private const byte Indirect = 0xff;
    private const byte NoTrack = 0x3e;
    private const int Longest = 4;

    private static ReadOnlySpan<byte> Ud2 => [0x0f, 0x0b];

    /// <summary>What a symbol of a section is at; of machines other than x86 only whether it is in the section.</summary>
    public static FirstInstruction At(ElfFile image, ElfSymbol symbol)
    {
        ElfSection section = image.Sections[(int)symbol.SectionNumber];
        ulong offset = symbol.Value - section.Address;
        if (offset >= section.Size)
        {
            return FirstInstruction.End;
        }

        if (image.Machine is not (ElfMachine.X8664 or ElfMachine.I386) || section.Type == ElfSectionType.NoBits)
        {
            return FirstInstruction.Any;
        }

        Region contents = image.Contents(section);
        return Of(contents.Span(offset, (int)Math.Min(Longest, (ulong)contents.Length - offset)), image.Machine == ElfMachine.X8664);
    }

    private static FirstInstruction Of(ReadOnlySpan<byte> code, bool is64)
    {
        if (code[0] == Int3)
        {
            return FirstInstruction.Padding;
        }

        if (code.StartsWith(Ud2))
        {
            return FirstInstruction.Bug;
        }

        code = code[0] == NoTrack ? code[1..] : code;
        code = is64 && code is [>= 0x40 and <= 0x4f, ..] ? code[1..] : code;
        // ModRM: the upper two bits are 3 for a register; the next three, 2 to 5, are the kinds of jumps and calls.
        return code is [Indirect, var operand, ..] && operand >> 6 != 3 && ((operand >> 3) & 7) is >= 2 and <= 5
            ? FirstInstruction.IndirectJump
            : FirstInstruction.Any;
    }
}
