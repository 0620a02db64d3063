// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.TestSupport;

using Xunit;

namespace Kelf.Cli.Tests;

/// <summary>
/// What must not change the result: the order of the symbol list, the number of threads, the run.
/// Cases with an error or a dump on stderr are left out; their order is a matter of their own.
/// </summary>
public sealed class SymversOrderTests
{
    public static TheoryData<string> Cases => new(SymversCase.AllNames.Where(IsOrdinary));

    /// <summary>One symbol has one order, and what is a duplicate of a name with a prefix depends on the order.</summary>
    public static TheoryData<string> CasesWithOrders => new(SymversCase.AllNames.Where(IsOrdinary).Where(name =>
        Symbols(new SymversCase(name)) is { Length: > 1 } symbols
        && !symbols.Any(symbol => symbol.StartsWith("__", StringComparison.Ordinal))));

    /// <summary>Versions and types are those of the case; only the lines inside a bucket change places.</summary>
    [Theory]
    [MemberData(nameof(CasesWithOrders))]
    public void List_order_changes_lines_only(string name)
    {
        SymversCase golden = new(name);
        foreach (string[] order in Orders(Symbols(golden)))
        {
            using SymversProgram program = new();
            string symtypes = Path.Combine(program.Scratch, "symtypes");
            ProgramResult result = program.RunDropIn(
                golden.WorkingDirectory,
                golden.Arguments(symtypes, symtypes),
                Encoding.UTF8.GetBytes(string.Join('\n', order)));
            Assert.Equal(0, result.Exit);
            Assert.Equal(Lines(golden.Output), Lines(result.Output));
            SymversText.AssertEqual(golden.ReadBytes("symtypes") ?? [], File.ReadAllBytes(symtypes), "symtypes");
        }
    }

    /// <summary>One thread and many give the same bytes, three times each.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void Threads_change_nothing(string name)
    {
        Assert.SkipWhen(SymversProgram.IsOriginal, "the original has one thread");
        SymversCase golden = new(name);
        foreach (string jobs in new[] { "-j1", "-j2", "-j8", "-j8", "-j8" })
        {
            using SymversProgram program = new();
            string symtypes = Path.Combine(program.Scratch, "symtypes");
            ProgramResult result = SymversProgram.RunKelf(
                golden.WorkingDirectory,
                ["symvers", "--quiet", jobs, "--symbols", "-", .. golden.Arguments(symtypes, symtypes)],
                golden.Symbols);
            Assert.Equal(0, result.Exit);
            SymversText.AssertEqual(golden.Output, result.Output, $"standard output with {jobs}");
            byte[] types = File.ReadAllBytes(symtypes);
            SymversText.AssertEqual(golden.ReadBytes("symtypes") ?? [], types, $"symtypes with {jobs}");
        }
    }

    /// <summary>Nor does a processor without carry-less multiplication.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void The_way_of_joining_CRCs_changes_nothing(string name)
    {
        Assert.SkipWhen(SymversProgram.IsOriginal, "the original joins none");
        SymversCase golden = new(name);
        using SymversProgram program = new();
        string symtypes = Path.Combine(program.Scratch, "symtypes");
        ProgramResult result = program.RunDropIn(
            golden.WorkingDirectory, golden.Arguments(symtypes, symtypes), golden.Symbols,
            KeyValuePair.Create("KELF_FORCE_CRC", "table"));
        Assert.Equal(0, result.Exit);
        SymversText.AssertEqual(golden.Output, result.Output, "standard output");
    }

    private static string[] Symbols(SymversCase golden) =>
        Encoding.UTF8.GetString(golden.Symbols).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static bool IsOrdinary(string name)
    {
        SymversCase golden = new(name);
        return golden.Exit == 0 && golden.Has("symtypes") && !golden.Has("other") && !golden.Environment.Any() &&
            !name.StartsWith("command-line/", StringComparison.Ordinal) &&
            !golden.Arguments("", "").Any(word => word.StartsWith("--d", StringComparison.Ordinal)) &&
            !(SymversProgram.IsOriginal && golden.OriginalIsUndefined);
    }

    private static IEnumerable<string[]> Orders(string[] symbols)
    {
        yield return [.. symbols.Reverse()];
        yield return [.. symbols.Order(StringComparer.Ordinal)];
        yield return [.. symbols.Skip(symbols.Length / 2), .. symbols.Take(symbols.Length / 2)];
    }

    private static string[] Lines(byte[] output) =>
        [.. Encoding.UTF8.GetString(output).Split('\n').Order(StringComparer.Ordinal)];
}
