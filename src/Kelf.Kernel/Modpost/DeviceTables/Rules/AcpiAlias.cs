// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Modpost.DeviceTables.Records;

namespace Kelf.Kernel.Modpost.DeviceTables.Rules;

/// <summary><c>acpi</c>: by the identifier, or by the class code where there is none.</summary>
/// <param name="format">The structure.</param>
public sealed class AcpiAlias(RecordFormat format) : AliasRule
{
    private readonly DeviceField _id = format.Field("id");
    private readonly DeviceField _class = format.Field("cls");
    private readonly DeviceField _mask = format.Field("cls_msk");

    /// <inheritdoc/>
    public override void Convert(in DeviceRecord record, AliasOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        AliasText text = output.Text.Add("acpi*:"u8);
        ReadOnlySpan<byte> id = output.TextOf(record, _id);
        if (id.IsEmpty)
        {
            (uint value, uint mask) = (record.Number(_class), record.Number(_mask));
            for (int shift = 16; shift >= 0; shift -= 8)
            {
                _ = (byte)(mask >> shift) != 0 ? text.Hex((byte)(value >> shift), 'x') : text.Add("??"u8);
            }
        }

        text.Add(id).Add(":*"u8);
        output.Add();
    }
}
