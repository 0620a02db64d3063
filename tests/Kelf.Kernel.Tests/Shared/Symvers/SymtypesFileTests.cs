// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Symvers;

using Xunit;

namespace Kelf.Kernel.Tests.Shared.Symvers;

/// <summary>Symtypes files as gendwarfksyms and genksyms write them.</summary>
public sealed class SymtypesFileTests
{
    [Fact]
    public void A_record_is_a_name_and_a_type_string() => Assert.Equal(
        [
            ("f", "subprogram ( ) -> base_type void"), ("s#'core::Result<u8, E>'", "structure_type x { } 'y'"), ("s#a", ""), ("u#b", ""),
            ("s#'x'::y", "z"), ("t#u32", "typedef unsigned int u32 "), ("v", " "), ("'", "a"),
        ],
        Records(
            "f subprogram ( ) -> base_type void\ns#'core::Result<u8, E>' structure_type x { } 'y'\ns#a\nu#b \ns#'x'::y z\n"
            + "t#u32 typedef unsigned int u32 \nv  \n' a"));

    [Theory]
    [InlineData("f x\n\n", "types:2: a line begins with the name of a symbol or type")]
    [InlineData(" f x\n", "types:1: a line begins with the name of a symbol or type")]
    [InlineData("f x\ns#'core::Result<u8, E> structure_type\n", "types:2: the quoted name does not end")]
    [InlineData("s#'", "types:1: the quoted name does not end")]
    public void A_malformed_line_names_its_place(string text, string message) =>
        Assert.Equal(message, Assert.Throws<RefusedException>(() => Records(text)).Message);

    [Fact]
    public void A_file_knows_names_and_their_strings()
    {
        SymtypesFile file = SymtypesFile.Parse("f variable s#a\ns#a structure_type a { }\ns#a structure_type a { x }\n"u8, "types");
        Assert.True(file.Has("f"u8) && file.Has("s#a"u8));
        Assert.False(file.Has("s#b"u8) || file.Has("variable"u8));
        Assert.True(file.Has("s#a"u8, "structure_type a { }"u8) && file.Has("s#a"u8, "structure_type a { x }"u8));
        Assert.False(file.Has("s#a"u8, "structure_type a { y }"u8) || file.Has("f"u8, "structure_type a { }"u8));
    }

    [Fact]
    public void What_is_written_is_read_again()
    {
        ByteBuilder output = new();
        SymtypesWriter.Write(new Pairs([("s#b", "2"), ("f", "3"), ("E", "4"), ("s#b", "1"), ("s#'a b'", "")]), output);
        string text = Encoding.UTF8.GetString(output.Bytes);
        Assert.Equal("E 4\nf 3\ns#'a b' \ns#b 2\ns#b 1\n", text);
        Assert.Equal([("E", "4"), ("f", "3"), ("s#'a b'", ""), ("s#b", "2"), ("s#b", "1")], Records(text));
    }

    private static List<(string Name, string Text)> Records(string text)
    {
        List<(string, string)> found = [];
        SymtypesReader records = new(Encoding.UTF8.GetBytes(text), "types");
        while (records.Next())
        {
            found.Add((Encoding.UTF8.GetString(records.Name), Encoding.UTF8.GetString(records.Text)));
        }

        return found;
    }

    private sealed class Pairs((string Name, string Text)[] records) : ISymtypesSource
    {
        public int Count => records.Length;

        public ReadOnlySpan<byte> NameOf(int record) => Encoding.UTF8.GetBytes(records[record].Name);

        public void WriteText(int record, IByteSink output) => output.Write(Encoding.UTF8.GetBytes(records[record].Text));
    }
}
