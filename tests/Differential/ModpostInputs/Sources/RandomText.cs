// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Differential.RandomC;

namespace Kelf.Differential.ModpostInputs.Sources;

/// <summary>Text with all that a C file has between its tokens, and much that it should not have.</summary>
internal static class RandomText
{
    private static readonly string[] s_pieces =
    [
        "int ", "return x;", "a", "/", "*", "/*", "*/", "/*/", "//", "// comment\n", "/* comment */", "\"", "\\\"", "\"text  /* \\\" */\"",
        "'\"'", "'\\''", "\\", "\\\n", "\\\r\n", "\n", "\r\n", "\t", "\v", "\f", "   ", "#define X(a) \\\n\ta\n", "\u00e4\u00ff", "{}", "\\\\\"",
    ];

    public static byte[] Make(Dice dice)
    {
        StringBuilder text = new();
        // Around the ends of blocks of the digest, too.
        for (int left = dice.Pick(0, 1, 3, 20, 60, 300, 2000); left > 0; left--)
        {
            text.Append(dice.Chance(40) ? new string((char)('a' + dice.Below(26)), dice.Between(1, 9)) : dice.Pick(s_pieces));
        }

        byte[] bytes = Encoding.Latin1.GetBytes(text.ToString());
        if (bytes.Length > 0 && dice.Chance(4))
        {
            bytes[dice.Below(bytes.Length)] = 0;
        }

        return bytes;
    }
}
