// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kallsyms.Compression;
using Kelf.Kernel.Kallsyms.Entries;
using Kelf.Kernel.Kallsyms.Format;
using Kelf.Kernel.Kallsyms.Settings;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Kallsyms.Output;

/// <summary>
/// The tables as the bytes of a section, for one class and byte order, and what remains to be filled in when it is known
/// where things are: by a linker, or in an image that has room for the tables.
/// </summary>
public sealed class KallsymsSection
{
    private readonly KallsymsTable _table;
    private readonly bool _is64;
    private readonly NumberWriter _numbers;
    private readonly List<TableLabel> _labels = [];
    private readonly int[] _markers;
    private readonly byte[] _bytes;
    private readonly TableReference[] _references;

    /// <summary>Lays the tables out.</summary>
    /// <param name="table">The tables.</param>
    /// <param name="elfClass">Whether words have 32 or 64 bits.</param>
    /// <param name="order">Byte order of numbers.</param>
    public KallsymsSection(KallsymsTable table, ElfClass elfClass, ByteOrder order)
    {
        ArgumentNullException.ThrowIfNull(table);
        (_table, _is64, _numbers) = (table, elfClass == ElfClass.Elf64, new NumberWriter(order));
        Alignment = table.Options.Layout >= KallsymsLayout.Linux72 || !_is64 ? 4u : 8u;
        _markers = table.Markers();
        int end = 0;
        foreach (TablePart part in TableShape.PartsOf(table.Options))
        {
            int offset = (int)((uint)(end + (int)Alignment - 1) & ~(Alignment - 1));
            _labels.Add(new TableLabel(part, offset, SizeOf(part)));
            end = checked(offset + SizeOf(part));
        }

        _bytes = new byte[end];
        foreach (TableLabel label in _labels)
        {
            Fill(label.Part, _bytes.AsSpan(label.Offset, label.Size));
        }

        _references = FindReferences();
    }

    /// <summary>Alignment of the section, and of each table in it: 4 or 8.</summary>
    public uint Alignment { get; }

    /// <summary>The bytes; zeros where <see cref="References"/> are.</summary>
    public ReadOnlyMemory<byte> Contents => _bytes;

    /// <summary>Where the tables begin, in order.</summary>
    public IReadOnlyList<TableLabel> Labels => _labels;

    /// <summary>The numbers that depend on <c>_text</c>, in order.</summary>
    public ReadOnlySpan<TableReference> References => _references;

    /// <summary>
    /// True when a reference is 32 bits wide and a distance from its own place; false when it is a word with an address.
    /// </summary>
    public bool IsPcRelative => _table.Options.PcRelative;

    private int WordSize => _is64 ? 8 : 4;

    private int SizeOf(TablePart part) => part switch
    {
        TablePart.Count => 4,
        TablePart.Names => _markers[^1],
        TablePart.Markers => 4 * (_markers.Length - 1),
        TablePart.TokenTable => TokenTableSize(),
        TablePart.TokenIndex => 2 * TokenCompression.Codes,
        TablePart.Offsets => checked(4 * _table.Count),
        TablePart.Addresses => checked(WordSize * _table.Count),
        TablePart.RelativeBase => WordSize,
        _ => checked(TableShape.PlaceSize * _table.Count),
    };

    private int TokenTableSize()
    {
        int size = 0;
        for (int code = 0; code < TokenCompression.Codes; code++)
        {
            size += _table.Compression.TokenOf(code).Length + 1;
        }

        return size;
    }

    private void Fill(TablePart part, Span<byte> target)
    {
        switch (part)
        {
            case TablePart.Count:
                _numbers.U32(target, (uint)_table.Count);
                break;
            case TablePart.Names:
                FillNames(target);
                break;
            case TablePart.Markers:
                foreach (int marker in _markers.AsSpan(0, _markers.Length - 1))
                {
                    _numbers.U32(target, (uint)marker);
                    target = target[4..];
                }

                break;
            case TablePart.TokenTable:
                for (int code = 0; code < TokenCompression.Codes; code++)
                {
                    ReadOnlySpan<byte> token = _table.Compression.TokenOf(code);
                    token.CopyTo(target);
                    target = target[(token.Length + 1)..];
                }

                break;
            case TablePart.TokenIndex:
                FillTokenIndex(target);
                break;
            case TablePart.Offsets or TablePart.Addresses:
                FillAddresses(target, part == TablePart.Addresses);
                break;
            case TablePart.RelativeBase:
                break;
            default:
                foreach (int place in _table.NameOrder)
                {
                    (target[0], target[1], target[2]) = ((byte)(place >> 16), (byte)(place >> 8), (byte)place);
                    target = target[TableShape.PlaceSize..];
                }

                break;
        }
    }

    private void FillNames(Span<byte> target)
    {
        foreach (ref readonly KallsymsEntry entry in _table.Entries)
        {
            ReadOnlySpan<byte> text = _table.CompressedTextOf(entry);
            if (text.Length > KallsymsTable.MostInOneByte)
            {
                target[0] = (byte)(0x80 | (text.Length & 0x7f));
                target[1] = (byte)(text.Length >> 7);
                target = target[2..];
            }
            else
            {
                target[0] = (byte)text.Length;
                target = target[1..];
            }

            text.CopyTo(target);
            target = target[text.Length..];
        }
    }

    private void FillTokenIndex(Span<byte> target)
    {
        int offset = 0;
        for (int code = 0; code < TokenCompression.Codes; code++)
        {
            _numbers.U16(target[(2 * code)..], (ushort)offset);
            offset += _table.Compression.TokenOf(code).Length + 1;
        }
    }

    private void FillAddresses(Span<byte> target, bool areWords)
    {
        ReadOnlySpan<long> values = _table.Addresses.Values;
        for (int i = 0; i < values.Length && !_table.Options.PcRelative; i++)
        {
            if (!areWords)
            {
                _numbers.U32(target[(4 * i)..], (uint)values[i]);
            }
            else if (_table.Entries[i].IsAbsolute)
            {
                _numbers.Word(target[(WordSize * i)..], _is64, (ulong)values[i]);
            }
        }
    }

    private TableReference[] FindReferences()
    {
        TableLabel addresses = _labels.Find(label => label.Part is TablePart.Offsets or TablePart.Addresses);
        if (_table.Options.HasBase)
        {
            TableLabel start = _labels.Find(label => label.Part == TablePart.RelativeBase);
            return [new TableReference(start.Offset, _table.Addresses.DistanceOf(_table.Addresses.RelativeBase))];
        }

        if (addresses.Part == TablePart.Offsets && !_table.Options.PcRelative)
        {
            return [];
        }

        int size = addresses.Part == TablePart.Offsets ? 4 : WordSize;
        TableReference[] references = new TableReference[_table.Count];
        int count = 0;
        for (int i = 0; i < _table.Count; i++)
        {
            if (!_table.Entries[i].IsAbsolute)
            {
                references[count++] = new TableReference(addresses.Offset + (size * i), _table.Addresses.Values[i]);
            }
        }

        Array.Resize(ref references, count);
        return references;
    }
}
