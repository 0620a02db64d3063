// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.SymbolPaths.Decode.Places;

/// <summary>The address of a frame as the image has it: the name's, and the offset that the log tells.</summary>
/// <param name="Value">In a module the offset in the section.</param>
/// <param name="Section">The module's section, or null in a kernel.</param>
public sealed record ImageAddress(ulong Value, string? Section)
{
    /// <summary>The address of a frame.</summary>
    /// <returns>Null when it may mean several symbols, or tells no offset.</returns>
    public static ImageAddress? Of(PlacedFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        if (frame.Decoded is not { Offset: { } offset, Candidates: [var only] })
        {
            return null;
        }

        return only.Image is { Module: not null, Elf: { } elf } && only.Image.Listing.IndexOf(only.Entry) is > 0 and int index
            ? Of(elf, elf.SymbolTable[index], offset)
            : new ImageAddress(CandidateIndex.AddressOf(only) + offset, null);
    }

    private static ImageAddress Of(ElfFile module, in ElfSymbol symbol, ulong offset) =>
        new(symbol.Value + offset, module.Sections[(int)symbol.SectionNumber].Name);
}
