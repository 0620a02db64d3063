// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

namespace Kelf.Kernel.DebugJoin.Layouts;

/// <summary>Linkers of which it was found out how they lay out debugging sections.</summary>
internal static class LinkerKnowledge
{
    /// <summary>Says what the linker of a link does.</summary>
    /// <param name="version">What it prints for <c>--version</c>.</param>
    /// <param name="flags">Its options.</param>
    /// <exception cref="UnknownLayoutException">It is none of those that are known.</exception>
    public static ILinkerLayout Find(ReadOnlySpan<byte> version, IReadOnlyList<string> flags)
    {
        string line = Encoding.UTF8.GetString(version).Split('\n')[0].Trim();
        ILinkerLayout layout = Find(line) ?? throw new UnknownLayoutException(line, "this linker's layout is not known");
        if (!flags.Any(flag => flag is "--emit-relocs" or "-q"))
        {
            throw new UnknownLayoutException(line, "the link keeps no relocations");
        }

        if (flags.FirstOrDefault(flag => IsForeign(flag) || layout.IsForeign(flag)) is { } foreign)
        {
            throw new UnknownLayoutException(line, $"the layout with {foreign} is not known");
        }

        return layout;
    }

    // "GNU ld (GNU Binutils for Debian) 2.40", "Debian LLD 19.1.7 (compatible with GNU linkers)". Distributions append something of
    // theirs to the first, and developers the day.
    private static ILinkerLayout? Find(string version)
    {
        string[] words = version.Split(' ');
        int lld = Array.IndexOf(words, "LLD");
        return version.StartsWith("GNU ld ", StringComparison.Ordinal) && words[^1].Split('-')[0] is "2.40" or "2.44" ? new GnuLayout()
            : lld >= 0 && lld + 1 < words.Length && words[lld + 1].StartsWith("19.", StringComparison.Ordinal) ? new LldLayout()
            : null;
    }

    // Of build IDs, those that are hashes of another kind.
    private static bool IsForeign(string flag) =>
        (flag.StartsWith("--compress-debug-sections", StringComparison.Ordinal) && flag != "--compress-debug-sections=none")
        || (flag.StartsWith("--build-id=", StringComparison.Ordinal) && flag is not ("--build-id=sha1" or "--build-id=none"));
}
