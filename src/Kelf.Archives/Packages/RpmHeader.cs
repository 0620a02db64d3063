// SPDX-License-Identifier: MIT OR GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Names;

namespace Kelf.Archives.Packages;

/// <summary>
/// A header of an rpm package (rpm <c>docs/manual/format_header.md</c>): a magic, the number of entries and the size of their data; for each
/// entry a tag, a type, an offset in the data and a count, four bytes each and big-endian; and the data.
/// </summary>
internal sealed class RpmHeader
{
    private const int IntroSize = 16, EntrySize = 16;
    private const uint Magic = 0x8eade801;
    private const uint Word16 = 3, Word32 = 4, Word64 = 5, Text = 6, TextList = 8, Translated = 9;

    private readonly Dictionary<uint, (uint Type, uint Offset, uint Count)> _entries = [];
    private readonly Region _data;

    private RpmHeader(Region package, ulong offset)
    {
        Cursor intro = package.Read(ByteOrder.Big, offset);
        if (intro.U32() != Magic)
        {
            throw package.Malformed(offset, "no header of an rpm package");
        }

        _ = intro.U32();
        (uint count, uint size) = (intro.U32(), intro.U32());
        ulong data = offset + IntroSize + ((ulong)count * EntrySize);
        End = data + size;
        if (End > (ulong)package.Length)
        {
            throw package.Malformed(offset, $"a header of an rpm package has {count} entries and {size} bytes, and is cut short");
        }

        _data = package.Slice(data, size);
        for (uint i = 0; i < count; i++)
        {
            (uint tag, uint type, uint place, uint values) = (intro.U32(), intro.U32(), intro.U32(), intro.U32());
            _entries.TryAdd(tag, (type, place, values));
        }
    }

    /// <summary>Offset after it.</summary>
    public ulong End { get; }

    /// <summary>Reads a header.</summary>
    /// <param name="package">The package.</param>
    /// <param name="offset">Where the header is in it.</param>
    /// <exception cref="MalformedFileException">There is none, or it is cut short.</exception>
    public static RpmHeader Read(Region package, ulong offset) => new(package, offset);

    /// <summary>The text of a tag; null if there is none.</summary>
    /// <exception cref="MalformedFileException">It is not in the header's data.</exception>
    public string? TextOf(uint tag) => _entries.TryGetValue(tag, out (uint Type, uint Offset, uint Count) entry) && entry.Type is Text or Translated
        ? Utf8Name.ToText(_data.CString(entry.Offset)) : null;

    /// <summary>The texts of a tag; none if there are none.</summary>
    /// <exception cref="MalformedFileException">They are not in the header's data.</exception>
    public byte[][] TextsOf(uint tag)
    {
        if (!_entries.TryGetValue(tag, out (uint Type, uint Offset, uint Count) entry) || entry.Type != TextList)
        {
            return [];
        }

        byte[][] texts = new byte[Checked(entry, 1)][];
        ulong offset = entry.Offset;
        for (int i = 0; i < texts.Length; i++)
        {
            texts[i] = _data.CString(offset).ToArray();
            offset += (ulong)texts[i].Length + 1;
        }

        return texts;
    }

    /// <summary>The numbers of a tag; none if there are none.</summary>
    /// <exception cref="MalformedFileException">They are not in the header's data.</exception>
    public ulong[] NumbersOf(uint tag)
    {
        if (!_entries.TryGetValue(tag, out (uint Type, uint Offset, uint Count) entry) || entry.Type is not (Word16 or Word32 or Word64))
        {
            return [];
        }

        ulong[] numbers = new ulong[Checked(entry, 1 << (int)(entry.Type - 2))];
        Cursor data = _data.Read(ByteOrder.Big, entry.Offset);
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = entry.Type switch { Word16 => data.U16(), Word32 => data.U32(), _ => data.U64() };
        }

        return numbers;
    }

    // How many values there are: as many as have room in the data.
    private int Checked((uint Type, uint Offset, uint Count) entry, int size) =>
        entry.Offset <= (ulong)_data.Length && (ulong)entry.Count * (ulong)size <= (ulong)_data.Length - entry.Offset ? (int)entry.Count
            : throw _data.Malformed(0, $"an entry of {entry.Count} values at 0x{entry.Offset:x} is not in the data of its header");
}
