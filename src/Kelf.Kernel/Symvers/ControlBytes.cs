// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text;

using Kelf.Kernel.Shared;

namespace Kelf.Kernel.Symvers;

/// <summary>
/// Makes names and texts of a file safe to print on a terminal: control bytes become <c>\x1b</c>, all other bytes, so
/// also UTF-8, stay. For reading only, since a backslash stays as well.
/// </summary>
internal static class ControlBytes
{
    /// <summary>Writes a text without its control bytes.</summary>
    public static void Escape(ReadOnlySpan<byte> text, IByteSink output)
    {
        while (!text.IsEmpty)
        {
            int plain = 0;
            while (plain < text.Length && text[plain] is >= 0x20 and not 0x7f)
            {
                plain++;
            }

            output.Write(text[..plain]);
            text = text[plain..];
            if (!text.IsEmpty)
            {
                output.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\\x{text[0]:x2}")));
                text = text[1..];
            }
        }
    }
}
