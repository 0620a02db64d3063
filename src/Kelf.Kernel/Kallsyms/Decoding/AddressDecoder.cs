// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kallsyms.Format;
using Kelf.Kernel.Kallsyms.Settings;
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Loading;

namespace Kelf.Kernel.Kallsyms.Decoding;

/// <summary>
/// Reads the addresses of tables. How they are stored shows in no table; it is the way by which entries get the addresses that
/// their symbols have.
/// </summary>
internal sealed class AddressDecoder
{
    private readonly LinkedTables _tables;
    private readonly ulong _mask;
    private readonly bool _is64;
    private readonly ulong _base;

    private AddressDecoder(LinkedTables tables, ElfFile image)
    {
        _tables = tables;
        _is64 = tables.Class == ElfClass.Elf64;
        _mask = _is64 ? ulong.MaxValue : uint.MaxValue;
        if (tables.Has(TablePart.RelativeBase))
        {
            ulong place = tables.AddressOf(TablePart.RelativeBase);
            _base = LoadTimeWords.Find(image, place, 1).TryGetValue(place, out ulong value)
                ? value & _mask
                : tables[TablePart.RelativeBase].Read(tables.Order).Offset(_is64);
        }
    }

    /// <summary>Reads the addresses.</summary>
    /// <param name="tables">The tables.</param>
    /// <param name="image">The image that they are in.</param>
    /// <param name="names">The names of the entries.</param>
    /// <param name="options">How they are stored.</param>
    /// <exception cref="MalformedFileException">The table is cut short, or an entry is at another address than its symbol.</exception>
    /// <exception cref="RefusedException">No entry has a symbol.</exception>
    public static ulong[] Decode(LinkedTables tables, ElfFile image, DecodedNames names, out KallsymsOptions options)
    {
        int count = names.Texts.Length;
        AddressDecoder decoder = new(tables, image);
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
        TablePart part = tables.Has(TablePart.Addresses) ? TablePart.Addresses : TablePart.Offsets;
        ulong[] stored = decoder.Read(image, part, count);
        options = count == 0 ? ways[0] : decoder.Choose(ways, stored, part, Witnesses.Of(image, names));

        for (int i = 0; i < count; i++)
        {
            stored[i] = decoder.AddressOf(stored[i], i, options);
        }

        return stored;
    }

    // The first way by which all witnesses agree that are needed to tell it from the others.
    private KallsymsOptions Choose(KallsymsOptions[] ways, ulong[] stored, TablePart part, Witnesses witnesses)
    {
        KallsymsOptions[] left = [];
        foreach (int entry in witnesses.Entries())
        {
            left = Array.FindAll(
                left.Length == 0 ? ways : left, way => witnesses.Confirm(entry, AddressOf(stored[entry], entry, way)));
            if (left.Length == 0)
            {
                ulong size = part == TablePart.Addresses && _is64 ? 8u : 4u;
                throw _tables[part].Malformed(
                    (ulong)entry * size,
                    $"entry {entry} is {PrintableText.Of(witnesses.NameOf(entry))} at 0x{AddressOf(stored[entry], entry, ways[0]):x}, "
                    + $"but its symbol is at 0x{witnesses.AddressOf(entry):x}");
            }

            if (left.Length == 1)
            {
                break;
            }
        }

        return left.Length > 0 ? left[0] : throw new RefusedException(
            _tables.File, "no entry of its tables is a symbol of the image, so nothing tells how their addresses are stored");
    }

    private ulong[] Read(ElfFile image, TablePart part, int count)
    {
        Cursor cursor = _tables[part].Read(_tables.Order);
        ulong[] values = new ulong[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = part == TablePart.Addresses ? cursor.Offset(_is64) : cursor.U32();
        }

        if (part == TablePart.Addresses)
        {
            uint size = _is64 ? 8u : 4u;
            ulong start = _tables.AddressOf(part);
            foreach ((ulong place, ulong value) in LoadTimeWords.Find(image, start, (ulong)count * size))
            {
                values[(place - start) / size] = value & _mask;
            }
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
