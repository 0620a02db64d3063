// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Modpost.DeviceTables.Records;

namespace Kelf.Kernel.Modpost.DeviceTables.Rules;

/// <summary><c>usb</c>: as many patterns as it takes to match a range of release numbers (<c>bcdDevice</c>) by digits.</summary>
/// <param name="format">The structure.</param>
public sealed class UsbAlias(RecordFormat format) : AliasRule
{
    private const uint MatchLowest = 4;
    private const uint MatchHighest = 8;
    private const int Digits = 4;

    private readonly DeviceField _flags = format.Field("match_flags");
    private readonly DeviceField _lowest = format.Field("bcdDevice_lo");
    private readonly DeviceField _highest = format.Field("bcdDevice_hi");

    // A record without any of these matches everything, and makes no alias.
    private readonly DeviceField[] _keys =
        [format.Field("idVendor"), format.Field("idProduct"), format.Field("bDeviceClass"), format.Field("bInterfaceClass")];

    private readonly AliasTemplate _before = new("usb:v{idVendor?1}p{idProduct?2}d", format);
    private readonly AliasTemplate _after = new(
        "dc{bDeviceClass?10}dsc{bDeviceSubClass?20}dp{bDeviceProtocol?40}ic{bInterfaceClass?80}isc{bInterfaceSubClass?100}"
        + "ip{bInterfaceProtocol?200}in{bInterfaceNumber?400}~",
        format);

    /// <inheritdoc/>
    public override void Convert(in DeviceRecord record, AliasOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        bool isEmpty = true;
        foreach (DeviceField key in _keys)
        {
            isEmpty &= record.Number(key) == 0;
        }

        if (isEmpty)
        {
            return;
        }

        uint flags = record.Number(_flags);
        uint low = (flags & MatchLowest) != 0 ? record.Number(_lowest) : 0;
        uint high = (flags & MatchHighest) != 0 ? record.Number(_highest) : uint.MaxValue;
        ReleaseDigits digits = ReleaseDigits.Of(low, high);
        // From the last digit to the first: what the ends of the range leave of the last digit is a pattern of its own, the whole tens
        // between them are left to the digits before.
        for (int before = Digits - 1; low <= high; before--)
        {
            uint lowDigit = low & 15;
            uint highDigit = Math.Min(high & 15, digits.Largest);
            low >>= 4;
            high >>= 4;
            if (low == high || before == 0)
            {
                Add(record, output, low, before, digits.Range(lowDigit, highDigit));
                return;
            }

            if (lowDigit > 0)
            {
                Add(record, output, low, before, digits.Range(lowDigit, digits.Largest));
                low = digits.Add(low, 1);
            }

            if (highDigit < digits.Largest)
            {
                Add(record, output, high, before, digits.Range(0, highDigit));
                high = digits.Add(high, -1);
            }
        }
    }

    // Digits that are fixed, then a range of the next; what follows is free.
    private void Add(in DeviceRecord record, AliasOutput output, uint prefix, int length, string range)
    {
        AliasText text = output.Text;
        text.Clear();
        _before.Append(record, output);
        if (length > 0)
        {
            text.Number(prefix, 'X', length);
        }

        foreach (char letter in range)
        {
            text.Add((byte)letter);
        }

        if (length < Digits - 1)
        {
            text.Add((byte)'*');
        }

        _after.Append(record, output);
        output.Add();
    }
}
