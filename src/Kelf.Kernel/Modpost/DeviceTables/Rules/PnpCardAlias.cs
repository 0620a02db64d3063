// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Modpost.DeviceTables.Records;
using Kelf.Kernel.Modpost.Messages;
using Kelf.Kernel.Modpost.Releases;

namespace Kelf.Kernel.Modpost.DeviceTables.Rules;

/// <summary><c>pnp_card</c>: the devices of a card, up to the first without identifier, each as in a table of <c>pnp</c>.</summary>
/// <param name="format">The structure.</param>
public sealed class PnpCardAlias(RecordFormat format) : AliasRule
{
    private const int IdSize = 8;

    private readonly DeviceField _devices = format.Field("devs");

    // Before 7.3 a device is left out when a card before has it, although duplicates stay in all other tables.
    private readonly HashSet<string> _before = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public override void Convert(in DeviceRecord record, AliasOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        ReadOnlySpan<byte> devices = record.Bytes(_devices);
        List<string> added = [];
        for (int at = 0; at < devices.Length && devices[at] != 0; at += IdSize)
        {
            ReadOnlySpan<byte> id = output.UpToNul(devices.Slice(at, IdSize), $"devs[{at / IdSize}].id");
            string text = Latin1.Of(id);
            if (output.Release >= ModpostRelease.Linux73 || !_before.Contains(text))
            {
                PnpAlias.Add(id, output);
                added.Add(text);
            }
        }

        _before.UnionWith(added);
    }
}
