// SPDX-License-Identifier: GPL-2.0-only
using System.Text.RegularExpressions;

using Xunit;

namespace Kelf.Cli.Tests.Repository;

/// <summary>
/// The rules of ARCHITECTURE.md on what may know what. A message names the file, the line and the remedy.
/// </summary>
public sealed partial class LayerTests
{
    private const string ToolsFolder = "src/Kelf.Kernel";

    // Mapped memory, native libraries, and the one table that a signal handler reads.
    private static readonly string[] UnsafeFolders =
        ["src/Kelf.ObjectFiles/Bytes/", "src/Kelf.ObjectFiles/Compression/", "src/Kelf.Kernel/Shared/Temporaries.cs"];

    // Tools that are made of others, which know nothing of them.
    private static readonly (string Tool, string Uses)[] s_compositions =
    [
        ("Link", "Kallsyms"), ("Link", "Sorttable"), ("Link", "SymbolPaths"), ("SymbolPaths", "Kallsyms"),
    ];

    [Fact]
    public void References_point_down()
    {
        List<string> breaches = [];
        breaches.AddRange(Mentions("src/Kelf.ObjectFiles", "Kelf.Kernel", "formats know nothing of kernels: move it up"));
        breaches.AddRange(Mentions("src/Kelf.ObjectFiles", "Kelf.Cli", "only the program knows of its command line"));
        breaches.AddRange(Mentions("src/Kelf.Kernel", "Kelf.Cli", "only the program knows of its command line"));
        Assert.Empty(breaches);
    }

    [Fact]
    public void No_tool_names_another_tool()
    {
        string[] tools = Directory.GetDirectories(Path.Combine(SourceTree.Root, ToolsFolder))
            .Select(path => Path.GetFileName(path))
            .Where(name => name is not "Shared" and not "bin" and not "obj")
            .ToArray();
        Assert.Contains("Symvers", tools);
        Assert.Empty(
            from tool in tools.Append("Shared")
            where Directory.Exists(Path.Combine(SourceTree.Root, ToolsFolder, tool))
            from other in tools
            where other != tool && !s_compositions.Contains((tool, other))
            from breach in Mentions(
                $"{ToolsFolder}/{tool}",
                $"Kelf.Kernel.{other}",
                "what two tools share belongs in Shared/ or in Kelf.ObjectFiles")
            select breach);
    }

    [Fact]
    public void Unsafe_code_stays_in_its_folders()
    {
        Assert.Empty(
            from path in SourceTree.CSharp("src")
            where !UnsafeFolders.Any(folder => path.StartsWith(folder, StringComparison.Ordinal))
            from line in SourceTree.Code(path)
            where UnsafeWord().IsMatch(line.Text)
            select $"{path}:{line.Number}: `unsafe` outside {string.Join(" and ", UnsafeFolders)}: use a span of a Region");
    }

    [Fact]
    public void Console_stays_in_the_program()
    {
        Assert.Empty(
            from path in SourceTree.CSharp("src")
            where !path.StartsWith("src/Kelf.Cli/", StringComparison.Ordinal)
            from line in SourceTree.Code(path)
            where ConsoleWord().IsMatch(line.Text)
            select $"{path}:{line.Number}: `Console` outside Kelf.Cli: return the result, or take a writer as an option");
    }

    [Fact]
    public void Namespaces_equal_folders()
    {
        Assert.Empty(
            from path in SourceTree.CSharp("src").Concat(SourceTree.CSharp("tests"))
            let wanted = Path.GetDirectoryName(path)!.Split('/', 2)[1].Replace('/', '.')
            from line in SourceTree.Code(path)
            let found = NamespaceLine().Match(line.Text)
            where found.Success && found.Groups[1].Value != wanted
                && !path.StartsWith("tests/Differential/", StringComparison.Ordinal)
            select $"{path}:{line.Number}: namespace {found.Groups[1].Value} in the folder of {wanted}");
    }

    private static IEnumerable<string> Mentions(string folder, string name, string remedy) =>
        from path in SourceTree.CSharp(folder).Concat(SourceTree.Files(folder, "*.csproj"))
        from line in SourceTree.Code(path)
        where Regex.IsMatch(line.Text, $@"\b{Regex.Escape(name)}\b") && !FriendLine().IsMatch(line.Text)
        select $"{path}:{line.Number}: names {name}: {remedy}";

    [GeneratedRegex(@"\bunsafe\b")]
    private static partial Regex UnsafeWord();

    [GeneratedRegex(@"\bConsole\b")]
    private static partial Regex ConsoleWord();

    [GeneratedRegex(@"^namespace ([\w.]+)")]
    private static partial Regex NamespaceLine();

    [GeneratedRegex("InternalsVisibleTo")]
    private static partial Regex FriendLine();
}
