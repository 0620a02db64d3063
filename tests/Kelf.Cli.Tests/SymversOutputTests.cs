// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Xunit;

namespace Kelf.Cli.Tests;

/// <summary>Outputs that cannot be written, and outputs that are there already.</summary>
public sealed class SymversOutputTests
{
    private static readonly string _folder = Path.Combine(SymversProgram.Fixtures, "command-line");
    private static readonly byte[] _symbols = "head\nlength\n"u8.ToArray();
    private static readonly byte[] _symtypes = File.ReadAllBytes(Path.Combine(_folder, "plain", "symtypes"));

    /// <summary>The original does not notice; a version that is lost in a build would be missed much later.</summary>
    [Theory]
    [InlineData("> /dev/full")]
    [InlineData(">&-")]
    public void Standard_output_that_cannot_be_written_is_an_error(string redirection)
    {
        Assert.SkipWhen(SymversProgram.IsOriginal, "the original ends with status 0");
        using SymversProgram program = new();
        ProgramResult result = program.RunShell(_folder, "gendwarfksyms e.o " + redirection, _symbols);
        Assert.Equal(1, result.Exit);
        Assert.Matches("^error: gendwarfksyms: .*\n$", result.Errors);
    }

    [Theory]
    [InlineData("/dev/full")]
    [InlineData(".")]
    [InlineData("nowhere/types")]
    public void Symtypes_file_that_cannot_be_written_is_an_error(string path)
    {
        using SymversProgram program = new();
        string objectFile = Path.Combine(_folder, "e.o");
        ProgramResult result = program.RunDropIn(program.Scratch, ["-T", path, objectFile], _symbols);
        Assert.Equal(1, result.Exit);
        Assert.Empty(result.Output);
        Assert.Matches("^error: gendwarfksyms: .*\n$", result.Errors);
        Assert.Empty(Directory.EnumerateFileSystemEntries(program.Scratch));
    }

    [Fact]
    public void Symtypes_file_is_replaced()
    {
        using SymversProgram program = new();
        string path = Path.Combine(program.Scratch, "types");
        File.WriteAllText(path, "longer than the new one " + new string('x', 100_000));
        ProgramResult result = program.RunDropIn(_folder, ["-T", path, "e.o"], _symbols);
        Assert.Equal((0, ""), (result.Exit, result.Errors));
        SymversText.AssertEqual(_symtypes, File.ReadAllBytes(path), "symtypes");
        Assert.Single(Directory.EnumerateFileSystemEntries(program.Scratch));
    }

    /// <summary>A target that holds the new content already is not written: nothing is built again because of it.</summary>
    [Fact]
    public void Symtypes_file_with_the_same_content_keeps_its_time()
    {
        Assert.SkipWhen(SymversProgram.IsOriginal, "the original writes it anew");
        using SymversProgram program = new();
        string path = Path.Combine(program.Scratch, "types");
        File.WriteAllBytes(path, _symtypes);
        DateTime time = new(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(path, time);
        ProgramResult result = program.RunDropIn(_folder, ["-T", path, "e.o"], _symbols);
        Assert.Equal((0, ""), (result.Exit, result.Errors));
        Assert.Equal(time, File.GetLastWriteTimeUtc(path));
    }

    [Fact]
    public void Symtypes_file_stays_as_it_was_after_an_error()
    {
        Assert.SkipWhen(SymversProgram.IsOriginal, "the original empties it");
        using SymversProgram program = new();
        string path = Path.Combine(program.Scratch, "types");
        File.WriteAllText(path, "as it was");
        ProgramResult result = program.RunDropIn(_folder, ["-T", path, "nowhere.o"], _symbols);
        Assert.Equal(1, result.Exit);
        Assert.Equal("as it was", File.ReadAllText(path));
        Assert.Single(Directory.EnumerateFileSystemEntries(program.Scratch));
    }

    /// <summary>Kbuild appends standard output to a file that has content already.</summary>
    [Fact]
    public void Standard_output_is_appended()
    {
        using SymversProgram program = new();
        string path = Path.Combine(program.Scratch, "e.o.cmd");
        File.WriteAllText(path, "before\n");
        ProgramResult result = program.RunShell(_folder, $"gendwarfksyms e.o >> {path}", _symbols);
        Assert.Equal((0, ""), (result.Exit, result.Errors));
        string expected = "before\n" + Encoding.UTF8.GetString(File.ReadAllBytes(Path.Combine(_folder, "plain", "stdout")));
        Assert.Equal(expected, File.ReadAllText(path));
    }
}
