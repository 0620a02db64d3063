// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Cli.Tests.Repository;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Cli.Tests.Kabi;

/// <summary>The command line of <c>kelf kabi history</c>, with the library and without.</summary>
public sealed class KabiHistoryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kelf-history-").FullName;

    public KabiHistoryTests()
    {
        File.WriteAllText(Path.Combine(_folder, "1.kabi"), "0x00000001\tpush\tvmlinux\tEXPORT_SYMBOL\t\n");
        File.WriteAllText(Path.Combine(_folder, "2.kabi"), "0x00000002\tpush\tvmlinux\tEXPORT_SYMBOL\t\n");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Without_the_library_one_line_says_what_is_missing()
    {
        ProgramResult result = Run("", "add", "1.kabi");
        Assert.SkipWhen(result.Exit == 0, "DuckDB is installed where the system has libraries");
        Assert.Equal(
            (2, "kelf: error: the history needs libduckdb.so, which is not installed: install DuckDB beside kelf, or say where it is (KELF_DUCKDB)\n"),
            (result.Exit, result.Errors));
        Assert.False(Directory.Exists(Path.Combine(_folder, "kabi-history")));
    }

    [Theory]
    [InlineData("builds")]
    [InlineData("query", "SELECT 1")]
    [InlineData("add", "--build", "x", "1.kabi", "2.kabi")]
    [InlineData("unstable", "--more-than", "101")]
    [InlineData("builds", "--format", "xml")]
    [InlineData("add", "nothing")]
    [InlineData("add", "--duckdb", "1.kabi", "1.kabi")]
    public void What_is_wrong_is_said_in_a_line_with_status_2(params string[] arguments)
    {
        ProgramResult result = Run("", arguments);
        Assert.Equal(2, result.Exit);
        Assert.StartsWith("kelf: error: ", result.Errors.Split('\n')[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Answers_have_three_forms()
    {
        Assert.SkipWhen(DuckDbFile.Path is null, DuckDbFile.Missing);
        string library = DuckDbFile.Path!;
        ProgramResult added = Run(library, "add", "1.kabi", "2.kabi");
        Assert.Equal(0, added.Exit);
        Assert.Matches("^kelf: kabi-history: build 1, 1: 1 rows of exports, 0 of types, 0 findings, [0-9]+ bytes\nkelf: kabi-history: build 2, 2: .*\n$", added.Errors);
        Assert.Equal(
            """
            series  arch  flavour  name  first_build  last_build  crc         module   gpl    namespace
            main    any   default  push  1            1           0x00000001  vmlinux  false
            main    any   default  push  2            2           0x00000002  vmlinux  false

            """,
            Text(Run(library, "symbol", "push")));
        Assert.Equal("n,s,t,u\n1.5,\"a\"\"b,\",true,\n", Text(Run(library, "query", "--format", "csv", "SELECT 1.5 AS n, 'a\"b,' AS s, true AS t, NULL AS u")));
        Assert.Equal(
            "{\"rows\":[{\"n\":1.5,\"s\":\"a\\\"b\",\"t\":true,\"u\":null,\"i\":\"inf\"}]}",
            Text(Run(library, "query", "--json", "SELECT 1.5 AS n, 'a\"b' AS s, true AS t, NULL AS u, 'inf'::DOUBLE AS i"))
                .Replace(" ", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal));
        Assert.Equal("kelf: error: kabi-history: no build exports 'pop'\n", Run(library, "symbol", "pop").Errors);
        Assert.Equal(2, Run(library, "builds", "--series", "other").Exit);
    }

    // Whoever asks with another engine copies them from there.
    [Fact]
    public void The_document_has_each_statement_as_it_is_in_the_program()
    {
        string document = SourceTree.Read("docs/history.md");
        string[] statements = Directory.GetFiles(Path.Combine(SourceTree.Root, "src/Kelf.Kernel/Kabi/History/Sql"), "*.sql");
        Assert.True(statements.Length > 5);
        Assert.All(statements, path => Assert.Contains($"```sql\n{File.ReadAllText(path)}```", document, StringComparison.Ordinal));
    }

    private static string Text(ProgramResult result) => Encoding.UTF8.GetString(result.Output);

    private ProgramResult Run(string library, params string[] arguments) =>
        ProgramRun.Run(ProgramRun.Kelf, _folder, ["kabi", "history", .. arguments], [], [new("KELF_DUCKDB", library)]);
}
