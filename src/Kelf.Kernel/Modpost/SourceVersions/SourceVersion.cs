// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Modpost.Messages;
using Kelf.Kernel.Modpost.Objects;
using Kelf.Kernel.Modpost.Versions;
using Kelf.Kernel.Shared.Files;

namespace Kelf.Kernel.Modpost.SourceVersions;

/// <summary>The <c>srcversion</c> of a module: a digest of the sources that it was made of.</summary>
public static class SourceVersion
{
    /// <summary>Computes it from the sources.</summary>
    /// <param name="moduleName">The module: <c>MODULE.mod</c> has its objects.</param>
    /// <param name="scanned">The module's object, which takes messages.</param>
    /// <param name="cache">The sources of the run.</param>
    /// <returns>23 hexadecimal digits; null when they cannot be computed, which was said.</returns>
    /// <exception cref="FatalException">A file cannot be read, and that was said.</exception>
    public static string? TryCompute(string moduleName, ScannedObject scanned, SourceCache cache)
    {
        ArgumentNullException.ThrowIfNull(scanned);
        ArgumentNullException.ThrowIfNull(cache);
        try
        {
            SourceDigest digest = new();
            foreach (string line in InputBytes.ReadLines(moduleName + ".mod"))
            {
                // What is in an archive of a library has no sources of this module.
                if (line.Length > 0 && !line.EndsWith(".a", StringComparison.Ordinal) && !TryAdd(line, digest, scanned.Messages, cache))
                {
                    return null;
                }
            }

            return digest.Finish();
        }
        catch (UnreadableFileException failure)
        {
            throw CommandFiles.Unreadable(failure, scanned.Messages);
        }
    }

    private static bool TryAdd(string objectPath, SourceDigest digest, MessageList messages, SourceCache cache)
    {
        if (ObjectSources.Read(objectPath, messages) is not { } sources)
        {
            return false;
        }

        foreach (ObjectSource source in sources)
        {
            digest.Add(source.IsHeader ? cache.Header(source.Path) : SourceCache.Source(source.Path));
        }

        return true;
    }
}
