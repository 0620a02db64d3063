// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Modpost.DeviceTables.Records;

namespace Kelf.Kernel.Modpost.DeviceTables.Rules;

/// <summary>How an alias begins on a bus where records may be for VFIO drivers only, which take a device when an administrator says so.</summary>
/// <param name="bus">The bus: <c>pci</c>.</param>
/// <param name="format">The structure.</param>
internal sealed class DriverOverride(string bus, RecordFormat format)
{
    private readonly DeviceField _override = format.Field("override_only");
    private readonly byte[] _bus = [.. bus.Select(letter => (byte)letter), (byte)':'];

    /// <summary>Appends the beginning.</summary>
    /// <returns>False, and a warning, for a value that is not known: the record makes no alias.</returns>
    public bool Append(in DeviceRecord record, AliasOutput output)
    {
        uint value = record.Number(_override);
        if (value > 1)
        {
            output.Warn($"Unknown {bus.ToUpperInvariant()} driver_override alias {value:X8}");
            return false;
        }

        output.Text.Add(value == 1 ? "vfio_"u8 : default).Add(_bus);
        return true;
    }
}
