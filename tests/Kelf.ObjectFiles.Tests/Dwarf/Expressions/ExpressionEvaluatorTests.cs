// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf.Expressions;
using Kelf.ObjectFiles.Tests.Support;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.ObjectFiles.Tests.Dwarf.Expressions;

/// <summary>Constants, addresses and arithmetic (DWARF 5 §2.5.1).</summary>
public sealed class ExpressionEvaluatorTests
{
    [Theory]
    [InlineData("03 8877665544332211", 0x1122334455667788)]
    [InlineData("03 0010000000000000 23 10", 0x1010)]
    [InlineData("a1 00", 0x1111)]
    [InlineData("fb 01", 0x2222)]
    [InlineData("a2 01", 0x2222)]
    [InlineData("30", 0)]
    [InlineData("4f", 31)]
    [InlineData("08 ff", 255)]
    [InlineData("09 ff", -1)]
    [InlineData("10 8001 96", 128)]
    [InlineData("35 33 1c", 2)] // 5 - 3
    [InlineData("35 33 1e", 15)]
    [InlineData("09 f9 32 1b", -3)] // -7 / 2, signed, towards zero
    [InlineData("0f 0000000000000080 09 ff 1b", long.MinValue)]
    [InlineData("37 34 1d", 3)]
    [InlineData("3c 3a 1a", 8)]
    [InlineData("3c 3a 21", 14)]
    [InlineData("3c 3a 27", 6)]
    [InlineData("35 1f", -5)]
    [InlineData("09 fb 19", 5)]
    [InlineData("30 20", -1)]
    [InlineData("31 34 24", 16)]
    [InlineData("31 10 40 24", 0)] // by 64
    [InlineData("09 f0 34 25", 0x0fffffffffffffff)]
    [InlineData("09 f0 34 26", -1)]
    [InlineData("09 f0 10 40 26", -1)]
    [InlineData("31 32 12 22", 4)] // dup, plus
    [InlineData("31 32 13", 1)]
    [InlineData("31 32 14", 1)] // over
    [InlineData("31 32 33 15 02", 1)] // pick
    [InlineData("31 32 16", 1)] // swap
    [InlineData("31 32 33 17", 2)] // rot: 3 1 2
    [InlineData("31 32 33 17 13", 1)]
    [InlineData("31 32 33 17 13 13", 3)]
    [InlineData("09 ff 31 2d", 1)] // -1 < 1
    [InlineData("09 ff 31 2b", 0)]
    [InlineData("31 31 2a", 1)]
    [InlineData("31 31 2c", 1)]
    [InlineData("31 31 29", 1)]
    [InlineData("31 31 2e", 0)]
    public void Numbers(string bytes, long expected) => Assert.Equal(new ExpressionValue((ulong)expected, false), Evaluate(bytes));

    [Fact]
    public void A_value_is_no_address() => Assert.Equal(new ExpressionValue(7, true), Evaluate("37 9f"));

    [Fact]
    public void Numbers_are_as_wide_as_addresses()
    {
        Assert.Equal(0xfffffffful, Evaluate("09 ff", 4)?.Value);
        Assert.Equal(0ul, Evaluate("0c ffffffff 23 01", 4)?.Value);
        Assert.Equal(1ul, Evaluate("0c ffffffff 31 2d", 4)?.Value);
        Assert.Equal(0x12345678ul, Evaluate("03 12345678", 4, ByteOrder.Big)?.Value);
        Assert.Equal(0x2222ul, Evaluate("a1 01", 4, ByteOrder.Big)?.Value);
        Assert.Equal(0x2222ul, Evaluate("a1 01", 2)?.Value);
    }

    [Theory]
    [InlineData("23 08", 8)] // plus_uconst: DWARF 2 and 3
    [InlineData("10 8801 22", 0x88)]
    [InlineData("", 0)]
    public void A_member_is_found_from_where_its_object_is(string bytes, ulong expected)
    {
        using OneExpression one = new(bytes);
        Assert.True(ExpressionEvaluator.TryEvaluate(one.Unit, one.Bytes, 0, out ExpressionValue value));
        Assert.Equal(expected, value.Value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("53")] // in a register
    [InlineData("77 08")]
    [InlineData("91 08")]
    [InlineData("03 0000000000000000 06")] // in memory
    [InlineData("31 9e 01 00")]
    [InlineData("31 93 04")]
    [InlineData("31 9f 93 04")]
    [InlineData("31 28 0000")] // a jump
    [InlineData("2f fdff")]
    [InlineData("31 30 1b")] // by zero
    [InlineData("31 30 1d")]
    [InlineData("97")]
    public void What_needs_a_running_program_is_not_computed(string bytes) => Assert.Null(Evaluate(bytes));

    [Fact]
    public void The_stack_has_an_end()
    {
        Assert.NotNull(Evaluate(string.Concat(Enumerable.Repeat("30", 64))));
        Assert.Null(Evaluate(string.Concat(Enumerable.Repeat("30", 65))));
    }

    [Theory]
    [InlineData("22", "a.o: .debug_info+0x16: operation 0x22 of an expression takes more from the stack than there is")]
    [InlineData("31 22", "a.o: .debug_info+0x17: operation 0x22 of an expression takes more from the stack than there is")]
    [InlineData("31 15 01", "a.o: .debug_info+0x18: operation 0x15 of an expression takes more from the stack than there is")]
    [InlineData("a1 02", "a.o: .debug_info+0x17: address index 2 is outside .debug_addr (24 bytes)")]
    [InlineData("31 0a 00", "a.o: .debug_info+0x18: 0x2 bytes are wanted and 1 are left")]
    public void Malformed_expressions_are_refused(string bytes, string message) => Expect.Malformed(message, () => Evaluate(bytes));

    private static ExpressionValue? Evaluate(string bytes, byte addressSize = 8, ByteOrder order = ByteOrder.Little)
    {
        using OneExpression one = new(bytes, order, addressSize);
        return ExpressionEvaluator.TryEvaluate(one.Unit, one.Bytes, out ExpressionValue value) ? value : null;
    }
}
