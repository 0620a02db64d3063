// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Figures.Results;

/// <summary>
/// The figures of all rounds, or, where the rounds were not kept, what they came to: <c>{ "rounds": [21, 19, 23] }</c> or
/// <c>{ "median": 21, "lowest": 19, "highest": 23 }</c> or the median alone.
/// </summary>
/// <param name="Rounds">In the order of the rounds.</param>
/// <param name="Median">The one in the middle.</param>
/// <param name="Lowest">The best one.</param>
/// <param name="Highest">The worst one.</param>
/// <param name="Recorded">The day of figures that are not of this run: what takes minutes to hours was run once.</param>
internal sealed record Figure(
    double[]? Rounds = null, double? Median = null, double? Lowest = null, double? Highest = null, DateOnly? Recorded = null)
{
    /// <summary>The median; of an even number of rounds the lower of the two, as in the benchmarks.</summary>
    public double Middle => Median ?? Rounds!.Order().ElementAt((Rounds!.Length - 1) / 2);

    /// <summary>Lowest and highest, if there was more than one round.</summary>
    public (double Lowest, double Highest)? Range => (Rounds, Lowest, Highest) switch
    {
        (null, { } lowest, { } highest) => (lowest, highest),
        ({ Length: > 1 }, _, _) => (Rounds.Min(), Rounds.Max()),
        _ => null,
    };

    /// <summary>What is wrong with it, or null.</summary>
    public string? Problem() => (Rounds, Median, Lowest, Highest) switch
    {
        ({ Length: 0 }, _, _, _) => "no rounds",
        ({ } rounds, null, null, null) => rounds.All(IsFigure) ? null : "a round that is no figure",
        (null, { } median, null, null) => IsFigure(median) ? null : "a median that is no figure",
        (null, { } median, { } lowest, { } highest) =>
            IsFigure(lowest) && lowest <= median && median <= highest ? null : "not lowest, median, highest in their order",
        _ => "neither rounds nor a median, alone or with lowest and highest",
    };

    private static bool IsFigure(double value) => value >= 0 && double.IsFinite(value);
}
