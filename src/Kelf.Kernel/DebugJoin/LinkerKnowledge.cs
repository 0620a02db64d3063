// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

namespace Kelf.Kernel.DebugJoin;

/// <summary>Linkers of which it was found out how they lay out debugging sections.</summary>
internal static class LinkerKnowledge
{
    /// <summary>Says why a link is not one of those that are known.</summary>
    /// <param name="version">What the linker prints for <c>--version</c>.</param>
    /// <param name="flags">Its options.</param>
    /// <exception cref="UnknownLayoutException">It is none of them.</exception>
    public static void RefuseUnknown(ReadOnlySpan<byte> version, IReadOnlyList<string> flags)
    {
        string line = Encoding.UTF8.GetString(version).Split('\n')[0].Trim();
        if (!line.StartsWith("GNU ld ", StringComparison.Ordinal) || !IsKnown(line.Split(' ')[^1]))
        {
            throw new UnknownLayoutException(line, "this linker's layout is not known");
        }

        if (!flags.Any(flag => flag is "--emit-relocs" or "-q"))
        {
            throw new UnknownLayoutException(line, "the link keeps no relocations");
        }

        if (flags.FirstOrDefault(IsForeign) is { } foreign)
        {
            throw new UnknownLayoutException(line, $"the layout with {foreign} is not known");
        }
    }

    // Of build IDs, those that are hashes of another kind.
    private static bool IsForeign(string flag) =>
        (flag.StartsWith("--compress-debug-sections", StringComparison.Ordinal) && flag != "--compress-debug-sections=none")
        || (flag.StartsWith("--build-id=", StringComparison.Ordinal) && flag is not ("--build-id=sha1" or "--build-id=none"));

    // Distributions append something of theirs, and developers the day.
    private static bool IsKnown(string version) => version.Split('-')[0] is "2.40" or "2.44";
}
