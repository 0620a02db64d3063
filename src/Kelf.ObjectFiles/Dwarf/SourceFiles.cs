// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

namespace Kelf.ObjectFiles.Dwarf;

/// <summary>
/// The file names of a unit's line table header (DWARF 5 §6.2.4; DWARF 4 §6.2.4 for versions 2 to 4). The line program
/// itself is never decoded.
/// </summary>
public sealed class SourceFiles
{
    private readonly DwarfUnit _unit;
    private readonly (DwForm Form, ulong Raw)[] _names;
    private readonly Region _lines;
    private readonly ulong _lineTable;

    private SourceFiles(DwarfUnit unit, ulong lineTable, int first, (DwForm, ulong)[] names)
    {
        (_unit, _lineTable, FirstNumber, _names, _lines) = (unit, lineTable, first, names, unit.File.Lines);
    }

    /// <summary>Number of the first file: 0 since DWARF 5, 1 before.</summary>
    public int FirstNumber { get; }

    /// <summary>Number of files.</summary>
    public int Count => _names.Length;

    /// <summary>The name of a file as written in the table, usually without its directory.</summary>
    /// <param name="number">Value of a <c>DW_AT_decl_file</c>.</param>
    /// <returns>The bytes; empty for number 0 before DWARF 5, which means "no file".</returns>
    /// <exception cref="MalformedFileException">There is no such file.</exception>
    public ReadOnlySpan<byte> Name(ulong number)
    {
        if (number == 0 && FirstNumber == 1)
        {
            return default;
        }

        ulong index = number - (ulong)FirstNumber;
        if (index >= (ulong)_names.Length)
        {
            throw _lines.Malformed(_lineTable, $"file number {number} is not in the table of {_names.Length} files "
                + $"that starts at {FirstNumber}");
        }

        (DwForm form, ulong raw) = _names[index];
        return form == DwForm.String
            ? _lines.CString(raw, DwarfUnit.LongestString)
            : _unit.StringOrEmpty(new AttributeValue(form, raw, 0), out _);
    }

    internal static SourceFiles Read(DwarfUnit unit, ulong offset, OverlapLimit limit)
    {
        Region section = unit.File.Lines;
        if (offset >= (ulong)section.Length)
        {
            throw unit.Contents.Malformed(0, $"line table at 0x{offset:x} is outside .debug_line ({section.Length} bytes)");
        }

        Cursor cursor = section.Read(unit.ByteOrder, offset);
        ulong length = cursor.U32();
        bool is64 = length == 0xffff_ffff;
        if (is64)
        {
            length = cursor.U64();
        }

        if (length > (ulong)cursor.Remaining)
        {
            throw cursor.Malformed($"line table length 0x{length:x} reaches outside the section");
        }

        if ((ulong)cursor.Position + length > limit.EndOf(offset))
        {
            throw limit.Exceeded(offset);
        }

        cursor = section.Slice(0, (ulong)cursor.Position + length).Read(unit.ByteOrder, (ulong)cursor.Position);
        ushort version = cursor.U16();
        if (version is < 2 or > 5)
        {
            throw cursor.Malformed($"line table version {version} is not one of 2 to 5");
        }

        byte addressSize = unit.Format.AddressSize;
        if (version >= 5)
        {
            addressSize = cursor.U8();
            cursor.Skip(1); // segment_selector_size
        }

        cursor.Skip(is64 ? 8u : 4u); // header_length
        cursor.Skip(version >= 4 ? 5u : 4u); // minimum_instruction_length ... line_range
        byte opcodes = cursor.U8();
        cursor.Skip((uint)Math.Max(opcodes - 1, 0)); // standard_opcode_lengths
        (DwForm, ulong)[] names = version >= 5
            ? ReadEntries5(ref cursor, new UnitFormat(version, is64, addressSize))
            : ReadEntries2(ref cursor);
        return new SourceFiles(unit, offset, version >= 5 ? 0 : 1, names);
    }

    /// <summary>Versions 2 to 4: directories, then files with three numbers each, both ended by an empty name.</summary>
    private static (DwForm, ulong)[] ReadEntries2(ref Cursor cursor)
    {
        while (cursor.CString().Length > 0)
        {
        }

        List<(DwForm, ulong)> names = [];
        while (true)
        {
            ulong at = (ulong)cursor.Position;
            if (cursor.CString().Length == 0)
            {
                return [.. names];
            }

            names.Add((DwForm.String, at));
            cursor.SkipLeb128();
            cursor.SkipLeb128();
            cursor.SkipLeb128();
        }
    }

    /// <summary>Version 5: directories, then files, each list with its own format of (content, form) pairs.</summary>
    private static (DwForm, ulong)[] ReadEntries5(ref Cursor cursor, UnitFormat format)
    {
        ReadList(ref cursor, format);
        return ReadList(ref cursor, format);
    }

    private static (DwForm, ulong)[] ReadList(ref Cursor cursor, UnitFormat format)
    {
        const ulong ContentPath = 1; // DW_LNCT_path
        (ulong Content, DwForm Form)[] fields = new (ulong, DwForm)[cursor.U8()];
        for (int i = 0; i < fields.Length; i++)
        {
            fields[i] = (cursor.Uleb128(), (DwForm)(ushort)cursor.Uleb128());
        }

        ulong count = cursor.Uleb128();
        if (count > (ulong)cursor.Remaining)
        {
            throw cursor.Malformed($"{count} entries do not fit in the {cursor.Remaining} bytes left");
        }

        if (fields.Length == 0 && count > 0)
        {
            throw cursor.Malformed($"{count} entries have no fields");
        }

        (DwForm, ulong)[] names = new (DwForm, ulong)[count];
        for (int i = 0; i < names.Length; i++)
        {
            foreach ((ulong content, DwForm form) in fields)
            {
                AttributeValue value = FormReader.Read(ref cursor, format, form, 0);
                if (content == ContentPath)
                {
                    names[i] = (value.Form, value.Form == DwForm.String ? (ulong)value.Position : value.Raw);
                }
            }
        }

        return names;
    }
}
