// SPDX-License-Identifier: GPL-2.0-only
using Kelf.TestSupport;

namespace Kelf.Cli.Tests.Repository;

/// <summary>The files of the repository, for the rules that a compiler does not check.</summary>
internal static class SourceTree
{
    /// <summary>Its root directory.</summary>
    public static string Root => SourceDirectory.Root;

    /// <summary>All C# files below a directory, as paths from the root with slashes, in ordinal order.</summary>
    public static IEnumerable<string> CSharp(string folder) => Files(folder, "*.cs");

    /// <summary>All files below a directory with a name like that, without what builds leave behind.</summary>
    public static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path))
            .Where(path => !path.Split('/').Any(part => part is "bin" or "obj" or "out" or ".git"))
            .Order(StringComparer.Ordinal);

    /// <summary>The text of a file.</summary>
    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>The lines of a C# file that are not comments, with their numbers from 1.</summary>
    public static IEnumerable<(int Number, string Text)> Code(string path) =>
        Read(path).Split('\n')
            .Select((text, index) => (Number: index + 1, Text: text))
            .Where(line => !line.Text.TrimStart().StartsWith("//", StringComparison.Ordinal));
}
