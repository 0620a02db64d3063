// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kabi.History;
using Kelf.Kernel.Kabi.History.Engine;
using Kelf.Kernel.Kabi.Modules;
using Kelf.Kernel.Kabi.Rules;
using Kelf.Kernel.Shared;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Kernel.Tests.Kabi.History;

/// <summary>What a history keeps of builds, and what it answers; tests/Differential/history.sh has the large ones.</summary>
public sealed class HistoryTests : IDisposable
{
    private static readonly HistoryPlace s_main = new("main", "any", "default");

    private readonly string _store = Directory.CreateTempSubdirectory("kelf-history-").FullName;
    private readonly Kernels _kernels = new();

    public HistoryTests() => Assert.SkipWhen(DuckDbFile.Path is null, DuckDbFile.Missing);

    public void Dispose() => Directory.Delete(_store, recursive: true);

    [Fact]
    public void A_symbol_has_a_row_for_each_run_of_builds_in_which_it_is_the_same()
    {
        Add(s_main, "1", "0x00000001 push vmlinux EXPORT_SYMBOL");
        Add(s_main, "2", "0x00000001 push vmlinux EXPORT_SYMBOL\n0x00000009 pop vmlinux EXPORT_SYMBOL");
        Add(s_main, "3", "0x00000002 push vmlinux EXPORT_SYMBOL_GPL");
        Add(s_main, "4", "0x00000009 pop drivers/pop EXPORT_SYMBOL NS");
        Add(s_main, "5", "0x00000002 push vmlinux EXPORT_SYMBOL_GPL\n0x00000000 bare vmlinux EXPORT_SYMBOL");
        Assert.Equal(
            ["bare 5 5 - vmlinux false ", "pop 2 2 0x00000009 vmlinux false ", "pop 4 4 0x00000009 drivers/pop false NS", "push 1 2 0x00000001 vmlinux false ",
             "push 3 3 0x00000002 vmlinux true ", "push 5 5 0x00000002 vmlinux true "],
            Ask(history => history.Symbols(["push", "pop", "bare"]), 3));
        Assert.Equal(["push 1 2 50.0"], Ask(history => history.Unstable(40), 3));
        Assert.Empty(Ask(history => history.Unstable(50), 3));
        Assert.Equal(["bare added", "push changed"], Ask(history => history.Difference("1", "5"), 0).Select(row => string.Join(' ', row.Split(' ')[..2])));
    }

    [Fact]
    public void Sizes_are_those_of_the_largest_definition()
    {
        const string Small = "s#dev structure_type dev { member base_type int byte_size(4) encoding(5) a data_member_location(0) } byte_size(4)\n";
        const string Large = "s#dev structure_type dev { member base_type long byte_size(8) encoding(5) a data_member_location(0) } byte_size(8)\n";
        const string Use = "use subprogram ( formal_parameter pointer_type { s#dev } byte_size(8) d ) -> base_type void\n";
        AddTypes("1", Use + "s#dev structure_type dev { }\n");
        AddTypes("2", Use + Small);
        AddTypes("3", Use + Small);
        AddTypes("4", Use + Large);
        AddTypes("5", Use + "s#dev structure_type dev { }\n");
        Assert.Equal(["s#dev 2 - 4", "s#dev 4 4 8", "s#dev 5 8 -"], Ask(history => history.Types(["struct dev"]), 3));
        Assert.Equal(["int 0", "long 0"], Ask(history => history.Query("SELECT type, bit_offset FROM member WHERE name = 'a' ORDER BY seq"), 0));
        Assert.Equal(
            ["struct true", "struct false", "struct false", "struct true"],
            Ask(history => history.Query("SELECT kind, declaration FROM type WHERE present AND name = 's#dev' ORDER BY seq"), 0));
        Assert.Throws<RefusedException>(() => Ask(history => history.Types(["struct device"]), 0));
    }

    [Fact]
    public void What_is_approved_in_one_series_is_found_open_in_another()
    {
        const string Old = "s#ring struct ring { int a ; }\npush void push ( s#ring * )\n", New = "s#ring struct ring { long a ; }\npush void push ( s#ring * )\n";
        FindingRules rules = FindingRules.Parse("TYPE ring PASS reason=\"it's, known\"\n"u8, "rules");
        AddTypes("1", Old);
        AddTypes("2", New, rules);
        HistoryPlace stable = new("stable", "any", "default");
        AddTypes("a", Old, place: stable);
        AddTypes("b", New, place: stable);
        Assert.Equal(["main 2 rules:1: it's, known stable any default b 1"], Ask(history => history.Approved(), 3));
        Assert.Empty(Ask(history => history.Approved(), 0, series: "stable"));
    }

