// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Lines;

using Xunit;

namespace Kelf.Kernel.Tests.Lines;

public sealed class SourceExcerptsTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("kelf-excerpts").FullName;

    public SourceExcerptsTests()
    {
        Directory.CreateDirectory(Path.Combine(_directory, "tree/fs"));
        File.WriteAllText(Path.Combine(_directory, "tree/fs/a.c"), "one\ntwo\nthree\nfour\n");
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("fs/a.c", 2, 1, "1 one, 2 two, 3 three")]
    [InlineData("fs/a.c", 1, 1, "1 one, 2 two")]
    [InlineData("fs/a.c", 4, 2, "2 two, 3 three, 4 four")]
    [InlineData("fs/a.c", 3, 0, "3 three")]
    [InlineData("fs/a.c", 6, 1, "")]
    [InlineData("fs/a.c", 6, 2, "4 four")]
    [InlineData("fs/a.c", uint.MaxValue, 5, "")]
    [InlineData("fs/a.c", 0, 5, "")]
    [InlineData(null, 2, 1, "")]
    [InlineData("fs/b.c", 2, 1, "missing fs/b.c")]
    public void Lines_around_a_place_are_shown(string? file, uint line, int around, string expected)
    {
        List<string> missing = [];
        SourceExcerpts excerpts = new([_directory, Path.Combine(_directory, "tree")], around, missing.Add);
        for (int i = 0; i < 2; i++)
        {
            string[] lines =
            [
                .. excerpts.Of(new SourcePlace("f", "", file, line, 0, 0, false)).Select(shown => $"{shown.Number} {shown.Text}"),
                .. missing.Select(name => $"missing {name}"),
            ];
            Assert.Equal(expected, string.Join(", ", lines));
        }
    }

    [Theory]
    [InlineData("a.c", 5, "a.c:5")]
    [InlineData("a.c", 0, "a.c:?")]
    [InlineData(null, 5, "??:5")]
    [InlineData(null, 0, "??:?")]
    public void Places_have_the_words_of_addr2line(string? file, uint line, string expected) =>
        Assert.Equal(expected, Addr2lineText.Of(new SourcePlace("f", "", file, line, 0, 0, false)));

    [Theory]
    [InlineData("f", "", "f")]
    [InlineData("f", "_RNvC1a1f", "_RNvC1a1f")]
    [InlineData("", "", "??")]
    public void A_function_is_called_as_its_symbol(string function, string linkage, string expected) =>
        Assert.Equal(expected, Addr2lineText.SymbolOf(new SourcePlace(function, linkage, "a.c", 1, 0, 0, false)));
}
