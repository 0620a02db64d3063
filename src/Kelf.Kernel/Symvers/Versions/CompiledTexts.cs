// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.Kernel.Symvers.TypeStrings;
using Kelf.ObjectFiles.Hashes;

namespace Kelf.Kernel.Symvers.Versions;

/// <summary>
/// All texts as steps: the CRC and length of a literal run and the name that follows it. Read-only once made, so that
/// threads share it.
/// </summary>
internal sealed class CompiledTexts
{
    private readonly TypeTexts _texts;
    private readonly List<Step> _building = [];
    private readonly (int Start, int End)[] _stepsOf;
    private readonly (uint Crc, uint Shift)[] _written;
    private readonly Dictionary<int, uint> _shifts = [];

    private CompiledTexts(TypeTexts texts)
    {
        _texts = texts;
        NameCount = texts.Names.Count;
        _stepsOf = new (int, int)[NameCount];
        _written = new (uint, uint)[NameCount];
    }

    /// <summary>A literal run, and the name after it.</summary>
    /// <param name="Crc">CRC of the run.</param>
    /// <param name="Shift">Its length as a multiplier, <see cref="CrcCombiner.Shift"/>.</param>
    /// <param name="Length">Its length in bytes.</param>
    /// <param name="Name">The name that follows, or -1 at the end of a text.</param>
    public readonly record struct Step(uint Crc, uint Shift, int Length, int Name);

    /// <summary>Number of names.</summary>
    public int NameCount { get; }

    /// <summary>The steps of all texts.</summary>
    public Step[] Steps { get; private set; } = [];

    /// <summary>Compiles the texts of all names, and of symbols.</summary>
    /// <param name="texts">Type texts.</param>
    /// <param name="symbolTexts">Symbol texts, or null entries.</param>
    /// <param name="symbolSteps">The steps of each symbol text.</param>
    public static CompiledTexts Compile(TypeTexts texts, byte[]?[] symbolTexts, out (int Start, int End)[] symbolSteps)
    {
        CompiledTexts compiled = new(texts);
        for (int name = 0; name < compiled.NameCount; name++)
        {
            ReadOnlySpan<byte> written = texts.Names[name];
            compiled._written[name] = (Crc32.Append(0, written), compiled.ShiftOf(written.Length));
            compiled._stepsOf[name] = compiled.Add(texts[name]);
        }

        symbolSteps = new (int, int)[symbolTexts.Length];
        for (int symbol = 0; symbol < symbolTexts.Length; symbol++)
        {
            symbolSteps[symbol] = compiled.Add(symbolTexts[symbol]);
        }

        compiled.Steps = [.. compiled._building];
        return compiled;
    }

    /// <summary>The steps of a name's text.</summary>
    public (int Start, int End) StepsOf(int name) => _stepsOf[name];

    /// <summary>CRC and multiplier of a name as it is written.</summary>
    public (uint Crc, uint Shift) Written(int name) => _written[name];

    /// <summary>Length of a name as it is written.</summary>
    public int WrittenLength(int name) => _texts.Names[name].Length;

    private (int Start, int End) Add(ReadOnlySpan<byte> text)
    {
        int start = _building.Count;
        uint crc = 0;
        int length = 0;
        Pieces pieces = new(text);
        while (pieces.Next())
        {
            if (pieces.Kind == PieceKind.Reference)
            {
                _building.Add(new Step(crc, ShiftOf(length), length, pieces.Number));
                (crc, length) = (0, 0);
            }
            else
            {
                crc = Crc32.Append(crc, pieces.Literal);
                length += pieces.Literal.Length;
            }
        }

        _building.Add(new Step(crc, ShiftOf(length), length, -1));
        return (start, _building.Count);
    }

    private uint ShiftOf(int length)
    {
        if (!_shifts.TryGetValue(length, out uint shift))
        {
            shift = CrcCombiner.Shift(length);
            _shifts.Add(length, shift);
        }

        return shift;
    }
}
