// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kheaders.Members;
using Kelf.Kernel.Kheaders.Settings;
using Kelf.Kernel.Shared.Files;
using Kelf.Kernel.Shared.Threads;

namespace Kelf.Kernel.Kheaders.State;

/// <summary>Finds out whether members have changed since an archive was made; the contents of those that look it are read.</summary>
internal static class MemberComparison
{
    // File systems have coarse clocks: what changed this shortly before the state was written may have changed after.
    private const long RacySeconds = 2;

    /// <summary>Compares.</summary>
    /// <param name="members">The members as they are, with their status.</param>
    /// <param name="before">What was there when the archive was made.</param>
    /// <param name="strip">How comments are taken out before contents are compared.</param>
    /// <param name="workers">Gives threads.</param>
    /// <returns>
    /// Null when one has changed; the same array as in <paramref name="before"/> when nothing was even touched; else the members
    /// with their new status.
    /// </returns>
    public static HeaderMember[]? Run(HeaderMember[] members, KheadersState before, StripMode strip, WorkerSource workers)
    {
        if (members.Length != before.Members.Length)
        {
            return null;
        }

        List<int> touched = [];
        for (int i = 0; i < members.Length; i++)
        {
            HeaderMember now = members[i];
            HeaderMember then = before.Members[i];
            if (now.Name != then.Name || now.LinkTarget != then.LinkTarget)
            {
                return null;
            }

            if (now.LinkTarget is null && (now.Status != then.Status || IsRacy(then.Status, before.Status)))
            {
                touched.Add(i);
            }
        }

        return touched.Count == 0 ? before.Members : Reread(members, before.Members, touched, strip, workers);
    }

    private static HeaderMember[]? Reread(
        HeaderMember[] members, HeaderMember[] before, List<int> touched, StripMode strip, WorkerSource workers)
    {
        HeaderMember[] read = Parallelism.Map(
            touched.Count, workers, () => new HeaderContents(), (contents, i) => contents.Read(members[touched[i]], strip).Member);
        HeaderMember[] result = [.. before];
        for (int i = 0; i < read.Length; i++)
        {
            if (!read[i].Hash.AsSpan().SequenceEqual(result[touched[i]].Hash))
            {
                return null;
            }

            result[touched[i]] = read[i];
        }

        return result;
    }

    private static bool IsRacy(in FileIdentity file, in FileIdentity state) =>
        Math.Max(file.ModifiedAt.Seconds, file.ChangedAt.Seconds) + RacySeconds >= state.ModifiedAt.Seconds;
}
