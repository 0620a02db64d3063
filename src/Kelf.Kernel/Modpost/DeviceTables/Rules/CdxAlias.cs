// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Modpost.DeviceTables.Records;

namespace Kelf.Kernel.Modpost.DeviceTables.Rules;

/// <summary><c>cdx</c>: the class counts only when all of it does.</summary>
/// <param name="format">The structure.</param>
public sealed class CdxAlias(RecordFormat format) : AliasRule
{
    private const uint WholeClass = 0xffffff;

    private readonly DriverOverride _override = new("cdx", format);
    private readonly DeviceField _mask = format.Field("class_mask");
    private readonly AliasTemplate _numbers =
        new("v{vendor!=FFFF}d{device!=FFFF}sv{subvendor!=FFFF}sd{subdevice!=FFFF}c", format);

    private readonly AliasTemplate _class = new("{class}", format);

    /// <inheritdoc/>
    public override void Convert(in DeviceRecord record, AliasOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (!_override.Append(record, output))
        {
            return;
        }

        _numbers.Append(record, output);
        if (record.Number(_mask) == WholeClass)
        {
            _class.Append(record, output);
        }
        else
        {
            output.Text.Add((byte)'*');
        }

        output.Add();
    }
}
