// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Symvers.Entries;

/// <summary>How a union's members tell to show it (kernel Documentation/kbuild/gendwarfksyms.rst, member conventions).</summary>
internal enum UnionStatus : byte
{
    /// <summary>As the union that it is.</summary>
    Normal,

    /// <summary>As the type of a reserved or renamed member.</summary>
    Replaced,

    /// <summary>Not at all.</summary>
    Ignored,
}
