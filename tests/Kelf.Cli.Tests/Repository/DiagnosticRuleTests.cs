// SPDX-License-Identifier: GPL-2.0-only
using System.Text.RegularExpressions;

using Xunit;

namespace Kelf.Cli.Tests.Repository;

/// <summary>What is wrong and what is suspicious is said in one way (ARCHITECTURE.md, a run of the program).</summary>
public sealed partial class DiagnosticRuleTests
{
    [Fact]
    public void All_errors_derive_from_one() =>
        Assert.Equal(
            ["src/Kelf.ObjectFiles/Errors/KelfException.cs"],
            SourceTree.CSharp("src").Where(path => Bare().IsMatch(SourceTree.Read(path))));

    [Fact]
    public void Warnings_are_printed_in_one_place() =>
        Assert.Equal(
            ["src/Kelf.Cli/Terminal/Voice.cs", "src/Kelf.Cli/Terminal/WarningList.cs"],
            SourceTree.CSharp("src").Where(path => SourceTree.Code(path).Any(line => line.Text.Contains("WarningLine", StringComparison.Ordinal))));

    [Fact]
    public void Codes_stand_in_one_list() =>
        Assert.Equal(
            ["src/Kelf.Kernel/Shared/HeadersKind.cs"],
            SourceTree.CSharp("src").Where(path => SourceTree.Code(path).Any(line => Code().IsMatch(line.Text))));

    // The base may stand in the next line.
    [GeneratedRegex(@"class \w+(\([^{;]*\))?\s*:\s*(System\.)?(Exception|IOException|InvalidOperationException)\b")]
    private static partial Regex Bare();

    [GeneratedRegex("[^A-Za-z0-9-][EX]-[A-Z]{2,}")]
    private static partial Regex Code();
}
