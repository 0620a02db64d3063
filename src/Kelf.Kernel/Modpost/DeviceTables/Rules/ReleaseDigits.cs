// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Modpost.DeviceTables.Rules;

/// <summary>The digits of a USB device's release: decimal ones as the standard wants, or hexadecimal ones, which devices have nevertheless.</summary>
/// <param name="largest">The largest digit: 9 or 15.</param>
internal readonly struct ReleaseDigits(uint largest)
{
    private const uint HighestRelease = 0x9999;

    /// <summary>The largest digit.</summary>
    public uint Largest => largest;

    /// <summary>Those of a range: hexadecimal when one of its ends has such a digit.</summary>
    public static ReleaseDigits Of(uint low, uint high) =>
        new(IsDecimal(low) && IsDecimal(Math.Min(high, HighestRelease)) ? 9u : 15u);

    /// <summary>The pattern for the digits from one to another: nothing when that is any digit.</summary>
    public string Range(uint low, uint high)
    {
        if (low == high)
        {
            return $"{low:X}";
        }

        if (low == 0 && high == largest)
        {
            return "";
        }

        if (low > 9 || high < 10)
        {
            return $"[{low:X}-{high:X}]";
        }

        return (low == 9 ? "[9" : $"[{low:X}-9") + (high == 10 ? "A]" : $"A-{high:X}]");
    }

    /// <summary>A number of such digits plus one, or less one.</summary>
    public uint Add(uint value, int change) => largest == 15 ? (uint)(value + change) : ToDigits((uint)(ToNumber(value) + change));

    private static bool IsDecimal(uint value)
    {
        for (int shift = 0; shift < 16; shift += 4)
        {
            if ((value >> shift & 15) > 9)
            {
                return false;
            }
        }

        return true;
    }

    private static uint ToNumber(uint digits)
    {
        uint number = 0;
        for (int shift = 12; shift >= 0; shift -= 4)
        {
            number = number * 10 + Math.Min(digits >> shift & 15, 9);
        }

        return number;
    }

    private static uint ToDigits(uint number)
    {
        uint digits = 0;
        for (int shift = 0; shift < 16; shift += 4)
        {
            digits |= number % 10 << shift;
            number /= 10;
        }

        return digits;
    }
}
