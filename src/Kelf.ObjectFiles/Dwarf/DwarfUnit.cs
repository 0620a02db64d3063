// SPDX-License-Identifier: MIT OR GPL-2.0-only
using System.Buffers.Binary;

using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf.Loading;

namespace Kelf.ObjectFiles.Dwarf;

/// <summary>
/// One unit of debugging information (DWARF 5 §7.5.1): its header, decoded, and access to its entries. What is derived
/// from it (abbreviations, unit entry, file names) is read when first asked for; two threads that ask at once do the same
/// work twice and get the same answer.
/// </summary>
public sealed class DwarfUnit
{
    /// <summary>
    /// Any number of entries may name one string of a section of strings, or the end of one; names of Rust and C++ types have some
    /// thousand bytes.
    /// </summary>
    internal const int LongestString = 64 * 1024;

    private readonly long _firstEntry;
    private readonly ulong? _splitId;
    private readonly Lazy<DwarfUnit?> _split;
    private AbbreviationTable? _abbreviations;
    private UnitEntry? _root;
    private SourceFiles? _files;

    internal DwarfUnit(DwarfFile file, int index, DieOffset start, Region contents, in UnitHeader header)
    {
        (File, Index, Start, Contents) = (file, index, start, contents);
        (Format, Type, AbbreviationsOffset) = (header.Format, header.Type, header.AbbreviationsOffset);
        (TypeSignature, TypeEntry) = (header.TypeSignature, new DieOffset(start.Value + header.TypeOffset));
        (_firstEntry, _splitId) = (header.Size, header.SplitId);
        _split = new Lazy<DwarfUnit?>(() => Root.IsSplit ? File.SplitUnits?.Invoke(this) : null);
    }

    /// <summary>The file that the unit is part of.</summary>
    public DwarfFile File { get; }

    /// <summary>
    /// Its number: 0 for the first unit of <c>.debug_info</c>; units of <c>.debug_types</c> come after those, and the units of a
    /// supplementary file last.
    /// </summary>
    public int Index { get; }

    /// <summary>Where its header starts.</summary>
    public DieOffset Start { get; }

    /// <summary>The unit's bytes, header included.</summary>
    public Region Contents { get; }

    /// <summary>Version and sizes.</summary>
    public UnitFormat Format { get; }

    /// <summary>Kind of unit.</summary>
    public DwUnitType Type { get; }

    /// <summary>Offset of its abbreviations in <c>.debug_abbrev</c>.</summary>
    public ulong AbbreviationsOffset { get; }

    /// <summary>Signature of a type unit, else 0.</summary>
    public ulong TypeSignature { get; }

    /// <summary>In a type unit, the entry of the type that the signature stands for.</summary>
    public DieOffset TypeEntry { get; }

    /// <summary>Byte order of the file.</summary>
    public ByteOrder ByteOrder => File.ByteOrder;

    /// <summary>The abbreviations that its entries use.</summary>
    /// <exception cref="MalformedFileException">The table is malformed.</exception>
    public AbbreviationTable Abbreviations => _abbreviations ??= File.AbbreviationsOf(this);

    /// <summary>The attributes of the unit entry that other values depend on.</summary>
    /// <exception cref="MalformedFileException">The entry is malformed.</exception>
    public UnitEntry Root => _root ??= UnitEntry.Read(this);

    /// <summary><c>DW_AT_name</c>: the source as the compiler was given it; empty when absent.</summary>
    /// <exception cref="MalformedFileException">The unit's entry is malformed.</exception>
    public ReadOnlySpan<byte> Name => StringOrEmpty(Root.Name, out _);

    /// <summary><c>DW_AT_comp_dir</c>: the directory that the compiler ran in; empty when absent.</summary>
    /// <exception cref="MalformedFileException">The unit's entry is malformed.</exception>
    public ReadOnlySpan<byte> CompilationDirectory => StringOrEmpty(Root.CompilationDirectory, out _);

    /// <summary>
    /// Whether it is no source of its own but holds what others refer to: a partial unit (DWARF 5 §3.1.1), as dwz makes, or a type unit.
    /// </summary>
    /// <exception cref="MalformedFileException">The unit's entry is malformed.</exception>
    public bool IsShared => Type is DwUnitType.Type or DwUnitType.SplitType || Root.Tag == DwTag.PartialUnit;

    /// <summary>The names of its source files.</summary>
    /// <exception cref="MalformedFileException">The unit has no line table, or its header is malformed.</exception>
    public SourceFiles Files => _files ??= File.Skeleton is { } skeleton ? skeleton.Files : File.FilesOf(this);

    /// <summary><c>DW_AT_dwo_name</c>: the file that has the unit's entries, from the compilation directory; empty when it has them itself.</summary>
    /// <exception cref="MalformedFileException">The unit's entry is malformed.</exception>
    public ReadOnlySpan<byte> SplitName => StringOrEmpty(Root.SplitName, out _);

    /// <summary>
    /// What a skeleton unit and the unit that has its entries have in common (<c>dwo_id</c>, DWARF 5 §7.5.1.2), or null: then it is neither.
    /// </summary>
    /// <exception cref="MalformedFileException">The unit's entry is malformed.</exception>
    public ulong? SplitId => _splitId ?? Root.SplitId;

