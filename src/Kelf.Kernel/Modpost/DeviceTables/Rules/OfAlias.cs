// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Modpost.DeviceTables.Records;

namespace Kelf.Kernel.Modpost.DeviceTables.Rules;

/// <summary><c>of</c>: name, type and compatible string of a device-tree node, also of one with further compatible strings.</summary>
/// <param name="format">The structure.</param>
public sealed class OfAlias(RecordFormat format) : AliasRule
{
    private readonly DeviceField _name = format.Field("name");
    private readonly DeviceField _type = format.Field("type");
    private readonly DeviceField _compatible = format.Field("compatible");

    /// <inheritdoc/>
    public override void Convert(in DeviceRecord record, AliasOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        ReadOnlySpan<byte> name = output.TextOf(record, _name);
        ReadOnlySpan<byte> type = output.TextOf(record, _type);
        ReadOnlySpan<byte> compatible = output.TextOf(record, _compatible);
        AliasText text = output.Text.Add("of:N"u8).Add(name.IsEmpty ? "*"u8 : name).Add("T"u8).Add(type.IsEmpty ? "*"u8 : type);
        if (!compatible.IsEmpty)
        {
            text.Add(type.IsEmpty ? default : "*"u8).Add("C"u8).Add(compatible);
        }

        text.ReplaceSpaces();
        output.Add();
        text.Add("C*"u8);
        output.Add();
    }
}
