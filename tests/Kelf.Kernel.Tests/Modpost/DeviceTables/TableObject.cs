// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text;

using Kelf.Kernel.Modpost.DeviceTables;
using Kelf.Kernel.Modpost.DeviceTables.Records;
using Kelf.Kernel.Modpost.Messages;
using Kelf.Kernel.Modpost.Modules;
using Kelf.Kernel.Modpost.Objects;
using Kelf.Kernel.Modpost.Releases;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

namespace Kelf.Kernel.Tests.Modpost.DeviceTables;

/// <summary>Objects with device tables, and what is read of them.</summary>
internal static class TableObject
{
    /// <summary>The aliases and messages of an object.</summary>
    public sealed record Result(IReadOnlyList<Alias> Aliases, IReadOnlyList<Message> Messages)
    {
        public IEnumerable<string> Texts => Aliases.Select(alias => alias.Text);
    }

    /// <summary>The machine that has a layout and a byte order.</summary>
    public static ElfBuilder NewElf(RecordLayout layout, ByteOrder order) => new(
        layout == RecordLayout.Lp64 ? ElfClass.Elf64 : ElfClass.Elf32,
        order,
        layout == RecordLayout.M68k ? ElfMachine.M68k : layout == RecordLayout.Lp64 ? ElfMachine.X8664 : ElfMachine.Mips);

    /// <summary>The symbol of a table of a release.</summary>
    public static string SymbolOf(ModpostRelease release, string type, string name = "ids") => release == ModpostRelease.Linux73
        ? $"__mod_device_table__0__kmod_drv__{type}__{name}"
        : $"__mod_{type}__{name}_device_table";

    /// <summary>
    /// A record: <c>vendor=8086 class_mask=ff0000 name='text'</c>; numbers are hexadecimal, <c>field#3</c> sets bit 3 of a map, all
    /// bytes of a field may be given as <c>field=:00112233</c>. Offsets are those of the tool: that they are the kernel's,
    /// device-tables.sh shows.
    /// </summary>
    public static byte[] Record(DeviceTableType type, RecordLayout layout, ByteOrder order, string fields)
    {
        byte[] record = new byte[type.Format.Size[layout]];
        foreach (string part in Split(fields))
        {
            int end = part.IndexOfAny(['=', '#']);
            DeviceField field = type.Format.Field(part[..end]);
            Span<byte> bytes = record.AsSpan(field.Offset[layout], field.Width[layout]);
            string value = part[(end + 1)..];
            if (part[end] == '#')
            {
                SetBit(bytes, int.Parse(value, NumberStyles.HexNumber, CultureInfo.InvariantCulture), layout == RecordLayout.Lp64 ? 8 : 4, order);
            }
            else if (value[0] == '\'')
            {
                Encoding.Latin1.GetBytes(value[1..^1]).CopyTo(bytes);
            }
            else if (value[0] == ':')
            {
                Convert.FromHexString(value[1..]).CopyTo(bytes);
            }
            else
            {
                Number(bytes, ulong.Parse(value, NumberStyles.HexNumber, CultureInfo.InvariantCulture), order);
            }
        }

        return record;
    }

    /// <summary>Reads an object with one table.</summary>
    public static Result Read(
        ModpostRelease release, string type, byte[] table, RecordLayout layout = RecordLayout.Lp64, ByteOrder order = ByteOrder.Little) =>
        Read(NewElf(layout, order)
            .Section(".rodata", table)
            .Symbol(SymbolOf(release, type), ".rodata", 0, (ulong)table.Length, ElfSymbolBinding.Local, ElfSymbolType.Object), release);

    /// <summary>Reads an object, all symbols of it.</summary>
    public static Result Read(ElfBuilder elf, ModpostRelease release)
    {
        using NativeBuffer image = elf.BuildInMemory("drv.o");
        MessageList messages = new();
        ScannedObject scanned = new("drv.o", release, ElfFile.Parse(image.Contents), messages);
        DeviceTableReader reader = new(scanned);
        try
        {
            for (int i = 0; i < scanned.Symbols.Count; i++)
            {
                reader.Read(i);
            }
        }
        catch (FatalException)
        {
            // It was said, and the messages have it.
        }

        return new Result(reader.Aliases, messages.Messages);
    }

    // Spaces inside quotes separate nothing.
    private static IEnumerable<string> Split(string fields)
    {
        bool isQuoted = false;
        int start = 0;
        for (int i = 0; i <= fields.Length; i++)
        {
            if (i == fields.Length || (fields[i] == ' ' && !isQuoted))
            {
                if (i > start)
                {
                    yield return fields[start..i];
                }

                start = i + 1;
            }
            else if (fields[i] == '\'')
            {
                isQuoted = !isQuoted;
            }
        }
    }

    private static void Number(Span<byte> bytes, ulong value, ByteOrder order)
    {
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[order == ByteOrder.Little ? i : bytes.Length - 1 - i] = (byte)(value >> (8 * i));
        }
    }

    // By whole words: set_bit of the kernel.
    private static void SetBit(Span<byte> map, int bit, int longs, ByteOrder order)
    {
        Span<byte> word = map.Slice(bit / (8 * longs) * longs, longs);
        int place = bit % (8 * longs);
        word[order == ByteOrder.Little ? place / 8 : longs - 1 - place / 8] |= (byte)(1 << (place % 8));
    }
}
