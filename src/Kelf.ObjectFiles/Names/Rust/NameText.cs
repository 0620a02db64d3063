// SPDX-License-Identifier: MIT OR GPL-2.0-only
using System.Globalization;
using System.Text;

namespace Kelf.ObjectFiles.Names.Rust;

/// <summary>A readable name as it is made. What would be too long is refused, so that a name which repeats itself ends.</summary>
internal sealed class NameText
{
    private readonly StringBuilder _text = new();

    /// <summary>True while what is read is not printed: the path of an implementation, the instantiating crate.</summary>
    public bool IsSilent { get; set; }

    /// <summary>Appends a text.</summary>
    /// <returns>False when the name becomes too long.</returns>
    public bool Put(string text) => Put(text.AsSpan());

    /// <inheritdoc cref="Put(string)"/>
    public bool Put(ReadOnlySpan<char> text)
    {
        if (IsSilent)
        {
            return true;
        }

        if (text.Length > RustName.MaxLength - _text.Length)
        {
            return false;
        }

        _text.Append(text);
        return true;
    }

    /// <summary>Appends characters of ASCII.</summary>
    /// <inheritdoc cref="Put(string)" path="/returns"/>
    public bool Put(ReadOnlySpan<byte> ascii) =>
        ascii.Length <= RustName.MaxLength ? Put(Encoding.Latin1.GetString(ascii)) : IsSilent;

    /// <summary>Appends a number.</summary>
    /// <inheritdoc cref="Put(string)" path="/returns"/>
    public bool Put(ulong number) => Put(number.ToString(CultureInfo.InvariantCulture));

    /// <summary>The character with a number, if identifiers may have it: none that a terminal obeys, or that is not seen.</summary>
    public static Rune? CharacterOf(uint code) => Rune.TryCreate(code, out Rune rune) && Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
        ? rune
        : null;

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();
}
