// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Dwarf;

namespace Kelf.Kernel.Symvers;

/// <summary>
/// Bounds what the texts of a file may cost. Texts of unnamed types are written out wherever they are used, so an object
/// of 4 KiB can ask for any number of texts of many MiB; all of them together may therefore be no longer than a multiple
/// of the entries that they are made from.
/// </summary>
internal sealed class TextBudget
{
    // Measured: 3 to 6 for the units of kernels built with gcc, with clang, and with its ThinLTO.
    private const long Factor = 64;

    // As it is written a reference is a name, and names are shared in .debug_str; those of Rust are long.
    private const long WrittenFactor = 16;

    // In small files the factor means nothing.
    private const long Free = 64 << 20;

    private readonly DwarfFile _dwarf;
    private long _left;
    private long _unwritten;
    private long _unread;

    /// <summary>The budget of one walk over a file.</summary>
    public TextBudget(DwarfFile dwarf)
    {
        _dwarf = dwarf;
        long entries = 0;
        foreach (DwarfUnit unit in dwarf.Units)
        {
            entries += unit.Contents.Length;
        }

        Limit = _left = _unread = Free + (entries * Factor);
        _unwritten = Limit * WrittenFactor;
    }

    /// <summary>Bytes that all texts together may take; also of those that are kept at one time.</summary>
    public long Limit { get; }

    /// <summary>Counts a text that was made.</summary>
    /// <param name="length">Bytes that it takes, a reference being a number.</param>
    /// <param name="written">Bytes that it has as it is written, a reference being a name.</param>
    /// <exception cref="SymversException">It is one too many.</exception>
    public void Spend(long length, long written)
    {
        _left -= length;
        _unwritten -= written;
        if (_left < 0 || _unwritten < 0)
        {
            throw Exceeded();
        }
    }

    /// <summary>
    /// Counts entries that were passed in search of the parts of a type. Types stand side by side or in each other; those
    /// whose lists of children overlap, by way of <c>DW_AT_sibling</c>, would make the time quadratic.
    /// </summary>
    /// <param name="length">Bytes of the entries.</param>
    /// <exception cref="SymversException">They were read too often.</exception>
    public void Read(long length)
    {
        _unread -= length;
        if (_unread < 0)
        {
            throw EntryErrors.At(
                _dwarf.Units[0], _dwarf.Units[0].Start, "types overlap: the same entries are part of too many of them");
        }
    }

    /// <summary>The error when there would be more.</summary>
    public SymversException Exceeded() =>
        EntryErrors.At(_dwarf.Units[0], _dwarf.Units[0].Start, $"the texts of the types exceed {Limit >> 20} MiB");
}
