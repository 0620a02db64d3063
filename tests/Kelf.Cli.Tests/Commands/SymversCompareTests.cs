// SPDX-License-Identifier: GPL-2.0-only
using System.Text;
using System.Text.Json;

using Kelf.Cli.Tests.Relocs;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Cli.Tests.Commands;

/// <summary><c>--compare</c>, with a <c>Module.symvers</c>, and <c>--reference</c>, with a symtypes file.</summary>
public sealed class SymversCompareTests : IDisposable
{
    private const string Line = "0x01020304\tbeta\tm\tEXPORT_SYMBOL\t\n";

    private static readonly string s_demo = Path.Combine(Path.GetDirectoryName(SymversProgram.Fixtures)!, "demo");

    private readonly WorkDirectory _folder = new();

    public SymversCompareTests()
    {
        _folder.Put("m.ko", new ElfBuilder()
            .Section("__ksymtab", new byte[12], flags: ElfSectionFlags.Allocated)
            .Section("__kcrctab", [4, 3, 2, 1], flags: ElfSectionFlags.Allocated)
            .Section("__ksymtab_strings", "alpha\0beta\0"u8.ToArray(), flags: ElfSectionFlags.Allocated)
            .Section(".text", [0])
            .Symbol("beta", ".text")
            .Relocate("__ksymtab", 0, 2, "beta")
            .Relocate("__ksymtab", 4, 2, "__ksymtab_strings", 6)
            .Build());
        _folder.Put("demo.o", File.ReadAllBytes(Path.Combine(s_demo, "demo.o")));
        Write("old.symtypes", File.ReadAllText(Path.Combine(s_demo, "demo.symtypes")).Replace("flags bit_size(7)", "flags bit_size(6)", StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Nothing_differs_from_what_was_printed()
    {
        Write("Module.symvers", Text(_folder.Done("symvers", "--from-image", "m.ko")));
        Assert.Equal(Line, _folder.Text("Module.symvers"));
        ProgramResult result = Compare();
        Assert.Equal((0, "", "kelf: Module.symvers: lines 1, exports 1, different 0\n"), (result.Exit, Text(result), result.Errors));
        result = Compare("-q", "--json");
        Assert.Equal((0, ""), (result.Exit, result.Errors));
        Assert.Equal(0, JsonDocument.Parse(result.Output).RootElement.GetProperty("differences").GetArrayLength());
    }

    [Fact]
    public void What_differs_is_printed_and_the_status_tells()
    {
        Write("Module.symvers", "0x00000005\tbeta\tvmlinux\tEXPORT_SYMBOL_GPL\tNS\n0x1\talpha\tdrivers/x\tEXPORT_SYMBOL\t\n");
        ProgramResult result = Compare();
        Assert.Equal(
            """
            missing    alpha: drivers/x
            version    beta: 0x00000005 -> 0x01020304
            module     beta: vmlinux -> m
            export     beta: EXPORT_SYMBOL_GPL -> EXPORT_SYMBOL
            namespace  beta: NS -> none

            """.ReplaceLineEndings("\n"),
            Text(result));
        Assert.Equal((1, "kelf: Module.symvers: lines 2, exports 1, different 2\n"), (result.Exit, result.Errors));

        result = Compare("--json", "-q");
        JsonElement first = JsonDocument.Parse(result.Output).RootElement.GetProperty("differences")[0];
        Assert.Equal((1, ""), (result.Exit, result.Errors));
        Assert.Equal(
            """{"symbol": "alpha", "what": "missing", "expected": "drivers/x", "found": null}""",
            string.Join(' ', first.GetRawText().Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries)).Replace("{ ", "{", StringComparison.Ordinal).Replace(" }", "}", StringComparison.Ordinal));

        Write("Module.symvers", "");
        Assert.Equal("extra      beta: m\n", Text(Compare("-q")));
    }

    [Fact]
    public void A_malformed_line_is_an_error()
    {
        Write("Module.symvers", Line + "kfree\n");
        ProgramResult result = Compare();
        Assert.Equal((1, ""), (result.Exit, Text(result)));
        Assert.StartsWith("kelf: error: Module.symvers:2: 1 fields: ", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Versions_that_changed_are_warned_of_one_by_one()
    {
        ProgramResult result = _folder.Done("symvers", "-q", "--reference", "old.symtypes", "demo.o");
        Assert.Equal(File.ReadAllText(Path.Combine(s_demo, "versions")), Text(result));
        Assert.Equal(
            from name in (string[])["ring_find", "ring_first", "ring_for_each", "ring_push", "ring_state"]
            select $"kelf: warning: demo.o: the version of {name} is not that of old.symtypes: s#ring_entry changed",
            result.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));

        result = _folder.Done("symvers", "-q", "--json", "--reference", "old.symtypes", "demo.o");
        JsonElement warning = JsonDocument.Parse(result.Output).RootElement.GetProperty("warnings")[0];
        Assert.Equal("version-changed", warning.GetProperty("kind").GetString());
        Assert.StartsWith("ring_", warning.GetProperty("symbol").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Its_own_types_are_no_change()
    {
        _folder.Done("symvers", "-q", "-T", "new.symtypes", "demo.o");
        Assert.Empty(_folder.Done("symvers", "-q", "--reference", "new.symtypes", "demo.o").Errors);
        Write("new.symtypes", "\n");
        _folder.Refused("new.symtypes:1: a line begins with the name of a symbol or type", "symvers", "-q", "--reference", "new.symtypes", "demo.o");
    }

    [Theory]
    [InlineData("--compare x m.ko", "option '--compare' needs '--from-image'")]
    [InlineData("--compare x --imports m.ko", "option '--compare' needs '--from-image'")]
    [InlineData("--from-image --json m.ko", "options '--from-image' and '--json' exclude each other")]
    [InlineData("--from-image --reference x m.ko", "options '--from-image' and '--reference' exclude each other")]
    [InlineData("--per-unit --reference x m.ko", "options '--per-unit' and '--reference' exclude each other")]
    [InlineData("--canonical --reference x m.ko", "options '--canonical' and '--reference' exclude each other")]
    [InlineData("--explain f --reference x m.ko", "options '--explain' and '--reference' exclude each other")]
    public void Options_that_make_no_sense_are_refused(string arguments, string message)
    {
        ProgramResult result = _folder.Run(["symvers", .. arguments.Split(' ')]);
        Assert.Equal(2, result.Exit);
        Assert.StartsWith($"kelf: error: {message}\n", result.Errors, StringComparison.Ordinal);
    }

    private static string Text(ProgramResult result) => Encoding.UTF8.GetString(result.Output);

    private void Write(string name, string text) => File.WriteAllText(_folder.At(name), text);

    private ProgramResult Compare(params string[] options) =>
        _folder.Run(["symvers", "--from-image", "--compare", "Module.symvers", .. options, "m.ko"]);
}
