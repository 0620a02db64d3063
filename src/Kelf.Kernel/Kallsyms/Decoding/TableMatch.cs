// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kallsyms.Settings;
using Kelf.Kernel.Shared.Images;

namespace Kelf.Kernel.Kallsyms.Decoding;

/// <summary>How tables have the symbols of their image.</summary>
/// <param name="Options">The options by which tables made of the image have these entries.</param>
/// <param name="Aliases">Entries that were added: <c>name@path_c</c>.</param>
/// <param name="Qualified">Entries whose names begin with a path: <c>path.c:name</c>.</param>
public sealed record TableMatch(KallsymsOptions Options, int Aliases, int Qualified)
{
    /// <summary>Whether an entry's text is another's with a path in front of its name.</summary>
    internal static bool IsQualified(ReadOnlySpan<byte> plain, ReadOnlySpan<byte> text)
    {
        int colon = text.IndexOf((byte)':');
        return colon > 1 && text[0] == plain[0]
            && (text[(colon + 1)..].SequenceEqual(plain[1..]) || text[(colon + 1)..].SequenceEqual(PromotedName.Display(plain[1..])));
    }

    /// <summary>Whether an entry's text is another's with a path after its name.</summary>
    internal static bool IsAlias(ReadOnlySpan<byte> plain, ReadOnlySpan<byte> text)
    {
        if (text.Length < plain.Length + 2 || !text.StartsWith(plain) || text[plain.Length] != (byte)'@')
        {
            return false;
        }

        foreach (byte value in text[(plain.Length + 1)..])
        {
            if (!char.IsAsciiLetterOrDigit((char)value) && value != (byte)'_')
            {
                return false;
            }
        }

        return true;
    }
}
