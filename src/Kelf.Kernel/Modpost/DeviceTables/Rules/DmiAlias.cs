// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Modpost.DeviceTables.Records;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Modpost.DeviceTables.Rules;

/// <summary><c>dmi</c>: what the firmware says of itself has to contain the texts of up to four matches.</summary>
/// <param name="format">The structure.</param>
public sealed class DmiAlias(RecordFormat format) : AliasRule
{
    private const int MatchSize = 80;

    // The names that the kernel's own alias has, in its order, and the slots (enum dmi_field) whose text follows each.
    private static readonly (byte Slot, byte[] Name)[] s_names =
    [
        (1, [.. ":bvn*"u8]), (2, [.. ":bvr*"u8]), (3, [.. ":bd*"u8]), (4, [.. ":br*"u8]), (5, [.. ":efr*"u8]), (6, [.. ":svn*"u8]),
        (7, [.. ":pn*"u8]), (8, [.. ":pvr*"u8]), (13, [.. ":rvn*"u8]), (14, [.. ":rn*"u8]), (15, [.. ":rvr*"u8]),
        (18, [.. ":cvn*"u8]), (19, [.. ":ct*"u8]), (20, [.. ":cvr*"u8]),
    ];

    private readonly DeviceField _matches = format.Field("matches");

    /// <inheritdoc/>
    public override void Convert(in DeviceRecord record, AliasOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        ReadOnlySpan<byte> matches = record.Bytes(_matches);
        AliasText text = output.Text.Add("dmi*"u8);
        BoundedPart part = new(output);
        foreach ((byte slot, byte[] name) in s_names)
        {
            for (int at = 0; at < matches.Length; at += MatchSize)
            {
                // Seven bits of a byte and one more, as compilers place bit-fields: from the lowest bit on, or from the highest.
                int matched = record.Order == ByteOrder.Little ? matches[at] & 0x7f : matches[at] >> 1;
                if (matched != slot)
                {
                    continue;
                }

                part.Append(name);
                foreach (byte value in output.UpToNul(matches.Slice(at + 1, MatchSize - 1), $"matches[{at / MatchSize}].substr"))
                {
                    if (value is > (byte)' ' and < 127 and not (byte)':')
                    {
                        text.Add(value);
                    }
                }

                if (part.IsFull)
                {
                    throw output.Fatal("dmi_ascii_filter: alias buffer overflow");
                }

                part.Append("*"u8);
            }
        }

        text.Add((byte)':');
        output.Add();
    }
}