    /// <summary>
    /// The unit that has the entries: this one, or if it is a skeleton (DWARF 5 §3.1.2) what <see cref="DwarfFile.SplitUnits"/> gives for it; null
    /// when that gives none.
    /// </summary>
    /// <exception cref="MalformedFileException">The unit's entry is malformed.</exception>
    public DwarfUnit? WithEntries => Root.IsSplit ? _split.Value : this;

    /// <summary>A reader that stands before the unit entry.</summary>
    public DieReader Entries() => new(this, _firstEntry);

    /// <summary>The same for the unit entry alone: of its table only that entry's abbreviation is read, if nothing more is yet.</summary>
    internal DieReader RootEntry() => new(
        this, _firstEntry, _abbreviations ?? File.RootAbbreviationOf(this, Contents.Read(ByteOrder, (ulong)_firstEntry)));

    /// <summary>A reader that stands before the entry at <paramref name="offset"/>, which must lie in this unit.</summary>
    public DieReader EntriesFrom(DieOffset offset) => new(this, PositionOf(offset));

    /// <summary>True when the offset lies among this unit's entries.</summary>
    public bool Contains(DieOffset offset) =>
        offset.Value - Start.Value < (ulong)Contents.Length && offset.Value - Start.Value >= (ulong)_firstEntry;

    /// <summary>Offset in <see cref="Contents"/> of an entry.</summary>
    public long PositionOf(DieOffset offset) => (long)(offset.Value - Start.Value);

    /// <summary>The bytes of a string attribute; empty when the attribute is no string.</summary>
    /// <param name="value">The attribute value.</param>
    /// <param name="isString">
    /// True when the form is that of a string that this file or its supplementary file holds: the result is that string, which may
    /// itself be empty. False for every other form, also for strings in a supplementary file that is not here: the result is empty.
    /// </param>
    /// <returns>The bytes without the NUL; they stay valid as long as the file is open.</returns>
    /// <exception cref="MalformedFileException">The string lies outside its section, or shared strings exceed 64 KiB.</exception>
    public ReadOnlySpan<byte> StringOrEmpty(scoped in AttributeValue value, out bool isString)
    {
        isString = true;
        switch (value.Form)
        {
            case DwForm.String:
                return Contents.CString(value.Raw);
            case DwForm.Strp:
                return File.Strings.CString(value.Raw, LongestString);
            case DwForm.LineStrp:
                return File.LineStrings.CString(value.Raw, LongestString);
            case DwForm.Strx or DwForm.Strx1 or DwForm.Strx2 or DwForm.Strx3 or DwForm.Strx4 or DwForm.GnuStrIndex:
                return File.Strings.CString(StringOffset(value), LongestString);
            case DwForm.GnuStrpAlt or DwForm.StrpSup when File.SupplementaryDwarf is { } other:
                return other.Strings.CString(value.Raw, LongestString);
            default:
                isString = false;
                return default;
        }
    }

    /// <summary>The bytes of a string that has to be there; empty when the attribute is absent.</summary>
    /// <param name="value">The attribute value, or default.</param>
    /// <exception cref="MalformedFileException">
    /// It is no string, lies outside its section or in a supplementary file that is not here, or is longer than 64 KiB and shared.
    /// </exception>
    public ReadOnlySpan<byte> String(scoped in AttributeValue value)
    {
        ReadOnlySpan<byte> text = StringOrEmpty(value, out bool isString);
        return isString || value.Form == DwForm.None ? text : throw Contents.Malformed((ulong)value.Position, value.IsSupplementary
            ? EntryReferences.Explain(this, value)
            : $"{DwarfNames.Of(value.Form)} is no string");
    }

    /// <summary>
    /// A number that identifies the string of an attribute within the file when its section shares equal strings:
    /// the offset in <c>.debug_str</c>; of strings in a supplementary file the length of that section plus the offset there. Strings
    /// of other sections have none, nor have those outside of their section where there are two.
    /// </summary>
    public bool TryStringOffset(in AttributeValue value, out ulong offset)
    {
        DwarfFile file = File;
        switch (value.Form)
        {
            case DwForm.Strp:
                offset = value.Raw;
                break;
            case DwForm.Strx or DwForm.Strx1 or DwForm.Strx2 or DwForm.Strx3 or DwForm.Strx4 or DwForm.GnuStrIndex:
                offset = StringOffset(value);
                break;
            case DwForm.GnuStrpAlt or DwForm.StrpSup when file.SupplementaryDwarf is { } other:
                offset = value.Raw;
                file = other;
                break;
            default:
                offset = 0;
                return false;
        }

        if (file.SupplementaryDwarf is null && file.StringsStart == 0)
        {
            return true;
        }

        bool isInside = offset < (ulong)file.Strings.Length;
        offset += file.StringsStart;
        return isInside;
    }

