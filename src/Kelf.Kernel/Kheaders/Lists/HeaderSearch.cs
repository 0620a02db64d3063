// SPDX-License-Identifier: GPL-2.0-only
using System.IO.Enumeration;
using System.Text;

using Kelf.Kernel.Kheaders.Settings;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Files;

namespace Kelf.Kernel.Kheaders.Lists;

/// <summary>Makes the lists from the trees: the same headers as the kernel's rules or its script find, sorted.</summary>
internal static class HeaderSearch
{
    // Made after the archive, and of no use in it: there from the second build on, when the scripts of 6.1 and 6.12 take it
    // along if they make the archive again.
    private const string LateHeader = "include/generated/utsversion.h";

    private static readonly EnumerationOptions s_everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    /// <summary>Searches both trees.</summary>
    /// <exception cref="RefusedException">A directory is missing.</exception>
    public static HeaderLists Run(HeaderTrees trees, HeaderScope scope)
    {
        List<string> source = [];
        List<string> generated = [];
        string objectTree = trees.Object is "" ? "." : trees.Object;
        bool isAll = scope == HeaderScope.AllOfBoth;
        foreach (string root in trees.Roots)
        {
            Walk(
                trees.Source, root, isAll ? null : $"{root}/generated", "is this a kernel's source tree, and SRCARCH right?",
                name => source.Add($"{trees.Source}/{name}"));
            if (!isAll || objectTree != trees.Source)
            {
                Walk(
                    objectTree, isAll ? root : $"{root}/generated", null, "is the kernel configured and `make prepare` done?",
                    generated.Add);
            }
        }

        source.Remove($"{trees.Source}/{LateHeader}");
        generated.Remove(LateHeader);
        return new HeaderLists(Text(source), Text(generated));
    }

    // Directories below are followed only if they are no links; the root may be one.
    private static void Walk(string tree, string root, string? skipped, string advice, Action<string> found)
    {
        if (!Directory.Exists($"{tree}/{root}"))
        {
            throw new RefusedException($"{tree}/{root}", $"no such directory; {advice}", HeadersKind.List);
        }

        Stack<string> directories = new([root]);
        while (directories.TryPop(out string? directory))
        {
            foreach ((string name, bool mayBeDirectory) in Entries($"{tree}/{directory}"))
            {
                string path = $"{directory}/{name}";
                if (name.EndsWith(".h", StringComparison.Ordinal))
                {
                    found(IsText(name) ? path : throw new RefusedException($"{tree}/{path}", "a name that no list can hold", HeadersKind.Name));
                }

                if (mayBeDirectory && path != skipped && FileIdentity.TryReadLink($"{tree}/{path}") is { IsDirectory: true })
                {
                    directories.Push(path);
                }
            }
        }
    }

    // What is not UTF-8 was replaced by the runtime.
    private static bool IsText(string name) => !name.AsSpan().ContainsAny('\n', '\uFFFD');

    private static IEnumerable<(string Name, bool MayBeDirectory)> Entries(string directory)
    {
        try
        {
            return [.. new FileSystemEnumerable<(string, bool)>(
                directory, (ref FileSystemEntry entry) => (entry.FileName.ToString(), entry.IsDirectory), s_everything)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException(directory, SystemMessage.Of(e), HeadersKind.List);
        }
    }

    private static byte[] Text(List<string> paths)
    {
        byte[][] lines = [.. paths.Select(Encoding.UTF8.GetBytes)];
        Array.Sort(lines, (a, b) => a.AsSpan().SequenceCompareTo(b));
        return [.. lines.SelectMany(line => line.Append((byte)'\n'))];
    }
}
