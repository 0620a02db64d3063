// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared.Threads;

using Xunit;

namespace Kelf.Kernel.Tests.Shared;

public sealed class MakeFlagsTests
{
    [Theory]
    [InlineData(null, null, false)]
    [InlineData("", null, false)]
    [InlineData("   ", null, false)]
    [InlineData("w", null, false)]
    [InlineData(" -j1", null, true)]
    [InlineData("w -j 1", null, true)]
    [InlineData(" -j", null, false)]
    [InlineData(" -j12", null, false)]
    [InlineData(" -j1 -j4", null, false)]
    [InlineData(" -j2 --jobserver-auth=3,4", "3,4", false)]
    [InlineData(" -j2 --jobserver-fds=5,6 -j", "5,6", false)]
    [InlineData("rR -j2 --jobserver-auth=fifo:/tmp/GMfifo7 --jobserver-style=fifo", "fifo:/tmp/GMfifo7", false)]
    [InlineData(" --jobserver-auth=3,4 --jobserver-auth=-2,-2", "-2,-2", false)]
    [InlineData(" -j2 -- X=a\\ --jobserver-auth=9,9", null, false)]
    [InlineData(" -- --jobserver-auth=9,9", null, false)]
    [InlineData("--jobserver-auth", null, false)]
    [InlineData("--jobserver-auth=", "", false)]
    [InlineData("X--jobserver-auth=3,4", null, false)]
    public void What_make_says_is_understood(string? text, string? jobserver, bool isSequential) =>
        Assert.Equal(new MakeFlags(jobserver, isSequential, false), MakeFlags.Parse(text));

    [Theory]
    [InlineData("n", true)]
    [InlineData("knw -j2 --jobserver-auth=3,4", true)]
    [InlineData("w", false)]
    [InlineData(" -n", false)]
    [InlineData("name=value", false)]
    [InlineData(" -- n", false)]
    public void A_dry_run_is_known(string text, bool isDryRun) =>
        Assert.Equal(isDryRun, MakeFlags.Parse(text).IsDryRun);
}
