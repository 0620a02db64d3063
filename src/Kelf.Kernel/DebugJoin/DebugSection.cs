// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.DebugJoin.Layouts;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.DebugJoin;

/// <summary>A debugging section of an object: what it is made of, and, once that is known, where it goes.</summary>
internal sealed class DebugSection
{
    // No compiler asks for more.
    private const ulong LargestAlignment = 1 << 16;

    private readonly ElfFile _file;

    public DebugSection(ElfFile file, ElfSection header)
    {
        (_file, Header) = (file, header);
        Contents = file.Contents(header);
        if (header.IsCompressed || (header.Flags & (ElfSectionFlags.InGroup | ElfSectionFlags.LinkOrder)) != 0)
        {
            throw Unknown(header.IsCompressed ? "is compressed" : "belongs to others");
        }

        if (header.Alignment > LargestAlignment)
        {
            throw Unknown($"asks for an alignment of 0x{header.Alignment:x}");
        }

        IsMerged = (header.Flags & ElfSectionFlags.Merge) != 0;
        if (IsMerged && ((header.Flags & ElfSectionFlags.Strings) == 0 || header.EntrySize != 1 || header.Alignment > 1
            || Contents.Span((ulong)Contents.Length - 1, 1)[0] != 0))
        {
            throw Unknown("is merged, but has not strings of bytes alone");
        }
    }

    /// <summary>The object that it is a section of.</summary>
    public DebugObject Owner { get; set; } = null!;

    /// <summary>Its header.</summary>
    public ElfSection Header { get; }

    /// <summary>Its name.</summary>
    public string Name => Header.Name;

    /// <summary>Its bytes, without relocations.</summary>
    public Region Contents { get; }

    /// <summary>True for strings, of which the linker keeps each once.</summary>
    public bool IsMerged { get; }

    /// <summary>The header of its relocations, or null without any.</summary>
    public ElfSection? RelocationHeader { get; private set; }

    /// <summary>Its relocations.</summary>
    public ElfRelocationTable Relocations { get; private set; }

    /// <summary>True when no field of a relocation ends after the next one begins, so that the section can be taken in parts.</summary>
    public bool IsInOrder { get; set; }

    /// <summary>What is asked of the linker for this section, in this order.</summary>
    public IReadOnlyList<SymbolQuestion> Questions { get; set; } = [];

    /// <summary>Which of all debugging sections of the link it is; from 1.</summary>
    public uint Number { get; set; }

    /// <summary>The section of the image that it is a part of; null when the linker dropped it.</summary>
    public JoinedSection? Output { get; set; }

    /// <summary>Its offset in there; of merged strings 0, as they have no place of their own.</summary>
    public ulong Position { get; set; }

    /// <summary>What each symbol means in this section.</summary>
    public SymbolMeanings? Meanings { get; set; }

    /// <summary>Whether a section has debugging information that a linker joins and otherwise leaves alone.</summary>
    public static bool IsDebug(ElfSection section) =>
        section.Name.StartsWith(".debug_", StringComparison.Ordinal) && section.Type == ElfSectionType.ProgramBits && section.HasBytes
        && !section.IsAllocated && (section.Flags & ElfSectionFlags.Exclude) == 0;

    /// <summary>Says where its relocations are.</summary>
    /// <exception cref="UnknownLayoutException">They are of a kind that is not known.</exception>
    /// <exception cref="MalformedFileException">They are malformed.</exception>
    public void SetRelocations(ElfSection header)
    {
        if (RelocationHeader is not null || IsMerged || header.Type != ElfSectionType.RelocationsWithAddends)
        {
            throw Unknown("has relocations of another form than debugging sections have");
        }

        RelocationHeader = header;
        Relocations = _file.Relocations(header);
    }

    private UnknownLayoutException Unknown(string what) => new(_file.Image.Source.File, $"{Name} {what}");
}
