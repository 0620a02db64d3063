// SPDX-License-Identifier: GPL-2.0-only
using System.Numerics;

using Kelf.ObjectFiles.Bytes;

namespace Kelf.ObjectFiles.Elf.Editing;

/// <summary>Takes a run of bytes of a file that is being made.</summary>
public delegate void ByteWriter(ReadOnlySpan<byte> bytes);

/// <summary>
/// Adds sections to a file, without moving what is there: the bytes of the file stay where they are, but for patches, and
/// at its end follow the sections that have new contents, a copy of the section names with the new names, the section
/// header table, and the new sections. The places that held these before are left as they are.
/// </summary>
/// <remarks>
/// Nothing is read or written before <see cref="WriteTo"/>, which streams the file: the memory in use is that of the new
/// contents and the patches.
/// </remarks>
/// <example><code>
/// ElfAppender appender = new(elf);
/// SectionIndex table = appender.Add(new AppendedSection(
///     "__mcount_loc", ElfSectionType.ProgramBits, ElfSectionFlags.Allocated, new byte[16], Alignment: 8, EntrySize: 8));
/// appender.Patch(elf.Sections[1].Offset, [0x90]);
/// appender.WriteTo(output.Write);
/// </code></example>
public sealed class ElfAppender
{
    private const uint FirstReserved = 0xff00; // SHN_LORESERVE: counts from here on stand in the null section's header

    private readonly ElfFile _file;
    private readonly ElfLayout _layout;
    private readonly ElfEncoder _encoder;
    private readonly NumberWriter _numbers;
    private readonly List<AppendedSection> _added = [];
    private readonly List<(int Section, ReadOnlyMemory<byte> Contents)> _replaced = [];
    private readonly List<(int Section, SectionField Field, ulong Value)> _fields = [];
    private readonly PatchList _patches = new();

    /// <summary>Begins with nothing to change.</summary>
    public ElfAppender(ElfFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        (_file, _layout, _encoder) = (file, file.Layout, new ElfEncoder(file));
        _numbers = new NumberWriter(file.ByteOrder);
    }

    private enum SectionField
    {
        Offset,
        Size,
        Link,
        Info,
    }

    /// <summary>The file as it is.</summary>
    public ElfFile File => _file;

    /// <summary>True when the result would differ from the file.</summary>
    public bool HasChanges => _added.Count + _replaced.Count + _fields.Count + _patches.Count > 0;

    /// <summary>Adds a section after those of the file.</summary>
    /// <returns>Its index.</returns>
    public SectionIndex Add(AppendedSection section)
    {
        _added.Add(section);
        return new SectionIndex((uint)(_file.Sections.Length + _added.Count - 1));
    }

    /// <summary>Gives a section of the file new contents, at the file's end.</summary>
    public void Replace(SectionIndex section, ReadOnlyMemory<byte> contents) => _replaced.Add(((int)section.Value, contents));

    /// <summary>Changes <c>sh_info</c> of a section of the file.</summary>
    public void SetInfo(SectionIndex section, uint info) => _fields.Add(((int)section.Value, SectionField.Info, info));

    /// <summary>Changes <c>sh_link</c> of a section of the file.</summary>
    public void SetLink(SectionIndex section, uint link) => _fields.Add(((int)section.Value, SectionField.Link, link));

    /// <summary>Overwrites up to eight bytes of the file; of patches that begin at one byte, the last one counts.</summary>
    /// <param name="offset">Offset in the file.</param>
    /// <param name="bytes">The new bytes.</param>
    public void Patch(ulong offset, ReadOnlySpan<byte> bytes)
    {
        _ = _file.Image.Slice(offset, (ulong)bytes.Length);
        _patches.Add(offset, bytes);
    }

    /// <summary>Overwrites a 32-bit number of the file.</summary>
    public void PatchU32(ulong offset, uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        _numbers.U32(bytes, value);
        Patch(offset, bytes);
    }

