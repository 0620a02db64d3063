// SPDX-License-Identifier: MIT OR GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

namespace Kelf.ObjectFiles.Elf.Editing;

/// <summary>Takes a run of bytes of a file that is being made.</summary>
public delegate void ByteWriter(ReadOnlySpan<byte> bytes);

/// <summary>
/// Changes a file: sections are added, replaced and removed, and symbols with <see cref="EditSymbols"/>. It goes in three steps.
/// The editor says what there will be; <see cref="MakeTables"/> makes headers and names of that, so that sizes are known;
/// <see cref="EditedTables.Reserve"/> gives everything a place, by an <see cref="ElfArrangement"/>. Then
/// <see cref="EditedFile"/> is written. Sections have the numbers of the file, and after them those that are added, until the
/// new headers are made. An object that is made from nothing begins with <see cref="EmptyObject"/>.
/// </summary>
/// <remarks>The file's own bytes are not copied before they are written: the memory in use is that of new contents and patches.</remarks>
/// <example><code>
/// ElfEditor editor = new(elf);
/// SectionIndex table = editor.Add(new AddedSection(
///     "__mcount_loc", ElfSectionType.ProgramBits, ElfSectionFlags.Allocated, new byte[16], Alignment: 8, EntrySize: 8));
/// editor.Patch(elf.Sections[1].Offset, [0x90]);
/// editor.WriteTo(output.Write);
/// </code></example>
public sealed class ElfEditor
{
    private readonly NumberWriter _numberWriter;
    private readonly List<AddedSection> _added = [];
    private readonly List<SectionReplacement> _replaced = [];
    private readonly Dictionary<uint, int> _replacementOf = [];
    private readonly HashSet<uint> _removed = [];
    private readonly Dictionary<uint, (uint? Link, uint? Info)> _references = [];
    private readonly Dictionary<int, ElfSegment> _segments = [];
    private uint? _before;
    private SectionNumbers? _numbers;

    /// <summary>Begins with nothing to change.</summary>
    public ElfEditor(ElfFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        (File, _numberWriter) = (file, new NumberWriter(file.ByteOrder));
    }

    /// <summary>The file as it is.</summary>
    public ElfFile File { get; }

    /// <summary>True when the result would differ from the file.</summary>
    public bool HasChanges => HasNewTables || Patches.Count > 0;

    /// <summary>
    /// The new numbers of sections. Once they are asked for, no more may be removed, nor added before others.
    /// </summary>
    public SectionNumbers Numbers => _numbers ??= new SectionNumbers(File.Sections.Length, _removed, _before, _added.Count);

    internal PatchList Patches { get; } = new();

    internal IReadOnlyList<AddedSection> Added => _added;

    /// <summary>In the order in which they were replaced first.</summary>
    internal IReadOnlyList<SectionReplacement> Replaced => _replaced;

    internal IReadOnlyDictionary<int, ElfSegment> Segments => _segments;

    private bool HasNewTables =>
        _added.Count + _replaced.Count + _removed.Count + _references.Count + _segments.Count > 0;

    /// <summary>Adds a section after those of the file, or where <see cref="AddBefore"/> says.</summary>
    /// <returns>Its index, as the editor numbers sections.</returns>
    /// <exception cref="InvalidOperationException">It would come before others, and the numbers of sections were asked for already.</exception>
    public SectionIndex Add(AddedSection section)
    {
        if (_before is not null)
        {
            RefuseOnceNumbered();
        }

        _added.Add(section);
        return new SectionIndex((uint)(File.Sections.Length + _added.Count - 1));
    }

    /// <summary>
    /// Puts the headers of all added sections before that of a section of the file. Those after it get other numbers: symbols that
    /// are in them follow when the symbol table is edited.
    /// </summary>
    /// <exception cref="InvalidOperationException">The numbers of sections were asked for already.</exception>
    public void AddBefore(SectionIndex section)
    {
        RefuseOnceNumbered();
        RefuseOthers(section);
        _before = section.Value;
    }

    /// <summary>Gives a section of the file new contents.</summary>
    /// <param name="section">The section.</param>
    /// <param name="contents">Its bytes, in the byte order of the file.</param>
    /// <param name="alignment">A new <c>sh_addralign</c>, or null for the one that it has.</param>
    public void Replace(SectionIndex section, ReadOnlyMemory<byte> contents, ulong? alignment = null)
    {
        SectionReplacement replacement = new(section, contents, alignment);
        if (_replacementOf.TryGetValue(section.Value, out int known))
        {
            _replaced[known] = replacement;
            return;
        }

        _replacementOf[section.Value] = _replaced.Count;
        _replaced.Add(replacement);
    }

