// SPDX-License-Identifier: GPL-2.0-only
using System.Text;
using System.Text.RegularExpressions;

using Kelf.Kernel.Kheaders.Members;
using Kelf.Kernel.Kheaders.Settings;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Kernel.Tests.Kheaders;

public sealed partial class CommentStripperTests
{
    [Theory]
    [InlineData("x /* a */ y", "x  y", "x  y")]
    [InlineData("a/**/b", "ab", "ab")]
    [InlineData("/*/ x */y", "y", "y")]
    [InlineData("/* SPD X */ /* SPDX */ /* spdx */", " /* SPDX */ ", " /* SPDX */ ")]
    [InlineData("/* SPDX a /* b */ c */ d */", "/* SPDX a  c */ d */", "/* SPDX a /* b */ c */ d */")]
    [InlineData("\"/*\" x \"*/\"", "\"\"", "\"/*\" x \"*/\"")]
    [InlineData(
        "// see drivers/*/foo\nint a;\nint b; /* c */\nint d;", "// see drivers\nint d;", "// see drivers/*/foo\nint a;\nint b; \nint d;")]
    [InlineData("/* unterminated\nint a;", "/* unterminated\nint a;", "/* unterminated\nint a;")]
    [InlineData("/* \xff\xfe\0 */z\r\n", "z\r\n", "z\r\n")]
    [InlineData("#define URL \"x/*y*/z\" // keep */", "#define URL \"xz\" // keep */", "#define URL \"x/*y*/z\" // keep */")]
    [InlineData("//* a */ b", "/ b", "//* a */ b")]
    [InlineData("/* SPDX */x/* y */", "/* SPDX */x", "/* SPDX */x")]
    [InlineData("", "", "")]
    [InlineData("/", "/", "/")]
    [InlineData("/*", "/*", "/*")]
    [InlineData("/*/", "/*/", "/*/")]
    [InlineData("*//**/", "*/", "*//**/")]
    public void The_examples(string input, string original, string safe)
    {
        Assert.Equal(original, Strip(input, StripMode.Original));
        Assert.Equal(safe, Strip(input, StripMode.Safe));
        Assert.Equal(input, Strip(input, StripMode.None));
    }

    [Theory]
    [InlineData("a/**/b", "a b")]
    [InlineData("a/* x *//* SPDX *//* y */b", "a /* SPDX */ b")]
    public void A_blank_keeps_words_apart(string input, string output) => Assert.Equal(output, Strip(input, StripMode.SafeWithBlank));

    [Theory]
    [InlineData("'/*' /* a */", "'/*' ")]
    [InlineData("'\\'/*' /* a */", "'\\'/*' ")]
    [InlineData("\"a\\\\\" /* b */", "\"a\\\\\" ")]
    [InlineData("don't /* a */ b", "don't  b")]
    [InlineData("don't\n/* can't */ b", "don't\n b")]
    [InlineData("\"/*\\\n*/\" /* b */", "\"/*\\\n*/\" ")]
    [InlineData("\"/*\\\r\n*/\" /* b */", "\"/*\\\r\n*/\" ")]
    [InlineData("// a \\\n/* b */\n/* c */", "// a \\\n/* b */\n")]
    [InlineData("// a \\\r\n/* b */\n/* c */", "// a \\\r\n/* b */\n")]
    [InlineData("// a\r\n/* b */c", "// a\r\nc")]
    [InlineData("a / b /* c */", "a / b ")]
    public void What_is_no_comment_to_a_compiler_stays(string input, string output) => Assert.Equal(output, Strip(input, StripMode.Safe));

    // The rule as the original states it, on random texts of the pieces that matter.
    [Fact]
    public void Random_texts_are_stripped_by_the_originals_rule()
    {
        string[] pieces = ["/*", "*/", "SPDX", "/", "*", "S", "\n", "a", "//", "\"", " "];
        Random random = new(5);
        for (int i = 0; i < 20_000; i++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(25)).Select(_ => pieces[random.Next(pieces.Length)]));
            Assert.Equal(Original().Replace(text, ""), Strip(text, StripMode.Original));
        }
    }

    [Theory]
    [InlineData(StripMode.Original)]
    [InlineData(StripMode.Safe)]
    public void Time_is_linear(StripMode mode)
    {
        foreach (string piece in new[] { "/*", "/* SPDX ", "\\'", "'\\'", "\"'", "//", "*/ SPDX" })
        {
            byte[] text = Encoding.Latin1.GetBytes(string.Concat(Enumerable.Repeat(piece, 500_000)));
            ThreadTime time = ThreadTime.Start();
            CommentStripper.Strip(text, mode);
            Assert.True(time.Elapsed < TimeSpan.FromSeconds(5), $"{piece}: {time.Elapsed}");
        }
    }

    private static string Strip(string text, StripMode mode)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(text);
        return Encoding.Latin1.GetString(bytes.AsSpan(0, CommentStripper.Strip(bytes, mode)));
    }

    [GeneratedRegex(@"/\*((?!SPDX).)*?\*/", RegexOptions.Singleline)]
    private static partial Regex Original();
}
