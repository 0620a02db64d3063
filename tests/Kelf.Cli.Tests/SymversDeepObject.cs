// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers.Binary;
using System.Text;

namespace Kelf.Cli.Tests;

/// <summary>
/// An ELF object with one DWARF 4 unit whose entries stand in the order of the calls, so that an entry
/// refers to the one that follows it. Its offsets are final: it needs no relocation. Made here, not
/// with the builders of the unit tests, since these tests know the program from outside only.
/// </summary>
internal sealed class SymversDeepObject
{
    private const int FirstEntry = 11 + 1; // after the unit's header and the unit's own entry

    // Number, tag, children, pairs of attribute and form: DWARF 5, tables 7.3, 7.5, 7.6.
    private static readonly byte[] _abbreviations =
    [
        1, 0x11, 1, 0, 0,                                   // compile_unit
        2, 0x24, 0, 0x03, 0x08, 0x0b, 0x0b, 0x3e, 0x0b, 0, 0, // base_type: name string, byte_size, encoding data1
        3, 0x0f, 0, 0x0b, 0x0b, 0x49, 0x13, 0, 0,           // pointer_type: byte_size data1, type ref4
        4, 0x13, 1, 0x03, 0x08, 0x0b, 0x0b, 0, 0,           // structure_type: name string, byte_size data1
        5, 0x0d, 0, 0x03, 0x08, 0x49, 0x13, 0, 0,           // member: name string, type ref4
        6, 0x34, 0, 0x03, 0x08, 0x49, 0x13, 0, 0,           // variable: name string, type ref4
        7, 0x0b, 1, 0, 0,                                   // lexical_block
        0,
    ];

    private readonly List<byte> _entries = [1];

    private int Here => 11 + _entries.Count;

    public void PointerToNext()
    {
        int next = Here + 6;
        Add(3, 8);
        AddReference(next);
    }

    public void StructureOfNext(string name)
    {
        Add(4);
        AddString(name);
        Add(4, 5);
        AddString("m");
        AddReference(Here + 5);
        Add(0);
    }

    public SymversDeepObject BaseType(string name)
    {
        Add(2);
        AddString(name);
        Add(4, 5);
        return this;
    }

    public SymversDeepObject Blocks(int depth)
    {
        _entries.AddRange(Enumerable.Repeat((byte)7, depth));
        _entries.AddRange(new byte[depth]);
        return this;
    }

    /// <summary>A variable with the type that was added first.</summary>
    public SymversDeepObject VariableOfFirst(string name)
    {
        Add(6);
        AddString(name);
        AddReference(FirstEntry);
        return this;
    }

    /// <summary>The file: header, four sections, their headers.</summary>
    public byte[] Build()
    {
        byte[] info = new byte[11 + _entries.Count + 1];
        BinaryPrimitives.WriteInt32LittleEndian(info, info.Length - 4);
        info[4] = 4;  // version; the abbreviations are at offset 0
        info[10] = 8; // size of an address
        _entries.CopyTo(info, 11);
        byte[] names = "\0.debug_info\0.debug_abbrev\0.symtab\0.shstrtab\0"u8.ToArray();
        // The symbol table has its null entry only; without one the original sees no debugging information.
        (int Name, int Kind, byte[] Contents)[] sections =
            [(1, 1, info), (13, 1, _abbreviations), (27, 2, new byte[24]), (35, 3, names)];

        int headers = (64 + sections.Sum(section => section.Contents.Length) + 7) & ~7;
        byte[] file = new byte[headers + (64 * (sections.Length + 1))];
        byte[] identification = [0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1];
        identification.CopyTo(file, 0);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(16), 1);  // relocatable
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(18), 62); // x86-64
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(20), 1);
        BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(40), headers);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(52), 64);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(58), 64);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(60), (short)(sections.Length + 1));
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(62), (short)sections.Length);
        int offset = 64;
        for (int i = 0; i < sections.Length; i++)
        {
            Span<byte> header = file.AsSpan(headers + (64 * (i + 1)));
            sections[i].Contents.CopyTo(file, offset);
            BinaryPrimitives.WriteInt32LittleEndian(header, sections[i].Name);
            BinaryPrimitives.WriteInt32LittleEndian(header[4..], sections[i].Kind);
            BinaryPrimitives.WriteInt64LittleEndian(header[24..], offset);
            BinaryPrimitives.WriteInt64LittleEndian(header[32..], sections[i].Contents.Length);
            BinaryPrimitives.WriteInt64LittleEndian(header[48..], 1);
            if (sections[i].Kind == 2)
            {
                BinaryPrimitives.WriteInt32LittleEndian(header[40..], sections.Length); // names: never read
                BinaryPrimitives.WriteInt32LittleEndian(header[44..], 1);
                BinaryPrimitives.WriteInt64LittleEndian(header[56..], 24);
            }

            offset += sections[i].Contents.Length;
        }

        return file;
    }

    private void Add(params ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
        {
            _entries.Add(value);
        }
    }

    private void AddString(string text)
    {
        _entries.AddRange(Encoding.UTF8.GetBytes(text));
        _entries.Add(0);
    }

    private void AddReference(int offset)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, offset);
        Add(bytes);
    }
}
