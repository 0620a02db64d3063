// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

namespace Kelf.Kernel.Modpost.References;

/// <summary>A shell pattern that the whole of a name has to match; of the wildcards only <c>*</c>: any bytes, also none.</summary>
internal sealed class NamePattern
{
    private readonly byte[] _start;
    private readonly byte[][] _inside;
    private readonly byte[]? _end;

    private NamePattern(string text)
    {
        byte[][] parts = [.. text.Split('*').Select(Encoding.ASCII.GetBytes)];
        _start = parts[0];
        _inside = parts.Length > 2 ? parts[1..^1] : [];
        _end = parts.Length > 1 ? parts[^1] : null;
    }

    /// <summary>The patterns of a text, in which blanks separate them.</summary>
    public static NamePattern[] List(string text) =>
        [.. text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(pattern => new NamePattern(pattern))];

    /// <summary>True when one of the patterns matches.</summary>
    public static bool Any(NamePattern[] patterns, ReadOnlySpan<byte> name)
    {
        foreach (NamePattern pattern in patterns)
        {
            if (pattern.Matches(name))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True when the name matches; takes time in proportion to its length.</summary>
    public bool Matches(ReadOnlySpan<byte> name)
    {
        if (!name.StartsWith(_start))
        {
            return false;
        }

        ReadOnlySpan<byte> rest = name[_start.Length..];
        if (_end is null)
        {
            return rest.IsEmpty;
        }

        // The first place of each part leaves the most for those after it.
        foreach (byte[] part in _inside)
        {
            int found = rest.IndexOf(part);
            if (found < 0)
            {
                return false;
            }

            rest = rest[(found + part.Length)..];
        }

        return rest.EndsWith(_end);
    }
}