    [Fact]
    public void Modules_load_where_the_kernel_has_what_they_want()
    {
        Add(s_main, "1", "0x00000001 push vmlinux EXPORT_SYMBOL\n0x00000005 pop vmlinux EXPORT_SYMBOL");
        Add(s_main, "2", "0x00000002 push vmlinux EXPORT_SYMBOL\n0x00000005 pop vmlinux EXPORT_SYMBOL");
        Add(s_main, "3", "0x00000001 push vmlinux EXPORT_SYMBOL NS");
        Add(s_main, "4", "0x00000001 push vmlinux EXPORT_SYMBOL module:driver,other*\n0x00000007 another vmlinux EXPORT_SYMBOL");
        Add(s_main, "5", "0x00000005 pop vmlinux EXPORT_SYMBOL");
        ModuleNeeds module = new()
        {
            File = "driver.ko",
            Name = "driver",
            VersionMagic = "",
            Machine = "X86_64",
            IsFree = false,
            Namespaces = new HashSet<string>(),
            Symbols = [("push", false)],
            Versions = new Dictionary<string, uint> { ["push"] = 1 },
        };
        Assert.Equal(
            ["1 driver.ko loads 0 ", "2 driver.ko refused 1 disagrees about version of symbol push: it wants 0x00000001, the kernel has 0x00000002",
             "3 driver.ko refused 1 push is in namespace NS, which the module does not import", "4 driver.ko loads 0 ",
             "5 driver.ko refused 1 unknown symbol push: neither the kernel nor a module exports it"],
            Ask(history => history.Loads([module]), 3));
    }

    [Fact]
    public void A_build_is_added_once_and_stays_as_it_is()
    {
        Assert.True(Add(s_main, "1", "0x00000001 push vmlinux EXPORT_SYMBOL").IsNew);
        Assert.False(Add(s_main, "1", "0x00000001 push vmlinux EXPORT_SYMBOL").IsNew);
        RefusedException refused = Assert.Throws<RefusedException>(() => Add(s_main, "1", "0x00000002 push vmlinux EXPORT_SYMBOL"));
        Assert.Contains("another build '1'", refused.Message, StringComparison.Ordinal);
        using HistoryWriter first = HistoryWriter.Open(_store, s_main, DuckDbFile.Path);
        Assert.Contains("another run", Assert.Throws<RefusedException>(() => HistoryWriter.Open(_store, s_main, DuckDbFile.Path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".hidden")]
    [InlineData("a/b")]
    [InlineData("a'b")]
    [InlineData("a b")]
    [InlineData("é")]
    public void Names_that_would_be_no_directories_are_refused(string name)
    {
        Assert.Throws<RefusedException>(() => Add(s_main, name, "0x00000001 push vmlinux EXPORT_SYMBOL"));
        Assert.Throws<RefusedException>(() => HistoryWriter.Open(_store, new HistoryPlace(name, "any", "default"), DuckDbFile.Path));
    }

    [Fact]
    public void Texts_are_texts_whatever_is_in_them()
    {
        Add(s_main, "1", "0x00000001 a'b vmlinux EXPORT_SYMBOL\n0x00000002 :names vmlinux EXPORT_SYMBOL\n0x00000003 a_long_name_of_a_symbol_ü vmlinux EXPORT_SYMBOL");
        Assert.Equal(
            [":names 1 1 0x00000002 vmlinux false ", "a'b 1 1 0x00000001 vmlinux false ", "a_long_name_of_a_symbol_ü 1 1 0x00000003 vmlinux false "],
            Ask(history => history.Symbols([":names", "a'b", "a_long_name_of_a_symbol_ü"]), 3));
        Assert.Equal("no build exports 'x' OR 1=1 --'", Assert.Throws<RefusedException>(() => Ask(history => history.Symbols(["x' OR 1=1 --"]), 0)).What);
    }

    [Theory]
    [InlineData("SELECT 1;", "1")]
    [InlineData("SELECT count(*) FROM export -- how many", "1")]
    [InlineData("SHOW TABLES", "build export export_span finding member type type_span")]
    [InlineData("SELECT i FROM range(3) t(i) ORDER BY i DESC", "2 1 0")]
    [InlineData("SELECT NULL", "-")]
    [InlineData("SELECT 1 WHERE false", "")]
    public void Statements_that_read_are_answered(string sql, string rows)
    {
        Add(s_main, "1", "0x00000001 push vmlinux EXPORT_SYMBOL");
        Assert.Equal(rows, string.Join(' ', Ask(history => history.Query(sql), 0)));
    }

    [Fact]
    public void Long_answers_keep_their_order()
    {
        Add(s_main, "1", "0x00000001 push vmlinux EXPORT_SYMBOL");
        Assert.Equal(
            Enumerable.Range(0, 10000).Reverse().Select(i => $"{i}"), Ask(history => history.Query("SELECT i FROM range(10000) t(i) ORDER BY i DESC"), 0));
    }

    private HistoryAddition Add(HistoryPlace place, string name, string symvers)
    {
        using HistoryWriter writer = HistoryWriter.Open(_store, place, DuckDbFile.Path);
        return writer.Add(name, _kernels.Of(null, symvers + "\n"), FindingRules.None);
    }

    private void AddTypes(string name, string symtypes, FindingRules? rules = null, HistoryPlace? place = null)
    {
        using HistoryWriter writer = HistoryWriter.Open(_store, place ?? s_main, DuckDbFile.Path);
        if (writer.LastSnapshot is { } last)
        {
            writer.Follow(_kernels.Read(last));
        }

        writer.Add(name, _kernels.Of(symtypes), rules ?? FindingRules.None);
    }

    // The rows, without the first columns; a dash where there is no value.
    private List<string> Ask(Func<HistoryDatabase, HistoryAnswer> ask, int skipped, string? series = null)
    {
        using HistoryDatabase history = HistoryDatabase.Open(_store, series, null, null, DuckDbFile.Path);
        return [.. ask(history).Rows.Select(row => string.Join(' ', row.Skip(skipped).Select(cell => cell ?? "-")))];
    }
}
