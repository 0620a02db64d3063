// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers.Binary;

using Kelf.ObjectFiles.Tests.Support;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.ObjectFiles.Tests.Bitcode;

/// <summary>Each way in which bitcode can be wrong, with its whole message.</summary>
public sealed class MalformedBitcodeTests
{
    [Theory]
    [InlineData(4, "a.o: +0x4: bitcode without a module: cut short")]
    [InlineData(6, "a.o: +0x4: bitcode of 6 bytes is no multiple of 4: cut short")]
    [InlineData(12, "a.o: +0xc: bitcode without a module: cut short")]
    [InlineData(20, "a.o: +0x8: block 13 of 20 bytes reaches outside (8 bytes are left)")]
    public void Cut_files(int length, string message)
    {
        byte[] file = new BitcodeBuilder().Function("f").Build();
        Expect.Malformed(message, () => BitcodeText.Read(file[..length]));
    }

    [Fact]
    public void Every_cut_is_an_error_or_leaves_a_whole_module()
    {
        byte[] file = new BitcodeBuilder { Assembly = "a:" }.Function("f").Symbol("f", 0x2400, "f").Build();
        for (int length = 0; length < file.Length - 8; length++)
        {
            byte[] cut = file[..length];
            Exception? error = Record.Exception(() => BitcodeText.Read(cut));
            Assert.True(error is null or MalformedFileException, $"{length}: {error}");
        }
    }

    [Fact]
    public void Padding_behind_the_last_block_is_allowed()
    {
        byte[] file = new BitcodeBuilder().Function("f").Build();
        Assert.NotEmpty(BitcodeText.Symbols([.. file, .. new byte[8]], fromModules: true));
        Expect.Malformed(
            $"a.o: +0x{file.Length:x}: no block of bitcode begins here", () => BitcodeText.Read([.. file, .. new byte[12]]));
    }

    [Fact]
    public void Two_files_in_a_row()
    {
        byte[] file = new BitcodeBuilder().Function("f").Build();
        Expect.Malformed(
            $"a.o: +0x{file.Length:x}: no block of bitcode begins here", () => BitcodeText.Read([.. file, .. file]));
    }

