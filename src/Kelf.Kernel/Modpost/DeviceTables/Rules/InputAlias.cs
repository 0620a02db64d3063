// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Modpost.DeviceTables.Records;

namespace Kelf.Kernel.Modpost.DeviceTables.Rules;

/// <summary><c>input</c>: four numbers, and the events that a device has to have.</summary>
/// <param name="format">The structure.</param>
public sealed class InputAlias(RecordFormat format) : AliasRule
{
    // The letters of each map, its flag, and the events that it may have (INPUT_DEVICE_ID_*_MAX; keys from KEY_MIN_INTERESTING on).
    private readonly (byte[] Letter, uint Flag, DeviceField Map, int First, int Last)[] _maps =
    [
        ([.. "-e*"u8], 0x10, format.Field("evbit"), 0, 0x1f),
        ([.. "k*"u8], 0x20, format.Field("keybit"), 0x71, 0x2ff),
        ([.. "r*"u8], 0x40, format.Field("relbit"), 0, 0xf),
        ([.. "a*"u8], 0x80, format.Field("absbit"), 0, 0x3f),
        ([.. "m*"u8], 0x100, format.Field("mscbit"), 0, 0x7),
        ([.. "l*"u8], 0x200, format.Field("ledbit"), 0, 0xf),
        ([.. "s*"u8], 0x400, format.Field("sndbit"), 0, 0x7),
        ([.. "f*"u8], 0x800, format.Field("ffbit"), 0, 0x7f),
        ([.. "w*"u8], 0x1000, format.Field("swbit"), 0, 0x11),
    ];

    private readonly (byte[] Letter, uint Flag, DeviceField Number)[] _numbers =
    [
        ([.. "b"u8], 1, format.Field("bustype")),
        ([.. "v"u8], 2, format.Field("vendor")),
        ([.. "p"u8], 4, format.Field("product")),
        ([.. "e"u8], 8, format.Field("version")),
    ];

    private readonly DeviceField _flags = format.Field("flags");
    private readonly AliasText _event = new();

    /// <inheritdoc/>
    public override void Convert(in DeviceRecord record, AliasOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.Text.Add("input:"u8);
        BoundedPart part = new(output);
        // A long, of which only the low half has flags.
        ulong flags = record.Long(_flags);
        foreach ((byte[] letter, uint flag, DeviceField number) in _numbers)
        {
            output.Text.Add(letter).HexOrStar(record.Number(number), 2, (flags & flag) != 0);
        }

        foreach ((byte[] letter, uint flag, DeviceField map, int first, int last) in _maps)
        {
            part.Append(letter);
            for (int bit = first; bit <= last && (flags & flag) != 0; bit++)
            {
                if (record.Bit(map, bit))
                {
                    _event.Clear();
                    part.Append(_event.Number((uint)bit, 'X', 0).Add(",*"u8).Bytes);
                }
            }
        }

        output.Add();
    }
}
