// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Modpost.DeviceTables.Records;

namespace Kelf.Kernel.Modpost.DeviceTables.Rules;

/// <summary><c>x86cpu</c>: a processor's model, and a feature that it has to have if there is one.</summary>
/// <param name="format">The structure.</param>
public sealed class X86CpuAlias(RecordFormat format) : AliasRule
{
    private readonly DeviceField _feature = format.Field("feature");
    private readonly AliasTemplate _model =
        new("cpu:type:x86,ven{vendor!=FFFF}fam{family!=0}mod{model!=0}:feature:*", format);

    private readonly AliasTemplate _required = new("{feature}*", format);

    /// <inheritdoc/>
    public override void Convert(in DeviceRecord record, AliasOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        _model.Append(record, output);
        if (record.Number(_feature) != 0)
        {
            _required.Append(record, output);
        }

        output.Add();
    }
}
