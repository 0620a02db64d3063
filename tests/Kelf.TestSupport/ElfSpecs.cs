// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Elf;

namespace Kelf.TestSupport;

/// <summary>How <see cref="ElfBuilder"/> stores a section.</summary>
public enum SectionPacking
{
    /// <summary>As it is.</summary>
    Stored,

    /// <summary><c>SHF_COMPRESSED</c> with <c>ELFCOMPRESS_ZLIB</c>.</summary>
    Zlib,

    /// <summary><c>SHF_COMPRESSED</c> with <c>ELFCOMPRESS_ZSTD</c>.</summary>
    Zstd,

    /// <summary>GNU's older form, for sections called <c>.zdebug_*</c>.</summary>
    GnuZlib,
}

/// <summary>The fields of a section header, in file order (gABI 4.1 ch. 4).</summary>
public sealed record ElfSectionFields(
    uint Name, uint Type, ulong Flags, ulong Address, ulong Offset, ulong Size, uint Link, uint Info, ulong Alignment,
    ulong EntrySize);

internal sealed record ElfSectionSpec(
    string Name, byte[] Contents, ElfSectionType Type, ElfSectionFlags Flags, SectionPacking Packing)
{
    public List<ElfRelocationSpec> Relocations { get; } = [];
}

internal sealed record ElfSymbolSpec(
    string Name, uint SectionNumber, ulong Value, ulong Size, ElfSymbolBinding Binding, ElfSymbolType Type);

/// <param name="Offset">Offset in the section.</param>
/// <param name="Type">Type number.</param>
/// <param name="Symbol">Name of a symbol or section.</param>
/// <param name="Section">Index of the section of that name when the relocation was added, or 0.</param>
/// <param name="Addend">Addend.</param>
internal sealed record ElfRelocationSpec(ulong Offset, uint Type, string Symbol, uint Section, long Addend);
