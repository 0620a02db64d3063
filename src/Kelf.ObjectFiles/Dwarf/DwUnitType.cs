// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Dwarf;

/// <summary>Kinds of units (DWARF 5 Table 7.2); older versions tell by section and by the tag of the unit entry.</summary>
public enum DwUnitType : byte
{
    /// <summary><c>DW_UT_compile</c>.</summary>
    Compile = 1,

    /// <summary><c>DW_UT_type</c>.</summary>
    Type = 2,

    /// <summary><c>DW_UT_partial</c>.</summary>
    Partial = 3,

    /// <summary><c>DW_UT_skeleton</c>: the real unit is in a <c>.dwo</c> file.</summary>
    Skeleton = 4,

    /// <summary><c>DW_UT_split_compile</c>.</summary>
    SplitCompile = 5,

    /// <summary><c>DW_UT_split_type</c>.</summary>
    SplitType = 6,
}
