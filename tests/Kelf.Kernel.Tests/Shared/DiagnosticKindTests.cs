// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;

using Xunit;

namespace Kelf.Kernel.Tests.Shared;

/// <summary>Programs tell diagnostics apart by their kinds.</summary>
public sealed class DiagnosticKindTests
{
    [Theory]
    [InlineData(typeof(ErrorKind))]
    [InlineData(typeof(WarningKind))]
    [InlineData(typeof(HeadersKind))]
    public void No_two_kinds_have_one_word(Type list)
    {
        string[] kinds = [.. list.GetFields().Select(field => (string)field.GetRawConstantValue()!)];
        Assert.NotEmpty(kinds);
        Assert.Equal(kinds.Distinct(), kinds);
        Assert.All(kinds, kind => Assert.Equal(list == typeof(HeadersKind), HeadersKind.IsCode(kind)));
    }
}
