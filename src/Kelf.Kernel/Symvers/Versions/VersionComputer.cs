// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.Kernel.Symvers.Settings;
using Kelf.Kernel.Symvers.TypeStrings;

namespace Kelf.Kernel.Symvers.Versions;

/// <summary>
/// Computes versions: the CRC of a symbol's text in which each type name is replaced by its text the first time it
/// occurs and stays a name afterwards.
/// </summary>
/// <remarks>
/// A text of some 600 KB per symbol is never looked at. The CRC of each literal run between two references is computed
/// once; a version is then a chain of combinations (<see cref="CrcCombiner"/>). What a type expands to when nothing was
/// used before is a constant (CRC, length, set of names): it is kept, since thousands of symbols begin with the same few
/// types. Types that lead to each other in a ring make as many long texts as there are symbols that enter it: the parts of all
/// texts count. Instances are not shared between threads.
/// </remarks>
internal sealed class VersionComputer
{
    // In bytes, of all sets of names that are kept.
    private const long MaxKept = 64 << 20;

    private readonly CompiledTexts _texts;
    private readonly TextTotal _total;
    private readonly ulong[] _used;
    private readonly Dictionary<int, Expansion> _fromNothing = [];
    private (int Next, int End)[] _levels = new (int, int)[64];
    private long _parts;

    public VersionComputer(CompiledTexts texts, TextTotal total)
    {
        (_texts, _total) = (texts, total);
        _used = new ulong[(texts.NameCount / 64) + 1];
    }

    private sealed record Expansion(uint Crc, uint Shift, long Length, ulong[] Used);

    /// <summary>The version of a compiled symbol text.</summary>
    /// <exception cref="RefusedException">All texts together have too many parts.</exception>
    public FoundVersion Compute((int Start, int End) symbol)
    {
        Array.Clear(_used);
        _parts = symbol.End - symbol.Start;
        uint crc = 0;
        long length = 0;
        bool nothingUsed = true;
        for (int i = symbol.Start; i < symbol.End; i++)
        {
            CompiledTexts.Step step = _texts.Steps[i];
            crc = CrcCombiner.Multiply(crc, step.Shift) ^ step.Crc;
            length += step.Length;
            if (step.Name < 0)
            {
                continue;
            }

            if (nothingUsed)
            {
                Expansion expansion = ExpandFromNothing(step.Name);
                crc = CrcCombiner.Multiply(crc, expansion.Shift) ^ expansion.Crc;
                length += expansion.Length;
                expansion.Used.CopyTo(_used, 0);
                nothingUsed = false;
            }
            else
            {
                (uint Crc, uint Shift, long Length) part = Expand(step.Name);
                crc = CrcCombiner.Multiply(crc, part.Shift) ^ part.Crc;
                length += part.Length;
            }
        }

        _total.SpendParts(_parts);
        return new FoundVersion(crc, length);
    }

    private Expansion ExpandFromNothing(int name)
    {
        if (!_fromNothing.TryGetValue(name, out Expansion? known))
        {
            (uint Crc, uint Shift, long Length) part = Expand(name);
            known = new Expansion(part.Crc, part.Shift, part.Length, [.. _used]);
            if ((_fromNothing.Count + 1L) * _used.Length * sizeof(ulong) <= MaxKept)
            {
                _fromNothing.Add(name, known);
            }
        }

        return known;
    }

    /// <summary>What a reference stands for, given the names that are used already.</summary>
    private (uint Crc, uint Shift, long Length) Expand(int name)
    {
        if (!Use(name))
        {
            (uint crcOfName, uint shift) = _texts.Written(name);
            return (crcOfName, shift, _texts.WrittenLength(name));
        }

        uint crc = 0;
        long length = 0;
        int depth = 0;
        Enter(ref depth, name);
        while (depth > 0)
        {
            ref (int Next, int End) level = ref _levels[depth - 1];
            if (level.Next == level.End)
            {
                depth--;
                continue;
            }

            CompiledTexts.Step step = _texts.Steps[level.Next++];
            crc = CrcCombiner.Multiply(crc, step.Shift) ^ step.Crc;
            length += step.Length;
            if (step.Name < 0)
            {
                continue;
            }

            if (Use(step.Name))
            {
                Enter(ref depth, step.Name);
            }
            else
            {
                (uint Crc, uint Shift) written = _texts.Written(step.Name);
                crc = CrcCombiner.Multiply(crc, written.Shift) ^ written.Crc;
                length += _texts.WrittenLength(step.Name);
            }
        }

        return (crc, CrcCombiner.Shift(length), length);
    }

    private void Enter(ref int depth, int name)
    {
        if (depth == _levels.Length)
        {
            Array.Resize(ref _levels, depth * 2);
        }

        (int Start, int End) steps = _texts.StepsOf(name);
        _parts += steps.End - steps.Start;
        _levels[depth++] = steps;
    }

    /// <summary>Marks a name as used.</summary>
    /// <returns>True when it was not.</returns>
    private bool Use(int name)
    {
        ulong bit = 1UL << (name & 63);
        ref ulong word = ref _used[name >> 6];
        bool isNew = (word & bit) == 0;
        word |= bit;
        return isNew;
    }
}
