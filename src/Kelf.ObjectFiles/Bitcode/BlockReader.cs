// SPDX-License-Identifier: MIT OR GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

namespace Kelf.ObjectFiles.Bitcode;

/// <summary>A block whose header was read.</summary>
/// <param name="Id">Its kind.</param>
/// <param name="Width">Bits of the abbreviation numbers in it.</param>
/// <param name="Body">Its bytes after the header.</param>
internal readonly record struct Block(BlockId Id, int Width, Region Body)
{
    /// <summary>Reads the header after an ENTER_SUBBLOCK, and moves after the block.</summary>
    public static Block Read(ref BitReader bits)
    {
        ulong id = bits.Vbr(8);
        ulong width = bits.Vbr(4);
        // With fewer bits there is no number for the end of the block.
        if (width is < 2 or > 32)
        {
            throw bits.Malformed($"block {id} has abbreviation numbers of {width} bits");
        }

        bits.Align();
        ulong words = bits.Fixed(32);
        if (words > (ulong)bits.Left / 32)
        {
            throw bits.Malformed($"block {id} of {words * 4} bytes reaches outside ({bits.Left / 8} bytes are left)");
        }

        return new Block((BlockId)id, (int)width, bits.Bytes(words * 4));
    }
}

/// <summary>
/// Walks the records of a block (LLVM BitCodeFormat, "Abstract Bitstream"). Blocks inside it are passed over by their
/// lengths; operands of records are decoded one by one as they are asked for, and nothing is kept of them.
/// </summary>
internal ref struct BlockReader
{
    private const int MostAbbreviations = 4096;
    private const ulong EndBlock = 0;
    private const ulong EnterSubblock = 1;
    private const ulong DefineAbbreviation = 2;
    private const ulong UnabbreviatedRecord = 3;
    private const ulong FirstAbbreviation = 4;
    private const string Characters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._";

    private static readonly AbbreviationOperand s_unabbreviated = new(OperandEncoding.Vbr, 6);

    private readonly int _width;
    private BitReader _bits;

    // Of the record: what is left of its abbreviation, and of the array at its end.
    private AbbreviationOperand[] _operands = [];
    private int _nextOperand;
    private AbbreviationOperand _element;
    private ulong _elementsLeft;

    /// <summary>Opens a block.</summary>
    public BlockReader(in Block block, BlockInfo info)
    {
        _width = block.Width;
        _bits = new BitReader(block.Body.As(block.Body.Source.InSection(BlockNames.Of(block.Id))));
        Definitions = info.Of(block.Id) is { } given ? [.. given] : [];
    }

    /// <summary>Where abbreviations are added that the block defines; null for where they may not be.</summary>
    public List<AbbreviationOperand[]>? Definitions { get; set; }

    /// <summary>The code of the record that <see cref="NextRecord"/> found.</summary>
    public ulong Code { get; private set; }

    /// <summary>The bytes at the end of the record, once all its operands were read.</summary>
    public Region Blob { get; private set; }

    /// <summary>Moves to the next record.</summary>
    /// <returns>False at the end of the block.</returns>
    public bool NextRecord()
    {
        while (TryOperand(out _))
        {
            // What nobody asked for.
        }

        while (true)
        {
            switch (_bits.Fixed(_width))
            {
                case EndBlock:
                    return false;
                case EnterSubblock:
                    _ = Block.Read(ref _bits);
                    break;
                case DefineAbbreviation:
                    Define();
                    break;
                case UnabbreviatedRecord:
                    Code = _bits.Vbr(6);
                    Blob = default;
                    (_element, _elementsLeft) = (s_unabbreviated, _bits.Vbr(6));
                    return true;
                case ulong number:
                    Begin(number - FirstAbbreviation);
                    return true;
            }
        }
    }

    /// <summary>Decodes the next operand of the record.</summary>
    /// <returns>False after the last.</returns>
    public bool TryOperand(out ulong value)
    {
        while (true)
        {
            if (_elementsLeft > 0)
            {
                _elementsLeft--;
                value = Read(_element);
                return true;
            }

            if (_nextOperand >= _operands.Length)
            {
                value = 0;
                return false;
            }

            AbbreviationOperand operand = _operands[_nextOperand++];
            if (operand.Encoding == OperandEncoding.Array)
            {
                (_element, _elementsLeft) = (_operands[_nextOperand++], _bits.Vbr(6));
            }
            else if (operand.Encoding == OperandEncoding.Blob)
            {
                ulong length = _bits.Vbr(6);
                _bits.Align();
                Blob = _bits.Bytes(length);
                _bits.Align();
            }
            else
            {
                value = Read(operand);
                return true;
            }
        }
    }

    /// <summary>Decodes the first operands; those that the record does not have are 0.</summary>
    /// <returns>How many it has of them.</returns>
    public int Operands(scoped Span<ulong> values)
    {
        int count = 0;
        while (count < values.Length && TryOperand(out values[count]))
        {
            count++;
        }

        values[count..].Clear();
        return count;
    }

    /// <summary>Decodes the operands that are left as the bytes of a text.</summary>
    /// <exception cref="MalformedFileException">One is no byte, or the text is longer than text can be in so few bits.</exception>
    public byte[] Text()
    {
        // Twice: the first time counts, so that nothing is allocated on the word of the file alone.
        BlockReader ahead = this;
        long start = _bits.Position;
        long length = 0;
        while (ahead.TryOperand(out _))
        {
            length++;
        }

        // The shortest characters, those of identifiers, have six bits.
        if (length > Math.Min((ahead._bits.Position - start) / 6, Array.MaxLength))
        {
            throw Malformed($"text has {length} characters in {ahead._bits.Position - start} bits");
        }

        byte[] text = new byte[length];
        for (int i = 0; i < text.Length && TryOperand(out ulong value); i++)
        {
            text[i] = value <= byte.MaxValue ? (byte)value : throw Malformed($"0x{value:x} in a text is no byte");
        }

        return text;
    }

    /// <summary>An error about the number just read.</summary>
    public readonly MalformedFileException Malformed(string what) => _bits.Malformed(what);

    private void Begin(ulong index)
    {
        if (Definitions is null || index >= (ulong)Definitions.Count)
        {
            throw Malformed($"abbreviation {index + FirstAbbreviation} is not defined");
        }

        Blob = default;
        (_operands, _nextOperand) = (Definitions[(int)index], 1);
        Code = Read(_operands[0]);
    }

    private void Define()
    {
        if (Definitions is not { Count: < MostAbbreviations })
        {
            throw Malformed(Definitions is null
                ? "abbreviation is defined for no block"
                : $"more than {MostAbbreviations} abbreviations are defined");
        }

        Definitions.Add(BitcodeAbbreviation.Read(ref _bits));
    }

    private ulong Read(AbbreviationOperand operand) => operand.Encoding switch
    {
        OperandEncoding.Literal => operand.Value,
        OperandEncoding.Fixed => _bits.Fixed((int)operand.Value),
        OperandEncoding.Vbr => _bits.Vbr((int)operand.Value),
        _ => Characters[(int)_bits.Fixed(6)],
    };
}
