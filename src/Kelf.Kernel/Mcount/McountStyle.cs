// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Mcount;

/// <summary>Whose table is made: the two programs of the kernel disagree on what is traced, and on its records.</summary>
public enum McountStyle
{
    /// <summary>That of recordmcount: sections of a list; calls elsewhere become NOPs.</summary>
    Recordmcount,

    /// <summary>That of objtool: every call in any executable section, named by section symbols.</summary>
    Objtool,
}
