// SPDX-License-Identifier: GPL-2.0-only
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;

using Xunit;

namespace Kelf.Cli.Tests.Repository;

/// <summary>Documents name types, members and rooms that exist.</summary>
public sealed partial class DocumentTests
{
    private static readonly string s_programs = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);

    // Types and members, as `Type` and `Type.Member`, and the parts of namespaces.
    private static readonly HashSet<string> s_names =
    [
        .. from project in (string[])["Kelf.Cli", "Kelf.Cli.Tests", "Kelf.ObjectFiles.Tests", "Kelf.Archives.Tests", "Kelf.Kernel.Tests"]
           from path in Directory.EnumerateFiles(s_programs.Replace("/Kelf.Cli.Tests/", $"/{project}/", StringComparison.Ordinal), "*.dll")
           where Path.GetFileName(path).StartsWith("kelf", StringComparison.OrdinalIgnoreCase)
           from name in NamesIn(path)
           select name,
    ];

    [Theory]
    [InlineData("ARCHITECTURE.md")]
    [InlineData("CONTRIBUTING.md")]
    [InlineData("docs/glossary.md")]
    [InlineData("docs/hostile-input.md")]
    public void Types_and_members_that_are_named_exist(string document)
    {
        Assert.Empty(
            from Match word in Word().Matches(SourceTree.Read(document))
            let name = word.Groups[1].Value
            where !s_names.Contains(name) && !s_names.Contains(string.Join('.', name.Split('.').Take(2)))
            select $"{document}: names `{name}`, and there is no such type, member or namespace");
    }

    // The tools that have rooms, with all of them.
    [Fact]
    public void Rooms_of_the_architecture_are_those_of_the_tree()
    {
        string block = Block().Match(SourceTree.Read("ARCHITECTURE.md")).Groups[1].Value;
        Dictionary<string, string[]> named = Regex.Split(block, @"\n(?=\w)").ToDictionary(
            lines => lines[..lines.IndexOf('/', StringComparison.Ordinal)],
            lines => Room().Matches(lines).Skip(1).Select(room => room.Groups[1].Value).Order(StringComparer.Ordinal).ToArray());
        Dictionary<string, string[]> there = new DirectoryInfo(Path.Combine(SourceTree.Root, "src/Kelf.Kernel")).EnumerateDirectories()
            .Where(tool => tool.EnumerateDirectories().Any() && tool.Name is not ("bin" or "obj"))
            .ToDictionary(tool => tool.Name, tool => tool.EnumerateDirectories().Select(room => room.Name).Order(StringComparer.Ordinal).ToArray());
        Assert.Equal(there.Keys.Order(StringComparer.Ordinal), named.Keys.Order(StringComparer.Ordinal));
        Assert.All(there, tool => Assert.Equal(tool.Value, named[tool.Key]));
    }

    [Fact]
    public void The_readme_is_read_in_one_go()
    {
        const int Most = 150;
        Assert.InRange(SourceTree.Read("README.md").Count(character => character == '\n'), 1, Most);
    }

    private static List<string> NamesIn(string path)
    {
        using PEReader file = new(File.OpenRead(path));
        MetadataReader metadata = file.GetMetadataReader();
        List<string> names = [metadata.GetString(metadata.GetAssemblyDefinition().Name)];
        foreach (TypeDefinition type in metadata.TypeDefinitions.Select(metadata.GetTypeDefinition))
        {
            // Type`1 has a parameter.
            string name = metadata.GetString(type.Name).Split('`')[0];
            string space = metadata.GetString(type.Namespace);
            names.AddRange([name, space, .. space.Split('.')]);
            names.AddRange(type.GetMethods().Select(member => $"{name}.{metadata.GetString(metadata.GetMethodDefinition(member).Name)}"));
            names.AddRange(type.GetProperties().Select(member => $"{name}.{metadata.GetString(metadata.GetPropertyDefinition(member).Name)}"));
            names.AddRange(type.GetFields().Select(member => $"{name}.{metadata.GetString(metadata.GetFieldDefinition(member).Name)}"));
        }

        return names;
    }

    // Names of C# begin with a capital letter and go on in small ones; words of C and of the shell do not.
    [GeneratedRegex(@"`([A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*(?:\.[A-Z][A-Za-z0-9]*)*)`")]
    private static partial Regex Word();

    // The fence in which each line begins with a directory, and the text up to its end.
    [GeneratedRegex(@"```\n(Symvers/ .*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"(?<!\S)(\w+)/")]
    private static partial Regex Room();
}
