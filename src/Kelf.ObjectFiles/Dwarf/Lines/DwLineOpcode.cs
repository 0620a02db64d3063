// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Dwarf.Lines;

/// <summary>Standard opcodes of line programs, <c>DW_LNS_*</c> (DWARF 5 Table 7.25).</summary>
internal enum DwLineOpcode : byte
{
    /// <summary>Begins an extended opcode.</summary>
    Extended = 0,
    Copy = 1,
    AdvancePc = 2,
    AdvanceLine = 3,
    SetFile = 4,
    SetColumn = 5,
    NegateStmt = 6,
    SetBasicBlock = 7,
    ConstAddPc = 8,
    FixedAdvancePc = 9,
    SetPrologueEnd = 10,
    SetEpilogueBegin = 11,
    SetIsa = 12,
}

/// <summary>Extended opcodes of line programs, <c>DW_LNE_*</c> (DWARF 5 Table 7.26; define_file is of DWARF 2 to 4).</summary>
internal enum DwExtendedLineOpcode : byte
{
    EndSequence = 1,
    SetAddress = 2,
    DefineFile = 3,
    SetDiscriminator = 4,
}
