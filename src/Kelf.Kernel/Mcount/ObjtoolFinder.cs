// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Editing;

namespace Kelf.Kernel.Mcount;

/// <summary>
/// Calls of the tracer as objtool finds them: call instructions in any executable section, in the order of sections and
/// offsets. objtool decodes all instructions; a relocation on a call's operand that names the tracer says the same.
/// </summary>
internal sealed class ObjtoolFinder
{
    // nopl 0(%rax,%rax,1): as long as the call.
    private static readonly byte[] s_nop = [0x0f, 0x1f, 0x44, 0x00, 0x00];

    private readonly ElfFile _file;
    private readonly ObjtoolMachine _machine;
    private readonly byte[] _tracer;
    private readonly bool _nop;
    private readonly ElfEditor _output;
    private readonly List<McountRecord> _records = [];
    private readonly List<Diagnostic> _warnings = [];

    private ObjtoolFinder(ElfFile file, ObjtoolMachine machine, bool nop)
    {
        (_file, _machine, _nop) = (file, machine, nop);
        _tracer = Encoding.ASCII.GetBytes(machine.Tracer);
        _output = new ElfEditor(file);
    }

    private enum Instruction
    {
        Other,
        Call,
        Jump,
    }

    /// <summary>Finds them; with NOPs wanted, notes those in the output. Section symbols are yet to be looked up.</summary>
    public static McountPlan Find(ElfFile file, ObjectSymbols symbols, ObjtoolMachine machine, bool nop)
    {
        if (nop && machine.Machine != ElfMachine.X8664)
        {
            throw new RefusedException(file.Image.Source.File, "calls can be turned into NOPs on x86-64 only: leave --nop out");
        }

        ObjtoolFinder finder = new(file, machine, nop);
        foreach (RelocatedText text in RelocatedText.All(file, symbols))
        {
            finder.Look(text);
        }

        finder._records.Sort(static (a, b) =>
            a.Section != b.Section ? a.Section.CompareTo(b.Section) : a.Offset.CompareTo(b.Offset));
        return new McountPlan
        {
            Style = McountStyle.Objtool,
            Records = finder._records,
            Warnings = finder._warnings,
            Output = finder._output,
        };
    }

    private void Look(RelocatedText text)
    {
        uint tracer = 0;
        for (long i = 0; i < text.Relocations.Count; i++)
        {
            ElfRelocation relocation = text.Relocations[i];
            if (!_machine.CallTypes.Contains(relocation.Type))
            {
                continue;
            }

            if (relocation.SymbolIndex != tracer
                && !text.Symbols.NameOf(text.SymbolOf(relocation, i)).SequenceEqual(_tracer))
            {
                continue;
            }

            tracer = relocation.SymbolIndex;
            text.CheckPlace(relocation, i);
            ulong offset = relocation.Offset - _machine.OperandOffset;
            switch (InstructionAt(text.Bytes, offset, relocation))
            {
                case Instruction.Call:
                    Add(text, i, offset);
                    break;
                case Instruction.Jump:
                    _warnings.Add(Diagnostic.Warning(WarningKind.TracerJump, $"jumps to {_machine.Tracer}: it is not recorded") with
                    {
                        Section = text.Text.Name,
                        Offset = offset,
                    });
                    break;
                default:
                    break;
            }
        }
    }

    private void Add(RelocatedText text, long index, ulong offset)
    {
        _records.Add(new McountRecord(text.Text.Index.Value, offset, 0, (long)offset));
        if (_nop)
        {
            _output.Patch(text.Text.Offset + offset, s_nop);
            text.Disable(_output, index);
        }
    }

    private Instruction InstructionAt(Region text, ulong offset, in ElfRelocation relocation)
    {
        if (_machine.Machine == ElfMachine.X8664)
        {
            // Relative to the end of the instruction; an offset of 0 has wrapped round, and is outside.
            return relocation.Addend != -4 || offset >= (ulong)text.Length || (ulong)text.Length - offset < 5
                ? Instruction.Other
                : text.Span(offset, 1)[0] switch
                {
                    0xe8 => Instruction.Call,
                    0xe9 => Instruction.Jump,
                    _ => Instruction.Other,
                };
        }

        if ((ulong)text.Length - offset < 4)
        {
            return Instruction.Other;
        }

        uint word = text.Read(_file.ByteOrder, offset).U32();
        return _machine.Machine == ElfMachine.LoongArch
            ? (word >> 26) switch { 0x15 => Instruction.Call, 0x14 => Instruction.Jump, _ => Instruction.Other } // bl, b
            : (word & 0xfc00_0003) switch // bl, b
            {
                0x4800_0001 => Instruction.Call,
                0x4800_0000 => Instruction.Jump,
                _ => Instruction.Other,
            };
    }
}
