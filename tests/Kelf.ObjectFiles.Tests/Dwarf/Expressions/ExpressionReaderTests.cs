// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text;

using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf.Expressions;
using Kelf.ObjectFiles.Tests.Support;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.ObjectFiles.Tests.Dwarf.Expressions;

/// <summary>The operands of all operations (DWARF 5 §7.7.1); each is followed by <c>DW_OP_nop</c>, so that a wrong length shows.</summary>
public sealed class ExpressionReaderTests
{
    [Theory]
    [InlineData("03 8877665544332211", "Addr 1122334455667788")]
    [InlineData("06", "Deref")]
    [InlineData("08 fe", "Const1u fe")]
    [InlineData("09 fe", "Const1s fffffffffffffffe")]
    [InlineData("0a fedc", "Const2u dcfe")]
    [InlineData("0b fedc", "Const2s ffffffffffffdcfe")]
    [InlineData("0c 04030281", "Const4u 81020304")]
    [InlineData("0d 04030281", "Const4s ffffffff81020304")]
    [InlineData("0e 0807060504030281", "Const8u 8102030405060708")]
    [InlineData("0f 0807060504030281", "Const8s 8102030405060708")]
    [InlineData("10 8001", "Constu 80")]
    [InlineData("11 7f", "Consts ffffffffffffffff")]
    [InlineData("12", "Dup")]
    [InlineData("15 02", "Pick 2")]
    [InlineData("1b", "Div")]
    [InlineData("22", "Plus")]
    [InlineData("23 8001", "PlusUconst 80")]
    [InlineData("27", "Xor")]
    [InlineData("28 fdff", "Bra fffffffffffffffd")]
    [InlineData("2e", "Ne")]
    [InlineData("2f 0300", "Skip 3")]
    [InlineData("30", "Lit0")]
    [InlineData("4f", "Lit31")]
    [InlineData("53", "83")]
    [InlineData("77 78", "119 fffffffffffffff8")]
    [InlineData("90 11", "Regx 11")]
    [InlineData("91 7c", "Fbreg fffffffffffffffc")]
    [InlineData("92 11 7c", "Bregx 11 fffffffffffffffc")]
    [InlineData("93 04", "Piece 4")]
    [InlineData("94 04", "DerefSize 4")]
    [InlineData("97", "PushObjectAddress")]
    [InlineData("98 0201", "Call2 102")]
    [InlineData("99 04030201", "Call4 1020304")]
    [InlineData("9a 04030201", "CallRef 1020304")]
    [InlineData("9c", "CallFrameCfa")]
    [InlineData("9d 08 10", "BitPiece 8 10")]
    [InlineData("9e 02 abcd", "ImplicitValue 2 [ABCD]")]
    [InlineData("9f", "StackValue")]
    [InlineData("a0 04030201 7f", "ImplicitPointer 1020304 ffffffffffffffff")]
    [InlineData("f2 04030201 7f", "GnuImplicitPointer 1020304 ffffffffffffffff")]
    [InlineData("a1 05", "Addrx 5")]
    [InlineData("a2 05", "Constx 5")]
    [InlineData("a3 01 55", "EntryValue 1 [55]")]
    [InlineData("f3 01 55", "GnuEntryValue 1 [55]")]
    [InlineData("a4 2a 02 abcd", "ConstType 2a 2 [ABCD]")]
    [InlineData("f4 2a 02 abcd", "GnuConstType 2a 2 [ABCD]")]
    [InlineData("a5 11 2a", "RegvalType 11 2a")]
    [InlineData("a6 04 2a", "DerefType 4 2a")]
    [InlineData("a7 04 2a", "XderefType 4 2a")]
    [InlineData("a8 2a", "Convert 2a")]
    [InlineData("f7 00", "GnuConvert")]
    [InlineData("a9 2a", "Reinterpret 2a")]
    [InlineData("e0", "GnuPushTlsAddress")]
    [InlineData("f0", "GnuUninit")]
    [InlineData("fa 04030201", "GnuParameterRef 1020304")]
    [InlineData("fb 05", "GnuAddrIndex 5")]
    [InlineData("fd 04030201", "GnuVariableValue 1020304")]
    public void Operations_have_their_operands(string bytes, string expected) => Assert.Equal(expected + "; Nop", Read(bytes + "96"));

    [Fact]
    public void Numbers_are_in_the_byte_order_of_the_file()
    {
        Assert.Equal("Addr 11223344; Const2s ffffffffffffdcfe; Nop", Read("03 11223344 0b dcfe 96", ByteOrder.Big, 4));
        Assert.Equal("CallRef 1122334455667788", Read("9a 1122334455667788", ByteOrder.Big, version: 2));
    }

    [Theory]
    [InlineData("03 112233", "a.o: .debug_info+0x17: 0x8 bytes are wanted and 3 are left")]
    [InlineData("96 10 80", "a.o: .debug_info+0x19: 0x1 bytes are wanted and 0 are left")]
    [InlineData("9e 05 01", "a.o: .debug_info+0x18: 0x5 bytes are wanted and 1 are left")]
    [InlineData("96 02", "a.o: .debug_info+0x17: operation 0x2 of an expression is not known")]
    [InlineData("f1 00", "a.o: .debug_info+0x16: operation 0xf1 of an expression is not known")]
    [InlineData("ff", "a.o: .debug_info+0x16: operation 0xff of an expression is not known")]
    public void Malformed_expressions_are_refused_where_they_are_wrong(string bytes, string message) =>
        Expect.Malformed(message, () => Read(bytes));

    private static string Read(string bytes, ByteOrder order = ByteOrder.Little, byte addressSize = 8, ushort version = 5)
    {
        using OneExpression one = new(bytes, order, addressSize, version);
        List<string> operations = [];
        ExpressionReader reader = new(one.Unit, one.Bytes);
        while (reader.Next())
        {
            StringBuilder text = new();
            text.Append(CultureInfo.InvariantCulture, $"{reader.Operation}");
            if (reader.Operand != 0 || reader.SecondOperand != 0)
            {
                text.Append(CultureInfo.InvariantCulture, $" {reader.Operand:x}");
            }

            if (reader.SecondOperand != 0)
            {
                text.Append(CultureInfo.InvariantCulture, $" {reader.SecondOperand:x}");
            }

            text.Append(reader.Block.IsEmpty ? "" : $" [{Convert.ToHexString(reader.Block.Span())}]");
            operations.Add(text.ToString());
        }

        return string.Join("; ", operations);
    }
}
