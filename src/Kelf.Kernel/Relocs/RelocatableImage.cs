// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Images;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Relocs;

/// <summary>
/// A linked image whose relocations were kept (<c>ld --emit-relocs</c>), and the walk over those that matter when it is
/// loaded at another address: the sections of relocations whose target is in memory.
/// </summary>
public sealed class RelocatableImage
{
    private readonly Dictionary<uint, ReportedSymbols> _symbols = [];
    private readonly Lazy<RelocationRules> _detectedRules;

    private RelocatableImage(ElfFile elf)
    {
        Elf = elf;
        _detectedRules = new(() => RelocationRulesExtensions.For(KernelRelease.Find(elf)));
    }

    /// <summary>The file.</summary>
    public ElfFile Elf { get; }

    /// <summary>True when addresses have 64 bits.</summary>
    public bool Is64 => Elf.Class == ElfClass.Elf64;

    /// <summary>Path as given.</summary>
    public string Path => Elf.Image.Source.File;

    /// <summary>The rules of the release in the image's banner; those of Linux 7.3 without one.</summary>
    public RelocationRules DetectedRules => _detectedRules.Value;

    /// <summary>Parses a file and checks that it is a linked image.</summary>
    /// <param name="file">The whole file.</param>
    /// <exception cref="MalformedFileException">It is none, or its headers are wrong.</exception>
    public static RelocatableImage Parse(Region file)
    {
        RefuseForeignX86(file);
        return Open(ElfFile.Parse(file));
    }

    /// <summary>Checks that a file is a linked image whose sections do not share bytes.</summary>
    /// <exception cref="MalformedFileException">It is not, or its headers are wrong.</exception>
    public static RelocatableImage Open(ElfFile elf)
    {
        ArgumentNullException.ThrowIfNull(elf);
        Region file = elf.Image;
        ElfHeader header = elf.Header;
        if (header.Type is not (ElfType.Executable or ElfType.Dynamic))
        {
            throw file.Malformed(16, $"not a linked image: ELF type {(int)header.Type} is neither 2 (executable) nor 3 (shared)");
        }

        if (header.Version != 1)
        {
            throw file.Malformed(20, $"ELF version {header.Version} is not 1");
        }

        int headerSize = elf.Layout.HeaderSize;
        if (header.HeaderSize != headerSize)
        {
            throw file.Malformed((ulong)elf.Layout.HeaderSizeField, $"ELF header size {header.HeaderSize} is not {headerSize}");
        }

        if (elf.Sections.Length == 0)
        {
            throw file.Malformed((ulong)elf.Layout.SectionsOffsetField, "there are no section headers");
        }

        _ = elf.ReadSegments();
        SectionRanges.RefuseShared(elf);
        return new RelocatableImage(elf);
    }

    /// <summary>
    /// The sections of relocations that are walked, in the order of their headers: <c>SHT_RELA</c> with 64 bits,
    /// <c>SHT_REL</c> with 32 (<c>SHT_REL</c> and <c>SHT_RELA</c> of the other kind are not kept by linkers), for targets in
    /// memory that are no notes: notes are read before anything is relocated.
    /// </summary>
    /// <param name="includeNotes">Take relocations of notes too, as s390 and MIPS do.</param>
    /// <exception cref="MalformedFileException">A header names a section that is not there, or of the wrong kind.</exception>
    internal IEnumerable<RelocationSection> Walk(bool includeNotes = false)
    {
        ElfSectionType wanted = Is64 ? ElfSectionType.RelocationsWithAddends : ElfSectionType.Relocations;
        for (int i = 1; i < Elf.Sections.Length; i++)
        {
            ElfSection section = Elf.Sections[i];
            if (section.Type != wanted)
            {
                continue;
            }

            // What a loader applies (.rela.dyn) names no section, that is the null section, which is not in memory.
            ElfSection target = Elf.SectionAt(section.Info, $"sh_info of section {i} ({section.Name})");
            if (target.IsAllocated && (includeNotes || target.Type != ElfSectionType.Note))
            {
                yield return new RelocationSection(section, target, Elf.Relocations(section), SymbolsOf(section));
            }
        }
    }

