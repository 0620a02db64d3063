// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Modpost.DeviceTables.Records;

namespace Kelf.Kernel.Modpost.DeviceTables.Rules;

/// <summary><c>pci</c>: numbers, and each byte of the class that the mask has.</summary>
/// <param name="format">The structure.</param>
public sealed class PciAlias(RecordFormat format) : AliasRule
{
    private readonly DriverOverride _override = new("pci", format);
    private readonly DeviceField _class = format.Field("class");
    private readonly DeviceField _mask = format.Field("class_mask");
    private readonly AliasTemplate _numbers =
        new("v{vendor!=FFFFFFFF}d{device!=FFFFFFFF}sv{subvendor!=FFFFFFFF}sd{subdevice!=FFFFFFFF}", format);

    /// <inheritdoc/>
    public override void Convert(in DeviceRecord record, AliasOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (!_override.Append(record, output))
        {
            return;
        }

        _numbers.Append(record, output);
        (uint value, uint mask) = (record.Number(_class), record.Number(_mask));
        for (int shift = 16; shift >= 0; shift -= 8)
        {
            byte part = (byte)(mask >> shift);
            if (part is not (0 or 0xff))
            {
                output.Warn($"Can't handle masks in {output.ObjectName}:{mask:X4}");
                return;
            }

            output.Text.Add(shift switch { 16 => "bc"u8, 8 => "sc"u8, _ => "i"u8 })
                .HexOrStar((byte)(value >> shift), 1, part != 0);
        }

        output.Text.EndWithStar();
        output.Add();
    }
}
