// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Differential.RandomC;

namespace Kelf.Differential.ModpostInputs.DeviceTables;

/// <summary>Records of a structure: fields with what the rules look for, and padding with anything.</summary>
internal sealed class RandomRecords(RecordOffsets offsets, string release, ObjectTarget target, Dice dice)
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ,-_.:+*\t\u00e4\u00ff";

    public byte[] Make(string structTag)
    {
        byte[] record = new byte[offsets.SizeOf(structTag)];
        IReadOnlyList<(string Name, int Offset)> fields = offsets.FieldsOf(structTag);
        for (int i = 0; i < fields.Count; i++)
        {
            int end = i + 1 < fields.Count ? fields[i + 1].Offset : record.Length;
            Fill(record.AsSpan(fields[i].Offset..end), structTag, fields[i].Name);
        }

        Repair(record, structTag);
        return record;
    }

    /// <summary>A text with a NUL at its end, as long as there is room.</summary>
    public void Text(Span<byte> room, int longest, int least = 0)
    {
        room.Clear();
        int length = dice.Chance(20) ? least : dice.Between(least, longest);
        for (int i = 0; i < length; i++)
        {
            room[i] = (byte)Letters[dice.Below(Letters.Length)];
        }
    }

    private void Fill(Span<byte> room, string structTag, string field)
    {
        if (TableTypes.LongestText(structTag, field) is { } longest)
        {
            Text(room, Math.Min(longest, room.Length - 1));
            foreach (ref byte value in structTag == "wmi_device_id" ? room : default)
            {
                // This text is told, and kelf writes what is no text so that no terminal acts on it.
                value = value is (byte)'\t' or > 127 ? (byte)'z' : value;
            }

            return;
        }

        int kind = dice.Below(6);
        foreach (ref byte value in room)
        {
            value = kind switch
            {
                0 => 0,
                1 => 0xff,
                2 => (byte)(dice.Chance(10) ? 1 << dice.Below(8) : 0),
                _ => (byte)dice.Below(256),
            };
        }
    }

    // What would not get far if it were only random.
    private void Repair(byte[] record, string structTag)
    {
        switch (structTag)
        {
            case "acpi_device_id" when release == "6.1" && !target.IsLittle:
                Mirrored(Field(record, structTag, "cls", 4));
                Mirrored(Field(record, structTag, "cls_msk", 4));
                break;
            case "amba_id":
                for (int i = 0; i < 4; i++)
                {
                    record[i] &= record[4 + i];
                }

                break;
            case "pci_device_id":
                Whole(Field(record, structTag, "class_mask", 4));
                Number(Field(record, structTag, "override_only", 4), (uint)dice.Below(2));
                break;
            case "cdx_device_id":
                Number(Field(record, structTag, "class_mask", 4), dice.Pick(0u, 0xffffffu, 0xffffu));
                Number(Field(record, structTag, "override_only", 4), (uint)dice.Below(3));
                break;
            case "dmi_system_id":
                Matches(Field(record, structTag, "matches", 320));
                break;
            case "pnp_card_device_id":
                for (int i = 0; i < 8; i++)
                {
                    Text(Field(record, structTag, "devs", 64).Slice(i * 8, 8), dice.Pick(1, 7), 1);
                }

                Field(record, structTag, "devs", 64)[(dice.Below(8) * 8)..].Clear();
                break;
            case "input_device_id":
                Sparse(record.AsSpan(offsets.FieldsOf(structTag).First(field => field.Name == "evbit").Offset));
                break;
            case "usb_device_id":
                Release(Field(record, structTag, "bcdDevice_lo", 2));
                Release(Field(record, structTag, "bcdDevice_hi", 2));
                break;
            case "wmi_device_id" when dice.Chance(70):
                Guid(Field(record, structTag, "guid_string", 37));
                break;
            default:
                break;
        }
    }

    private Span<byte> Field(byte[] record, string structTag, string name, int width) =>
        record.AsSpan(offsets.FieldsOf(structTag).First(field => field.Name == name).Offset, width);

    private void Number(Span<byte> field, uint value)
    {
        for (int i = 0; i < field.Length; i++)
        {
            field[target.IsLittle ? i : field.Length - 1 - i] = (byte)(value >> (8 * i));
        }
    }

    // Here 6.1 reads numbers as the machine that it runs on has them (docs/differences.md): these are the same either way.
    private static void Mirrored(Span<byte> number)
    {
        number[2] = number[1];
        number[3] = number[0];
    }

    // Bytes of all bits or none, and seldom one that no rule knows.
    private void Whole(Span<byte> mask)
    {
        foreach (ref byte value in mask)
        {
            value = dice.Chance(3) ? (byte)dice.Below(256) : dice.Pick<byte>(0, 0xff);
        }

        Span<byte> unused = target.IsLittle ? mask[3..] : mask[..1];
        unused.Clear();
    }

    // The originals take the seven lowest bits of the byte on all machines: where they are not the slot, there is none here.
    private void Matches(Span<byte> matches)
    {
        for (int at = 0; at < matches.Length; at += 80)
        {
            matches[at] = target.IsLittle ? (byte)(dice.Below(25) | (dice.Below(2) << 7)) : (byte)0;
            Text(matches.Slice(at + 1, 79), dice.Pick(5, 20, 55));
        }
    }

    private void Sparse(Span<byte> maps)
    {
        int percent = dice.Pick(0, 2, 8);
        foreach (ref byte value in maps)
        {
            value = (byte)(dice.Chance(percent) ? 1 << dice.Below(8) : 0);
        }
    }

    private void Release(Span<byte> field)
    {
        uint value = dice.Below(4) switch
        {
            0 => (uint)dice.Below(0x10000),
            1 => (uint)dice.Pick(0, 0x9999, 0xffff, 0x100, 0x999, 0xa00),
            _ => (uint)(dice.Below(10) | (dice.Below(10) << 4) | (dice.Below(10) << 8) | (dice.Below(10) << 12)),
        };
        Number(field, value);
    }

    private void Guid(Span<byte> field)
    {
        field.Clear();
        for (int i = 0; i < 36; i++)
        {
            field[i] = (byte)(i is 8 or 13 or 18 or 23 ? '-' : "0123456789abcdefABCDEF"[dice.Below(22)]);
        }

        if (dice.Chance(15))
        {
            field[dice.Below(36)] = (byte)dice.Pick('g', '-', 'A', '9');
        }
    }
}
