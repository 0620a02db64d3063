// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Fuzz.Mutators;

/// <summary>Turns one bit over.</summary>
public sealed class BitFlip : IMutator
{
    /// <inheritdoc/>
    public string Name => "bit flip";

    /// <inheritdoc/>
    public void Apply(Mutant mutant, ref FuzzRandom random) =>
        mutant.Bytes[random.Below(mutant.Length)] ^= (byte)(1 << random.Below(8));
}

/// <summary>Sets one byte.</summary>
public sealed class ByteSet : IMutator
{
    /// <inheritdoc/>
    public string Name => "byte set";

    /// <inheritdoc/>
    public void Apply(Mutant mutant, ref FuzzRandom random)
    {
        int offset = random.Below(mutant.Length);
        mutant.Bytes[offset] = (byte)random.Next();
    }
}

/// <summary>Puts a number of 2, 4 or 8 bytes anywhere, in the file's byte order.</summary>
public sealed class NumberSet : IMutator
{
    /// <inheritdoc/>
    public string Name => "number set";

    /// <inheritdoc/>
    public void Apply(Mutant mutant, ref FuzzRandom random)
    {
        int offset = random.Below(mutant.Length);
        mutant.Write(offset, InterestingNumbers.Pick(mutant.Length, ref random), 2 << random.Below(3));
    }
}

/// <summary>Adds a small number, up or down, to one of 1, 2, 4 or 8 bytes.</summary>
public sealed class NumberAdd : IMutator
{
    /// <inheritdoc/>
    public string Name => "number add";

    /// <inheritdoc/>
    public void Apply(Mutant mutant, ref FuzzRandom random)
    {
        int width = 1 << random.Below(4);
        int offset = random.Below(mutant.Length);
        ulong value = 0;
        for (int i = 0; i < width && offset + i < mutant.Length; i++)
        {
            int index = mutant.Seed.Order == ObjectFiles.Bytes.ByteOrder.Little ? i : width - 1 - i;
            value |= (ulong)mutant.Bytes[offset + i] << (8 * index);
        }

        mutant.Write(offset, value + (ulong)random.Below(33) - 16, width);
    }
}

/// <summary>Puts a LEB128 anywhere: a number, or one that goes on too long.</summary>
public sealed class Leb128Set : IMutator
{
    /// <inheritdoc/>
    public string Name => "LEB128 set";

    /// <inheritdoc/>
    public void Apply(Mutant mutant, ref FuzzRandom random)
    {
        int offset = random.Below(mutant.Length);
        mutant.WriteLeb128(offset, InterestingNumbers.Pick(mutant.Length, ref random), 1 + random.Below(12));
    }
}
