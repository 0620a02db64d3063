// SPDX-License-Identifier: MIT OR GPL-2.0-only
using System.Globalization;
using System.Text;

namespace Kelf.ObjectFiles.Names.Rust;

internal ref partial struct V0Name
{
    // "const = type const-data | p | backref": integers, bool and char are the types that have values.
    private bool Constant()
    {
        if (_depth == MaxDepth)
        {
            return false;
        }

        _depth++;
        bool isRead = _input.Take() switch
        {
            'p' => Put("_"),
            'h' or 't' or 'm' or 'y' or 'o' or 'j' => Integer(isSigned: false),
            'a' or 's' or 'l' or 'x' or 'n' or 'i' => Integer(isSigned: true),
            'b' => Boolean(),
            'c' => Character(),
            'B' => Enter(out Jump jump) && (_text.IsSilent || Constant()) && Return(jump),
            _ => false,
        };
        _depth--;
        return isRead;
    }

    // In decimal if it has 64 bits.
    private bool Integer(bool isSigned)
    {
        bool isNegative = isSigned && _input.TakeIf('n');
        return _input.TryHexadecimal(out ReadOnlySpan<byte> digits) && (!isNegative || Put("-"))
            && (TryParse(digits, out ulong value) ? _text.Put(value) : Put("0x") && _text.Put(digits));
    }

    private bool Boolean() => _input.TryHexadecimal(out ReadOnlySpan<byte> digits) && TryParse(digits, out ulong value)
        && value <= 1 && Put(value == 0 ? "false" : "true");

    private bool Character()
    {
        if (!_input.TryHexadecimal(out ReadOnlySpan<byte> digits) || !TryParse(digits, out ulong value) || value > 0x10ffff
            || !Rune.TryCreate((uint)value, out Rune rune))
        {
            return false;
        }

        string text = value switch
        {
            '\t' => @"\t",
            '\r' => @"\r",
            '\n' => @"\n",
            '\\' => @"\\",
            '\'' => @"\'",
            >= ' ' and <= '~' => rune.ToString(),
            _ => $@"\u{{{value:x}}}",
        };
        return Put("'") && Put(text) && Put("'");
    }

    private static bool TryParse(ReadOnlySpan<byte> digits, out ulong value) =>
        ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
}
