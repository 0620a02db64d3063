// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Xunit;

namespace Kelf.Cli.Tests.Repository;

/// <summary>The programs in samples/, which show how the library is used, do what they say.</summary>
public sealed class SamplesTests
{
    [Fact]
    public void Sections_and_symbols()
    {
        string output = Run("Sections", "tests/Fixtures/demo/demo.o");
        Assert.StartsWith("X8664, Relocatable, Little-endian\n[  0] ", output, StringComparison.Ordinal);
        Assert.Contains(" .symtab                  SymbolTable ", output, StringComparison.Ordinal);
        Assert.Contains("\n0000000000000000 Function ring_push\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Functions_with_their_file()
    {
        string[] lines = Run("Functions", "tests/Fixtures/demo/demo.o").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["demo.c: ring_find", "demo.c: ring_for_each", "demo.c: ring_push", "demo.c: ring_state"], lines.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Symbols_of_bitcode()
    {
        string output = Run("Bitcode", "tests/Fixtures/bitcode/calls-19-thin.o");
        Assert.Contains("calls-19-thin.o: U outside\n", output, StringComparison.Ordinal);
        Assert.Contains("calls-19-thin.o: D protected\n", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Sections", "kelf.slnx", 1, "kelf.slnx: ")]
    [InlineData("Functions", "nowhere", 1, "nowhere: No such file or directory")]
    [InlineData("Bitcode", null, 2, "usage: ")]
    public void What_cannot_be_read_is_said(string sample, string? file, int status, string message)
    {
        ProgramResult result = Start(sample, file);
        Assert.Equal(status, result.Exit);
        Assert.StartsWith(message, result.Errors, StringComparison.Ordinal);
    }

    private static string Run(string sample, string file)
    {
        ProgramResult result = Start(sample, file);
        Assert.Equal((0, ""), (result.Exit, result.Errors));
        return Encoding.UTF8.GetString(result.Output);
    }

    private static ProgramResult Start(string sample, string? file)
    {
        string folder = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory).Replace("/Kelf.Cli.Tests/", $"/{sample}/", StringComparison.Ordinal);
        string program = Path.Combine(folder, $"{sample.ToLowerInvariant()}-sample.dll");
        return ProgramRun.Run("dotnet", SourceTree.Root, file is null ? [program] : [program, file], [], []);
    }
}
