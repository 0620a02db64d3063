// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Fuzz.Running;
using Kelf.Fuzz.Seeds;
using Kelf.Fuzz.Targets;

using Xunit;

namespace Kelf.Fuzz.Tests;

/// <summary>The short run that is part of every test run: always the same mutants.</summary>
public sealed class FuzzRunTests
{
    private const int Mutants = 60_000;

    [Fact]
    public void No_mutant_of_the_first_sixty_thousand_surprises_a_reader()
    {
        FailureStore failures = new(folder: null);
        Fuzzer fuzzer = new(SeedCorpus.Load(folder: null), FuzzTargets.All, failures);
        FuzzSummary summary = fuzzer.Run(seed: 1, first: 0, Mutants, TimeSpan.FromHours(1));
        string found = string.Join('\n', failures.Kept.Select(failure =>
            $"kelf-fuzz --seed 1 --only {failure.Number}: {failure.Target}: {failure.What}\n{failure.Details}"));
        Assert.True(summary.Failures == 0, found);
        Assert.True(summary.IsComplete, summary.ToString());
        Assert.Equal(Mutants, summary.Mutants);

        // Mutants that are all refused, or never, would test little.
        (string _, long refused) = Assert.Single(summary.Refused, target => target.Target == "dwarf");
        Assert.InRange(refused, summary.Mutants / 5, summary.Mutants * 4 / 5);
    }
}
