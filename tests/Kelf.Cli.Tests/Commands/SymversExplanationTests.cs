// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Xunit;

namespace Kelf.Cli.Tests.Commands;

/// <summary><c>--explain</c>, <c>--why-not</c> and <c>--timings</c>.</summary>
public sealed class SymversExplanationTests : IDisposable
{
    private static readonly string Demo = Path.Combine(Path.GetDirectoryName(SymversProgram.Fixtures)!, "demo");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kelf-explanation-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_version_is_explained_by_its_entry_and_the_tree_of_its_types()
    {
        (int exit, string output, _) = Run("w01-struct-cycle", "--explain f e.o");
        Assert.Equal(0, exit);
        Assert.Matches(
            """
            \Asymbol:   f
            object:   e\.o
            note:     the object does not export it, and it is not on the list
            version:  0xca2fb93b
            entry:    e\.o: \.debug_info\+0x[0-9a-f]+: function f
            unit:     e\.c
            length:   408 bytes, 1 named types

            subprogram \(
              formal_parameter pointer_type \{
                structure_type s \{
                  member base_type int byte_size\(4\) encoding\(5\) a data_member_location\(0\) ,
                  member pointer_type \{
                    s#s
                  \} byte_size\(8\) next data_member_location\(8\) ,
            """.ReplaceLineEndings("\n"),
            output);
        Assert.EndsWith(") -> base_type int byte_size(4) encoding(5)\n\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_unit_that_exports_a_symbol_explains_it()
    {
        (int exit, string output, _) = Run("../lto", "--per-unit --explain b_user thin.o");
        Assert.Equal(0, exit);
        Assert.Contains("\nversion:  0x566a2fc3 (of its unit)\n", output, StringComparison.Ordinal);
        Assert.Contains("\nunit:     b.c\n", output, StringComparison.Ordinal);
        (exit, output, _) = Run("../lto", "--per-unit --why-not external_asm_fn thin-no-pointers.o");
        Assert.Equal(1, exit);
        Assert.Contains("\nversion:  none\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Aliases_and_rival_texts_are_named()
    {
        File.WriteAllText(At("list"), "real\nali\n");
        (_, string output, _) = Run("w07-aliases", $"--symbols {At("list")} --explain ali e.o");
        Assert.Contains("\naliases:  real\n", output, StringComparison.Ordinal);

        File.WriteAllText(At("list"), "v1\nv2\nv3\n");
        (_, output, _) = Run("w15-longest-text", $"--symbols {At("list")} --explain v3 joined.o");
        Assert.Contains("\nversion:  0xc09bfb83\n", output, StringComparison.Ordinal);
        Assert.Contains("\nlongest of several texts: s#s\n", output, StringComparison.Ordinal);
        // By itself v3 knows of a declaration only.
        (_, output, _) = Run("w15-longest-text", $"--canonical --symbols {At("list")} --explain v3 joined.o");
        Assert.Contains("\nversion:  0x69f52d81 (canonical)\n", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nosuch", "the object has no symbol of that name", "look for the object that defines it; nm -A lists names")]
    [InlineData("__gendwarfksyms_ptr_x", "the name is that of a symbol pointer, which carries the type of another symbol",
        "list the other symbol")]
    public void A_symbol_without_information_has_a_reason_and_an_advice(string symbol, string reason, string advice)
    {
        (int exit, string output, _) = Run("w01-struct-cycle", $"--why-not {symbol} e.o");
        Assert.Equal(1, exit);
        Assert.EndsWith($"version:  none\nreason:   {reason}\nadvice:   {advice}\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Entries_that_do_not_count_are_shown()
    {
        // `next` is a member.
        (int exit, string output, _) = Run("w01-struct-cycle", "--why-not next e.o");
        Assert.Equal(1, exit);
        Assert.Matches(@"entry:    e\.o: \.debug_info\+0x[0-9a-f]+: member next, inside a structure\n", output);
        Assert.Contains("reason:   the entries of that name are not those of an exported function", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_exports_nothing_of_that_name_is_an_error()
    {
        (int exit, string output, string errors) = Run("w15-longest-text", "--explain nosuch .");
        Assert.Equal((1, ""), (exit, output));
        Assert.Matches(@"\Akelf: error: none of \d+ objects exports nosuch\n\z", errors);
    }

    [Fact]
    public void The_explained_version_is_the_computed_one()
    {
        // The types of assembler stand in an object beside it, and there the version comes from.
        File.Copy(Path.Combine(Demo, "demo.o"), At("entry.gendwarfksyms.o"));
        File.Copy(Path.Combine(Demo, "demo.o"), At("entry.o"));
        (_, string output, _) = Run("../demo", $"--explain ring_push {At("entry.o")}");
        Assert.Contains($"object:   {At("entry.gendwarfksyms.o")}\nversion:  0xa0acb1cc\n", output, StringComparison.Ordinal);
        File.WriteAllText(At("list"), "ring_push\n");
        (_, output, _) = Run("../demo", $"--symbols {At("list")} --explain ring_push {At("entry.o")}");
        Assert.Contains($"object:   {At("entry.o")}\nversion:  0xa0acb1cc\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Control_bytes_do_not_reach_the_terminal()
    {
        (int exit, string output, _) = Run("w01-struct-cycle", "--why-not \u001b[31mcaf\u00e9 e.o");
        Assert.Equal(1, exit);
        Assert.StartsWith("symbol:   \\x1b[31mcaf\u00e9\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_time_of_an_explanation_can_be_asked_for()
    {
        (int exit, _, string errors) = Run("w01-struct-cycle", "--timings --explain f e.o");
        Assert.Equal(0, exit);
        Assert.Equal(
            ["find objects", "explain", "in all", "processor", "most memory"],
            errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line[15..]));
    }

    [Fact]
    public void Timings_name_the_phases()
    {
        (int exit, _, string errors) = Run("../demo", "-q --timings demo.o");
        Assert.Equal(0, exit);
        Assert.Equal(
            ["find objects", "read headers", "find symbols", "describe types", "compute versions", "all objects", "write", "in all", "processor", "most memory"],
            errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line[15..]));
    }

    private string At(string name) => Path.Combine(_folder.FullName, name);

    private static (int Exit, string Output, string Errors) Run(string fixture, string arguments)
    {
        ProgramResult result = SymversProgram.RunKelf(
            Path.Combine(SymversProgram.Fixtures, fixture), ["symvers", .. arguments.Split(' ')], []);
        return (result.Exit, Encoding.UTF8.GetString(result.Output), result.Errors);
    }
}
