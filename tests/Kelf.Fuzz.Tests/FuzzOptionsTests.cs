// SPDX-License-Identifier: GPL-2.0-only
using Xunit;

namespace Kelf.Fuzz.Tests;

public sealed class FuzzOptionsTests
{
    [Fact]
    public void Has_defaults()
    {
        FuzzOptions? options = FuzzOptions.Parse([]);
        Assert.NotNull(options);
        Assert.Equal((1_000_000ul, TimeSpan.FromSeconds(600), 1ul, 1),
            (options.Count, options.Time, options.Seed, options.Jobs));
        Assert.Equal((null, "fuzz-failures", null), (options.Seeds, options.Output, options.Target));
    }

    [Fact]
    public void Reads_all_options()
    {
        FuzzOptions? options = FuzzOptions.Parse(
            ["--count", "5", "--seconds", "6", "--seed", "7", "--seeds", "s", "--out", "o", "--jobs", "2",
                "--target", "elf"]);
        Assert.NotNull(options);
        Assert.Equal((5ul, TimeSpan.FromSeconds(6), 7ul, 2), (options.Count, options.Time, options.Seed, options.Jobs));
        Assert.Equal(("s", "o", "elf"), (options.Seeds, options.Output, options.Target));
    }

    [Fact]
    public void One_mutant_can_be_run_again()
    {
        FuzzOptions? options = FuzzOptions.Parse(["--only", "123"]);
        Assert.Equal((123ul, 1ul), (options?.First, options?.Count));
    }

    [Theory]
    [InlineData("--count")]
    [InlineData("--count", "x")]
    [InlineData("--count", "-1")]
    [InlineData("--jobs", "0")]
    [InlineData("--seconds", "99999999999")]
    [InlineData("--what", "1")]
    [InlineData("file")]
    public void Refuses_what_it_does_not_know(params string[] arguments) => Assert.Null(FuzzOptions.Parse(arguments));
}
