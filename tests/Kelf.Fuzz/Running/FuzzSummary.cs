// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

namespace Kelf.Fuzz.Running;

/// <summary>What a run did.</summary>
/// <param name="Seed">Seed of the run.</param>
/// <param name="Seeds">Number of seed files.</param>
/// <param name="Mutants">Mutants done.</param>
/// <param name="Elapsed">Time.</param>
/// <param name="Refused">Per target, its name and how many mutants it refused.</param>
/// <param name="Failures">Number of failures.</param>
/// <param name="Causes">Number of distinct causes of failures.</param>
/// <param name="PeakResident">Largest resident memory seen, in bytes.</param>
/// <param name="IsComplete">False when a mutant took too long or too much memory, and the run ended there.</param>
public sealed record FuzzSummary(
    ulong Seed, int Seeds, long Mutants, TimeSpan Elapsed, IReadOnlyList<(string Target, long Count)> Refused,
    int Failures, int Causes, long PeakResident, bool IsComplete)
{
    /// <summary>One line.</summary>
    public override string ToString()
    {
        double rate = Mutants / Math.Max(Elapsed.TotalSeconds, 1e-9);
        string refused = string.Join(", ", Refused.Select(target => string.Create(
            CultureInfo.InvariantCulture, $"{target.Target} {100.0 * target.Count / Math.Max(Mutants, 1):0}%")));
        string end = IsComplete ? "" : "; run ended early";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"kelf-fuzz: seed {Seed}: {Mutants} mutants of {Seeds} files in {Elapsed.TotalSeconds:0.0} s ")
            + string.Create(CultureInfo.InvariantCulture, $"({rate:0}/s, {PeakResident >> 20} MiB), refused: {refused}; ")
            + string.Create(CultureInfo.InvariantCulture, $"{Failures} failures of {Causes} causes{end}");
    }
}
