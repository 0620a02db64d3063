// SPDX-License-Identifier: GPL-2.0-only
using System.Text;
using System.Text.Json;

using Xunit;

namespace Kelf.Cli.Tests.Commands;

/// <summary>
/// What <c>kelf symvers</c> has that the drop-in has not: lists from the objects themselves, archives and directories,
/// outputs for each object, JSON, the summary. The versions themselves are the business of the golden set.
/// </summary>
public sealed class SymversCommandTests : IDisposable
{
    private static readonly string Demo = Path.Combine(Path.GetDirectoryName(SymversProgram.Fixtures)!, "demo");

    private static readonly string Versions = File.ReadAllText(Path.Combine(Demo, "versions"));

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kelf-command-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Symbols_are_what_the_object_exports()
    {
        ProgramResult result = Run("demo.o");
        Assert.Equal(Versions, Text(result));
        Assert.Matches(@"\Akelf: objects 1, symbols 6, versioned 6, without information 0, \d+\.\d\d s\n\z", result.Errors);
        Assert.Equal(0, result.Exit);
    }

    [Fact]
    public void A_list_is_read_from_a_file_or_from_standard_input()
    {
        File.WriteAllText(At("list"), "ring_push\nnowhere\n");
        foreach (string list in new[] { At("list"), "-" })
        {
            ProgramResult result = Run($"-q --symbols {list} demo.o", "ring_push\nnowhere\n");
            Assert.Equal("#SYMVER nowhere 0x00000000\n#SYMVER ring_push 0xa0acb1cc\n", Sorted(result));
            Assert.Equal("kelf: warning: demo.o: no information for symbol nowhere\n", result.Errors);
            Assert.Equal(0, result.Exit);
        }
    }

