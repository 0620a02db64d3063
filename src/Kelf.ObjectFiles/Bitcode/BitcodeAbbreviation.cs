// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Bitcode;

/// <summary>How an operand of an abbreviated record is written (LLVM BitCodeFormat, "DEFINE_ABBREV Encoding").</summary>
internal enum OperandEncoding
{
    /// <summary>Not at all: its value is the abbreviation's.</summary>
    Literal = 0,

    /// <summary>In a fixed number of bits.</summary>
    Fixed = 1,

    /// <summary>In chunks of bits.</summary>
    Vbr = 2,

    /// <summary>As many operands as a number before them says, all as the next operand of the abbreviation tells.</summary>
    Array = 3,

    /// <summary>As a character of identifiers, in six bits.</summary>
    Char6 = 4,

    /// <summary>As bytes, with their number before them.</summary>
    Blob = 5,
}

/// <summary>An operand of an abbreviation.</summary>
/// <param name="Encoding">How it is written.</param>
/// <param name="Value">Of a literal its value; of <see cref="OperandEncoding.Fixed"/> and
/// <see cref="OperandEncoding.Vbr"/> the width in bits.</param>
internal readonly record struct AbbreviationOperand(OperandEncoding Encoding, ulong Value);

/// <summary>How records of one kind are written: the code of the record first, then its operands.</summary>
/// <remarks>
/// The symbol table of clang 19 has one abbreviation, <c>[literal 1, blob]</c>; names of source files have
/// <c>[literal 16, array, fixed 7]</c>.
/// </remarks>
internal static class BitcodeAbbreviation
{
    // The longest that LLVM defines has some twenty operands. Literals cost a record nothing, so the number of operands
    // bounds what a few bits of a record can make a reader do.
    private const int MostOperands = 64;

    /// <summary>Reads a definition, from the end its DEFINE_ABBREV.</summary>
    public static AbbreviationOperand[] Read(ref BitReader bits)
    {
        ulong count = bits.Vbr(5);
        if (count is 0 or > MostOperands)
        {
            throw bits.Malformed($"abbreviation has {count} operands; 1 to {MostOperands} are allowed");
        }

        AbbreviationOperand[] operands = new AbbreviationOperand[(int)count];
        for (int i = 0; i < operands.Length; i++)
        {
            operands[i] = ReadOperand(ref bits);
            CheckPlace(ref bits, operands, i);
        }

        return operands;
    }

    private static AbbreviationOperand ReadOperand(ref BitReader bits)
    {
        if (bits.Fixed(1) != 0)
        {
            return new AbbreviationOperand(OperandEncoding.Literal, bits.Vbr(8));
        }

        OperandEncoding encoding = (OperandEncoding)bits.Fixed(3);
        if (encoding is OperandEncoding.Array or OperandEncoding.Char6 or OperandEncoding.Blob)
        {
            return new AbbreviationOperand(encoding, 0);
        }

        if (encoding is not (OperandEncoding.Fixed or OperandEncoding.Vbr))
        {
            throw bits.Malformed($"abbreviation has the unknown encoding {(int)encoding}");
        }

        ulong width = bits.Vbr(5);
        if (width > 64 || (width == 1 && encoding == OperandEncoding.Vbr))
        {
            throw bits.Malformed($"abbreviation has an operand of {width} bits");
        }

        // LLVM reads and writes an operand without bits as a zero.
        return width == 0 ? new AbbreviationOperand(OperandEncoding.Literal, 0) : new AbbreviationOperand(encoding, width);
    }

    private static void CheckPlace(ref BitReader bits, AbbreviationOperand[] operands, int index)
    {
        OperandEncoding encoding = operands[index].Encoding;
        bool isElement = index > 0 && operands[index - 1].Encoding == OperandEncoding.Array;
        string? wrong = (encoding, index) switch
        {
            (OperandEncoding.Array or OperandEncoding.Blob, 0) => "has no record code",
            (OperandEncoding.Array, _) when index != operands.Length - 2 => "does not end with the elements of its array",
            (OperandEncoding.Blob, _) when index != operands.Length - 1 => "has a blob that is not its end",
            (OperandEncoding.Literal or OperandEncoding.Blob, _) when isElement => "has an array whose elements have no bits",
            _ => null,
        };
        if (wrong is not null)
        {
            throw bits.Malformed($"abbreviation {wrong}");
        }
    }
}
