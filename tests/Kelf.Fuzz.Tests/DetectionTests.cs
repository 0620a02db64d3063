// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Fuzz.Running;
using Kelf.Fuzz.Seeds;
using Kelf.Fuzz.Targets;
using Kelf.ObjectFiles.Bytes;

using Xunit;

namespace Kelf.Fuzz.Tests;

/// <summary>The fuzzer finds what it is there for: targets with planted mistakes.</summary>
public sealed class DetectionTests : IDisposable
{
    private static readonly IReadOnlyList<Seed> Seeds = [new("one", [1, 2, 3, 4])];
    private readonly string _folder = Directory.CreateTempSubdirectory("kelf-fuzz-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void An_unexpected_exception_is_found_and_its_mutant_kept()
    {
        FailureStore failures = new(_folder);
        FuzzSummary summary = Run(
            failures, 1000, image => image.Span()[3] == 4 ? 0 : throw new InvalidOperationException("planted"));
        Assert.True(summary.IsComplete);
        Assert.Equal(1000, summary.Mutants);
        Assert.InRange(summary.Failures, 100, 1000);
        Failure failure = failures.Kept[0];
        Assert.Equal((FailureKind.Exception, "one", "planted"), (failure.Kind, failure.Seed, failure.Target));
        Assert.NotEqual(4, failure.Bytes.Length > 3 ? failure.Bytes[3] : 0);
        string report = Path.Combine(_folder, $"exception-planted-{failure.Number}");
        Assert.Equal(failure.Bytes, File.ReadAllBytes(report + ".o"));
        Assert.StartsWith($"seed one, mutant {failure.Number}, target planted\n", File.ReadAllText(report + ".txt"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Failures_of_one_cause_are_counted_and_few_are_kept()
    {
        FailureStore failures = new(_folder);
        FuzzSummary summary = Run(failures, 100, _ => throw new InvalidOperationException("planted"));
        Assert.Equal((100, 1, 3), (summary.Failures, summary.Causes, failures.Kept.Count));
        Assert.Equal(6, Directory.GetFiles(_folder).Length);
        Assert.Contains("100 failures of 1 causes", summary.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Errors_about_the_input_are_no_failures()
    {
        FailureStore failures = new(folder: null);
        FuzzSummary summary = Run(failures, 100, image => throw image.Malformed(0, "planted"));
        Assert.Equal(0, summary.Failures);
        Assert.Equal([("planted", 100L)], summary.Refused);
    }

    [Fact]
    public void A_mutant_that_does_not_end_is_found()
    {
        using ManualResetEventSlim never = new();
        FailureStore failures = new(_folder);
        FuzzLimits limits = new() { Time = TimeSpan.FromMilliseconds(100) };
        FuzzSummary summary = Run(
            failures, 1000,
            _ =>
            {
                never.Wait(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
                return 0;
            },
            limits);
        never.Set();
        Assert.False(summary.IsComplete);
        Assert.Equal(FailureKind.Hang, Assert.Single(failures.Kept).Kind);
        Assert.Equal("not done after 0.1 s", failures.Kept[0].What);
    }

    [Fact]
    public void Memory_on_the_managed_heap_is_watched()
    {
        FailureStore failures = new(folder: null);
        Run(failures, 1, _ => new byte[2000].Length, new FuzzLimits { AllocatedBytes = 1000 });
        Failure failure = Assert.Single(failures.Kept);
        Assert.Equal(FailureKind.Memory, failure.Kind);
        Assert.StartsWith("allocated 20", failure.What, StringComparison.Ordinal);
    }

    [Fact]
    public void Memory_of_the_process_is_watched()
    {
        FailureStore failures = new(folder: null);
        using ManualResetEventSlim never = new();
        FuzzLimits limits = new() { ResidentBytes = 1000 };
        FuzzSummary summary = Run(
            failures, 1,
            _ =>
            {
                never.Wait(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
                return 0;
            },
            limits);
        never.Set();
        Assert.False(summary.IsComplete);
        Assert.Equal(FailureKind.Memory, Assert.Single(failures.Kept).Kind);
    }

    [Fact]
    public void The_number_of_workers_does_not_change_the_mutants()
    {
        List<string> Mutants(int workers)
        {
            List<string> seen = [];
            Fuzzer fuzzer = new(
                Seeds,
                [new Planted(image =>
                {
                    lock (seen)
                    {
                        seen.Add(Convert.ToHexString(image.Span()));
                    }

                    return 0;
                })],
                new FailureStore(folder: null)) { Workers = workers };
            fuzzer.Run(1, 5, 100, TimeSpan.MaxValue);
            seen.Sort(StringComparer.Ordinal);
            return seen;
        }

        Assert.Equal(Mutants(1), Mutants(3));
        Assert.Equal(100, Mutants(3).Count);
    }

    private static FuzzSummary Run(FailureStore failures, ulong count, Func<Region, int> read, FuzzLimits? limits = null) =>
        new Fuzzer(Seeds, [new Planted(read)], failures) { Limits = limits ?? new FuzzLimits() }
            .Run(seed: 1, first: 0, count, TimeSpan.MaxValue);

    private sealed class Planted(Func<Region, int> read) : IFuzzTarget
    {
        public string Name => "planted";

        public IReadOnlyList<Type> Covers => [];

        public void Run(Region image, Seed seed) => read(image);
    }
}
