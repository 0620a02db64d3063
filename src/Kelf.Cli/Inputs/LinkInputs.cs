// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared.Files;
using Kelf.Kernel.Shared.Threads;
using Kelf.ObjectFiles.Archive;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Cli.Inputs;

/// <summary>
/// The objects of a link in link order: of each operand the file itself, or, if it is an archive, its members in file
/// order, and theirs if they are archives. Objects are read in parallel; the results are in link order.
/// </summary>
/// <remarks>
/// Each file is read once, and each archive walked once, however often archives name it: what is inside an operand is a graph.
/// An object stands where link order meets it first. A linker has no use for the second time, and thin archives of 8 KiB that
/// name each other would have more members than anything can count.
/// </remarks>
/// <typeparam name="T">What is read from an object.</typeparam>
internal sealed class LinkInputs<T> : IDisposable
{
    private const int DeepestNesting = 8;

    private readonly Func<Region, T> _read;
    private readonly NestedArchives _nested = new();
    private readonly List<MappedFile> _archives = [];
    private readonly Dictionary<string, LinkNode<T>> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<(ulong Device, ulong Inode), LinkNode<T>> _archiveNodes = [];

    private LinkInputs(Func<Region, T> read)
    {
        _read = read;
    }

    /// <summary>Reads all objects behind the operands.</summary>
    /// <param name="operands">Paths.</param>
    /// <param name="workers">Gives the threads.</param>
    /// <param name="read">Reads an object, or fails as the readers of files do; several threads call it.</param>
    /// <exception cref="AggregateException">What went wrong, in link order.</exception>
    public static IReadOnlyList<T> Read(IReadOnlyList<string> operands, WorkerSource workers, Func<Region, T> read)
    {
        (IReadOnlyList<T> results, IReadOnlyList<Exception> failures) = ReadAvailable(operands, workers, read);
        return failures.Count == 0 ? results : throw new AggregateException(failures);
    }

    /// <summary>Reads the objects behind the operands that can be read.</summary>
    /// <param name="operands">Paths.</param>
    /// <param name="workers">Gives the threads.</param>
    /// <param name="read">Reads an object, or fails as the readers of files do; several threads call it.</param>
    /// <returns>What was read, and what went wrong, both in link order.</returns>
    public static (IReadOnlyList<T> Results, IReadOnlyList<Exception> Failures) ReadAvailable(
        IReadOnlyList<string> operands, WorkerSource workers, Func<Region, T> read)
    {
        using LinkInputs<T> inputs = new(read);
        LinkNode<T>[] roots = [.. operands.Select(inputs.NodeOf)];
        inputs.ReadAll(roots, workers);
        List<T> results = [];
        List<Exception> failures = [];
        foreach (LinkNode<T> root in roots)
        {
            Collect(root, [], [], results, failures);
        }

        return (results, failures);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _archives.ForEach(archive => archive.Dispose());
        _nested.Dispose();
    }

    /// <summary>Reads nodes, then those that are named by what of them is an archive, and so on.</summary>
    private void ReadAll(IReadOnlyList<LinkNode<T>> roots, WorkerSource workers)
    {
        List<LinkNode<T>> pending = [.. roots.Distinct()];
        for (int depth = 0; pending.Count > 0; depth++)
        {
            Parallelism.For(pending.Count, workers, () => pending, (nodes, i) => nodes[i].Read(_read));
            List<LinkNode<T>> next = [];
            foreach (LinkNode<T> node in pending)
            {
                if (node.OpenedArchive is { } archive)
                {
                    _archives.Add(archive);
                }

                // What is deeper is an error from wherever it is named.
                if (node.Archive is { } contents && depth < DeepestNesting)
                {
                    node.Members = MembersOf(node, contents, next);
                }
            }

            pending = next;
        }
    }

    private List<LinkNode<T>> MembersOf(LinkNode<T> node, Region archive, List<LinkNode<T>> found)
    {
        if (node.Path is { } path && FileIdentity.TryRead(path) is { } identity
            && !_archiveNodes.TryAdd((identity.Device, identity.Inode), node))
        {
            // Another name of a file that is known.
            node.SameAs = _archiveNodes[(identity.Device, identity.Inode)];
            return [];
        }

        List<LinkNode<T>> members = [];
        try
        {
            foreach (ArchiveMember member in ArchiveReader.Open(archive))
            {
                int known = _nodes.Count;
                LinkNode<T> named = NodeOf(member);
                members.Add(named);
                if (member.Kind == ArchiveMemberKind.Ordinary || _nodes.Count > known)
                {
                    found.Add(named);
                }
            }
        }
        catch (MalformedFileException malformed)
        {
            members.Add(LinkNode<T>.OfFailure(malformed));
        }

        return members;
    }

    private LinkNode<T> NodeOf(string path) => NodeOf(path, null);

    private LinkNode<T> NodeOf(string path, string? member) => Known(FullPath(path), () => LinkNode<T>.OfFile(path, member));

    private LinkNode<T> NodeOf(ArchiveMember member) => member.Kind switch
    {
        ArchiveMemberKind.Ordinary => LinkNode<T>.OfMember(member.DisplayName, () => member.Contents),
        ArchiveMemberKind.Thin => NodeOf(member.ThinPath, member.DisplayName),
        _ => Known(
            $"{FullPath(member.ThinPath)}\0{member.NestedHeaderOffset}",
            () => LinkNode<T>.OfMember(member.DisplayName, () => _nested.Member(member, out _))),
    };

    private LinkNode<T> Known(string key, Func<LinkNode<T>> make)
    {
        if (!_nodes.TryGetValue(key, out LinkNode<T>? node))
        {
            _nodes[key] = node = make();
        }

        return node;
    }

    /// <summary>One spelling for each path.</summary>
    private static string FullPath(string path) => path.Length == 0 || path.Contains('\0') ? path : Path.GetFullPath(path);

    /// <summary>Hands out what was read, in link order.</summary>
    /// <param name="node">Where to begin.</param>
    /// <param name="around">The archives around it.</param>
    /// <param name="visited">What was handed out of this operand.</param>
    /// <param name="results">Takes what was read.</param>
    /// <param name="failures">Takes what is wrong.</param>
    private static void Collect(
        LinkNode<T> node, LinkNode<T>[] around, HashSet<LinkNode<T>> visited, List<T> results, List<Exception> failures)
    {
        if (node.Archive is null && node.Failure is null)
        {
            if (visited.Add(node))
            {
                results.Add(node.Result);
            }

            return;
        }

        LinkNode<T> archive = node.SameAs ?? node;
        string? wrong = archive.Failure is not null ? null
            : around.Contains(archive) ? "archive contains itself"
            : around.Length >= DeepestNesting ? $"archives are nested more than {DeepestNesting} deep"
            : null;
        if (wrong is not null)
        {
            failures.Add(new MalformedFileException(
                node.Name, $"{wrong}: {string.Join(" -> ", around.Append(node).Select(each => each.Name))}"));
        }
        else if (visited.Add(archive))
        {
            if (archive.Failure is { } failure)
            {
                failures.Add(failure);
            }

            LinkNode<T>[] inside = [.. around, archive];
            archive.Members.ForEach(member => Collect(member, inside, visited, results, failures));
        }
    }
}
