// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;

using Xunit;

namespace Kelf.Kernel.Tests.Shared;

/// <summary>What differs in names and numbers alone is of one kind, whatever is filled in and wherever it was found.</summary>
public sealed class WarningTests
{
    [Fact]
    public void What_is_filled_in_does_not_make_a_kind()
    {
        Warning first = Of("a", 1), second = Of("{0}", 2).In("x.o");
        Assert.Equal(first.Kind, second.Kind);
        Assert.Equal("a has 1", first.Text);
        Assert.Equal("x.o: {0} has 2", $"{second}");
        Assert.NotEqual(first.Kind, Warning.Of($"a had {1}").Kind);
    }

    private static Warning Of(string name, int number) => Warning.Of($"{name} has {number}");
}
