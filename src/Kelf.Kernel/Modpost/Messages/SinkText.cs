// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Shared;

namespace Kelf.Kernel.Modpost.Messages;

/// <summary>Text that goes to where bytes go, without an array between.</summary>
internal static class SinkText
{
    private const int Portion = 256;

    /// <summary>Writes a text of <see cref="Latin1"/>.</summary>
    public static void WriteText(this IByteSink sink, ReadOnlySpan<char> text)
    {
        Span<byte> bytes = stackalloc byte[Portion];
        for (; !text.IsEmpty; text = text[Math.Min(text.Length, Portion)..])
        {
            sink.Write(bytes[..Encoding.Latin1.GetBytes(text[..Math.Min(text.Length, Portion)], bytes)]);
        }
    }

    /// <summary>Writes a version: <c>0x</c> and eight hexadecimal digits.</summary>
    public static void WriteVersion(this IByteSink sink, uint version)
    {
        Span<byte> bytes = stackalloc byte[10];
        "0x"u8.CopyTo(bytes);
        // Half a million times for the modules of a distribution: the library's formats cost three times as much.
        for (int i = bytes.Length - 1; i >= 2; i--, version >>= 4)
        {
            bytes[i] = "0123456789abcdef"u8[(int)(version & 15)];
        }

        sink.Write(bytes);
    }
}
