// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers.Binary;
using System.Numerics;
using System.Text;

using Kelf.ObjectFiles.Bytes;

namespace Kelf.ObjectFiles.Elf;

/// <summary>Takes a run of bytes of a file that is being made.</summary>
public delegate void ByteWriter(ReadOnlySpan<byte> bytes);

/// <summary>A section to add to a file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type"><c>sh_type</c>.</param>
/// <param name="Flags"><c>sh_flags</c>.</param>
/// <param name="Contents">Its bytes, in the byte order of the file.</param>
/// <param name="Alignment"><c>sh_addralign</c>: a power of two.</param>
/// <param name="EntrySize"><c>sh_entsize</c> in bytes.</param>
/// <param name="Link"><c>sh_link</c>.</param>
/// <param name="Info"><c>sh_info</c>.</param>
public sealed record AppendedSection(
    string Name, ElfSectionType Type, ElfSectionFlags Flags, ReadOnlyMemory<byte> Contents, uint Alignment,
    uint EntrySize, uint Link = 0, uint Info = 0);

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
    private readonly bool _is64;
    private readonly int _headerSize;
    private readonly List<AppendedSection> _added = [];
    private readonly List<(int Section, ReadOnlyMemory<byte> Contents)> _replaced = [];
    private readonly List<(int Section, SectionField Field, ulong Value)> _fields = [];
    private readonly PatchList _patches = new();

    /// <summary>Begins with nothing to change.</summary>
    public ElfAppender(ElfFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        (_file, _is64) = (file, file.Class == ElfClass.Elf64);
        _headerSize = _is64 ? 64 : 40;
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
        Write(bytes, value);
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
            position = AlignUp(position, section == NamesSection() ? 1 : SaneAlignment(_file.Sections[section].Alignment));
            tail.Add((position, contents));
            _fields.Add((section, SectionField.Offset, position));
            _fields.Add((section, SectionField.Size, (ulong)contents.Length));
            position += (ulong)contents.Length;
        }

        ulong table = position = AlignUp(position, _is64 ? 8u : 4u);
        int count = _file.Sections.Length + _added.Count;
        position += (ulong)count * (ulong)_headerSize;
        PatchFileHeader(table, (uint)count);
        PatchSectionHeaders();
        byte[] headers = CopyHeaders(count);
        tail.Add((table, headers));
        for (int i = 0; i < _added.Count; i++)
        {
            position = AlignUp(position, SaneAlignment(_added[i].Alignment));
            WriteHeader(headers.AsSpan((_file.Sections.Length + i) * _headerSize), _added[i], nameOffsets[i], position);
            tail.Add((position, _added[i].Contents));
            position += (ulong)_added[i].Contents.Length;
        }

        if (!_is64 && position > uint.MaxValue)
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

    private static ulong AlignUp(ulong position, ulong alignment) => (position + alignment - 1) & ~(alignment - 1);

    private int NamesSection() => (int)_file.NamesIndex;

    // A name that is the end of another one needs no bytes of its own: __mcount_loc in .rela__mcount_loc.
    private (byte[] Names, uint[] Offsets) AddNames()
    {
        if (NamesSection() == 0)
        {
            throw new MalformedFileException(_file.Image.Source.File, "there are no section names (e_shstrndx is 0)");
        }

        Region old = _file.Contents(_file.Sections[NamesSection()]);
        using MemoryStream names = new();
        names.Write(old.Span());
        if (old.IsEmpty || old.Span()[^1] != 0)
        {
            names.WriteByte(0);
        }

        uint[] offsets = new uint[_added.Count];
        Dictionary<string, uint> known = new(StringComparer.Ordinal);
        foreach (int i in Enumerable.Range(0, _added.Count).OrderByDescending(i => _added[i].Name.Length))
        {
            string name = _added[i].Name;
            string? whole = known.Keys.FirstOrDefault(key => key.EndsWith(name, StringComparison.Ordinal));
            if (whole is null)
            {
                known[name] = offsets[i] = (uint)names.Length;
                names.Write(Encoding.UTF8.GetBytes(name));
                names.WriteByte(0);
            }
            else
            {
                offsets[i] = known[whole] + (uint)(Encoding.UTF8.GetByteCount(whole) - Encoding.UTF8.GetByteCount(name));
            }
        }

        return (names.ToArray(), offsets);
    }

    private void PatchFileHeader(ulong table, uint count)
    {
        PatchWord(_is64 ? 40u : 32u, table);
        Span<byte> number = stackalloc byte[2];
        ushort stored = count < FirstReserved ? (ushort)count : (ushort)0;
        if (_file.ByteOrder == ByteOrder.Little)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(number, stored);
        }
        else
        {
            BinaryPrimitives.WriteUInt16BigEndian(number, stored);
        }

        Patch(_is64 ? 60u : 48u, number);
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
            ulong header = _file.Header.SectionsOffset + ((ulong)section * (ulong)_headerSize);
            switch (field)
            {
                case SectionField.Offset:
                    PatchWord(header + (_is64 ? 24u : 16u), value);
                    break;
                case SectionField.Size:
                    PatchWord(header + (_is64 ? 32u : 20u), value);
                    break;
                case SectionField.Link:
                    PatchU32(header + (_is64 ? 40u : 24u), (uint)value);
                    break;
                case SectionField.Info:
                    PatchU32(header + (_is64 ? 44u : 28u), (uint)value);
                    break;
                default:
                    throw new InvalidOperationException($"field {field}");
            }
        }
    }

    private byte[] CopyHeaders(int count)
    {
        byte[] headers = new byte[count * _headerSize];
        int filled = 0;
        Region old = _file.Image.Slice(_file.Header.SectionsOffset, (ulong)(_file.Sections.Length * _headerSize));
        _patches.Copy(old, _file.Header.SectionsOffset, bytes =>
        {
            bytes.CopyTo(headers.AsSpan(filled));
            filled += bytes.Length;
        });
        return headers;
    }

    private void WriteHeader(Span<byte> header, AppendedSection section, uint name, ulong offset)
    {
        int word = _is64 ? 8 : 4;
        int at = 0;
        Number(header, 4, name);
        Number(header, 4, (uint)section.Type);
        Number(header, word, (ulong)section.Flags);
        Number(header, word, 0); // sh_addr
        Number(header, word, offset);
        Number(header, word, (ulong)section.Contents.Length);
        Number(header, 4, section.Link);
        Number(header, 4, section.Info);
        Number(header, word, section.Alignment);
        Number(header, word, section.EntrySize);

        void Number(Span<byte> bytes, int width, ulong value)
        {
            if (width == 4)
            {
                Write(bytes[at..], (uint)value);
            }
            else
            {
                Write(bytes[at..], value);
            }

            at += width;
        }
    }

    private void PatchWord(ulong offset, ulong value)
    {
        Span<byte> bytes = stackalloc byte[8];
        if (_is64)
        {
            Write(bytes, value);
            Patch(offset, bytes);
        }
        else
        {
            PatchU32(offset, (uint)value);
        }
    }

    private void Write(Span<byte> bytes, uint value)
    {
        if (_file.ByteOrder == ByteOrder.Little)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        }
        else
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        }
    }

    private void Write(Span<byte> bytes, ulong value)
    {
        if (_file.ByteOrder == ByteOrder.Little)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        }
        else
        {
            BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        }
    }
}
