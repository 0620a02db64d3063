// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Modpost.DeviceTables.Records;

/// <summary>What a field of a record is.</summary>
public enum FieldKind
{
    /// <summary>A number of 1, 2 or 4 bytes.</summary>
    Number,

    /// <summary>An array of characters with a text that a NUL ends.</summary>
    Text,

    /// <summary>Bytes without a byte order, or an array of something.</summary>
    Bytes,
}

/// <summary>A field of a record.</summary>
/// <param name="Name">What the kernel's header calls it, as <c>offsetof</c> takes it: <c>vendor</c>, <c>prod_id_hash[1]</c>.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Offset">Its offset in the record.</param>
/// <param name="Width">Its size.</param>
public sealed record DeviceField(string Name, FieldKind Kind, LayoutBytes Offset, LayoutBytes Width)
{
    /// <summary>
    /// Reads <c>NAME@OFFSET:WIDTH</c>, a number; with an <c>s</c> before the width a text, with a <c>u</c> bytes. Offset and width
    /// as <see cref="LayoutBytes.Parse"/> takes them.
    /// </summary>
    public static DeviceField Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int at = text.IndexOf('@', StringComparison.Ordinal);
        int colon = text.IndexOf(':', at);
        (FieldKind kind, int skip) = text[colon + 1] switch
        {
            's' => (FieldKind.Text, 1),
            'u' => (FieldKind.Bytes, 1),
            _ => (FieldKind.Number, 0),
        };
        return new DeviceField(
            text[..at], kind, LayoutBytes.Parse(text[(at + 1)..colon]), LayoutBytes.Parse(text[(colon + 1 + skip)..]));
    }
}
