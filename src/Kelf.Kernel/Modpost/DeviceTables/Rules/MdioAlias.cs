// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Modpost.DeviceTables.Records;

namespace Kelf.Kernel.Modpost.DeviceTables.Rules;

/// <summary><c>mdio</c>: the identifier in binary digits, with question marks for what the mask leaves out.</summary>
/// <param name="format">The structure.</param>
public sealed class MdioAlias(RecordFormat format) : AliasRule
{
    private readonly DeviceField _id = format.Field("phy_id");
    private readonly DeviceField _mask = format.Field("phy_id_mask");

    /// <inheritdoc/>
    public override void Convert(in DeviceRecord record, AliasOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        (uint id, uint mask) = (record.Number(_id), record.Number(_mask));
        output.Text.Add("mdio:"u8);
        for (int bit = 31; bit >= 0; bit--)
        {
            output.Text.Add((mask >> bit & 1) == 0 ? (byte)'?' : (byte)('0' + (id >> bit & 1)));
        }

        output.Add();
    }
}
