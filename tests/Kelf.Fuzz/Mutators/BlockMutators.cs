// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Fuzz.Mutators;

/// <summary>Copies a block over another place.</summary>
public sealed class BlockCopy : IMutator
{
    /// <inheritdoc/>
    public string Name => "block copy";

    /// <inheritdoc/>
    public void Apply(Mutant mutant, ref FuzzRandom random)
    {
        int length = Block.Length(mutant, ref random);
        int from = random.Below(mutant.Length - length + 1), to = random.Below(mutant.Length - length + 1);
        mutant.Bytes.Slice(from, length).CopyTo(mutant.Bytes.Slice(to, length));
    }
}

/// <summary>Swaps two blocks.</summary>
public sealed class BlockSwap : IMutator
{
    /// <inheritdoc/>
    public string Name => "block swap";

    /// <inheritdoc/>
    public void Apply(Mutant mutant, ref FuzzRandom random)
    {
        int length = Block.Length(mutant, ref random);
        int one = random.Below(mutant.Length - length + 1), other = random.Below(mutant.Length - length + 1);
        for (int i = 0; i < length; i++)
        {
            (mutant.Bytes[one + i], mutant.Bytes[other + i]) = (mutant.Bytes[other + i], mutant.Bytes[one + i]);
        }
    }
}

/// <summary>Fills a block with one value.</summary>
public sealed class BlockFill : IMutator
{
    /// <inheritdoc/>
    public string Name => "block fill";

    /// <inheritdoc/>
    public void Apply(Mutant mutant, ref FuzzRandom random)
    {
        int length = Block.Length(mutant, ref random);
        byte value = random.Pick<byte>([0, 0, 0x01, 0x7f, 0x80, 0xff, (byte)random.Next()]);
        mutant.Bytes.Slice(random.Below(mutant.Length - length + 1), length).Fill(value);
    }
}

/// <summary>Takes a block out: everything after it moves.</summary>
public sealed class BlockDelete : IMutator
{
    /// <inheritdoc/>
    public string Name => "block delete";

    /// <inheritdoc/>
    public void Apply(Mutant mutant, ref FuzzRandom random)
    {
        int length = Block.Length(mutant, ref random);
        int at = random.Below(mutant.Length - length + 1);
        mutant.Bytes[(at + length)..].CopyTo(mutant.Bytes[at..]);
        mutant.Resize(mutant.Length - length);
    }
}

/// <summary>Puts a copy of a block in: everything after it moves.</summary>
public sealed class BlockInsert : IMutator
{
    /// <inheritdoc/>
    public string Name => "block insert";

    /// <inheritdoc/>
    public void Apply(Mutant mutant, ref FuzzRandom random)
    {
        int length = Math.Min(Block.Length(mutant, ref random), mutant.Capacity - mutant.Length);
        int old = mutant.Length;
        int at = random.Below(old + 1), from = random.Below(old - length + 1);
        Span<byte> copy = stackalloc byte[Block.Largest];
        mutant.Bytes.Slice(from, length).CopyTo(copy);
        mutant.Resize(old + length);
        mutant.Bytes[at..old].CopyTo(mutant.Bytes[(at + length)..]);
        copy[..length].CopyTo(mutant.Bytes[at..]);
    }
}

/// <summary>Cuts the end off.</summary>
public sealed class Truncate : IMutator
{
    /// <inheritdoc/>
    public string Name => "truncate";

    /// <inheritdoc/>
    public void Apply(Mutant mutant, ref FuzzRandom random) => mutant.Resize(
        random.Chance(2) ? random.Below(mutant.Length) : mutant.Length - 1 - random.Below(Math.Min(mutant.Length, 64)));
}

internal static class Block
{
    public const int Largest = 256;

    /// <summary>A length from 1 to that of the mutant; short ones are more frequent.</summary>
    public static int Length(Mutant mutant, ref FuzzRandom random) =>
        1 + random.Below(Math.Min(mutant.Length, random.Pick([4, 16, 64, Largest])));
}
