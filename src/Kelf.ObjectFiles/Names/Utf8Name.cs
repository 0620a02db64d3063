// SPDX-License-Identifier: MIT OR GPL-2.0-only
using System.Text;
using System.Text.Unicode;

namespace Kelf.ObjectFiles.Names;

/// <summary>
/// Names in object files are bytes; what compilers write is UTF-8. Keep them as bytes to compare them: names that are no UTF-8 may
/// differ and have the same text. <see cref="Bytes.PrintableText"/> is for terminals.
/// </summary>
public static class Utf8Name
{
    /// <summary>The name as text; bytes that are no UTF-8 become U+FFFD.</summary>
    public static string ToText(ReadOnlySpan<byte> name) => Encoding.UTF8.GetString(name);

    /// <summary>The name as text.</summary>
    /// <returns>False when it is no UTF-8, so that its text would stand for other names, too.</returns>
    public static bool TryToText(ReadOnlySpan<byte> name, out string text)
    {
        bool isText = Utf8.IsValid(name);
        text = isText ? ToText(name) : "";
        return isText;
    }
}
