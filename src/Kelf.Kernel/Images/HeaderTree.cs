// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Archives.Tar;
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Images;

/// <summary>A file or link of an archive that may be unpacked.</summary>
/// <param name="Name">Its name, without <c>./</c>, of components that are names.</param>
/// <param name="LinkTarget">What a link points to, or null for a file.</param>
/// <param name="Contents">The file's bytes.</param>
internal readonly record struct HeaderFile(string Name, string? LinkTarget, Region Contents);

/// <summary>
/// What an archive of headers holds, judged: every name stays below the directory that it is unpacked to, every link points to a place
/// below it, nothing is written through a link. One member that is not so condemns the archive.
/// </summary>
/// <param name="Directories">Names of all directories, outer ones first.</param>
/// <param name="Files">Files.</param>
/// <param name="Links">Links, which are made when all files are there.</param>
internal sealed record HeaderTree(IReadOnlyList<string> Directories, IReadOnlyList<HeaderFile> Files, IReadOnlyList<HeaderFile> Links)
{
    private const int LongestName = 4096;
    private const int DeepestName = 32;

    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Files and links.</summary>
    public int Count => Files.Count + Links.Count;

    /// <summary>Judges an archive.</summary>
    /// <exception cref="RefusedException">It is damaged, too large, or holds what must not be unpacked.</exception>
    public static HeaderTree Read(Region archive, ImageLimits limits)
    {
        SortedSet<string> directories = new(StringComparer.Ordinal);
        Dictionary<string, HeaderFile> files = new(StringComparer.Ordinal);
        foreach (TarMember member in Members(archive, limits))
        {
            string name = NameOf(archive, member);
            if (member.Type == TarMemberType.Directory)
            {
                AddDirectories(directories, name);
                continue;
            }

            if (name.Length == 0)
            {
                throw Unsafe(archive, "a file without a name", "./");
            }

            HeaderFile file = member.Type switch
            {
                TarMemberType.File or TarMemberType.OldFile => new(name, null, archive.Slice(member.Offset, member.Size)),
                TarMemberType.Link => new(name, TargetOf(archive, member, name), default),
                _ => throw Unsafe(archive, $"a member of type '{(char)member.Type}'", name),
            };
            if (member.Size > limits.Member)
            {
                throw new RefusedException(MemberOf(archive, name), $"a member of {member.Size} bytes", HeadersKind.Limit);
            }

            if (!files.TryAdd(name, file))
            {
                throw Unsafe(archive, "two members of this name", name);
            }

            AddDirectories(directories, name.LastIndexOf('/') is > 0 and int slash ? name[..slash] : string.Empty);
        }

        // Also a directory that is a link, through which a file would be written.
        if (directories.FirstOrDefault(files.ContainsKey) is { } both)
        {
            throw Unsafe(archive, "a directory and a file or link of this name", both);
        }

        return new HeaderTree(
            [.. directories],
            [.. files.Values.Where(file => file.LinkTarget is null)],
            [.. files.Values.Where(file => file.LinkTarget is not null)]);
    }

    /// <summary>Two names that are one where case does not count, or null.</summary>
    public (string One, string Other)? CaseCollision()
    {
        Dictionary<string, string> seen = new(StringComparer.OrdinalIgnoreCase);
        foreach (string name in Directories.Concat(Files.Select(file => file.Name)).Concat(Links.Select(link => link.Name)))
        {
            if (!seen.TryAdd(name, name))
            {
                return (seen[name], name);
            }
        }

        return null;
    }

    /// <summary>The text of a file, or null if there is none of that name.</summary>
    public string? TextOf(string name)
    {
        foreach (HeaderFile file in Files)
        {
            if (file.Name == name)
            {
                return Encoding.UTF8.GetString(file.Contents.Span());
            }
        }

        return null;
    }

    private static RefusedException Unsafe(Region archive, string what, string name) =>
        new(MemberOf(archive, name), what, HeadersKind.Unsafe);

    // As messages name the members of all archives: which file it is in, as well.
    private static string MemberOf(Region archive, string name) => $"{archive.Source.File}({name})";

    private static IReadOnlyList<TarMember> Members(Region archive, ImageLimits limits)
    {
        try
        {
            return TarReader.Read(archive, limits.Members);
        }
        catch (MalformedFileException exception)
        {
            throw new RefusedException(exception, $"the archive is damaged: {exception.What}", HeadersKind.Truncated);
        }
    }

    // "./a/b" and "./a/" are "a/b" and "a".
    private static string NameOf(Region archive, TarMember member)
    {
        string name = Text(archive, member.Name.Span);
        if (!name.StartsWith("./", StringComparison.Ordinal) || name.Length > LongestName)
        {
            throw Unsafe(archive, "a name that does not begin with ./, or is too long", name);
        }

        name = member.Type == TarMemberType.Directory ? name[2..].TrimEnd('/') : name[2..];
        string[] parts = name.Split('/');
        bool isRoot = name.Length == 0 && member.Type == TarMemberType.Directory;
        return isRoot || parts.Length <= DeepestName && parts.All(part => part is not ("" or "." or "..")) && !name.Contains('\0')
            ? name
            : throw Unsafe(archive, "a name that is no plain path", name);
    }

    private static string TargetOf(Region archive, TarMember member, string name)
    {
        string target = Text(archive, member.LinkTarget.Span);
        int depth = name.Count(c => c == '/');
        if (target.Length == 0 || target.StartsWith('/') || target.Length > LongestName || target.Contains('\0'))
        {
            throw Unsafe(archive, $"a link to {target}", name);
        }

        // Upward only at the beginning: after a name, which may be a link's, nobody knows where that leads.
        string[] parts = [.. target.Split('/').Where(part => part is not ("" or "."))];
        int upward = parts.TakeWhile(part => part == "..").Count();
        if (upward > depth || parts.Skip(upward).Contains(".."))
        {
            throw Unsafe(archive, $"a link out of the archive, to {target}", name);
        }

        return target;
    }

    private static string Text(Region archive, ReadOnlySpan<byte> bytes)
    {
        try
        {
            return s_strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw new RefusedException(MemberOf(archive, PrintableText.Of(bytes)), "a name that is not UTF-8 cannot be a file's", HeadersKind.Name);
        }
    }

    private static void AddDirectories(SortedSet<string> directories, string name)
    {
        while (name.Length > 0 && directories.Add(name))
        {
            name = name.LastIndexOf('/') is > 0 and int slash ? name[..slash] : string.Empty;
        }
    }
}
