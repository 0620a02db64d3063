// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

namespace Kelf.ObjectFiles.Dwarf;

/// <summary>The names of the standard for tags and attributes: what a search in other tools and in headers finds.</summary>
public static class DwarfNames
{
    /// <summary>Such as <c>DW_TAG_structure_type</c>; <c>DW_TAG_0x4242</c> for a tag that is not known.</summary>
    public static string Of(DwTag tag) =>
        "DW_TAG_" + (Enum.IsDefined(tag) ? Standard(tag.ToString()) : $"0x{(ushort)tag:x}");

    /// <summary>Such as <c>DW_AT_byte_size</c>; <c>DW_AT_0x4242</c> for an attribute that is not known.</summary>
    public static string Of(DwAttribute attribute) =>
        "DW_AT_" + (Enum.IsDefined(attribute) ? Standard(attribute.ToString()) : $"0x{(ushort)attribute:x}");

    /// <summary><c>ByteSize</c> is <c>byte_size</c>; the names of vendors stay in capitals, <c>GNU_dwo_name</c>.</summary>
    private static string Standard(string name)
    {
        StringBuilder text = new();
        foreach (char letter in name)
        {
            if (char.IsAsciiLetterUpper(letter) && text.Length > 0)
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(letter));
        }

        foreach (string vendor in (ReadOnlySpan<string>)["gnu", "llvm", "mips"])
        {
            if (text.Length > vendor.Length && text[vendor.Length] == '_' && name.StartsWith(vendor, StringComparison.OrdinalIgnoreCase))
            {
                text.Replace(vendor, vendor.ToUpperInvariant(), 0, vendor.Length);
            }
        }

        return text.ToString();
    }
}
