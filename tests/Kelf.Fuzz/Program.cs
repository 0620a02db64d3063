// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Fuzz.Running;
using Kelf.Fuzz.Seeds;
using Kelf.Fuzz.Targets;

namespace Kelf.Fuzz;

/// <summary>The fuzzer's command line. Exit status: 0 nothing found, 1 something found, 2 wrong command line.</summary>
internal static class Program
{
    public static int Main(string[] arguments)
    {
        FuzzOptions? options = FuzzOptions.Parse(arguments);
        string? only = options?.Target;
        IReadOnlyList<IFuzzTarget> targets = [.. FuzzTargets.All.Where(target => only is null || target.Name == only)];
        if (options is null || targets.Count == 0)
        {
            Console.Error.WriteLine(FuzzOptions.Usage);
            return 2;
        }

        FailureStore failures = new(options.Output);
        Fuzzer fuzzer = new(SeedCorpus.Load(options.Seeds), targets, failures) { Workers = options.Jobs };
        FuzzSummary summary = fuzzer.Run(options.Seed, options.First, options.Count, options.Time);
        foreach (Failure failure in failures.Kept)
        {
            Console.Error.WriteLine(
                $"{failure.Kind}: mutant {failure.Number} of {failure.Seed}, target {failure.Target}: {failure.What}");
            Console.Error.WriteLine(failure.Details);
        }

        Console.WriteLine(summary);
        return summary.Failures == 0 ? 0 : 1;
    }
}
