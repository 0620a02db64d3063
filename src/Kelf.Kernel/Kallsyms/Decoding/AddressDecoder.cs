// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kallsyms.Format;
using Kelf.Kernel.Kallsyms.Settings;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Kallsyms.Decoding;

/// <summary>
/// Reads the addresses of tables. How they are stored shows in no table; it is the way by which <c>_text</c> gets the address
/// that its symbol has.
/// </summary>
internal sealed class AddressDecoder
{
    private readonly LinkedTables _tables;
    private readonly ulong _mask;
    private readonly bool _is64;
    private readonly ulong _base;

    private AddressDecoder(LinkedTables tables)
    {
        _tables = tables;
        _is64 = tables.Class == ElfClass.Elf64;
        _mask = _is64 ? ulong.MaxValue : uint.MaxValue;
        _base = tables.Has(TablePart.RelativeBase) ? tables[TablePart.RelativeBase].Read(tables.Order).Offset(_is64) : 0;
    }

    /// <summary>Reads the addresses.</summary>
    /// <param name="tables">The tables.</param>
    /// <param name="count">Number of entries.</param>
    /// <param name="text">Place of the entry <c>_text</c>, or -1.</param>
    /// <param name="textAddress">The address that it should have.</param>
    /// <param name="options">How they are stored.</param>
    /// <exception cref="MalformedFileException">The table is cut short, or <c>_text</c> is at another address.</exception>
    public static ulong[] Decode(LinkedTables tables, int count, int text, ulong? textAddress, out KallsymsOptions options)
    {
        AddressDecoder decoder = new(tables);
        KallsymsLayout layout = tables.Layout;
        // The usual way first.
        KallsymsOptions[] ways = layout switch
        {
            _ when tables.Has(TablePart.Addresses) => [new() { Layout = layout }],
            >= KallsymsLayout.Linux72 => [new() { Layout = layout, PcRelative = true }, new() { Layout = layout }],
            _ =>
            [
                new() { Layout = layout, BaseRelative = layout == KallsymsLayout.Linux61 },
                new() { Layout = layout, BaseRelative = layout == KallsymsLayout.Linux61, AbsolutePercpu = true },
            ],
        };
        ulong[] stored = decoder.Read(tables.Has(TablePart.Addresses) ? TablePart.Addresses : TablePart.Offsets, count);
        options = ways[0];
        if (text >= 0 && textAddress is { } address)
        {
            options = Array.Find(ways, way => decoder.AddressOf(stored[text], text, way) == address)
                ?? throw tables[TablePart.Offsets].Malformed(
                    (ulong)text * 4,
                    $"entry {text} is _text at 0x{decoder.AddressOf(stored[text], text, ways[0]):x}, but its symbol is at 0x{address:x}");
        }

        for (int i = 0; i < count; i++)
        {
            stored[i] = decoder.AddressOf(stored[i], i, options);
        }

        return stored;
    }

    private ulong[] Read(TablePart part, int count)
    {
        Cursor cursor = _tables[part].Read(_tables.Order);
        ulong[] values = new ulong[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = part == TablePart.Addresses ? cursor.Offset(_is64) : cursor.U32();
        }

        return values;
    }

    private ulong AddressOf(ulong stored, int entry, KallsymsOptions way) => _mask & way switch
    {
        { PcRelative: true } => _tables.AddressOf(TablePart.Offsets) + (4ul * (ulong)entry) + (ulong)(int)stored,
        { AbsolutePercpu: true } => (int)stored >= 0 ? stored : _base - 1 - (ulong)(int)stored,
        { HasBase: true } => _base + stored,
        _ => stored,
    };
}
