// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Lines.Tables;

/// <summary>Code that a table covers.</summary>
/// <param name="Section">The module's section; empty for a kernel.</param>
/// <param name="Start">Its first address, from which offsets count.</param>
/// <param name="End">The address after it; the highest one when nothing says where it ends.</param>
/// <param name="Size">Bytes of the section; 0 for a kernel.</param>
internal readonly record struct TextArea(string Section, ulong Start, ulong End, uint Size)
{
    /// <summary>True for its addresses.</summary>
    public bool Contains(ulong address) => address >= Start && address < End;
}
