// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Modpost.DeviceTables.Records;

namespace Kelf.Kernel.Modpost.DeviceTables.Rules;

/// <summary><c>amba</c>: digits of the identifier; a digit with free bits is the set of digits that fit.</summary>
/// <param name="format">The structure.</param>
public sealed class AmbaAlias(RecordFormat format) : AliasRule
{
    private readonly DeviceField _id = format.Field("id");
    private readonly DeviceField _mask = format.Field("mask");

    /// <inheritdoc/>
    public override void Convert(in DeviceRecord record, AliasOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        (uint id, uint mask) = (record.Number(_id), record.Number(_mask));
        if ((id & mask) != id)
        {
            throw output.Fatal($"{output.ObjectName}: Masked-off bit(s) of AMBA device ID are non-zero: id=0x{id:X8}, "
                + $"mask=0x{mask:X8}.  Please fix this driver.");
        }

        AliasText text = output.Text.Add("amba:d"u8);
        for (int shift = 28; shift >= 0; shift -= 4)
        {
            Append(text, (id >> shift) & 15, (mask >> shift) & 15);
        }

        output.Add();
    }

    private static void Append(AliasText text, uint digit, uint mask)
    {
        if (mask is 0 or 15)
        {
            _ = mask == 0 ? text.Add((byte)'?') : text.Number(digit, 'X', 1);
            return;
        }

        text.Add((byte)'[');
        for (uint candidate = 0; candidate < 16; candidate++)
        {
            if ((candidate & mask) == digit)
            {
                text.Number(candidate, 'X', 1);
            }
        }

        text.Add((byte)']');
    }
}