    /// <summary>Resolves a reference to an entry.</summary>
    /// <param name="value">The attribute value.</param>
    /// <param name="target">The entry; whether one starts there is not checked.</param>
    /// <returns>
    /// False when it is no reference, or leads outside every unit, or into a supplementary file that is not here, or its signature is
    /// not in the file.
    /// </returns>
    public bool TryReference(in AttributeValue value, out DieOffset target)
    {
        switch (value.Form)
        {
            case DwForm.Ref1 or DwForm.Ref2 or DwForm.Ref4 or DwForm.Ref8 or DwForm.RefUdata:
                target = new DieOffset(Start.Value + value.Raw);
                return value.Raw < (ulong)Contents.Length && Contains(target);
            case DwForm.RefAddr:
                target = File.EntryAt(value.Raw);
                return File.TryFindOwnUnit(target, out _);
            case DwForm.GnuRefAlt or DwForm.RefSup4 or DwForm.RefSup8 when File.SupplementaryDwarf is { } other:
                target = other.EntryAt(value.Raw);
                return other.TryFindOwnUnit(target, out _);
            case DwForm.RefSig8:
                if (File.TryFindTypeUnit(value.Raw, out DwarfUnit? unit))
                {
                    target = unit.TypeEntry;
                    return unit.Contains(target);
                }

                break;
        }

        target = default;
        return false;
    }

    /// <summary>The bytes of a block or an expression.</summary>
    /// <param name="value">The attribute value.</param>
    /// <param name="block">The bytes, without their length; offsets in messages are those of the section.</param>
    /// <returns>False when its form is not one of a block.</returns>
    public bool TryBlock(in AttributeValue value, out Region block)
    {
        block = value.IsBlock ? Contents.Slice((ulong)value.Position, value.Raw) : default;
        return value.IsBlock;
    }

    /// <summary>The value of <c>DW_FORM_data16</c>: a checksum, or a constant of 128 bits, in the file's byte order.</summary>
    /// <returns>False when it has another form.</returns>
    public bool TryData16(in AttributeValue value, out UInt128 data)
    {
        data = default;
        if (value.Form != DwForm.Data16)
        {
            return false;
        }

        ReadOnlySpan<byte> bytes = Contents.Span((ulong)value.Position, sizeof(ulong) * 2);
        data = ByteOrder == ByteOrder.Little
            ? BinaryPrimitives.ReadUInt128LittleEndian(bytes)
            : BinaryPrimitives.ReadUInt128BigEndian(bytes);
        return true;
    }

    /// <summary>The value as an address, direct or by index.</summary>
    /// <returns>False when its form is not one of an address.</returns>
    /// <exception cref="MalformedFileException">Its index is outside <c>.debug_addr</c>.</exception>
    public bool TryAddress(in AttributeValue value, out ulong address)
    {
        switch (value.Form)
        {
            case DwForm.Addr:
                address = value.Raw;
                return true;
            case DwForm.Addrx or DwForm.Addrx1 or DwForm.Addrx2 or DwForm.Addrx3 or DwForm.Addrx4 or DwForm.GnuAddrIndex:
                address = AddressAt(value.Raw, value.Position);
                return true;
            default:
                address = 0;
                return false;
        }
    }

    /// <summary>An address of the unit's part of <c>.debug_addr</c> (DWARF 5 §7.27).</summary>
    /// <param name="index">Its number there.</param>
    /// <param name="position">Offset in the unit of what named it, for the message.</param>
    /// <exception cref="MalformedFileException">The index is outside, or the address has a relocation that is not known.</exception>
    public ulong AddressAt(ulong index, long position) => TryAddressAt(index, out ulong address)
        ? address
        : throw Contents.Malformed((ulong)position, NoAddress(index));

    /// <summary>The same, for who has a better place for the message.</summary>
    /// <returns>False when the index is outside.</returns>
    internal bool TryAddressAt(ulong index, out ulong address)
    {
        if (File.Skeleton is { } skeleton)
        {
            return skeleton.TryAddressAt(index, out address);
        }

        (LoadedSection section, ulong first, ulong size) = (File.Addresses, Root.AddressBase, Format.AddressSize);
        Region table = section.Contents;
        address = 0;
        if (first > (ulong)table.Length || index >= ((ulong)table.Length - first) / size)
        {
            return false;
        }

        Cursor cursor = table.Read(ByteOrder, first + (index * size));
        section.CheckRelocations(first + (index * size), first + ((index + 1) * size));
        address = FormReader.Number(ref cursor, Format.AddressSize);
        return true;
    }

    internal string NoAddress(ulong index) => $"address index {index} is outside .debug_addr ({File.Addresses.Contents.Length} bytes)";

    /// <summary>Indexed strings (DWARF 5 §7.26): the base of the unit, then one offset per string.</summary>
    private ulong StringOffset(in AttributeValue value)
    {
        ulong size = (ulong)Format.OffsetSize;
        Region table = File.StringOffsets;
        if (value.Raw > (ulong)table.Length / size)
        {
            throw Contents.Malformed(
                (ulong)value.Position, $"string index {value.Raw} is outside .debug_str_offsets ({table.Length} bytes)");
        }

        Cursor cursor = table.Read(ByteOrder, Root.StringOffsetsBase + (value.Raw * size));
        return cursor.Offset(Format.Is64);
    }
}
