// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kheaders.Settings;
using Kelf.Kernel.Shared;

namespace Kelf.Kernel.Kheaders.Members;

/// <summary>Finds links whose target is not in the archive: absolute, above its root, or simply not a member.</summary>
internal static class EscapingLinks
{
    /// <summary>Deals with them as <paramref name="links"/> says.</summary>
    /// <returns>The members, those that are followed now being files.</returns>
    /// <exception cref="AggregateException">There are some, and they are not wanted; or they cannot be followed.</exception>
    public static HeaderMember[] Resolve(HeaderMember[] members, LinkMode links)
    {
        if (links == LinkMode.Keep || !Array.Exists(members, member => member.LinkTarget is not null))
        {
            return members;
        }

        HashSet<string> names = Names(members);
        HeaderMember[] result = [.. members];
        List<Exception> errors = [];
        for (int i = 0; i < members.Length; i++)
        {
            HeaderMember member = members[i];
            if (member.LinkTarget is not { } target || Target(member.Name, target) is { } name && names.Contains(name))
            {
                continue;
            }

            try
            {
                result[i] = links == LinkMode.FollowEscaping
                    ? MemberPlan.Follow(member)
                    : throw new RefusedException(
                        member.Path,
                        $"the link's target {target} is not in the archive; --dereference=escaping puts the file there, "
                        + "--dereference=never keeps the link",
                        HeadersKind.Link);
            }
            catch (RefusedException exception)
            {
                errors.Add(exception);
            }
        }

        CodedErrors.ThrowIfAny(errors);
        return result;
    }

    /// <summary>What a link points to, as the name of a member; null if it leaves the archive.</summary>
    private static string? Target(string link, string target)
    {
        if (target.StartsWith('/'))
        {
            return null;
        }

        List<string> parts = [.. link.Split('/')[..^1]];
        foreach (string part in target.Split('/'))
        {
            if (part == "..")
            {
                if (parts.Count == 0)
                {
                    return null;
                }

                parts.RemoveAt(parts.Count - 1);
            }
            else if (part is not ("" or "."))
            {
                parts.Add(part);
            }
        }

        return string.Join('/', parts);
    }

    // Of files and links, and of the directories above them.
    private static HashSet<string> Names(HeaderMember[] members)
    {
        HashSet<string> names = new(StringComparer.Ordinal) { string.Empty };
        foreach (HeaderMember member in members)
        {
            for (string name = member.Name; names.Add(name) && name.LastIndexOf('/') is > 0 and int slash;)
            {
                name = name[..slash];
            }
        }

        return names;
    }
}
