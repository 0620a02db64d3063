// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Xunit;

namespace Kelf.Cli.Tests.Kabi;

/// <summary>The command line of <c>kelf kabi</c>, its statuses, and what it writes.</summary>
public sealed class KabiCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kelf-kabi-").FullName;

    public KabiCommandTests()
    {
        Write("old.symtypes", "s#ring struct ring { int a ; }\npush void push ( s#ring * )\n");
        Write("new.symtypes", "s#ring struct ring { long a ; }\npush void push ( s#ring * )\n");
        Write("old.v", "0x00000001\tpush\tvmlinux\tEXPORT_SYMBOL\t\n");
        Write("more.v", "0x00000001\tpush\tvmlinux\tEXPORT_SYMBOL\t\n0x00000002\tpop\tvmlinux\tEXPORT_SYMBOL\t\n");
        Write("bare.v", "0x00000000\tpush\tvmlinux\tEXPORT_SYMBOL\t\n");
        Write("before.symtypes", "s#ring structure_type ring { member base_type int byte_size(4) encoding(5) a data_member_location(0) } byte_size(4)\npush subprogram ( formal_parameter pointer_type { s#ring } byte_size(8) r ) -> base_type void\n");
        Write("after.symtypes", "s#ring structure_type ring { member base_type int byte_size(4) encoding(5) b data_member_location(0) } byte_size(4)\npush subprogram ( formal_parameter pointer_type { s#ring } byte_size(8) r ) -> base_type void\n");
        Write("empty", "");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(0, "compare", "old.v", "old.v")]
    [InlineData(0, "compare", "old.v", "more.v")]
    [InlineData(10, "compare", "--detailed-exit-code", "old.v", "more.v")]
    [InlineData(0, "compare", "--detailed-exit-code", "old.v", "old.v")]
    [InlineData(1, "compare", "more.v", "old.v")]
    [InlineData(0, "compare", "--werror", "old.v", "more.v")]
    [InlineData(0, "compare", "before.symtypes", "after.symtypes")]
    [InlineData(1, "compare", "--werror", "before.symtypes", "after.symtypes")]
    [InlineData(1, "compare", "old.symtypes", "new.symtypes")]
    [InlineData(0, "compare", "--preset", "ubuntu", "old.symtypes", "new.symtypes")]
    [InlineData(0, "compare", "--only", "struct-size", "old.symtypes", "new.symtypes")]
    [InlineData(2, "compare", "--only", "struct-sizes", "old.symtypes", "new.symtypes")]
    [InlineData(2, "compare", "--format", "pdf", "old.symtypes", "new.symtypes")]
    [InlineData(2, "compare", "nothing", "old.v")]
    [InlineData(2, "compare", "old.v", "nothing")]
    [InlineData(2, "compare", "empty", "old.v")]
    [InlineData(2, "compare", "bare.v", "old.v")]
    [InlineData(0, "compare", "--allow-empty", "bare.v", "old.v")]
    [InlineData(2, "compare", "--symbols", "empty", "old.v", "old.v")]
    [InlineData(2, "compare", "old.v")]
    [InlineData(0, "show", "old.symtypes", "struct ring")]
    [InlineData(2, "show", "old.symtypes", "nothing")]
    [InlineData(2, "verify", "old.symtypes")]
    [InlineData(1, "verify", "old.symtypes", "old.v")]
    [InlineData(0, "explain", "old.symtypes", "new.symtypes", "push")]
    [InlineData(0, "rules", "suggest", "old.symtypes", "new.symtypes")]
    public void The_status_says_whether_modules_break_and_whether_that_could_be_seen(int status, params string[] arguments)
    {
        ProgramResult result = ProgramRun.RunKelf(_folder, ["kabi", .. arguments]);
        Assert.Equal(status, result.Exit);
        Assert.Equal(status == 2, result.Errors.Contains("kelf: error:", StringComparison.Ordinal));
    }

    [Fact]
    public void A_snapshot_stands_for_what_it_was_made_of()
    {
        Assert.Equal(0, ProgramRun.RunKelf(_folder, "kabi", "snapshot", "-q", "-o", "old.kabi", "old.symtypes", "old.v").Exit);
        Assert.Equal(0, ProgramRun.RunKelf(_folder, "kabi", "snapshot", "-q", "-o", "again.kabi", "old.v", "old.symtypes").Exit);
        Assert.Equal(File.ReadAllBytes(Path.Combine(_folder, "old.kabi")), File.ReadAllBytes(Path.Combine(_folder, "again.kabi")));
        Assert.Equal((0, ""), Run("compare", "--format", "short", "old.kabi", "again.kabi"));
        Assert.Equal(Run("compare", "--format", "mod-symbols", "old.symtypes", "new.symtypes"), Run("compare", "--format", "mod-symbols", "old.kabi", "new.symtypes"));
    }

    [Theory]
    [InlineData("symtypes", "/* old.symtypes */\ns#ring struct ring { int a ; }\npush void push ( s#ring * )\n")]
    [InlineData("crc", "push void push ( s#ring * )\ns#ring struct ring { int a ; }\nF#old.symtypes push\n")]
    public void Types_are_written_in_other_forms(string form, string text)
    {
        Assert.Equal(0, ProgramRun.RunKelf(_folder, "kabi", "snapshot", "-q", "--form", form, "-o", form, "old.symtypes").Exit);
        Assert.Equal(text, File.ReadAllText(Path.Combine(_folder, form)));
        Assert.Equal((0, ""), Run("compare", "--format", "short", "old.symtypes", form));
        Assert.Equal(2, ProgramRun.RunKelf(_folder, "kabi", "snapshot", "--form", form, "-o", "none", "old.v").Exit);
    }

    [Fact]
    public void Suggested_rules_are_read_and_tolerate_what_they_were_made_for()
    {
        Write("rules", Run("rules", "suggest", "old.symtypes", "new.symtypes").Text);
        Assert.Equal(0, ProgramRun.RunKelf(_folder, "kabi", "compare", "--rules", "rules", "old.symtypes", "new.symtypes").Exit);
        Assert.Equal(12, ProgramRun.RunKelf(_folder, "kabi", "compare", "--rules", "rules", "--detailed-exit-code", "old.symtypes", "new.symtypes").Exit);
        Assert.Equal(0, ProgramRun.RunKelf(_folder, "kabi", "rules", "check", "rules", "old.symtypes", "new.symtypes").Exit);
    }

    [Fact]
    public void Reports_go_to_files()
    {
        string[] formats = ["short", "symbols", "mod-symbols", "markdown", "html", "junit", "sarif", "json"];
        Assert.Equal(
            (1, ""), Run(["compare", .. formats.SelectMany(format => new[] { "--format", $"{format}:{format}" }), "old.symtypes", "new.symtypes"]));
        Assert.All(formats, format => Assert.NotEqual(0, new FileInfo(Path.Combine(_folder, format)).Length));
    }

    private (int Exit, string Text) Run(params string[] arguments)
    {
        ProgramResult result = ProgramRun.RunKelf(_folder, ["kabi", .. arguments]);
        return (result.Exit, Encoding.UTF8.GetString(result.Output));
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);
}
