// SPDX-License-Identifier: GPL-2.0-only
using System.Text.RegularExpressions;

using Xunit;

namespace Kelf.Cli.Tests.Repository;

/// <summary>
/// The rules of ARCHITECTURE.md on what may know what. A message names the file, the line and the remedy.
/// </summary>
public sealed partial class LayerTests
{
    private const int MostFiles = 24;

    // Mapped memory, native libraries, and the one table that a signal handler reads.
    private static readonly string[] UnsafeDirectories =
    [
        "src/Kelf.ObjectFiles/Bytes/", "src/Kelf.ObjectFiles/Compression/", "src/Kelf.Archives/Streams/",
        "src/Kelf.Kernel/Shared/Files/Temporaries.cs", "src/Kelf.Kernel/Modpost/Versions/MarkSearch.cs",
        "src/Kelf.Kernel/Kabi/History/Engine/",
    ];

    // The same configuration as these tests: .../Kelf.Cli.Tests/release and .../Kelf.Cli/release.
    private static readonly string ProgramDirectory =
        Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory).Replace("/Kelf.Cli.Tests/", "/Kelf.Cli/", StringComparison.Ordinal);

    [Fact]
    public void References_point_down()
    {
        // From the bottom; what is said of a lower assembly that names one.
        (string Name, string Remedy)[] assemblies =
        [
            ("Kelf.ObjectFiles", ""),
            ("Kelf.Archives", "object files know nothing of compressed files and tar: move it up"),
            ("Kelf.Kernel", "formats know nothing of kernels: move it up"),
            ("Kelf.Cli", "only the program knows of its command line"),
        ];
        Assert.Equal(
            assemblies.Select(assembly => "src/" + assembly.Name).Order(StringComparer.Ordinal),
            SourceTree.CSharp("src").Select(path => string.Join('/', path.Split('/').Take(2))).Distinct().Order(StringComparer.Ordinal));
        Assert.Empty(
            from lower in Enumerable.Range(0, assemblies.Length)
            from upper in assemblies.Skip(lower + 1)
            from breach in Mentions("src/" + assemblies[lower].Name, upper.Name, upper.Remedy)
            select breach);
    }

    [Fact]
    public void A_tool_uses_another_only_where_the_table_of_the_document_says_so()
    {
        string[] document = File.ReadAllLines(Path.Combine(SourceTree.Root, "ARCHITECTURE.md"));
        HashSet<(string, string)> allowed =
        [
            .. from line in document.SkipWhile(line => line != "| tool | uses |").Skip(2).TakeWhile(line => line.StartsWith('|'))
               let cells = line.Split('|', StringSplitOptions.TrimEntries)
               from used in cells[2].Split(", ")
               select (cells[1], used),
        ];
        (string From, string To)[] uses =
        [
            .. from edge in NamespaceGraph.Read(Path.Combine(ProgramDirectory, "Kelf.Kernel.dll")).Edges.Keys
               let tools = (From: ToolOf(edge.From), To: ToolOf(edge.To))
               where tools.From != tools.To && tools.To is not ("Shared" or "")
               select tools,
        ];
        Assert.Equal(allowed.Order(), uses.Distinct().Order());

        // What is around all tools is none.
        static string ToolOf(string name) => name.Split('.') is [_, _, string tool, ..] ? tool : "";
    }

    [Theory]
    [InlineData("Kelf.ObjectFiles.dll")]
    [InlineData("Kelf.Archives.dll")]
    [InlineData("Kelf.Kernel.dll")]
    [InlineData("kelf.dll")]
    public void No_namespaces_use_each_other_in_a_circle(string assembly) =>
        Assert.Empty(NamespaceGraph.Read(Path.Combine(ProgramDirectory, assembly)).Cycles());

    // The upper one needs no `using` to see the lower ones, nor the lower one to see its parent.
    [Fact]
    public void A_circle_of_a_namespace_and_its_child_is_noticed()
    {
        NamespaceGraph graph = NamespaceGraph.Read(typeof(LayerTests).Assembly.Location);
        Assert.Equal(
            [
                "Kelf.Cli.Tests.Repository.Circle -> Kelf.Cli.Tests.Repository.Circle.Child: Parent uses Child",
                "Kelf.Cli.Tests.Repository.Circle.Child -> Kelf.Cli.Tests.Repository.Circle: Child uses Parent",
            ],
            graph.Cycles().Where(edge => edge.Contains(".Circle", StringComparison.Ordinal)));
    }

    [Fact]
    public void No_two_types_have_one_name()
    {
        Assert.Empty(
            from path in SourceTree.CSharp("src")
            from line in SourceTree.Code(path)
            let found = TypeLine().Match(line.Text)
            where found.Success && !line.Text.Contains(" partial ", StringComparison.Ordinal)
            group path by found.Groups[1].Value into places
            where places.Count() > 1
            select $"{places.Key}: {string.Join(", ", places)}");
    }

    [Fact]
    public void No_folder_keeps_more_than_a_page_of_files()
    {
        Assert.Empty(
            from path in SourceTree.CSharp("src")
            group path by Path.GetDirectoryName(path) into folder
            where folder.Count() > MostFiles
            select $"{folder.Key}: {folder.Count()} source files; {MostFiles} are read at a glance: divide it");
    }

    [Fact]
    public void Unsafe_code_stays_in_its_folders()
    {
        Assert.Empty(
            from path in SourceTree.CSharp("src")
            where !UnsafeDirectories.Any(folder => path.StartsWith(folder, StringComparison.Ordinal))
            from line in SourceTree.Code(path)
            where UnsafeWord().IsMatch(line.Text)
            select $"{path}:{line.Number}: `unsafe` outside {string.Join(" and ", UnsafeDirectories)}: use a span of a Region");
    }

    [Fact]
    public void Numbers_that_files_choose_are_hashed_with_a_key()
    {
        Assert.Empty(
            from path in SourceTree.CSharp("src")
            from line in SourceTree.Code(path)
            where PlainNumberTable().IsMatch(line.Text)
            select $"{path}:{line.Number}: chosen numbers all fall into one place of this table: new(KeyedHash.Numbers)");
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
            select $"{path}:{line.Number}: namespace {found.Groups[1].Value} in the directory of {wanted}");
    }

    private static IEnumerable<string> Mentions(string folder, string name, string remedy) =>
        from path in SourceTree.CSharp(folder).Concat(SourceTree.Files(folder, "*.csproj"))
        from line in SourceTree.Code(path)
        where Regex.IsMatch(line.Text, $@"\b{Regex.Escape(name)}\b") && !FriendLine().IsMatch(line.Text)
        select $"{path}:{line.Number}: names {name}: {remedy}";

    [GeneratedRegex("""(?<!")\bunsafe\b""")]
    private static partial Regex UnsafeWord();

    [GeneratedRegex(@"\bConsole\b")]
    private static partial Regex ConsoleWord();

    [GeneratedRegex(@"^namespace ([\w.]+)")]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"^(?:(?:public|internal|static|sealed|abstract|readonly|unsafe|ref) )*(?:class|struct|record struct|record|enum|interface) (\w+)")]
    private static partial Regex TypeLine();

    [GeneratedRegex(@"(?<![\w<(])(?:Dictionary|HashSet)<ulong\b.*> \w+ = (?:\[|new\(\))")]
    private static partial Regex PlainNumberTable();

    [GeneratedRegex("InternalsVisibleTo")]
    private static partial Regex FriendLine();
}
