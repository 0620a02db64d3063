// SPDX-License-Identifier: MIT OR GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

namespace Kelf.ObjectFiles.Elf.Editing;

/// <summary>Changes symbol and type of relocations where they lie (<c>r_info</c>, gABI 4.1 ch. 4).</summary>
/// <param name="file">The file.</param>
public readonly struct RelocationFields(ElfFile file)
{
    private const uint LargestSymbol32 = 0xff_ffff;

    private readonly bool _is64 = file.Layout.Is64;
    private readonly bool _isLittle = file.ByteOrder == ByteOrder.Little;
    private readonly bool _isMips = file.Machine == ElfMachine.Mips;

    /// <summary>True when an index of a symbol has room: 24 bits in 32-bit files.</summary>
    public bool Holds(uint symbol) => _is64 || symbol <= LargestSymbol32;

    /// <summary>Sets the symbol of a relocation.</summary>
    /// <param name="editor">Takes the patch.</param>
    /// <param name="section">The relocations.</param>
    /// <param name="index">Which of them, from 0.</param>
    /// <param name="symbol">The symbol's index.</param>
    public void SetSymbol(ElfEditor editor, ElfSection section, long index, uint symbol)
    {
        ArgumentNullException.ThrowIfNull(editor);
        ulong record = RecordOf(section, index);
        if (_is64)
        {
            // The upper half, but on MIPS a field of its own that comes first.
            editor.PatchU32(record + (_isLittle && !_isMips ? 12u : 8u), symbol);
            return;
        }

        editor.Patch(
            record + (_isLittle ? 5u : 4u),
            _isLittle
                ? [(byte)symbol, (byte)(symbol >> 8), (byte)(symbol >> 16)]
                : [(byte)(symbol >> 16), (byte)(symbol >> 8), (byte)symbol]);
    }

    /// <summary>Makes a relocation do nothing: all <c>R_*_NONE</c> are type 0; symbol and addend stay.</summary>
    /// <param name="editor">Takes the patch.</param>
    /// <param name="section">The relocations.</param>
    /// <param name="index">Which of them, from 0.</param>
    public void Disable(ElfEditor editor, ElfSection section, long index)
    {
        ArgumentNullException.ThrowIfNull(editor);
        ulong record = RecordOf(section, index);
        if (_is64)
        {
            editor.Patch(record + (_isLittle && !_isMips ? 8u : 12u), stackalloc byte[4]);
        }
        else
        {
            editor.Patch(record + (_isLittle ? 4u : 7u), stackalloc byte[1]);
        }
    }

    private static ulong RecordOf(ElfSection section, long index)
    {
        ArgumentNullException.ThrowIfNull(section);
        return section.Offset + ((ulong)index * section.EntrySize);
    }
}
