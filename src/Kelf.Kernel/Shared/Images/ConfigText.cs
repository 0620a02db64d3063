// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Shared.Images;

/// <summary>The text of a kernel's configuration.</summary>
public static class ConfigText
{
    private const int Looked = 1 << 16;

    /// <summary>Whether these bytes are one: text, with a line that sets or unsets an option near the beginning.</summary>
    public static bool IsConfig(Region bytes)
    {
        ReadOnlySpan<byte> text = bytes.Span(0, (int)Math.Min(bytes.Length, Looked));
        if (text.Contains((byte)0))
        {
            return false;
        }

        while (!text.IsEmpty)
        {
            int end = text.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = end < 0 ? text : text[..end];
            if (IsOption(line))
            {
                return true;
            }

            text = end < 0 ? default : text[(end + 1)..];
        }

        return false;
    }

    /// <summary>How many options are set, and how many are mentioned as not set.</summary>
    public static (int Set, int Unset) Count(ReadOnlySpan<byte> text)
    {
        int set = 0;
        int unset = 0;
        foreach (Range range in text.Split((byte)'\n'))
        {
            ReadOnlySpan<byte> line = text[range];
            set += line.StartsWith("CONFIG_"u8) ? 1 : 0;
            unset += line.StartsWith("# CONFIG_"u8) ? 1 : 0;
        }

        return (set, unset);
    }

    private static bool IsOption(ReadOnlySpan<byte> line) =>
        line.StartsWith("CONFIG_"u8) && line.Contains((byte)'=')
        || line.StartsWith("# CONFIG_"u8) && line.EndsWith(" is not set"u8);
}
