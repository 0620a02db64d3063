// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.TestSupport;

/// <summary>
/// Makes small ELF files of either class and byte order. Verbs that name a section mean the one of that name that was
/// added last, so equal names (COMDAT sections) are written in the order they are meant.
/// </summary>
/// <example><code>
/// byte[] file = new ElfBuilder()
///     .Section(".text", [0x90])
///     .Symbol("f", ".text", value: 0)
///     .Relocate(".text", offset: 0, type: 14, symbol: "f", addend: 2)
///     .Build();
/// </code></example>
/// <param name="elfClass">32 or 64 bits.</param>
/// <param name="order">Byte order.</param>
/// <param name="machine">Instruction set.</param>
/// <param name="type">Relocatable, executable, ...</param>
public sealed class ElfBuilder(
    ElfClass elfClass = ElfClass.Elf64,
    ByteOrder order = ByteOrder.Little,
    ElfMachine machine = ElfMachine.X8664,
    ElfType type = ElfType.Relocatable)
{
    private readonly List<ElfSectionSpec> _sections = [];
    private readonly List<ElfSymbolSpec> _symbols = [];
    private readonly List<(string First, string Last)> _segments = [];
    private readonly Dictionary<string, int> _lastOfName = new(StringComparer.Ordinal);
    private readonly List<(string Section, Func<ElfSectionFields, ElfSectionFields> Change)> _changes = [];

    /// <summary>32 or 64 bits.</summary>
    public ElfClass Class { get; } = elfClass;

    /// <summary>Byte order.</summary>
    public ByteOrder Order { get; } = order;

    /// <summary>Instruction set.</summary>
    public ElfMachine Machine { get; } = machine;

    /// <summary>Relocatable, executable, ...</summary>
    public ElfType Type { get; } = type;

    /// <summary><c>e_flags</c>.</summary>
    public uint Flags { get; init; }

    /// <summary>True for <c>SHT_RELA</c>; the psABI of the machine decides unless this is set.</summary>
    public bool UsesAddends { get; init; } = UsesAddendsByDefault(elfClass, machine);

    /// <summary>True to write the index of every symbol's section through <c>SHN_XINDEX</c>.</summary>
    public bool ForceExtendedIndices { get; init; }

    /// <summary>
    /// Address of the file's first byte when it is loaded, or null: then each section with <c>SHF_ALLOC</c> gets the address
    /// that follows, and one of <c>SHT_NOBITS</c> room in the file, as linkers store it in the middle of a segment.
    /// </summary>
    public ulong? LoadAddress { get; init; }

    /// <summary>Alignment of the program headers.</summary>
    public ulong SegmentAlignment { get; init; } = 8;

    /// <summary>True to write relocations after the symbols and their strings, as linkers do that keep them.</summary>
    public bool RelocationsLast { get; init; }

    internal IReadOnlyList<(string First, string Last)> Segments => _segments;

    internal IReadOnlyList<ElfSectionSpec> SectionSpecs => _sections;

    internal IReadOnlyList<ElfSymbolSpec> SymbolSpecs => _symbols;

    internal IReadOnlyList<(string Section, Func<ElfSectionFields, ElfSectionFields> Change)> Changes => _changes;

    /// <summary>Adds a section; the first one has index 1.</summary>
    /// <param name="name">Name.</param>
    /// <param name="contents">Contents before compression.</param>
    /// <param name="type">Kind.</param>
    /// <param name="flags">Properties; <c>SHF_COMPRESSED</c> is added by <paramref name="packing"/>.</param>
    /// <param name="packing">How the contents are stored.</param>
    public ElfBuilder Section(
        string name, byte[] contents, ElfSectionType type = ElfSectionType.ProgramBits,
        ElfSectionFlags flags = ElfSectionFlags.None, SectionPacking packing = SectionPacking.Stored)
    {
        _sections.Add(new ElfSectionSpec(name, contents, type, flags, packing));
        _lastOfName[name] = _sections.Count;
        return this;
    }

    /// <summary>Adds a symbol.</summary>
    /// <param name="name">Name.</param>
    /// <param name="section">Name of the section it is defined in; null for undefined.</param>
    /// <param name="value"><c>st_value</c>.</param>
    /// <param name="size"><c>st_size</c>.</param>
    /// <param name="binding">Scope.</param>
    /// <param name="type">Kind.</param>
    public ElfBuilder Symbol(
        string name, string? section, ulong value = 0, ulong size = 0,
        ElfSymbolBinding binding = ElfSymbolBinding.Global, ElfSymbolType type = ElfSymbolType.NoType) =>
        Symbol(name, section is null ? 0u : IndexOf(section), value, size, binding, type);

    /// <summary>Adds a symbol with a section number, e.g. <see cref="ElfSymbol.AbsoluteSection"/>.</summary>
    public ElfBuilder Symbol(
        string name, uint sectionNumber, ulong value = 0, ulong size = 0,
        ElfSymbolBinding binding = ElfSymbolBinding.Global, ElfSymbolType type = ElfSymbolType.NoType)
    {
        _symbols.Add(new ElfSymbolSpec(name, sectionNumber, value, size, binding, type));
        return this;
    }

    /// <summary>Adds a relocation.</summary>
    /// <param name="section">Section whose bytes it changes.</param>
    /// <param name="offset">Offset there.</param>
    /// <param name="type">Type number of the machine.</param>
    /// <param name="symbol">Name of a symbol, else of a section, whose symbol is then made; "" for symbol 0.</param>
    /// <param name="addend">
    /// Addend; where it stands in place (<see cref="UsesAddends"/> false) it is in the contents.
    /// </param>
    public ElfBuilder Relocate(string section, ulong offset, uint type, string symbol, long addend = 0)
    {
        uint target = (uint)_lastOfName.GetValueOrDefault(symbol);
        _sections[(int)IndexOf(section) - 1].Relocations.Add(new ElfRelocationSpec(offset, type, symbol, target, addend));
        return this;
    }

    /// <summary>Adds a program header <c>PT_LOAD</c> from one section to another; <see cref="LoadAddress"/> has to be set.</summary>
    public ElfBuilder Load(string first, string last)
    {
        _segments.Add((first, last));
        return this;
    }

    /// <summary>Changes the header of a section after everything is laid out: the way to malformed files.</summary>
    /// <param name="section">
    /// Its name; generated sections (<c>.symtab</c>, <c>.rela.text</c>, "" for the null one) too.
    /// </param>
    /// <param name="change">The header as it should be, to the header as it shall be.</param>
    public ElfBuilder With(string section, Func<ElfSectionFields, ElfSectionFields> change)
    {
        _changes.Add((section, change));
        return this;
    }

    /// <summary>Index in the section header table of the section of that name that was added last.</summary>
    public uint IndexOf(string section) => (uint)_lastOfName[section];

    /// <summary>The bytes of a section, to be changed before <see cref="Build"/>.</summary>
    public byte[] ContentsOf(string section) => _sections[(int)IndexOf(section) - 1].Contents;

    /// <summary>The file.</summary>
    public byte[] Build() => ElfLayout.Write(this);

    /// <summary>The file in memory, as readers want it.</summary>
    /// <param name="file">Path in messages.</param>
    public NativeBuffer BuildInMemory(string file = "a.o") => InMemory.File(Build(), file);

    private static bool UsesAddendsByDefault(ElfClass elfClass, ElfMachine machine) => machine switch
    {
        ElfMachine.I386 or ElfMachine.Arm => false,
        ElfMachine.Mips => elfClass == ElfClass.Elf64,
        _ => true,
    };
}