    /// <summary>
    /// Whether relocations were kept. The build of 6.12 removes them by patterns that miss those of sections whose names do not
    /// begin with a dot or two underscores (<c>.relaruntime_shift_x</c>): such alone are left-overs.
    /// </summary>
    /// <exception cref="MalformedFileException">A header names a section that is not there, or of the wrong kind.</exception>
    internal bool HasKeptRelocations => Walk(includeNotes: true).Any(section => !IsLeftOver(section.Target.Name));

    /// <summary>Whether relocations of a section with this name may be left in a stripped image.</summary>
    internal static bool IsLeftOver(string target) =>
        !target.StartsWith('.') && !target.StartsWith("__", StringComparison.Ordinal);

    /// <summary>The symbol tables of the image, in the order of their headers.</summary>
    internal IEnumerable<ReportedSymbols> SymbolTables()
    {
        for (int i = 1; i < Elf.Sections.Length; i++)
        {
            if (Elf.Sections[i].Type == ElfSectionType.SymbolTable)
            {
                yield return SymbolsAt(Elf.Sections[i]);
            }
        }
    }

    /// <summary>What a user should know of the symbol tables that were looked at: names that are not in their strings.</summary>
    public IEnumerable<Diagnostic> FindWarnings() =>
        from symbols in _symbols.Values
        let count = symbols.CountMisplacedNames()
        where count > 0
        select Diagnostic.Warning(
            WarningKind.MisplacedNames,
            $"{count} symbols of {symbols.Section.Name} have names outside of their string table, of which none was needed");

    /// <summary>An error about a relocation.</summary>
    internal static MalformedFileException Error(RelocationSection section, long index, string what) =>
        section.Records.Malformed(index, what);

    // Of a file of a wrong class or byte order every other field is wrong too, and the first message would be about one
    // of them.
    private static void RefuseForeignX86(Region file)
    {
        const int MachineEnd = 20;
        if (file.Length < MachineEnd || !ElfFile.IsElf(file))
        {
            return;
        }

        ReadOnlySpan<byte> header = file.Span(0, MachineEnd);
        byte machine = header[18];
        if (header[19] != 0 || machine is not ((byte)ElfMachine.X8664 or (byte)ElfMachine.I386))
        {
            return;
        }

        (byte wanted, string name) = machine == (byte)ElfMachine.X8664 ? ((byte)2, "x86-64") : ((byte)1, "32-bit x86");
        if (header[4] != wanted)
        {
            throw file.Malformed(4, $"ELF class {header[4]} is not {wanted}, that of {name}");
        }

        if (header[5] == 2)
        {
            throw file.Malformed(5, "x86 is little-endian, and this file is not");
        }
    }

    private ReportedSymbols SymbolsOf(ElfSection relocations)
    {
        string role = $"sh_link of section {relocations.Index.Value} ({relocations.Name})";
        ElfSection section = Elf.SectionAt(relocations.Link, role);
        return section.Type == ElfSectionType.SymbolTable
            ? SymbolsAt(section)
            : throw new MalformedFileException(Path, $"{role} is {section.Index.Value}, which is not a symbol table");
    }

    private ReportedSymbols SymbolsAt(ElfSection section)
    {
        if (!_symbols.TryGetValue(section.Index.Value, out ReportedSymbols? symbols))
        {
            _symbols[section.Index.Value] = symbols = new ReportedSymbols(Elf, section);
        }

        return symbols;
    }
}

/// <summary>Relocations that linkers kept, what they apply to, and the symbols they name.</summary>
/// <param name="Section">The section of relocations.</param>
/// <param name="Target">The section whose bytes they change.</param>
/// <param name="Records">The relocations.</param>
/// <param name="Symbols">The symbols.</param>
internal sealed record RelocationSection(
    ElfSection Section, ElfSection Target, ElfRelocationTable Records, ReportedSymbols Symbols)
{
    /// <summary>The symbol that a relocation names.</summary>
    /// <exception cref="MalformedFileException">There is no such symbol.</exception>
    public ElfSymbol SymbolOf(long index, in ElfRelocation relocation) =>
        relocation.SymbolIndex < (uint)Symbols.Table.Count
            ? Symbols.Table[(int)relocation.SymbolIndex]
            : throw Records.Malformed(index, $"symbol {relocation.SymbolIndex} is not below {Symbols.Table.Count}");
}
