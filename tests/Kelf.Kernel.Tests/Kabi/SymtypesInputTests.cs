// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Kabi.Types;
using Kelf.Kernel.Shared;

using Xunit;

namespace Kelf.Kernel.Tests.Kabi;

/// <summary>Malformed symtypes files: what is said, and of which line.</summary>
public sealed class SymtypesInputTests
{
    private readonly Corpora _corpora = new();

    [Theory]
    [InlineData("a x\n\nb y\n", "x:2", "", "Expected a record name")]
    [InlineData(" \n", "x:1", " ", "Expected a record name")]
    [InlineData("a x\na y\n", "x:2", "a y", "Duplicate record 'a'")]
    [InlineData("b c\na s#b t#c\n", "x:2", "a s#b t#c", "Type 's#b' is not known")]
    public void A_file_of_an_object(string text, string place, string line, string what) =>
        Refuses(() => _corpora.Plain(("x", text)), place, line, what);

    [Theory]
    [InlineData("/* */\n", "file:1", "/* */", "Expected a file name in the section header")]
    [InlineData("/* a */\n\n/* a */\n", "file:3", "/* a */", "Duplicate file path 'a'")]
    [InlineData("/* a */\n \n", "file:2", " ", "Expected a record name")]
    [InlineData("/* a */\ns##x y\n", "file:2", "s##x y", "Unexpected string found at the end of the override record")]
    [InlineData("/* a */\ns##x\ns#x struct x\n", "file:3", "s#x struct x", "Duplicate record 's#x'")]
    [InlineData("/* a */\ns#x struct x { }\nf s#x s#y\n", "file:3", "f s#x s#y", "Type 's#y' is not known")]
    // The record that refers to it is of the first section.
    [InlineData("/* a */\ns##y\ns#x s#y\nf s#x\n\n/* b */\ng s#x\n", "file:3", "s#x s#y", "Type 's#y' is not known")]
    public void A_joined_file(string text, string place, string line, string what) =>
        Refuses(() => _corpora.Consolidated(text), place, line, what);

    [Theory]
    [InlineData("a x\na x\nF#f a\n", "file:2", "a x", "Duplicate record 'a'")]
    [InlineData("a x\nF#f b\n", "file:2", "F#f b", "Record 'b' is not known")]
    [InlineData("a x\nF#f a\nF#f a\n", "file:3", "F#f a", "Duplicate file path 'f'")]
    [InlineData("a x\nF# a\nF#\n", "file:3", "F#", "Expected a file name after F#")]
    public void A_joined_file_of_the_older_form(string text, string place, string line, string what) =>
        Refuses(() => _corpora.Variants(text), place, line, what);

    [Fact]
    public void Text_that_is_not_UTF8_is_refused_with_its_place()
    {
        MalformedTextException exception = Assert.Throws<MalformedTextException>(() =>
            new PlainReader(new CorpusReader().Table).Read([.. "a x\nb "u8, 0xff], "x", "x"));
        Assert.Equal("x:2: stream did not contain valid UTF-8, at byte 6", exception.Message);
        Assert.Null(exception.Text);
    }

    // What makes the reference implementation crash.
    [Fact]
    public void Words_may_begin_with_any_character_and_a_file_with_a_mark()
    {
        Corpus corpus = _corpora.Plain(("x", "\ufeffé#ü struct ü { }\nf é#ü 'x\r\n"));
        Assert.Equal("/* x */\né#ü struct ü { }\nf é#ü 'x\n", Corpora.Consolidate(corpus));
    }

    [Fact]
    public void Quoted_names_have_blanks() => Assert.Equal(
        "/* x */\ns#'a b' struct 'a b' {\nf s#'a b'\n", Corpora.Consolidate(_corpora.Plain(("x", "s#'a b'  struct 'a b'\t{\nf s#'a b' \n"))));

    // A definition later in the section counts, and a declaration holds for its section only.
    [Fact]
    public void A_joined_file_is_read_section_by_section() => Assert.Equal(
        "== a\ns#x struct x { UNKNOWN }\nf s#x\n== b\ns#x struct x { int a ; }\ng s#x\n== c\ns#x struct x { int a ; }\nh s#x\n",
        Corpora.Split(_corpora.Consolidated("/* a */\ns##x\nf s#x\n\n/* b */\ng s#x\ns#x struct x { int a ; }\n\n/* c */\nh s#x\n")));

    // n files, each of which leads to all n types: their product would be kept.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Files_that_were_joined_may_not_stand_for_their_product(bool isOfOlderForm)
    {
        const int Count = 4000;
        StringBuilder text = new(isOfOlderForm ? "" : "/* types */\n");
        for (int i = 0; i < Count; i++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"s#{i} struct {{ s#{(i + 1) % Count} }}\n");
        }

        for (int i = 0; i < Count; i++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{(isOfOlderForm ? "" : $"\n/* {i} */\n")}f{i} s#0\n");
        }

        for (int i = 0; i < Count && isOfOlderForm; i++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"F#{i} f{i}\n");
        }

        RefusedException exception = Assert.Throws<RefusedException>(() =>
            isOfOlderForm ? _corpora.Variants(text.ToString()) : _corpora.Consolidated(text.ToString()));
        Assert.Equal(ErrorKind.Limit, exception.Kind);
        Assert.StartsWith("file: the files that were joined into it have more than", exception.Message, StringComparison.Ordinal);
    }

    private static void Refuses(Action read, string place, string line, string what)
    {
        MalformedTextException exception = Assert.Throws<MalformedTextException>(read);
        Assert.Equal((place, line, what), (exception.File!, exception.Text!, exception.What));
    }
}
