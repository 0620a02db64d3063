// SPDX-License-Identifier: MIT OR GPL-2.0-only
using System.Text;

using Kelf.ObjectFiles.Bytes;

namespace Kelf.ObjectFiles.Elf.Editing;

/// <summary>Decides about a symbol of a table.</summary>
public delegate bool SymbolFilter(in ElfSymbolTable table, in ElfSymbol symbol);

/// <summary>
/// Changes a symbol table: symbols are removed with <see cref="Keep"/>, then others added, then <see cref="Apply"/> hands the
/// new table to the editor. Those that stay keep their order and all but the number of their section. Local symbols come before
/// global ones (gABI 4.1 ch. 4): each that is added takes the place of a global one, which moves to the end of the table.
/// Relocations and groups follow.
/// </summary>
public sealed class SymbolTableEditor
{
    private readonly ElfEditor _editor;
    private readonly ElfFile _file;
    private readonly ElfSymbolTable _table;
    private readonly Region _records;
    private readonly NumberWriter _numbers;
    private readonly int _recordSize;
    private readonly List<ElfSymbol> _locals = [];
    private readonly List<ElfSymbol> _globals = [];
    private readonly List<byte> _addedNames = [];
    private SymbolOrder _order;
    private byte[] _result = [];

    internal SymbolTableEditor(ElfEditor editor, ElfSection section)
    {
        ArgumentNullException.ThrowIfNull(section);
        (_editor, _file, Section) = (editor, editor.File, section);
        _numbers = new NumberWriter(_file.ByteOrder);
        _recordSize = _file.Layout.SymbolSize;
        _table = _file.Symbols(section);
        _records = _file.Contents(section);
        IndicesSection = _file.ExtendedIndicesOf(section);
        _order = new SymbolOrder(_table.Count, (int)Math.Min(section.Info, (uint)_table.Count));
    }

    /// <summary>The section of the table.</summary>
    public ElfSection Section { get; }

    /// <summary>The section with the numbers of sections that do not fit into 16 bits, or null.</summary>
    public ElfSection? IndicesSection { get; }

    /// <summary>How many symbols stay, the null symbol included.</summary>
    public int KeptCount => _order.Count;

    /// <summary>Removes symbols. Each is asked for once, in the order of the table, and the null symbol too.</summary>
    /// <param name="keep">True for a symbol that stays. Those of removed sections have to go.</param>
    /// <exception cref="MalformedFileException">A symbol that stays names a section that is not there.</exception>
    public void Keep(SymbolFilter keep)
    {
        ArgumentNullException.ThrowIfNull(keep);
        List<KeptSymbol> kept = new(_table.Count);
        int locals = 0;
        for (int i = 0; i < _table.Count; i++)
        {
            ElfSymbol symbol = _table[i];
            if (!keep(_table, symbol))
            {
                continue;
            }

            if (symbol.SectionNumber is > 0 and < ElfSymbol.ReservedSections && symbol.SectionNumber >= (uint)_file.Sections.Length)
            {
                throw _table.Malformed(i, $"section {symbol.SectionNumber} of symbol {i} is not below {_file.Sections.Length}");
            }

            kept.Add(new KeptSymbol(i, symbol.SectionNumber, symbol.NameOffset));
            locals += i < Section.Info ? 1 : 0;
        }

        _order = new SymbolOrder(_table.Count, locals, kept);
    }

    /// <summary>Adds a local symbol without a name, which stands for a section.</summary>
    /// <param name="section">The section, as the editor numbers them.</param>
    /// <returns>Its index in the new table.</returns>
    /// <exception cref="MalformedFileException"><c>sh_info</c> is not the first global symbol.</exception>
    public int AddSectionSymbol(SectionIndex section)
    {
        RequireFirstGlobal();
        // st_info: binding local is 0.
        _locals.Add(new ElfSymbol(0, 0, 0, (byte)ElfSymbolType.Section, 0, section.Value, 0));
        return _order.Locals + _locals.Count - 1;
    }

    /// <summary>Adds a symbol. Local ones have to be added before the others, since each moves a global one.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="symbol">The symbol; its name, number and, for a section of the editor, number of the section are set anew.</param>
    /// <returns>Its index in the new table.</returns>
    /// <exception cref="InvalidOperationException">A local symbol comes after a global one.</exception>
    public int Add(string name, in ElfSymbol symbol)
    {
        ArgumentNullException.ThrowIfNull(name);
        RequireFirstGlobal();
        ElfSymbol named = symbol with { NameOffset = AddName(name) };
        if (symbol.Binding != ElfSymbolBinding.Local)
        {
            _globals.Add(named);
            return KeptCount + _locals.Count + _globals.Count - 1;
        }

        if (_globals.Count > 0)
        {
            throw new InvalidOperationException("local symbols are added before global ones");
        }

        _locals.Add(named);
        return _order.Locals + _locals.Count - 1;
    }

