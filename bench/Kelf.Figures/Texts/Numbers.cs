// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

namespace Kelf.Figures.Texts;

/// <summary>Numbers as a reader wants them.</summary>
internal static class Numbers
{
    private const int MostDigits = 6;

    /// <summary>At most three digits that say something: <c>0.633</c>, <c>16.3</c>, <c>2453</c>.</summary>
    public static string Plain(double value) => Rounded(value, 3);

    /// <summary>The same with a unit.</summary>
    public static string Plain(double value, string unit) => $"{Plain(value)} {unit}";

    /// <summary>With the unit in which the number is short: 2,453,000 ms are <c>2453 s</c>, 7695 MB are <c>7.7 GB</c>.</summary>
    public static string Short(double value, string unit) => unit switch
    {
        "ms" when value >= 1000 => Plain(value / 1000, "s"),
        "s" when value < 1 => Plain(value * 1000, "ms"),
        "MB" when value >= 1000 => $"{Rounded(value / 1000, 2)} GB",
        _ => Plain(value, unit),
    };

    /// <summary>How many times: <c>0.97</c>, <c>19.0</c>, <c>818</c>; <c>-</c> where nothing can be said.</summary>
    public static string Ratio(double? ratio) => ratio switch
    {
        null => "-",
        >= 100 => Fixed(ratio.Value, 0),
        >= 10 => Fixed(ratio.Value, 1),
        _ => Fixed(ratio.Value, 2),
    };

    /// <summary>The same for who looks once: <c>2.2</c>, <c>19</c>, <c>818</c>.</summary>
    public static string ShortRatio(double? ratio) => ratio is { } value ? Rounded(value, 2) : "-";

    // So many digits, or all that stand before the point; no zeros at the end behind it.
    private static string Rounded(double value, int digits)
    {
        int before = value == 0 ? 0 : 1 + (int)Math.Floor(Math.Log10(value));
        int behind = Math.Clamp(digits - before, 0, MostDigits);
        return Math.Round((decimal)value, behind, MidpointRounding.AwayFromZero).ToString("0.######", CultureInfo.InvariantCulture);
    }

    private static string Fixed(double value, int digits) =>
        Math.Round((decimal)value, digits, MidpointRounding.AwayFromZero).ToString($"F{digits}", CultureInfo.InvariantCulture);
}
