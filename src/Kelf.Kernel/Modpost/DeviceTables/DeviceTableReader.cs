// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text;

using Kelf.Kernel.Modpost.DeviceTables.Records;
using Kelf.Kernel.Modpost.DeviceTables.Rules;
using Kelf.Kernel.Modpost.Messages;
using Kelf.Kernel.Modpost.Modules;
using Kelf.Kernel.Modpost.Objects;
using Kelf.Kernel.Modpost.Releases;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Modpost.DeviceTables;

/// <summary>Reads the device tables of an object: arrays of records, the last of zeros, that say which devices a driver is for.</summary>
/// <param name="scanned">The object.</param>
public sealed class DeviceTableReader(ScannedObject scanned)
{
    private readonly AliasOutput _output = new(scanned);

    // A table has a symbol or two. Any number of symbols may be the same table.
    private readonly OverlapBudget _budget = new(scanned.File.Image, "device tables", "file");

    /// <summary>How the names of all symbols begin that may be device tables; what else they have to have, <see cref="Read"/> knows.</summary>
    public static ReadOnlySpan<byte> PrefixOf(ModpostRelease release) =>
        release >= ModpostRelease.Linux73 ? "__mod_device_table__"u8 : "__mod_"u8;

    /// <summary>The aliases so far, in order.</summary>
    public IReadOnlyList<Alias> Aliases => _output.Aliases;

    /// <summary>Reads the table that a symbol is; nothing when it is none.</summary>
    /// <param name="symbolIndex">Number of the symbol.</param>
    /// <exception cref="FatalException">The table is wrong in a way that ends the run, and that was said.</exception>
    /// <exception cref="MalformedFileException">The table reaches outside its section.</exception>
    public void Read(int symbolIndex)
    {
        ElfSymbol symbol = scanned.Symbols[symbolIndex];
        if (symbol.Type != ElfSymbolType.Object || symbol.SectionNumber is 0 or >= ElfSymbol.ReservedSections
            || DeviceTableName.Parse(Latin1.Of(scanned.Names[symbolIndex]), scanned.Release) is not { } name)
        {
            return;
        }

        ElfSection section = scanned.File.SectionAt(symbol.SectionNumber, "section of a device table");
        if (DeviceTableTypes.Find(name.Type, scanned.Release) is not { } type)
        {
            WarnOfType(name);
            return;
        }

        _output.BeginTable(name.Module, name.Name);
        RecordLayout layout = LayoutBytes.LayoutOf(scanned.File);
        int size = type.Format.Size[layout];
        if (symbol.Size < (ulong)size || symbol.Size % (ulong)size != 0)
        {
            ReportSize(name, type, size, symbol.Size);
            return;
        }

        // As the originals do it: NOBITS is 8, and types that have its bit read as zeros, too.
        Region table = ((uint)section.Type & (uint)ElfSectionType.NoBits) != 0
            ? Zeros(section, symbol)
            : scanned.File.Contents(section).Slice(symbol.Value, symbol.Size);
        _budget.Spend(section.Offset, table.Length);
        Convert(table, type, name, layout, size);
    }

    private void Convert(Region table, DeviceTableType type, in DeviceTableName name, RecordLayout layout, int size)
    {
        long last = table.Length / size - 1;
        if (!table.IsZero((ulong)(last * size), (ulong)size))
        {
            ReportEnd(name, type, table.Span((ulong)(last * size), size), last + 1);
            return;
        }

        AliasRule rule = type.NewRule();
        for (long i = 0; i < last; i++)
        {
            _output.BeginRecord(i);
            rule.Convert(new DeviceRecord(table.Span((ulong)(i * size), size), layout, scanned.File.ByteOrder), _output);
        }
    }

    // What no file has is not made up at any size.
    private Region Zeros(ElfSection section, in ElfSymbol symbol)
    {
        Region image = scanned.File.Image;
        bool isInside = symbol.Value <= section.Size && symbol.Size <= section.Size - symbol.Value;
        return isInside && symbol.Size <= (ulong)image.Length
            ? Region.Of(new byte[symbol.Size], image.Source.InSection(section.Name))
            : throw image.Malformed(section.Offset, $"device table of 0x{symbol.Size:x} bytes at 0x{symbol.Value:x} of section "
                + $"{section.Index.Value} ({section.Name}, 0x{section.Size:x} bytes of zeros) is outside it, or larger than the file");
    }

    private void WarnOfType(in DeviceTableName name)
    {
        // Before, names of many other symbols have this form.
        if (scanned.Release >= ModpostRelease.Linux73)
        {
            _output.Warn($"{scanned.ModuleName}: no aliases of {name.Name}[]: there are no device tables of type '{name.Type}' "
                + $"(module '{name.Module}')");
        }
    }

    private void ReportSize(in DeviceTableName name, DeviceTableType type, int size, ulong found)
    {
        if (scanned.Release >= ModpostRelease.Linux73)
        {
            scanned.Messages.Add(MessageLevel.Error,
                $"{scanned.ModuleName}: type mismatch between {name.Name}[] and MODULE_DEVICE_TABLE({name.Type}, ...)");
            return;
        }

        throw scanned.Messages.Fatal($"{scanned.ModuleName}: sizeof(struct {type.NameInMessages}_device_id)={size} is not a modulo of the size of "
            + $"section __mod_{type.NameInMessages}__<identifier>_device_table={found}.\n"
            + $"Fix definition of struct {type.NameInMessages}_device_id in mod_devicetable.h");
    }

    private void ReportEnd(in DeviceTableName name, DeviceTableType type, ReadOnlySpan<byte> record, long count)
    {
        if (scanned.Release >= ModpostRelease.Linux73)
        {
            scanned.Messages.Add(MessageLevel.Error, $"{scanned.ModuleName}: {name.Name}[] is not terminated with a NULL entry");
            return;
        }

        StringBuilder bytes = new();
        foreach (byte value in record)
        {
            bytes.Append(CultureInfo.InvariantCulture, $"0x{value:x2} ");
        }

        scanned.Messages.Add(MessageLevel.Note, $"{scanned.ModuleName}: struct {type.NameInMessages}_device_id is {record.Length} bytes.  "
            + $"The last of {count} is:\n{bytes}");
        throw scanned.Messages.Fatal($"{scanned.ModuleName}: struct {type.NameInMessages}_device_id is not terminated with a NULL entry!");
    }
}
