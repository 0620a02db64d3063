// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Kabi.Sources;
using Kelf.ObjectFiles.Btf;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Errors;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Kernel.Tests.Kabi;

/// <summary>BTF in the words of gendwarfksyms: those of the examples of shared/spec that BTF can say.</summary>
public sealed class BtfTextTests
{
    private readonly BtfBuilder _btf = new(ByteOrder.Little);

    public BtfTextTests() => _ = _btf.Integer("long unsigned int", 8);

    [Fact]
    public void A_function_and_all_that_it_needs()
    {
        uint number = _btf.Integer("int", 4, BtfEncoding.Signed), character = _btf.Integer("char", 1, BtfEncoding.Signed);
        uint text = _btf.Add(BtfKind.Pointer, "", _btf.Add(BtfKind.Const, "", character));
        uint inner = _btf.Structure("", 4, (number, "q", 0));
        uint lines = _btf.Add(BtfKind.Array, "", 0, 0, false, _btf.Add(BtfKind.Array, "", 0, 0, false, number, number, 3), number, 2);
        uint flags = _btf.Add(BtfKind.Structure, "bits", 4, 1, true, _btf.Name("a"), number, (3 << 24) | 5);
        uint structure = _btf.Structure("s", 48, (text, "name", 0), (inner, "", 64), (lines, "d", 96), (flags, "f", 288));
        uint other = _btf.Add(BtfKind.Typedef, "s_t", structure);
        uint opaque = _btf.Add(BtfKind.Pointer, "", _btf.Add(BtfKind.Forward, "fwd", 0));
        uint color = _btf.Add(BtfKind.Enumeration, "color", 4, 2, true, _btf.Name("RED"), 0, _btf.Name("NONE"), 0xffff_ffff);
        _btf.Function("f", number, (_btf.Add(BtfKind.Pointer, "", other), "s"), (opaque, "o"), (color, "c"), (0, ""));

        Assert.Equal(
            """
            f subprogram ( formal_parameter pointer_type { t#s_t } byte_size(8) s , formal_parameter pointer_type { s#fwd } byte_size(8) o , formal_parameter e#color c ) -> base_type int byte_size(4) encoding(5)
            t#s_t typedef_type s_t { s#s }
            s#fwd structure_type fwd { }
            e#color enumeration_type color { enumerator RED = 0 , enumerator NONE = 18446744073709551615 } byte_size(4)
            s#s structure_type s { member pointer_type { const_type { base_type char byte_size(1) encoding(6) } } byte_size(8) name data_member_location(0) , member structure_type { member base_type int byte_size(4) encoding(5) q data_member_location(0) } byte_size(4) data_member_location(8) , member array_type[2][3] { base_type int byte_size(4) encoding(5) } d data_member_location(12) , member s#bits f data_member_location(36) } byte_size(48)
            s#bits structure_type bits { member base_type int byte_size(4) encoding(5) a bit_size(3) data_bit_offset(5) } byte_size(4)

            """, Write("f", "unknown"));
    }

    [Fact]
    public void A_variable_and_a_function_without_parameters()
    {
        _btf.Add(BtfKind.Variable, "v", _btf.Add(BtfKind.Volatile, "", 1), parts: 1);
        _btf.Function("g", 0);
        Assert.Equal("v variable volatile_type { base_type long unsigned int byte_size(8) encoding(7) }\ng subprogram ( ) -> base_type void\n", Write("v", "g"));
    }

    [Fact]
    public void The_first_definition_counts_and_not_a_declaration()
    {
        uint declared = _btf.Add(BtfKind.Forward, "s", 0);
        _btf.Structure("s", 8, (1, "a", 0));
        _btf.Structure("s", 16, (1, "b", 0));
        _btf.Function("f", _btf.Add(BtfKind.Pointer, "", declared));
        Assert.Contains("\ns#s structure_type s { member base_type long unsigned int byte_size(8) encoding(7) a data_member_location(0) } byte_size(8)\n", Write("f"), StringComparison.Ordinal);
    }

    [Fact]
    public void Types_that_contain_themselves_without_a_name_are_refused()
    {
        uint next = _btf.Add(BtfKind.Pointer, "", 3);
        Assert.Equal(2u, next);
        _btf.Add(BtfKind.Const, "", 2);
        _btf.Function("f", 2);
        Assert.Contains("types without a name", Assert.Throws<MalformedFileException>(() => Write("f")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Texts_that_double_with_each_type_are_refused()
    {
        uint type = 1;
        for (int i = 0; i < 40; i++)
        {
            type = _btf.Structure("", 8, (type, "a", 0), (type, "b", 0));
        }

        _btf.Function("f", type);
        Assert.Contains("would have no end", Assert.Throws<MalformedFileException>(() => Write("f")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("}")]
    [InlineData("a\nb")]
    public void Names_that_are_none_in_C_are_refused(string name)
    {
        _btf.Function("f", _btf.Structure("s", 8, (1, name, 0)));
        Assert.Contains("vmlinux: .BTF+0x28: type 2, or a part of it, has a name that is none in C", Assert.Throws<MalformedFileException>(() => Write("f")).Message, StringComparison.Ordinal);
    }

    private BtfFile File() => BtfFile.Read(Region.Of(_btf.Build(), new ByteSource("vmlinux", ".BTF")));

    private string Write(params string[] symbols) =>
        Encoding.UTF8.GetString(new BtfText(new BtfNames(File(), null), 8, "vmlinux").Write(symbols)).ReplaceLineEndings("\n");
}
