// SPDX-License-Identifier: GPL-2.0-only
using System.Text.RegularExpressions;

using Xunit;

namespace Kelf.Cli.Tests.Repository;

/// <summary>What each file of the repository has to have.</summary>
public sealed partial class FileTests
{
    private const string Licence = "SPDX-License-Identifier: GPL-2.0-only";

    [Fact]
    public void Sources_begin_with_the_licence()
    {
        Assert.Empty(
            from path in SourceTree.CSharp("src").Concat(SourceTree.CSharp("tests")).Concat(SourceTree.CSharp("bench"))
            where !SourceTree.Read(path).StartsWith($"// {Licence}\n", StringComparison.Ordinal)
            select $"{path}: the first line is not `// {Licence}`");
    }

    // Below the line that names the interpreter, or inside the root element.
    [Fact]
    public void Scripts_and_projects_name_the_licence_in_their_first_lines()
    {
        IEnumerable<string> files = new[] { "*.sh", "*.csproj", "*.props", "Makefile*", "Kbuild", "*.editorconfig" }
            .SelectMany(pattern => new[] { "src", "tests", "bench", "tools", "kbuild", "packaging" }
                .SelectMany(folder => SourceTree.Files(folder, pattern))
                .Concat(Directory.EnumerateFiles(SourceTree.Root, pattern).Select(path => Path.GetFileName(path))));
        Assert.Empty(
            from path in files
            where !SourceTree.Read(path).Split('\n').Take(3).Any(line => line.Contains(Licence, StringComparison.Ordinal))
            select $"{path}: `{Licence}` is not in the first three lines");
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("CONTRIBUTING.md")]
    [InlineData("ARCHITECTURE.md")]
    [InlineData("docs/bench.md")]
    [InlineData("docs/canonical.md")]
    [InlineData("docs/differences.md")]
    [InlineData("docs/glossary.md")]
    [InlineData("docs/proof.md")]
    [InlineData("docs/versioning.md")]
    [InlineData("kbuild/README.md")]
    [InlineData("packaging/README.md")]
    [InlineData("SECURITY.md")]
    public void Documents_name_files_that_exist(string document)
    {
        Assert.Empty(
            from Match name in FileName().Matches(SourceTree.Read(document))
            let path = name.Groups[1].Value
            where !Path.Exists(Path.Combine(SourceTree.Root, path))
            select $"{document}: names `{path}`, which is not there");
    }

    // `src/…`, and links: [text](docs/…).
    [GeneratedRegex(@"[`(]((?:src|tests|bench|docs|tools|kbuild|packaging)/[\w./-]*\w)/?[`)]")]
    private static partial Regex FileName();
}
