// SPDX-License-Identifier: GPL-2.0-only
using static System.FormattableString;

namespace Kelf.Fuzz.Running;

/// <summary>The mutant that took a target longest.</summary>
/// <param name="Time">How long.</param>
/// <param name="Target">Name of the target.</param>
/// <param name="Number">Number of the mutant.</param>
public readonly record struct SlowestMutant(TimeSpan Time, string Target, ulong Number);

/// <summary>What a run did.</summary>
/// <param name="Seed">Seed of the run.</param>
/// <param name="Seeds">Number of seed files.</param>
/// <param name="Mutants">Mutants done.</param>
/// <param name="Elapsed">Time.</param>
/// <param name="Refused">Per target, its name and how many mutants it refused.</param>
/// <param name="Slowest">The mutant that took longest.</param>
/// <param name="Failures">Number of failures.</param>
/// <param name="Causes">Number of distinct causes of failures.</param>
/// <param name="PeakResident">Largest resident memory seen, in bytes.</param>
/// <param name="IsComplete">False when a mutant took too long or too much memory, and the run ended there.</param>
public sealed record FuzzSummary(
    ulong Seed, int Seeds, long Mutants, TimeSpan Elapsed, IReadOnlyList<(string Target, long Count)> Refused,
    SlowestMutant Slowest, int Failures, int Causes, long PeakResident, bool IsComplete)
{
    /// <summary>
    /// One line, such as <c>kelf-fuzz: seed 1: 1000000 mutants of 339 files in 92.0 s (10870/s); accepted/refused: elf
    /// 570000/430000; slowest 0.012 s (elf, mutant 77); peak memory 250 MiB; 0 failures of 0 causes</c>.
    /// </summary>
    public override string ToString()
    {
        double rate = Mutants / Math.Max(Elapsed.TotalSeconds, 1e-9);
        string targets = string.Join(", ", Refused.Select(target => $"{target.Target} {Mutants - target.Count}/{target.Count}"));
        string[] parts =
        [
            Invariant($"kelf-fuzz: seed {Seed}: {Mutants} mutants of {Seeds} files in {Elapsed.TotalSeconds:0.0} s ({rate:0}/s)"),
            $"accepted/refused: {targets}",
            Invariant($"slowest {Slowest.Time.TotalSeconds:0.000} s ({Slowest.Target}, mutant {Slowest.Number})"),
            $"peak memory {PeakResident >> 20} MiB",
            $"{Failures} failures of {Causes} causes",
        ];
        return string.Join("; ", IsComplete ? parts : [.. parts, "run ended early"]);
    }
}
