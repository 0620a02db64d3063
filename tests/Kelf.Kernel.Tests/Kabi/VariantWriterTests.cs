// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Kabi.Types;
using Kelf.Kernel.Shared;

using Xunit;

namespace Kelf.Kernel.Tests.Kabi;

/// <summary>The consolidated form of Oracle UEK and XCP-ng, written.</summary>
public sealed class VariantWriterTests
{
    [Fact]
    public void Records_of_a_name_that_has_several_have_their_checksum_behind_it()
    {
        string text = Write(
            """
            /* b.symtypes */
            s#dev struct dev { int a ; }
            t#u32 typedef unsigned int u32
            a_push void a_push ( s#dev * , t#u32 )
            zap void zap ( void )

            /* a.symtypes */
            s##dev
            peek s#dev * peek ( t#u32 )

            """);
        Assert.Equal(
            """
            a_push void a_push ( s#dev * , t#u32 )
            peek s#dev * peek ( t#u32 )
            s#dev@20347b90 struct dev { UNKNOWN }
            s#dev@a7b1326a struct dev { int a ; }
            t#u32 typedef unsigned int u32
            zap void zap ( void )
            F#a.symtypes peek s#dev@20347b90
            F#b.symtypes a_push s#dev@a7b1326a zap

            """.ReplaceLineEndings("\n"), text);
        Assert.Equal(text, Write(text));
    }

    [Theory]
    [InlineData("s#a@11111111 struct a { int b ; }\ns#a@22222222 struct a { int c ; }\nf f ( s#a )\nF#x f s#a@11111111\n", "s#a@b5c7964e ", "s#a@88a7bffe ")]
    [InlineData("f f ( s#a )\nF#x f s#a@12345678\n", "F#x f s#a@12345678\n", "f f ( s#a )\n")]
    [InlineData("f f ( void )\ns#a struct a { int b ; }\nF#x f s#a\n", "F#x f s#a\n", "s#a struct a { int b ; }\n")]
    public void What_no_file_has_and_what_has_no_record_stays(string text, string first, string second)
    {
        string written = Write(text);
        Assert.Contains(first, written, StringComparison.Ordinal);
        Assert.Contains(second, written, StringComparison.Ordinal);
        Assert.Equal(written, Write(written));
    }

    [Fact]
    public void Paths_with_blanks_are_refused() => Assert.Contains(
        "has a blank in it", Assert.Throws<RefusedException>(() => Write("/* a b */\nf void f ( )\n")).Message, StringComparison.Ordinal);

    private static string Write(string text)
    {
        ByteBuilder bytes = new();
        VariantWriter.Write(new CorpusReader().Read(Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\n")), "symtypes"), bytes);
        return Encoding.UTF8.GetString(bytes.Bytes);
    }
}
