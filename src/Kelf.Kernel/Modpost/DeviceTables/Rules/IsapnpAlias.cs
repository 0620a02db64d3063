// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Modpost.DeviceTables.Records;

namespace Kelf.Kernel.Modpost.DeviceTables.Rules;

/// <summary><c>isapnp</c>: three letters of five bits each, as EISA identifiers pack them, and four digits.</summary>
/// <param name="format">The structure.</param>
public sealed class IsapnpAlias(RecordFormat format) : AliasRule
{
    private readonly DeviceField _vendor = format.Field("vendor");
    private readonly DeviceField _function = format.Field("function");

    /// <inheritdoc/>
    public override void Convert(in DeviceRecord record, AliasOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        (uint vendor, uint function) = (record.Number(_vendor), record.Number(_function));
        AliasText text = output.Text.Add("pnp:d"u8)
            .Add((byte)('A' - 1 + ((vendor >> 2) & 0x3f)))
            .Add((byte)('A' - 1 + (((vendor & 3) << 3) | ((vendor >> 13) & 7))))
            .Add((byte)('A' - 1 + ((vendor >> 8) & 0x1f)));
        foreach (int shift in (ReadOnlySpan<int>)[4, 0, 12, 8])
        {
            text.Number((function >> shift) & 15, 'x', 1);
        }

        text.Add((byte)'*');
        output.Add();
    }
}