    [Fact]
    public void Symbols_without_information_can_be_left_out()
    {
        ProgramResult result = Run("--omit-missing --symbols - demo.o", "ring_push\nnowhere\n");
        Assert.Equal((0, "#SYMVER ring_push 0xa0acb1cc\n"), (result.Exit, Text(result)));
        Assert.Matches(@"\Akelf: objects 1, symbols 1, versioned 1, without information 0, [^\n]*\n\z", result.Errors);

        result = Run($"-q --omit-missing --per-unit --output-dir {At("versions")} ../lto/thin-no-pointers.o");
        Assert.Equal((0, ""), (result.Exit, Text(result)));
        Assert.Matches(@"\Akelf: warning: \S*thin-no-pointers.o: no variable __gendwarfksyms_ptr_SYMBOL [^\n]*\n\z", result.Errors);
        string versions = File.ReadAllText(At(Assert.Single(FilesIn("."))));
        Assert.Contains("a_init", versions, StringComparison.Ordinal);
        Assert.DoesNotContain("external_asm_fn", versions, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_unit_of_a_linked_object_can_be_versioned_by_itself()
    {
        ProgramResult alone = Run("-q ../lto/a.o ../lto/b.o");
        ProgramResult linked = Run("-q --per-unit ../lto/thin.o");
        Assert.Equal((0, "", Sorted(alone)), (linked.Exit, linked.Errors, Sorted(linked)));
        Assert.NotEqual(Sorted(alone), Sorted(Run("-q ../lto/thin.o")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("--canonical")]
    [InlineData("--per-unit")]
    public void Types_in_a_dwo_file_are_an_error_in_each_mode(string option)
    {
        ProgramResult result = Run($"-q {option} --symbols - ../symvers/split-dwarf/dwarf5.o", "v\n");
        Assert.Equal((1, ""), (result.Exit, Text(result)));
        Assert.Contains(".dwo", result.Errors, StringComparison.Ordinal);
    }

    // A linked image may have a hundred of them, in an order that means nothing to anyone.
    [Fact]
    public void Many_symbols_without_information_are_one_line()
    {
        string list = string.Concat(Enumerable.Range(0, 99).Reverse().Select(i => $"nowhere{i:00}\n")) + "ring_push\n";
        Assert.Equal(
            "kelf: warning: demo.o: no information for symbol nowhere00 (99 such warnings; -v lists them)\n",
            Run("-q --symbols - demo.o", list).Errors);
        Assert.Equal(
            string.Concat(Enumerable.Range(0, 99).Select(i => $"kelf: warning: demo.o: no information for symbol nowhere{i:00}\n")),
            Run("-q -v --symbols - demo.o", list).Errors);
        ProgramResult original = ProgramRun.RunAs("gendwarfksyms", Demo, "demo.o");
        Assert.Equal((0, ""), (original.Exit, original.Errors));
    }

    // What is counted on a terminal is listed there, whatever -q and -v say.
    [Theory]
    [InlineData("-q")]
    [InlineData("-v")]
    public void Json_has_all_warnings(string option)
    {
        using JsonDocument report = JsonDocument.Parse(Run($"{option} --json --symbols - demo.o", "nowhere\nring_push\nelsewhere\n").Output);
        Assert.Equal(
            ["no-information demo.o Null Null elsewhere: no information for symbol elsewhere",
                "no-information demo.o Null Null nowhere: no information for symbol nowhere"],
            report.RootElement.GetProperty("warnings").EnumerateArray()
                .Select(warning => $"{warning.GetProperty("kind")} {warning.GetProperty("file")} {warning.GetProperty("section").ValueKind} "
                    + $"{warning.GetProperty("offset").ValueKind} {warning.GetProperty("symbol")}: {warning.GetProperty("text")}")
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_folder_without_objects_is_an_error()
    {
        Directory.CreateDirectory(At("empty/below"));
        ProgramResult result = Run($"{At("empty")} demo.o");
        Assert.Equal(
            (1, $"kelf: error: {At("empty")}: no object files (*.o) in this directory or below it\n", ""),
            (result.Exit, result.Errors, Text(result)));
    }

    [Fact]
    public void Control_characters_of_names_do_not_reach_the_terminal()
    {
        ProgramResult result = Run("-q --symbols - demo.o", "no\u001b[31m\n");
        Assert.Equal("kelf: warning: demo.o: no information for symbol no\\x1b[31m\n", result.Errors);
        Assert.Equal("#SYMVER no\u001b[31m 0x00000000\n", Text(result));
    }

    [Fact]
    public void Directories_give_the_objects_in_them_and_outputs_have_their_names()
    {
        Directory.CreateDirectory(At("tree/net"));
        File.Copy(Path.Combine(Demo, "demo.o"), At("tree/net/ring.o"));
        File.Copy(Path.Combine(SymversProgram.Fixtures, "w01-struct-cycle", "e.o"), At("tree/exports-nothing.o"));
        ProgramResult result = Run($"-q -j2 --output-dir {At("versions")} --symtypes-dir {At("types")} {At("tree")}");
        Assert.Equal((0, "", ""), (result.Exit, Text(result), result.Errors));
        Assert.Equal(["net/ring.symvers"], FilesIn("versions"));
        Assert.Equal(["net/ring.symtypes"], FilesIn("types"));
        Assert.Equal(Versions, File.ReadAllText(At("versions/net/ring.symvers")));
        Assert.Equal(File.ReadAllText(Path.Combine(Demo, "demo.symtypes")), File.ReadAllText(At("types/net/ring.symtypes")));
    }

    [Fact]
    public void Objects_of_Rust_crates_export_what_the_kernel_lists_for_them()
    {
        string crates = Path.Combine(Demo, "..", "rust-kabi");
        string[] expected = [.. File.ReadLines(Path.Combine(crates, "versions"))
            .Where(line => line.StartsWith("base ", StringComparison.Ordinal) || line.StartsWith("helpers ", StringComparison.Ordinal))
            .Select(line => "#SYMVER " + line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]).Order(StringComparer.Ordinal)];
        Directory.CreateDirectory(At("tree/rust/helpers"));
        Directory.CreateDirectory(At("tree/drivers"));
        File.Copy(Path.Combine(crates, "base.o"), At("tree/rust/core.o"));
        // Neither what the kernel does not version, nor crates elsewhere.
        File.Copy(Path.Combine(crates, "base.o"), At("tree/rust/ffi.o"));
        File.Copy(Path.Combine(crates, "base.o"), At("tree/drivers/core.o"));
        File.Copy(Path.Combine(crates, "helpers.o"), At("tree/rust/helpers/helpers.o"));
        // Exports what the others define, as int.
        File.Copy(Path.Combine(crates, "image.o"), At("tree/rust/exports.o"));

        ProgramResult result = Run(At("tree"));
        Assert.Equal(expected, Text(result).Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
        Assert.Contains(
            $"kelf: {At("tree/rust/core.o")}: no export markers; the {expected.Length - 1} exports are those that rust/Makefile takes from nm\n",
            result.Errors, StringComparison.Ordinal);

        result = Run($"-q {At("tree/rust/core.o")} {At("tree/rust/ffi.o")} {At("tree/drivers/core.o")}");
        Assert.Equal((expected.Length - 1, ""), (Text(result).Count(c => c == '\n'), result.Errors));
        result = Run($"-q {At("tree/rust/exports.o")}");
        Assert.Equal(expected.Length, Text(result).Count(c => c == '\n'));
        Assert.Matches("have the version 0x7ec472ba, that of the type int", result.Errors);

        string symbol = expected[^2].Split(' ')[1];
        result = Run($"--explain {symbol} {At("tree/rust/core.o")}");
        Assert.DoesNotContain("does not export it", Text(result), StringComparison.Ordinal);
    }

    [Fact]
    public void Archives_give_their_members()
    {
        byte[] member = File.ReadAllBytes(Path.Combine(Demo, "demo.o"));
        string header = $"{"demo.o/",-16}{0,-12}{0,-6}{0,-6}{"644",-8}{member.Length,-10}`\n";
        File.WriteAllBytes(At("lib.a"), [.. "!<arch>\n"u8, .. Encoding.ASCII.GetBytes(header), .. member]);
        ProgramResult result = Run($"-q {At("lib.a")}");
        Assert.Equal((0, Versions, ""), (result.Exit, Text(result), result.Errors));
    }

    [Fact]
    public void An_argument_file_stands_for_its_lines()
    {
        File.WriteAllText(At("arguments"), "--quiet\ndemo.o\n");
        ProgramResult result = Run($"@{At("arguments")}");
        Assert.Equal((0, Versions, ""), (result.Exit, Text(result), result.Errors));
    }

    [Fact]
    public void Several_objects_give_one_stream_in_their_order()
    {
        ProgramResult result = Run($"-q -j2 --symtypes {At("types")} demo.o ./demo.o");
        Assert.Equal((0, Versions + Versions, ""), (result.Exit, Text(result), result.Errors));
        string symtypes = File.ReadAllText(Path.Combine(Demo, "demo.symtypes"));
        Assert.Equal(symtypes + symtypes, File.ReadAllText(At("types")));
    }

    [Fact]
    public void Json_has_objects_and_symbols()
    {
        ProgramResult result = Run("-q --json demo.o");
        Assert.Equal((0, ""), (result.Exit, result.Errors));
        using JsonDocument json = JsonDocument.Parse(result.Output);
        JsonElement only = Assert.Single(json.RootElement.GetProperty("objects").EnumerateArray());
        Assert.Equal("demo.o", only.GetProperty("object").GetString());
        Assert.Equal(
            Versions,
            string.Concat(only.GetProperty("symbols").EnumerateArray()
                .Select(symbol => $"#SYMVER {symbol.GetProperty("name")} {symbol.GetProperty("version")}\n")));
    }

    [Fact]
    public void Json_is_valid_whatever_the_names_are()
    {
        File.WriteAllBytes(At("list"), [.. "caf"u8, 0xc3, 0xa9, .. "\na"u8, 0xff, .. "b\n\u001b<'\"\n"u8]);
        ProgramResult result = Run($"-q --json --symbols {At("list")} demo.o ./demo.o");
        Assert.Equal(0, result.Exit);
        using JsonDocument json = JsonDocument.Parse(result.Output);
        JsonElement only = Assert.Single(json.RootElement.GetProperty("objects").EnumerateArray());
        // A list belongs to no single object.
        Assert.Equal(JsonValueKind.Null, only.GetProperty("object").ValueKind);
        JsonElement[] symbols = [.. only.GetProperty("symbols").EnumerateArray()];
        Assert.Equal(
            ["\u001b<'\"", "a\ufffdb", "caf\u00e9"],
            symbols.Select(symbol => symbol.GetProperty("name").GetString()!).Order(StringComparer.Ordinal));
        Assert.All(symbols, symbol => Assert.Equal(JsonValueKind.Null, symbol.GetProperty("version").ValueKind));
    }

    [Fact]
    public void An_output_that_holds_the_same_already_keeps_its_time()
    {
        DateTime time = new(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc);
        File.WriteAllText(At("versions"), Versions);
        File.SetLastWriteTimeUtc(At("versions"), time);
        ProgramResult result = Run($"-q -o {At("versions")} demo.o");
        Assert.Equal((0, "", ""), (result.Exit, Text(result), result.Errors));
        Assert.Equal(time, File.GetLastWriteTimeUtc(At("versions")));
    }

    [Fact]
    public void All_bad_inputs_are_named_and_nothing_is_written()
    {
        File.WriteAllText(At("text.o"), "no object");
        string bad = At("text.o");
        ProgramResult result = Run($"--output-dir {At("versions")} --symtypes {At("types")} demo.o {bad} {bad}");
        string line = $"kelf: error: {bad}: not an ELF object\n";
        Assert.Equal((1, "", line + line), (result.Exit, Text(result), result.Errors));
        Assert.Equal(["text.o"], FilesIn("."));
    }

    [Theory]
    [InlineData("nowhere.o", "kelf: error: nowhere.o: No such file or directory\n")]
    [InlineData("--symbols nowhere demo.o", "kelf: error: nowhere: No such file or directory\n")]
    [InlineData("-T nowhere/types demo.o", "kelf: error: nowhere/types: No such file or directory\n")]
    [InlineData("-o /dev/full demo.o", "kelf: error: /dev/full: No space left on device\n")]
    public void Files_that_cannot_be_used_are_named(string arguments, string errors)
    {
        ProgramResult result = Run("-q " + arguments);
        Assert.Equal((1, "", errors), (result.Exit, Text(result), result.Errors));
    }

    [Theory]
    [InlineData("-T a --symtypes-dir b demo.o", "options '--symtypes' and '--symtypes-dir' exclude each other")]
    [InlineData("-o a --output-dir b demo.o", "options '--output' and '--output-dir' exclude each other")]
    [InlineData("--explain a --why-not b demo.o", "options '--explain' and '--why-not' exclude each other")]
    [InlineData("--explain a --json demo.o", "options '--explain' and '--json' exclude each other")]
    [InlineData("--why-not a --symtypes b demo.o", "options '--why-not' and '--symtypes' exclude each other")]
    [InlineData("--why-not a --symtypes-dir b demo.o", "options '--why-not' and '--symtypes-dir' exclude each other")]
    [InlineData("--canonical --dump-dies demo.o", "options '--canonical' and '--dump-dies' exclude each other")]
    [InlineData("--per-unit --canonical demo.o", "options '--canonical' and '--per-unit' exclude each other")]
    [InlineData("--per-unit --dump-dies demo.o", "options '--per-unit' and '--dump-dies' exclude each other")]
    [InlineData("--per-unit --dump-types demo.o", "options '--per-unit' and '--dump-types' exclude each other")]
    [InlineData("--per-unit --dump-versions demo.o", "options '--per-unit' and '--dump-versions' exclude each other")]
    [InlineData("--symbols - --output-dir b demo.o", "options '--symbols' and '--output-dir' exclude each other")]
    [InlineData("-j0 demo.o", "option '-j' takes a number from 1, not '0'")]
    [InlineData("-j many demo.o", "option '-j' takes a number from 1, not 'many'")]
    [InlineData("@nowhere", "response file not found 'nowhere'")]
    public void Options_that_make_no_sense_are_refused(string arguments, string message)
    {
        ProgramResult result = Run(arguments);
        Assert.Equal((2, ""), (result.Exit, Text(result)));
        Assert.StartsWith($"kelf: error: {message}\n", result.Errors, StringComparison.Ordinal);
        Assert.EndsWith("Try 'kelf symvers --help'.\n", result.Errors, StringComparison.Ordinal);
        Assert.Empty(FilesIn("."));
    }

    [Fact]
    public void Two_objects_do_not_share_an_output()
    {
        ProgramResult result = Run($"--output-dir {At("versions")} demo.o ./demo.o");
        Assert.Equal((1, ""), (result.Exit, Text(result)));
        Assert.Contains("would hold the results of", result.Errors, StringComparison.Ordinal);
        Assert.Empty(FilesIn("."));
    }

    private static ProgramResult Run(string arguments, string input = "") => SymversProgram.RunKelf(
        Demo, ["symvers", .. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)], Encoding.UTF8.GetBytes(input));

    private static string Text(ProgramResult result) => Encoding.UTF8.GetString(result.Output);

    private static string Sorted(ProgramResult result) =>
        string.Concat(
            Text(result).Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Order(StringComparer.Ordinal)
                .Select(line => line + "\n"));

    private string At(string name) => Path.Combine(_folder.FullName, name);

    private IEnumerable<string> FilesIn(string name) =>
        Directory.EnumerateFiles(At(name), "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(At(name), path))
            .Order(StringComparer.Ordinal);
}
