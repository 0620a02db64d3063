// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers.Binary;

using Kelf.Kernel.Shared;

namespace Kelf.Kernel.Relocs;

/// <summary>One of the lists of a table.</summary>
/// <param name="Kind">What is done at its places.</param>
/// <param name="Places">Link-time addresses cut to 32 bits, ascending as unsigned numbers.</param>
public sealed record RelocationList(PlaceKind Kind, IReadOnlyList<uint> Places);

/// <summary>What the boot code does at a place when the kernel was moved by a displacement.</summary>
public enum PlaceKind
{
    /// <summary>Adds the displacement to 64 bits.</summary>
    Add64,

    /// <summary>Subtracts it from 32 bits.</summary>
    Subtract32,

    /// <summary>Adds it to 32 bits.</summary>
    Add32,

    /// <summary>Real mode: stores the segment in 16 bits.</summary>
    Segment16,

    /// <summary>Real mode: adds the physical base to 32 bits.</summary>
    Linear32,
}

/// <summary>
/// The table that boot code goes through: little-endian 32-bit words. A kernel's lists each stand after a word 0, which
/// ends them for a reader that goes from the last word down; a real-mode image's lists each stand after their length.
/// </summary>
/// <param name="Lists">The lists in the order of the file.</param>
/// <param name="IsRealMode">Whether lengths stand before the lists, instead of zeros.</param>
public sealed record RelocationTable(IReadOnlyList<RelocationList> Lists, bool IsRealMode)
{
    /// <summary>What the user should know of the places.</summary>
    public IReadOnlyList<Diagnostic> Warnings { get; init; } = [];

    /// <summary>Number of places in all lists.</summary>
    public int Count => Lists.Sum(list => list.Places.Count);

    /// <summary>The table as it is linked into the boot image.</summary>
    public byte[] ToBytes()
    {
        byte[] bytes = new byte[(Count + Lists.Count) * sizeof(uint)];
        int position = 0;
        foreach (uint word in Words())
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(position), word);
            position += sizeof(uint);
        }

        return bytes;
    }

    /// <summary>Writes the same words as assembler source.</summary>
    public void WriteText(IByteSink output)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.Write(".section \".data.reloc\",\"a\"\n.balign 4\n"u8);
        RelocationText.WriteWords(Words(), output);
    }

    private IEnumerable<uint> Words()
    {
        foreach (RelocationList list in Lists)
        {
            yield return IsRealMode ? (uint)list.Places.Count : 0;
            foreach (uint place in list.Places)
            {
                yield return place;
            }
        }
    }
}
