// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

namespace Kelf.Kernel.Kheaders.Settings;

/// <summary>
/// Time zones by their abbreviations. An abbreviation may mean several; these are the meanings that GNU date gives them
/// (its manual, "Time zone items"), as C programs print them.
/// </summary>
internal static class TimeZoneNames
{
    // Hours that its clocks are ahead of UTC.
    private const string Zones =
        "UTC=0 UT=0 GMT=0 Z=0 WET=0 WEST=1 BST=1 CET=1 CEST=2 MET=1 MEST=2 MEZ=1 MESZ=2 WAT=1 CAT=2 SAST=2 "
        + "EET=2 EEST=3 EAT=3 MSK=3 MSD=4 IST=5.5 SGT=8 KST=9 JST=9 GST=10 NZST=12 NZDT=13 NST=-3.5 NDT=-2.5 "
        + "BRT=-3 BRST=-2 ART=-3 CLT=-4 CLST=-3 AST=-4 ADT=-3 EST=-5 EDT=-4 CST=-6 CDT=-5 MST=-7 MDT=-6 PST=-8 "
        + "PDT=-7 AKST=-9 AKDT=-8 HST=-10 HAST=-10 HADT=-9 SST=-12";

    private static readonly Dictionary<string, double> s_hours = Zones.Split(' ').Select(word => word.Split('='))
        .ToDictionary(pair => pair[0], pair => double.Parse(pair[1], CultureInfo.InvariantCulture), StringComparer.OrdinalIgnoreCase);

    /// <summary>Finds a zone.</summary>
    /// <returns>What its clocks are ahead of UTC, or null if there is no such zone.</returns>
    public static TimeSpan? Find(string name)
    {
        if (s_hours.TryGetValue(name, out double hours))
        {
            return TimeSpan.FromHours(hours);
        }

        // The letters of sailors and armies: A to M without J eastwards, N to Y westwards.
        return name.Length == 1 && char.ToUpperInvariant(name[0]) is >= 'A' and <= 'Y' and not 'J' and char letter
            ? TimeSpan.FromHours(letter < 'J' ? letter - 'A' + 1 : letter <= 'M' ? letter - 'A' : 'M' - letter)
            : null;
    }
}
