// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.DebugJoin.Layouts;

/// <summary>What one linker does with what is not loaded, where linkers differ.</summary>
internal interface ILinkerLayout
{
    /// <summary>True when the relocations of a section are kept in the order of their offsets, false for the order that they had.</summary>
    bool SortsRelocations { get; }

    /// <summary>
    /// True when of a relocation against something that is gone the addend is kept, and a symbol in no section has one value whatever
    /// the addend is; false when nothing is kept of the first, and the addend counts for the second.
    /// </summary>
    bool KeepsAddends { get; }

    /// <summary>Says why a link with an option has another layout than this; null when it has not.</summary>
    bool IsForeign(string flag);

    /// <summary>The sections of an image that are not loaded, in the order of their places in the file.</summary>
    /// <param name="image">The image.</param>
    /// <param name="first">The number of the first of them.</param>
    IEnumerable<ElfSection> InFileOrder(ElfFile image, uint first);

    /// <summary>Makes the contents of a section of strings that are merged.</summary>
    /// <param name="strings">Distinct strings, in the order in which they occur first.</param>
    /// <returns>The bytes, and where each string is.</returns>
    /// <exception cref="UnknownLayoutException">They are more than 2 GiB.</exception>
    (ReadOnlyMemory<byte> Bytes, IReadOnlyList<uint> Offsets) Merge(ByteStringTable strings);

    /// <summary>How the build ID is made of an image; null when it has none of the size of SHA-1.</summary>
    IBuildId? FindBuildId(ElfFile image);
}
