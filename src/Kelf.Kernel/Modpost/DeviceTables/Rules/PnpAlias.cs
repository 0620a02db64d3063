// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Modpost.DeviceTables.Records;

namespace Kelf.Kernel.Modpost.DeviceTables.Rules;

/// <summary><c>pnp</c>: the identifier as it is for PnP BIOS, and in upper case for ACPI.</summary>
/// <param name="format">The structure.</param>
public sealed class PnpAlias(RecordFormat format) : AliasRule
{
    private readonly DeviceField _id = format.Field("id");

    /// <inheritdoc/>
    public override void Convert(in DeviceRecord record, AliasOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        Add(output.TextOf(record, _id), output);
    }

    /// <summary>Adds the aliases of an identifier.</summary>
    internal static void Add(ReadOnlySpan<byte> id, AliasOutput output)
    {
        AliasText text = output.Text;
        text.Clear();
        text.Add("pnp:d"u8).Add(id).Add("*"u8);
        output.Add();
        text.Clear();
        text.Add("acpi*:"u8).Add(id).ToUpper("acpi*:"u8.Length);
        text.Add(":*"u8);
        output.Add();
    }
}
