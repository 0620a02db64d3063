// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Kabi.Reports;

/// <summary>Orders strings by their bytes in UTF-8, which is the order of Unicode's scalar values and not that of UTF-16.</summary>
internal sealed class Utf8Order : IComparer<string>
{
    /// <summary>The order.</summary>
    public static Utf8Order Instance { get; } = new();

    /// <inheritdoc/>
    public int Compare(string? x, string? y)
    {
        if (x is null || y is null)
        {
            return x is null ? (y is null ? 0 : -1) : 1;
        }

        int same = x.AsSpan().CommonPrefixLength(y);
        return same == x.Length || same == y.Length ? x.Length - y.Length : Weight(x[same]) - Weight(y[same]);

        // Surrogates stand for more than any other unit.
        static int Weight(char unit) => char.IsSurrogate(unit) ? unit + 0x2000 + 0x800 : unit;
    }
}