    /// <summary>Writes the result, from its first byte to its last.</summary>
    /// <exception cref="MalformedFileException">
    /// The file has no section names, or would be too large for its class.
    /// </exception>
    public void WriteTo(ByteWriter write)
    {
        ArgumentNullException.ThrowIfNull(write);
        if (_added.Count + _replaced.Count + _fields.Count == 0)
        {
            _patches.Copy(_file.Image, write);
            return;
        }

        (byte[] names, uint[] nameOffsets) = AddNames();
        ulong position = (ulong)_file.Image.Length;
        List<(ulong Offset, ReadOnlyMemory<byte> Contents)> tail = [];
        foreach ((int section, ReadOnlyMemory<byte> contents) in _replaced.Append((NamesSection(), names)))
        {
            // Names may begin anywhere, other contents where they would have begun.
            position = ElfLayout.AlignUp(position, section == NamesSection() ? 1 : SaneAlignment(_file.Sections[section].Alignment));
            tail.Add((position, contents));
            _fields.Add((section, SectionField.Offset, position));
            _fields.Add((section, SectionField.Size, (ulong)contents.Length));
            position += (ulong)contents.Length;
        }

        ulong table = position = ElfLayout.AlignUp(position, (ulong)_layout.WordSize);
        int count = _file.Sections.Length + _added.Count;
        position += (ulong)count * (ulong)_layout.SectionHeaderSize;
        PatchFileHeader(table, (uint)count);
        PatchSectionHeaders();
        byte[] headers = CopyHeaders(count);
        tail.Add((table, headers));
        for (int i = 0; i < _added.Count; i++)
        {
            position = ElfLayout.AlignUp(position, SaneAlignment(_added[i].Alignment));
            int index = _file.Sections.Length + i;
            _encoder.SectionHeader(
                headers.AsSpan(index * _layout.SectionHeaderSize), _added[i].Header(index, nameOffsets[i], position));
            tail.Add((position, _added[i].Contents));
            position += (ulong)_added[i].Contents.Length;
        }

        if (!_layout.Is64 && position > uint.MaxValue)
        {
            throw new MalformedFileException(
                _file.Image.Source.File, $"with what is added the file has {position} bytes, and a 32-bit ELF file ends at 4 GiB");
        }

        _patches.Copy(_file.Image, write);
        WriteTail((ulong)_file.Image.Length, tail, write);
    }

    private static void WriteTail(ulong position, List<(ulong Offset, ReadOnlyMemory<byte> Contents)> tail, ByteWriter write)
    {
        Span<byte> zeros = stackalloc byte[4096];
        zeros.Clear();
        foreach ((ulong offset, ReadOnlyMemory<byte> contents) in tail)
        {
            write(zeros[..(int)(offset - position)]);
            write(contents.Span);
            position = offset + (ulong)contents.Length;
        }
    }

    // Absurd alignments of a file are no reason for gigabytes of padding.
    private static ulong SaneAlignment(ulong alignment) => BitOperations.IsPow2(alignment) && alignment <= 4096 ? alignment : 8;

    private int NamesSection() => (int)_file.NamesIndex;

    private (byte[] Names, uint[] Offsets) AddNames()
    {
        if (NamesSection() == 0)
        {
            throw new MalformedFileException(_file.Image.Source.File, "there are no section names (e_shstrndx is 0)");
        }

        uint[] offsets = new uint[_added.Count];
        return (AppendedSection.AddNames(_file.Contents(_file.Sections[NamesSection()]), _added, offsets), offsets);
    }

    private void PatchFileHeader(ulong table, uint count)
    {
        PatchWord((ulong)_layout.SectionsOffsetField, table);
        Span<byte> number = stackalloc byte[2];
        ushort stored = count < FirstReserved ? (ushort)count : (ushort)0;
        _numbers.U16(number, stored);
        Patch((ulong)_layout.SectionCountField, number);
        if (stored == 0)
        {
            _fields.Add((0, SectionField.Size, count));
        }
    }

    // In the old table: the new one is a copy of it. Nothing reads the old one again.
    private void PatchSectionHeaders()
    {
        foreach ((int section, SectionField field, ulong value) in _fields)
        {
            ulong header = _file.Header.SectionsOffset + ((ulong)section * (ulong)_layout.SectionHeaderSize);
            switch (field)
            {
                case SectionField.Offset:
                    PatchWord(header + (ulong)_layout.SectionOffsetOffset, value);
                    break;
                case SectionField.Size:
                    PatchWord(header + (ulong)_layout.SectionSizeOffset, value);
                    break;
                case SectionField.Link:
                    PatchU32(header + (ulong)_layout.SectionLinkOffset, (uint)value);
                    break;
                case SectionField.Info:
                    PatchU32(header + (ulong)_layout.SectionLinkOffset + 4, (uint)value);
                    break;
                default:
                    throw new InvalidOperationException($"field {field}");
            }
        }
    }

    private byte[] CopyHeaders(int count)
    {
        byte[] headers = new byte[checked(count * _layout.SectionHeaderSize)];
        int filled = 0;
        Region old = _file.Image.Slice(_file.Header.SectionsOffset, (ulong)_file.Sections.Length * (ulong)_layout.SectionHeaderSize);
        _patches.Copy(old, _file.Header.SectionsOffset, bytes =>
        {
            bytes.CopyTo(headers.AsSpan(filled));
            filled += bytes.Length;
        });
        return headers;
    }

    private void PatchWord(ulong offset, ulong value)
    {
        Span<byte> bytes = stackalloc byte[8];
        Patch(offset, bytes[.._numbers.Word(bytes, _layout.Is64, value)]);
    }
}