    /// <summary>Takes a section out of the file. What refers to it has to go, too, or to be pointed elsewhere.</summary>
    /// <exception cref="InvalidOperationException">The numbers of sections were asked for already.</exception>
    public void Remove(SectionIndex section)
    {
        RefuseOnceNumbered();
        RefuseOthers(section);
        _removed.Add(section.Value);
    }

    /// <summary>Changes <c>sh_link</c> of a section of the file.</summary>
    public void SetLink(SectionIndex section, uint link) =>
        _references[section.Value] = _references.GetValueOrDefault(section.Value) with { Link = link };

    /// <summary>Changes <c>sh_info</c> of a section of the file.</summary>
    public void SetInfo(SectionIndex section, uint info) =>
        _references[section.Value] = _references.GetValueOrDefault(section.Value) with { Info = info };

    /// <summary>Changes the sizes in a program header of the file.</summary>
    /// <param name="segment">The header, with new sizes.</param>
    public void Resize(in ElfSegment segment) => _segments[segment.Index] = segment;

    /// <summary>Begins to change the symbol table.</summary>
    /// <exception cref="MalformedFileException">The table is malformed.</exception>
    public SymbolTableEditor EditSymbols(ElfSection table) => new(this, table);

    /// <summary>
    /// Overwrites up to eight bytes of what stays as it is; of patches that begin at one byte, the last one counts.
    /// </summary>
    /// <param name="offset">Offset in the file.</param>
    /// <param name="bytes">The new bytes.</param>
    public void Patch(ulong offset, ReadOnlySpan<byte> bytes)
    {
        _ = File.Image.Slice(offset, (ulong)bytes.Length);
        Patches.Add(offset, bytes);
    }

    /// <summary>Overwrites a 32-bit number of the file.</summary>
    public void PatchU32(ulong offset, uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        _numberWriter.U32(bytes, value);
        Patch(offset, bytes);
    }

    /// <summary>Makes the headers and names of what there will be. The editor changes no more.</summary>
    /// <exception cref="MalformedFileException">A name is wrong, or the file has no section names to add to.</exception>
    /// <exception cref="InvalidOperationException">A section that stays refers to one that goes.</exception>
    public EditedTables MakeTables(SectionNaming naming) => new(this, naming);

    /// <summary>
    /// Writes the result without moving anything: the bytes of the file stay where they are, but for patches, and at its end
    /// follow the sections that have new contents, the section names, the section headers, and the new sections. The places
    /// that held these before, and those of sections that are gone, are left as they are.
    /// </summary>
    /// <exception cref="MalformedFileException">The file has no section names, or would be too large for its class.</exception>
    public void WriteTo(ByteWriter write)
    {
        ArgumentNullException.ThrowIfNull(write);
        if (!HasNewTables)
        {
            Patches.Copy(File.Image, write);
            return;
        }

        EditedTables tables = MakeTables(SectionNaming.Appended);
        tables.Reserve(AppendedArrangement.Make(tables)).WriteTo(write);
    }

    internal SectionReplacement? ReplacementOf(uint section) =>
        _replacementOf.TryGetValue(section, out int known) ? _replaced[known] : null;

    /// <summary>The contents of a section of the file as they will be.</summary>
    internal ReadOnlyMemory<byte> ContentsOf(ElfSection section) =>
        ReplacementOf(section.Index.Value)?.Contents ?? File.Contents(section).Span().ToArray();

    /// <summary>The header of a section of the file with what was changed in it, but with old numbers of sections.</summary>
    internal ElfSection Header(ElfSection section)
    {
        (uint? link, uint? info) = _references.GetValueOrDefault(section.Index.Value);
        return link is null && info is null ? section : section with { Link = link ?? section.Link, Info = info ?? section.Info };
    }

    private void RefuseOnceNumbered()
    {
        if (_numbers is not null)
        {
            throw new InvalidOperationException("sections are numbered already");
        }
    }

    // The null section stays, and is the first.
    private void RefuseOthers(SectionIndex section)
    {
        if (section.Value == 0 || section.Value >= (uint)File.Sections.Length)
        {
            throw new ArgumentOutOfRangeException(nameof(section), section, "no section of the file, or the null section");
        }
    }
}

/// <summary>New contents of a section.</summary>
/// <param name="Section">The section.</param>
/// <param name="Contents">Its bytes.</param>
/// <param name="Alignment">Its new alignment, or null for the one that it has.</param>
internal sealed record SectionReplacement(SectionIndex Section, ReadOnlyMemory<byte> Contents, ulong? Alignment);
