// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Symvers.Settings;

/// <summary>A version, and the length in bytes of the text that it is the CRC of.</summary>
internal readonly record struct FoundVersion(uint Version, long Length)
{
    /// <summary>
    /// That with the longer text; of equally long ones, that with the smaller version. Anything is better than nothing.
    /// </summary>
    public static FoundVersion? Better(FoundVersion? a, FoundVersion? b)
    {
        if (a is not { } first || b is not { } second)
        {
            return a ?? b;
        }

        return second.Length > first.Length || (second.Length == first.Length && second.Version < first.Version) ? b : a;
    }
}
