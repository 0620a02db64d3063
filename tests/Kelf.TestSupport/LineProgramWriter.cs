// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.TestSupport;

/// <summary>Writes the opcodes of a line program (DWARF 5 §6.2.5); every verb returns the writer.</summary>
/// <param name="bytes">Receives them.</param>
public sealed class LineProgramWriter(ByteAssembler bytes)
{
    /// <summary>Where they go, for what has no verb.</summary>
    public ByteAssembler Bytes { get; } = bytes;

    /// <summary>A special opcode, by its number.</summary>
    public LineProgramWriter Special(byte opcode) => Standard(opcode);

    /// <summary><c>DW_LNS_copy</c>.</summary>
    public LineProgramWriter Copy() => Standard(1);

    /// <summary><c>DW_LNS_advance_pc</c>.</summary>
    public LineProgramWriter AdvancePc(ulong operations) => Standard(2, operations);

    /// <summary><c>DW_LNS_advance_line</c>.</summary>
    public LineProgramWriter AdvanceLine(long lines)
    {
        Bytes.U8(3).Sleb(lines);
        return this;
    }

    /// <summary><c>DW_LNS_set_file</c>.</summary>
    public LineProgramWriter File(ulong number) => Standard(4, number);

    /// <summary><c>DW_LNS_set_column</c>.</summary>
    public LineProgramWriter Column(ulong column) => Standard(5, column);

    /// <summary><c>DW_LNS_negate_stmt</c>.</summary>
    public LineProgramWriter NegateStmt() => Standard(6);

    /// <summary><c>DW_LNS_set_basic_block</c>.</summary>
    public LineProgramWriter BasicBlock() => Standard(7);

    /// <summary><c>DW_LNS_const_add_pc</c>.</summary>
    public LineProgramWriter ConstAddPc() => Standard(8);

    /// <summary><c>DW_LNS_fixed_advance_pc</c>.</summary>
    public LineProgramWriter FixedAdvancePc(ushort advance)
    {
        Bytes.U8(9).U16(advance);
        return this;
    }

    /// <summary><c>DW_LNS_set_prologue_end</c>.</summary>
    public LineProgramWriter PrologueEnd() => Standard(10);

    /// <summary><c>DW_LNS_set_epilogue_begin</c>.</summary>
    public LineProgramWriter EpilogueBegin() => Standard(11);

    /// <summary><c>DW_LNS_set_isa</c>.</summary>
    public LineProgramWriter Isa(ulong number) => Standard(12, number);

    /// <summary>A standard opcode with its operands.</summary>
    public LineProgramWriter Standard(byte opcode, params ulong[] operands)
    {
        Bytes.U8(opcode);
        Array.ForEach(operands, operand => Bytes.Uleb(operand));
        return this;
    }

    /// <summary><c>DW_LNE_set_address</c>.</summary>
    public LineProgramWriter Address(ulong address, int width = 8)
    {
        Bytes.U8(0).Uleb((ulong)width + 1).U8(2).Number(address, width);
        return this;
    }

    /// <summary><c>DW_LNE_define_file</c>.</summary>
    public LineProgramWriter DefineFile(string name, ulong directory)
    {
        byte[] operands = new ByteAssembler(Bytes.Order).CString(name).Uleb(directory).Uleb(0).Uleb(0).ToArray();
        return Extended(3, operands);
    }

    /// <summary><c>DW_LNE_set_discriminator</c>.</summary>
    public LineProgramWriter Discriminator(ulong number) => Extended(4, new ByteAssembler(Bytes.Order).Uleb(number).ToArray());

    /// <summary><c>DW_LNE_end_sequence</c>.</summary>
    public LineProgramWriter End() => Extended(1);

    /// <summary>An extended opcode with the bytes of its operands.</summary>
    public LineProgramWriter Extended(byte opcode, params byte[] operands)
    {
        Bytes.U8(0).Uleb((ulong)operands.Length + 1).U8(opcode).Bytes(operands);
        return this;
    }

    /// <summary>A sequence of one row for each line, a byte after the other, and its end.</summary>
    public LineProgramWriter Sequence(ulong address, params ulong[] lines)
    {
        Address(address);
        ulong line = 1;
        foreach (ulong next in lines)
        {
            AdvanceLine((long)(next - line)).Copy().AdvancePc(1);
            line = next;
        }

        return End();
    }
}
