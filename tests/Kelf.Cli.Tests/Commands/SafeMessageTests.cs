// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Cli.Tests.Repository;

using Xunit;

namespace Kelf.Cli.Tests.Commands;

/// <summary>
/// Names of files, symbols and members come from anyone. Nothing in a message moves a cursor, colours a terminal or turns
/// text around; results are byte for byte what they were, except on a terminal.
/// </summary>
public sealed class SafeMessageTests : IDisposable
{
    private const string Evil = "\u001b]0;x\u0007\u202etxt.\u009b\n.o";

    private const string Harmless = "\\x1b]0;x\\x07\\u202etxt.\\u009b\\x0a.o";

    private static readonly string Demo =
        Path.Combine(Path.GetDirectoryName(SymversProgram.Fixtures)!, "demo", "demo.o");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kelf-safe-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("kelf", "symvers", "kelf: error: NAME: No such file or directory\n")]
    [InlineData("kelf", "split", "kelf: error: NAME: No such file or directory\n")]
    [InlineData("kelf", "relocs", "kelf: error: NAME: No such file or directory\n")]
    [InlineData("kelf", "lto-check", "kelf: error: NAME: No such file or directory\n")]
    [InlineData("kelf", "image info", "kelf: error: NAME: No such file or directory\n")]
    [InlineData("recordmcount", "", "recordmcount: error: NAME: No such file or directory\nNAME: failed\n")]
    [InlineData("kallsyms", "", "NAME: No such file or directory\n")]
    [InlineData("relocs", "", "relocs: error: NAME: No such file or directory\n")]
    public void Names_of_files_are_harmless_in_errors(string tool, string command, string expected)
    {
        string[] words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string[] output = command == "split" ? ["-o", "out"] : [];
        ProgramResult result = ProgramRun.RunAs(tool, _folder.FullName, [.. words, .. output, Evil]);
        Assert.Equal(expected.Replace("NAME", Harmless, StringComparison.Ordinal), result.Errors);
        Assert.Empty(result.Output);
    }

    [Fact]
    public void Reports_are_harmless_in_files_too()
    {
        File.Copy(Demo, Path.Combine(_folder.FullName, Evil));
        ProgramResult result = ProgramRun.RunKelf(_folder.FullName, "lto-check", Evil);
        Assert.StartsWith($"{Harmless}: ", Encoding.UTF8.GetString(result.Output), StringComparison.Ordinal);
        Assert.All(Encoding.UTF8.GetString(result.Output).Split('\n')[1..], line => Assert.True(line.Length == 0 || line[0] == ' ', line));
        string json = Encoding.UTF8.GetString(ProgramRun.RunKelf(_folder.FullName, "lto-check", "--json", Evil).Output);
        Assert.Contains("\\u202etxt.\\u009B\\n.o\"", json, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(json, character => char.IsControl(character) && character != '\n' || character == '\u202e');
    }

    [Fact]
    public void Results_are_exact_and_messages_are_not()
    {
        byte[] list = [.. "no"u8, 0xff, .. "\u001b[31m\u202e\n"u8];
        ProgramResult result = Symvers(list, "-q", "--symbols", "-", Demo);
        Assert.Equal([.. "#SYMVER no"u8, 0xff, .. "\u001b[31m\u202e 0x00000000\n"u8], result.Output);
        Assert.Equal($"kelf: warning: {Demo}: no information for symbol no\\xff\\x1b[31m\\u202e\n", result.Errors);
    }

    [Fact]
    public void On_a_terminal_results_are_harmless_as_well()
    {
        if (!File.Exists("/usr/bin/script"))
        {
            Assert.Skip("no script(1), which makes a terminal");
        }

        File.WriteAllText(Path.Combine(_folder.FullName, "list"), "no\u001b[31m\n");
        ProgramResult result = ProgramRun.Run(
            "/usr/bin/script", _folder.FullName,
            ["-qec", $"'{ProgramRun.Kelf}' symvers -q --symbols list '{Demo}' 2>/dev/null", "/dev/null"], [], []);
        Assert.Equal("#SYMVER no\\x1b[31m 0x00000000\r\n", Encoding.UTF8.GetString(result.Output));
    }

    [Fact]
    public void A_list_of_symbols_is_named_with_its_line()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "list"), "ring_push\n \n");
        Assert.Equal(
            "kelf: error: list:2: malformed input line: it names no symbol\n", Symvers([], "--symbols", "list", Demo).Errors);
        Assert.Equal(
            "kelf: error: standard input:1: malformed input line: it names no symbol\n",
            Symvers("\n"u8.ToArray(), "--symbols", "-", Demo).Errors);
        File.WriteAllText(Path.Combine(_folder.FullName, "list"), "nowhere\n");
        Assert.Equal(
            "kelf: warning: list: no information for symbol nowhere\n", Symvers([], "-q", "--symbols", "list", Demo, Demo).Errors);
    }

    [Fact]
    public void A_file_that_a_thin_archive_names_is_named_with_the_archive()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "all.a"), $"!<thin>\n{"gone.o/",-16}{0,-12}{0,-6}{0,-6}{"644",-8}{1,-10}`\n");
        Assert.Equal("kelf: error: all.a(gone.o): gone.o: No such file or directory\n", Symvers([], "all.a").Errors);
    }

    [Fact]
    public void Nothing_is_written_past_the_one_writer()
    {
        Assert.Empty(
            from path in SourceTree.CSharp("src")
            where path is not ("src/Kelf.Cli/Terminal/StandardError.cs" or "src/Kelf.Cli/Terminal/StandardOutput.cs")
            from line in SourceTree.Code(path)
            where line.Text.Contains("new DescriptorStream(", StringComparison.Ordinal)
                || line.Text.Contains("OpenStandardError", StringComparison.Ordinal)
                || line.Text.Contains("OpenStandardOutput", StringComparison.Ordinal)
            select $"{path}:{line.Number}: opens a standard stream: write through StandardError or StandardOutput");
    }

    private ProgramResult Symvers(byte[] input, params string[] arguments) =>
        SymversProgram.RunKelf(_folder.FullName, ["symvers", .. arguments], input);
}
