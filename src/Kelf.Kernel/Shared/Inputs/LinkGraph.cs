// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared.Files;
using Kelf.Kernel.Shared.Threads;
using Kelf.ObjectFiles.Archive;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Shared.Inputs;

/// <summary>What <see cref="LinkInputs"/> reads.</summary>
/// <remarks>
/// Each file is read once, and each archive walked once, however often archives name it: what is inside an operand is a graph.
/// An object stands where link order meets it first. A linker has no use for the second time, and thin archives of 8 KiB that
/// name each other would have more members than anything can count.
/// </remarks>
/// <param name="limit">What each file may expand to.</param>
/// <param name="read">Reads an object; several threads call it.</param>
/// <typeparam name="T">What is read from an object.</typeparam>
internal sealed class LinkGraph<T>(DecompressionLimit limit, Func<OpenedObject, T> read) : IDisposable
{
    private const int DeepestNesting = 8;

    private readonly NestedArchives _nested = new();
    private readonly List<OpenedObject> _archives = [];
    private readonly Dictionary<InputIdentity, LinkNode<T>> _nodes = [];
    private readonly Dictionary<(ulong Device, ulong Inode), LinkNode<T>> _archiveNodes = [];

    /// <summary>Reads the objects that operands name, once.</summary>
    /// <param name="operands">Paths.</param>
    /// <param name="workers">Gives the threads.</param>
    /// <returns>What was read, and what went wrong, both in link order.</returns>
    public (IReadOnlyList<T> Results, IReadOnlyList<Exception> Failures) Read(IReadOnlyList<string> operands, WorkerSource workers)
    {
        LinkNode<T>[] roots = [.. operands.Select(path => Known(ObjectInput.OfFile(path)))];
        ReadAll(roots, workers);
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
            Parallelism.For(pending.Count, workers, () => pending, (nodes, i) => nodes[i].Read(read));
            List<LinkNode<T>> next = [];
            foreach (LinkNode<T> node in pending)
            {
                if (node.Archive is { } archive)
                {
                    _archives.Add(archive);
                    // What is deeper is an error from wherever it is named.
                    node.Members = depth < DeepestNesting ? MembersOf(node, archive, next) : [];
                }
            }

            pending = next;
        }
    }

    private List<LinkNode<T>> MembersOf(LinkNode<T> node, OpenedObject archive, List<LinkNode<T>> found)
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
            foreach (ArchiveMember member in ArchiveReader.Open(archive.Contents))
            {
                int known = _nodes.Count;
                LinkNode<T> named = NodeOf(member, archive);
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

    private LinkNode<T> NodeOf(ArchiveMember member, OpenedObject archive) => member.Kind switch
    {
        ArchiveMemberKind.Ordinary => new LinkNode<T>(ObjectInput.OfMember(member, archive.Contents), archive.Limit),
        ArchiveMemberKind.Thin => Known(ObjectInput.OfThinMember(member.ThinPath, member.DisplayName)),
        _ => Known(ObjectInput.OfMember(
            member.ThinPath, member.NestedHeaderOffset, member.DisplayName, () => _nested.Member(member))),
    };

    private LinkNode<T> Known(ObjectInput input)
    {
        InputIdentity identity = input.Identity;
        if (!_nodes.TryGetValue(identity, out LinkNode<T>? node))
        {
            _nodes[identity] = node = new LinkNode<T>(input, limit);
        }

        return node;
    }

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
