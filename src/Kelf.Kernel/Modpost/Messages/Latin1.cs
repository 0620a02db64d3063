// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

namespace Kelf.Kernel.Modpost.Messages;

/// <summary>
/// Names as text, a character for each byte (ISO 8859-1): nothing is lost, whatever the encoding of a name is, and comparisons are
/// those of the bytes.
/// </summary>
public static class Latin1
{
    /// <summary>The text of bytes.</summary>
    public static string Of(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);

    /// <summary>The bytes of a text that <see cref="Of"/> made, or of ASCII.</summary>
    public static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    /// <summary>A path as the system gave it, as such a text: paths are UTF-8 in .NET.</summary>
    public static string OfPath(string path) => Of(Encoding.UTF8.GetBytes(path));

    /// <summary>The path that <see cref="OfPath"/> made a text of.</summary>
    public static string ToPath(string text) => Encoding.UTF8.GetString(Bytes(text));
}
