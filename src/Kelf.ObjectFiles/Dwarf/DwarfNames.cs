// SPDX-License-Identifier: MIT OR GPL-2.0-only
using System.Globalization;
using System.Text;

namespace Kelf.ObjectFiles.Dwarf;

/// <summary>The names of the standard for codes: what a search in other tools and in headers finds.</summary>
public static class DwarfNames
{
    /// <summary>Such as <c>DW_TAG_structure_type</c>; <c>DW_TAG_0x4242</c> for a tag that is not known.</summary>
    public static string Of(DwTag tag) => tag switch
    {
        DwTag.GnuBincl => "DW_TAG_GNU_BINCL",
        DwTag.GnuEincl => "DW_TAG_GNU_EINCL",
        _ => Of("DW_TAG_", tag),
    };

    /// <summary>Such as <c>DW_AT_byte_size</c>; <c>DW_AT_0x4242</c> for an attribute that is not known.</summary>
    public static string Of(DwAttribute attribute) =>
        attribute == DwAttribute.UseUtf8 ? "DW_AT_use_UTF8" : Of("DW_AT_", attribute);

    /// <summary>Such as <c>DW_FORM_data4</c>; <c>DW_FORM_0x4242</c> for a form that is not known.</summary>
    public static string Of(DwForm form) => Of("DW_FORM_", form);

    private static string Of<T>(string prefix, T code)
        where T : struct, Enum => prefix + (Enum.IsDefined(code) ? Standard(code.ToString()) : $"0x{Convert.ToUInt64(code, CultureInfo.InvariantCulture):x}");

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

        foreach (string vendor in (ReadOnlySpan<string>)["gnu", "llvm", "mips", "apple"])
        {
            if (text.Length > vendor.Length && text[vendor.Length] == '_' && name.StartsWith(vendor, StringComparison.OrdinalIgnoreCase))
            {
                text.Replace(vendor, vendor.ToUpperInvariant(), 0, vendor.Length);
            }
        }

        return text.ToString();
    }
}