    [Theory]
    [InlineData(8, 19, "a.o: +0x8: wrapped bitcode of 4 bytes at 0x13 reaches outside (20 bytes)")]
    [InlineData(12, uint.MaxValue, "a.o: +0xc: wrapped bitcode of 4294967295 bytes at 0x10 reaches outside (20 bytes)")]
    [InlineData(12, 0, "a.o: +0x10: wrapper holds no bitcode")]
    public void Wrappers(int offset, uint value, string message)
    {
        byte[] file = [0xde, 0xc0, 0x17, 0x0b, 0, 0, 0, 0, 16, 0, 0, 0, 4, 0, 0, 0, 0x42, 0x43, 0xc0, 0xde];
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(offset), value);
        if (offset == 12)
        {
            Expect.Malformed(message, () => BitcodeText.Read(file));
        }
        else
        {
            Expect.Malformed(message.Replace("+0x8", "+0xc"), () => BitcodeText.Read(file));
        }
    }

    [Fact]
    public void Block_without_an_end() =>
        Module("+0xc: 3 bits are wanted and 0 are left", module => module.Enter(12, 4).End());

    [Fact]
    public void Unknown_abbreviation() =>
        Module("+0x0: abbreviation 5 is not defined", module => module.Abbreviation(5));

    [Fact]
    public void Abbreviation_without_operands() =>
        Module("+0x0: abbreviation has 0 operands; 1 to 64 are allowed", module => module.Abbreviation(2).Vbr(0, 5));

    [Fact]
    public void Abbreviation_with_many_operands() =>
        Module("+0x0: abbreviation has 65 operands; 1 to 64 are allowed", module => module.Abbreviation(2).Vbr(65, 5));

    [Theory]
    [InlineData(0, 0, "+0x1: abbreviation has the unknown encoding 0")]
    [InlineData(6, 0, "+0x1: abbreviation has the unknown encoding 6")]
    [InlineData(1, 65, "+0x1: abbreviation has an operand of 65 bits")]
    [InlineData(2, 1, "+0x1: abbreviation has an operand of 1 bits")]
    [InlineData(3, 0, "+0x1: abbreviation has no record code")]
    [InlineData(5, 0, "+0x1: abbreviation has no record code")]
    public void Operands_of_abbreviations(int encoding, int width, string message) => Module(message, module =>
    {
        module.Abbreviation(2).Vbr(2, 5).Fixed(0, 1).Fixed((ulong)encoding, 3);
        if (encoding is 1 or 2)
        {
            module.Vbr((ulong)width, 5);
        }
    });

    [Theory]
    [InlineData(5, 5, "+0x2: abbreviation has a blob that is not its end")]
    [InlineData(4, 3, "+0x2: abbreviation does not end with the elements of its array")]
    [InlineData(3, 3, "+0x2: abbreviation does not end with the elements of its array")]
    [InlineData(3, 5, "+0x2: abbreviation has an array whose elements have no bits")]
    public void Places_in_abbreviations(int second, int third, string message) => Module(message, module =>
        module.Abbreviation(2).Vbr(3, 5).Fixed(1, 1).Vbr(1, 8).Fixed(0, 1).Fixed((ulong)second, 3).Fixed(0, 1).Fixed((ulong)third, 3));

    [Fact]
    public void Number_of_more_than_64_bits() => Module("+0x0: variable-width number exceeds 64 bits", module =>
    {
        module.Abbreviation(3);
        for (int i = 0; i < 14; i++)
        {
            module.Fixed(0x3f, 6);
        }
    });

    [Fact]
    public void Text_with_wide_characters() =>
        Module("+0x1: 0x100 in a text is no byte", module => module.Record(16, 256));

    [Fact]
    public void Text_of_characters_without_bits()
    {
        // [literal 16, array, fixed 1]
        Module("text has 40 characters in", module => module
            .Abbreviation(2).Vbr(3, 5).Fixed(1, 1).Vbr(16, 8).Fixed(0, 1).Fixed(3, 3).Fixed(0, 1).Fixed(1, 3).Vbr(1, 5)
            .Abbreviation(4).Vbr(40, 6).Fixed(0, 40));
    }

    [Fact]
    public void Array_longer_than_the_block() => Module("+0x7: 6 bits are wanted and 1 are left", module =>
        module.Abbreviation(3).Vbr(30, 6).Vbr(uint.MaxValue, 6).Align());

    [Fact]
    public void Short_hash() =>
        Module("+0x1: hash of the module is cut short", module => module.Record(17, 1));

    [Fact]
    public void Names_outside_the_table() => Module(
        "+0x5: name of 5 bytes at 0x0 is outside the table of names (0 bytes)",
        module => module.Record(8, 0, 5, 0, 0, 0, 0));

    [Fact]
    public void Unknown_section() =>
        Module("+0x7: section 1 is not below 1", module => module.Record(8, 0, 0, 0, 0, 0, 0, 0, 0, 1));

    [Fact]
    public void Narrow_blocks() => Expect.Malformed(
        "a.o: +0x5: block 8 has abbreviation numbers of 1 bits",
        () => BitcodeText.Read(new BitstreamWriter().Magic().Enter(8, 1).End().Align().ToArray().Concat(new byte[8]).ToArray()));

    [Fact]
    public void Abbreviations_of_no_block() => Expect.Malformed(
        "a.o: BLOCKINFO+0x0: abbreviation is defined for no block",
        () => BitcodeText.Read(new BitstreamWriter().Magic().Enter(0, 3).Abbreviation(2).End().ToArray()));

    [Fact]
    public void Endless_abbreviations() => Module("abbreviations are defined", module =>
    {
        for (int i = 0; i < 4097; i++)
        {
            module.DefineBlob(1);
        }
    });

    /// <summary>Reads a module with that in it.</summary>
    private static void Module(string message, Action<BitstreamWriter> write)
    {
        BitstreamWriter file = new BitstreamWriter().Magic().Enter(8, 3);
        write(file);
        byte[] bytes = file.ToArray();
        // Its length: all that was written.
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), (bytes.Length - 12 + 3) / 4);
        Array.Resize(ref bytes, (bytes.Length + 3) / 4 * 4);
        string found = Assert.Throws<MalformedFileException>(() => BitcodeText.Read(bytes)).Message;
        if (message.StartsWith('+'))
        {
            Assert.Equal("a.o: MODULE_BLOCK" + message, found);
        }
        else
        {
            Assert.Contains(message, found, StringComparison.Ordinal);
        }
    }
}
