// SPDX-License-Identifier: GPL-2.0-only
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Cli.Tests;

/// <summary>
/// Every case of the golden set, run under the name <c>gendwarfksyms</c>: exit status, standard
/// output, standard error, the symtypes file, and no other file.
/// </summary>
public sealed class SymversGoldenTests
{
    public static TheoryData<string> Cases => new(SymversCase.AllNames);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Prints_what_is_expected(string name)
    {
        SymversCase golden = new(name);
        Assert.SkipWhen(SymversProgram.IsOriginal && golden.OriginalIsUndefined, "the original prints now this, now that");
        using SymversProgram program = new();
        string symtypes = Path.Combine(program.Scratch, "symtypes");
        string other = Path.Combine(program.Scratch, "other");

        ProgramResult result = program.RunDropIn(
            golden.WorkingDirectory, golden.Arguments(symtypes, other), golden.Symbols, golden.Environment);

        Assert.Null(SymversMessages.Difference(golden, result.Errors.Replace(program.Scratch, "@scratch@", StringComparison.Ordinal)));
        Assert.Equal(golden.Exit, result.Exit);
        SymversText.AssertEqual(golden.Output, result.Output, "standard output");
        CheckFile(golden, "symtypes", symtypes);
        CheckFile(golden, "other", other);
        Assert.Empty(Directory.EnumerateFileSystemEntries(program.Scratch).Except([symtypes, other]));
    }

    /// <summary>The golden set itself: nothing is empty by mistake, each difference has its reason.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void Case_is_sound(string name)
    {
        string folder = Path.Combine(SymversProgram.Fixtures, name);
        string[] known =
        [
            "args", "symbols", "environment", "no-symtypes", "exit", "stdout", "symtypes", "other", "stderr",
            "stderr-sorted", "stderr-line", "stderr-pattern", "stderr-any", "differs", "original",
        ];
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder).Select(Path.GetFileName).Except(known));
        Assert.True(File.Exists(Path.Combine(folder, "stdout")), "no expected standard output");
        bool fails = File.Exists(Path.Combine(folder, "exit"));
        if (fails)
        {
            Assert.Empty(File.ReadAllBytes(Path.Combine(folder, "stdout")));
            Assert.False(File.Exists(Path.Combine(folder, "symtypes")), "a symtypes file in spite of an error");
            Assert.Contains(
                Directory.EnumerateFiles(folder).Select(Path.GetFileName),
                file => file is "stderr" or "stderr-line" or "stderr-pattern");
        }

        if (File.Exists(Path.Combine(folder, "differs")))
        {
            Assert.True(new FileInfo(Path.Combine(folder, "differs")).Length > 20, "no reason for the difference");
            Assert.True(Directory.Exists(Path.Combine(folder, "original")), "no record of what the original does");
        }
    }

    [Fact]
    public void All_worked_examples_are_there()
    {
        IEnumerable<string> expected = Enumerable.Range(1, 23).Select(number => $"w{number:00}-");
        Assert.All(expected, prefix =>
            Assert.Contains(SymversCase.AllNames, name => name.StartsWith(prefix, StringComparison.Ordinal)));
    }

    private static void CheckFile(SymversCase golden, string file, string path)
    {
        if (golden.ReadBytes(file) is { } expected)
        {
            Assert.True(File.Exists(path), $"no {file} file");
            SymversText.AssertEqual(expected, File.ReadAllBytes(path), file);
        }
        else if (!(SymversProgram.IsOriginal && golden.Exit != 0))
        {
            Assert.False(File.Exists(path), $"a {file} file that should not be there");
        }
    }
}