    /// <summary>Hands the new table, and what follows from it, to the editor.</summary>
    /// <param name="follow">False to leave relocations and groups as they are, whatever they then name.</param>
    /// <exception cref="MalformedFileException">
    /// A table that is concerned is malformed, or a relocation names a symbol that goes.
    /// </exception>
    public void Apply(bool follow = true)
    {
        if (_order.Kept is null && !_editor.Numbers.IsUnchanged)
        {
            Keep(static (in _, in _) => true);
        }

        _order.SetAdded(_locals.Count, _globals.Count);
        _result = _order.Rearrange(_records, _recordSize);
        byte[]? indices = IndicesSection is null ? null : _order.Rearrange(IndicesOf(IndicesSection), sizeof(uint));
        for (int i = 0; i < _order.Kept?.Count; i++)
        {
            SetSection(_order.NumberOf(i), _order.Kept[i].Section, indices);
        }

        ElfEncoder encoder = new(_file);
        for (int i = 0; i < _locals.Count + _globals.Count; i++)
        {
            ElfSymbol symbol = i < _locals.Count ? _locals[i] : _globals[i - _locals.Count];
            int number = i < _locals.Count ? _order.Locals + i : KeptCount + i;
            encoder.Symbol(_result.AsSpan(number * _recordSize, _recordSize), symbol);
            SetSection(number, symbol.SectionNumber, indices);
        }

        _editor.Replace(Section.Index, _result);
        _editor.SetInfo(Section.Index, (uint)(_order.Locals + _locals.Count));
        if (indices is not null)
        {
            _editor.Replace(IndicesSection!.Index, indices);
        }

        if (_addedNames.Count > 0)
        {
            ElfSection strings = _file.Sections[(int)Section.Link];
            _editor.Replace(strings.Index, (byte[])[.. _editor.ContentsOf(strings).Span, .. _addedNames]);
        }

        if (follow && _order.IsChanged && SymbolFollower.IsNeeded(_editor, Section))
        {
            new SymbolFollower(_editor, Section, _order.MakeMap()).Follow();
        }
    }

    /// <summary>
    /// Makes the string table anew of what is used, and points the symbols to it; to be called after <see cref="Apply"/>. The
    /// tables get the alignment of what they hold.
    /// </summary>
    /// <exception cref="MalformedFileException">A name is outside the table.</exception>
    public void RebuildNames(StringOrder order)
    {
        if (_order.Kept is not { } kept || _locals.Count + _globals.Count > 0)
        {
            throw new NotSupportedException("names are made anew of symbols that were filtered, and of those only");
        }

        RebuiltStrings rebuilt = RebuiltStrings.Make(_table.Strings, [.. kept.Select(symbol => symbol.Name)], order);
        for (int i = 0; i < kept.Count; i++)
        {
            // st_name is the first field of either class (gABI 4.1 ch. 4).
            _numbers.U32(_result.AsSpan(i * _recordSize), rebuilt.Offsets[i]);
        }

        _editor.Replace(Section.Index, _result, (ulong)_file.Layout.WordSize);
        _editor.Replace(new SectionIndex(Section.Link), rebuilt.Bytes, 1);
    }

    private uint AddName(string name)
    {
        if (name.Length == 0)
        {
            return 0;
        }

        uint offset = (uint)(_editor.ReplacementOf(Section.Link)?.Contents.Length ?? _table.Strings.Length) + (uint)_addedNames.Count;
        _addedNames.AddRange(Encoding.UTF8.GetBytes(name));
        _addedNames.Add(0);
        return offset;
    }

    private void RequireFirstGlobal()
    {
        // The null symbol is a local one.
        if (Section.Info < 1 || Section.Info > (uint)_table.Count)
        {
            throw _records.Malformed(0, $"sh_info, the first global symbol, is {Section.Info}, but there are {_table.Count} symbols");
        }
    }

    private Region IndicesOf(ElfSection section)
    {
        Region old = _file.Contents(section);
        return old.Length >= (long)_table.Count * sizeof(uint)
            ? old
            : throw old.Malformed(0, $"{old.Length} bytes are not 4 for each of {_table.Count} symbols");
    }

    private void SetSection(int symbol, uint section, byte[]? indices)
    {
        if (section is 0 or >= ElfSymbol.ReservedSections)
        {
            return;
        }

        uint number = _editor.Numbers.NumberOf(section);
        bool isExtended = number >= ExtendedNumbering.FirstReserved;
        _numbers.U16(
            _result.AsSpan((symbol * _recordSize) + _file.Layout.SymbolSectionOffset), isExtended ? ExtendedNumbering.Elsewhere : (ushort)number);
        if (indices is not null)
        {
            _numbers.U32(indices.AsSpan(symbol * sizeof(uint)), isExtended ? number : 0);
        }
        else if (isExtended)
        {
            throw _records.Malformed(
                0, $"a symbol of a section above 0x{ExtendedNumbering.FirstReserved:x} is needed, but there is no SHT_SYMTAB_SHNDX section");
        }
    }
}
