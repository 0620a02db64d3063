// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Modpost.DeviceTables.Records;
using Kelf.Kernel.Modpost.Messages;
using Kelf.Kernel.Modpost.Releases;

namespace Kelf.Kernel.Modpost.DeviceTables.Rules;

/// <summary><c>wmi</c>: a GUID, in a form that has to be right.</summary>
/// <param name="format">The structure.</param>
public sealed class WmiAlias(RecordFormat format) : AliasRule
{
    private const int GuidLength = 36;

    private readonly DeviceField _guid = format.Field("guid_string");

    /// <inheritdoc/>
    public override void Convert(in DeviceRecord record, AliasOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        ReadOnlySpan<byte> guid = output.TextOf(record, _guid);
        if (guid.Length != GuidLength)
        {
            output.Warn($"Invalid WMI device id 'wmi:{Latin1.Of(guid)}' in '{output.ObjectName}'");
            return;
        }

        output.Text.Add("wmi:"u8).Add(guid);
        // Releases before take what is written there.
        if (output.Release >= ModpostRelease.Linux73)
        {
            for (int i = 0; i < guid.Length; i++)
            {
                if (i is 8 or 13 or 18 or 23 ? guid[i] != '-' : !char.IsAsciiHexDigit((char)guid[i]))
                {
                    output.Warn($"Invalid character {(char)guid[i]} inside WMI GUID string '{Latin1.Of(guid)}' in '{output.ObjectName}'");
                    return;
                }
            }

            output.Text.ToUpper("wmi:"u8.Length);
        }

        output.Add();
    }
}
