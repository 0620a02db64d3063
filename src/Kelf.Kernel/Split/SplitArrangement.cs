// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Editing;

namespace Kelf.Kernel.Split;

/// <summary>What stays at its place in the file of a stripped image, and in which order the rest follows.</summary>
/// <param name="Layout">The layout that this is.</param>
/// <param name="Places">The places.</param>
internal sealed record SplitArrangement(ImageLayout Layout, ElfArrangement Places)
{
    // Larger ones are no linker's, and would make a file of holes.
    private const ulong LargestAlignment = 1 << 30;

    /// <summary>Refuses alignments that no linker gives.</summary>
    /// <exception cref="RefusedException">A section asks for one.</exception>
    public void RefuseAlignments(ElfFile image)
    {
        foreach ((ElfSection section, ulong alignment) in Places.Moving)
        {
            if (alignment > LargestAlignment)
            {
                throw new RefusedException(image.Image.Source.File, string.Create(
                    CultureInfo.InvariantCulture,
                    $"section {section.Index.Value} ({section.Name}) asks for an alignment of 0x{alignment:x}, "
                    + $"and no linker gives more than 0x{LargestAlignment:x}"));
            }
        }
    }
}
