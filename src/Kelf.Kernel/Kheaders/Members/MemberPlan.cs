// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kheaders.Lists;
using Kelf.Kernel.Kheaders.Settings;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Files;
using Kelf.Kernel.Shared.Threads;

namespace Kelf.Kernel.Kheaders.Members;

/// <summary>What goes into the archive: files and links in <see cref="MemberOrder"/>, each name once.</summary>
internal static class MemberPlan
{
    // Those who are waited for are told together.
    private const int ChunkSize = 256;

    /// <summary>Sorts the headers; of one name the last counts, as it would overwrite the others.</summary>
    /// <exception cref="RefusedException">The source tree has none.</exception>
    public static HeaderMember[] Order(HeaderLists lists, HeaderTrees trees, bool allowEmpty)
    {
        if (!allowEmpty && !lists.Source.AsSpan().ContainsAnyExcept((byte)'\n'))
        {
            throw new RefusedException(lists.SourceFile ?? trees.Source, "no headers are listed; --allow-empty makes an archive all the same", HeadersKind.Empty);
        }

        IReadOnlyList<ListedHeader> headers = lists.Headers(trees);
        Dictionary<string, HeaderMember> byName = new(headers.Count, StringComparer.Ordinal);
        foreach (ListedHeader header in headers)
        {
            byName[header.Name] = new HeaderMember(header.Name, header.Path);
        }

        HeaderMember[] members = [.. byName.Values];
        Array.Sort(members, MemberOrder.Instance);
        return members;
    }

    /// <summary>Asks the system about each member, and reads where links point to.</summary>
    /// <exception cref="AggregateException">Some are missing, or neither files nor links.</exception>
    public static HeaderMember[] WithStatus(HeaderMember[] members, LinkMode links, WorkerSource workers)
    {
        HeaderMember[] result = new HeaderMember[members.Length];
        List<Exception>[] errors = Parallelism.Map<object?, List<Exception>>(
            (members.Length + ChunkSize - 1) / ChunkSize, workers, () => null, (_, chunk) =>
            {
                List<Exception> found = [];
                for (int i = chunk * ChunkSize; i < Math.Min((chunk + 1) * ChunkSize, members.Length); i++)
                {
                    if (TryAsk(members[i], links, found) is { } member)
                    {
                        result[i] = member;
                    }
                }

                return found;
            });
        CodedErrors.ThrowIfAny([.. errors.SelectMany(list => list)]);
        return result;
    }

    /// <summary>The member as the file that its link points to.</summary>
    /// <exception cref="RefusedException">It points to none.</exception>
    public static HeaderMember Follow(HeaderMember link) => FileIdentity.TryRead(link.Path) switch
    {
        { IsRegular: true } status => link with { Status = status, LinkTarget = null },
        null => throw new RefusedException(link.Path, $"the link points to nothing ({link.LinkTarget})", HeadersKind.Missing),
        _ => throw new RefusedException(link.Path, $"the link points to what is no file ({link.LinkTarget})", HeadersKind.Type),
    };

    private static HeaderMember? TryAsk(HeaderMember member, LinkMode links, List<Exception> errors)
    {
        try
        {
            return FileIdentity.TryReadLink(member.Path) switch
            {
                { IsRegular: true } status => member with { Status = status },
                { IsLink: true } status => OfLink(member with { Status = status }, links),
                null => throw new RefusedException(member.Path, "listed, but not there (or its directory is not readable)", HeadersKind.Missing),
                _ => throw new RefusedException(member.Path, "neither a file nor a symbolic link", HeadersKind.Type),
            };
        }
        catch (RefusedException exception)
        {
            errors.Add(exception);
            return null;
        }
    }

    private static HeaderMember OfLink(HeaderMember member, LinkMode links)
    {
        string target = new FileInfo(member.Path).LinkTarget
            ?? throw new RefusedException(member.Path, "no longer a link", HeadersKind.Race);
        member = member with { LinkTarget = target };
        return links == LinkMode.FollowAll ? Follow(member) : member;
    }
}
