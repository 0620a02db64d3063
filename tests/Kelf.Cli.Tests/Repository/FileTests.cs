// SPDX-License-Identifier: GPL-2.0-only
using System.Text.RegularExpressions;

using Xunit;

namespace Kelf.Cli.Tests.Repository;

/// <summary>What each file of the repository has to have.</summary>
public sealed partial class FileTests
{
    // What others may build upon without being under the GPL themselves.
    private static readonly string[] s_libraries = ["src/Kelf.ObjectFiles/", "src/Kelf.Archives/", "src/Library.props", "samples/"];

    [Fact]
    public void Sources_begin_with_the_licence()
    {
        Assert.Empty(
            from path in SourceTree.CSharp("src").Concat(SourceTree.CSharp("tests")).Concat(SourceTree.CSharp("bench")).Concat(SourceTree.CSharp("samples"))
            where !SourceTree.Read(path).StartsWith($"// {LicenceOf(path)}\n", StringComparison.Ordinal)
            select $"{path}: the first line is not `// {LicenceOf(path)}`");
    }

    [Fact]
    public void Packages_of_libraries_name_the_licence_of_their_sources()
    {
        Assert.Contains("<PackageLicenseExpression>MIT OR GPL-2.0-only<", SourceTree.Read("src/Library.props"), StringComparison.Ordinal);
        Assert.Contains("<PackageLicenseExpression>GPL-2.0-only<", SourceTree.Read("Directory.Build.props"), StringComparison.Ordinal);
        Assert.All(["Kelf.ObjectFiles", "Kelf.Archives"], name =>
            Assert.Contains("<Import Project=\"../Library.props\" />", SourceTree.Read($"src/{name}/{name}.csproj"), StringComparison.Ordinal));
    }

    // Below the line that names the interpreter, or inside the root element.
    [Fact]
    public void Scripts_and_projects_name_the_licence_in_their_first_lines()
    {
        IEnumerable<string> files = new[] { "*.sh", "*.csproj", "*.props", "Makefile*", "Kbuild", "*.editorconfig" }
            .SelectMany(pattern => new[] { "src", "tests", "bench", "samples", "tools", "kbuild", "packaging" }
                .SelectMany(folder => SourceTree.Files(folder, pattern))
                .Concat(Directory.EnumerateFiles(SourceTree.Root, pattern).Select(path => Path.GetFileName(path))));
        Assert.Empty(
            from path in files
            where !SourceTree.Read(path).Split('\n').Take(3).Any(line => line.Contains(LicenceOf(path), StringComparison.Ordinal))
            select $"{path}: `{LicenceOf(path)}` is not in the first three lines");
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("CONTRIBUTING.md")]
    [InlineData("ARCHITECTURE.md")]
    [InlineData("docs/bench.md")]
    [InlineData("docs/canonical.md")]
    [InlineData("docs/ci.md")]
    [InlineData("docs/differences.md")]
    [InlineData("docs/faq.md")]
    [InlineData("docs/glossary.md")]
    [InlineData("docs/packaging-kernels.md")]
    [InlineData("docs/proof.md")]
    [InlineData("docs/tools.md")]
    [InlineData("docs/troubleshooting.md")]
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

    private static string LicenceOf(string path) => "SPDX-License-Identifier: "
        + (s_libraries.Any(library => path.StartsWith(library, StringComparison.Ordinal)) ? "MIT OR GPL-2.0-only" : "GPL-2.0-only");

    // `src/…`, and links: [text](docs/…).
    [GeneratedRegex(@"[`(]((?:src|tests|bench|docs|tools|kbuild|packaging)/[\w./-]*\w)/?[`)]")]
    private static partial Regex FileName();
}
