// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Elf.Editing;

/// <summary>A range of bytes of a file.</summary>
/// <param name="Offset">Offset of the first.</param>
/// <param name="Length">How many.</param>
public readonly record struct FileRange(ulong Offset, ulong Length)
{
    /// <summary>Offset after the last.</summary>
    public ulong End => Offset + Length;

    /// <summary>What is left of the range.</summary>
    /// <param name="others">What is taken out, sorted by offset.</param>
    public IReadOnlyList<FileRange> Without(IEnumerable<FileRange> others)
    {
        ArgumentNullException.ThrowIfNull(others);
        List<FileRange> rest = [];
        ulong position = Offset;
        foreach (FileRange other in others)
        {
            if (other.Offset >= End)
            {
                break;
            }

            if (other.Offset > position)
            {
                rest.Add(new FileRange(position, other.Offset - position));
            }

            position = Math.Max(position, other.End);
        }

        if (position < End)
        {
            rest.Add(new FileRange(position, End - position));
        }

        return rest;
    }
}
