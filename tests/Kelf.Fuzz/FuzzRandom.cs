// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Fuzz;

/// <summary>
/// Random numbers that depend on nothing but two numbers: the seed of the run and the number of the mutant, so that each
/// mutant can be made again on its own (splitmix64, Steele et al. 2014).
/// </summary>
/// <param name="seed">Seed of the run.</param>
/// <param name="stream">Number of the mutant.</param>
public struct FuzzRandom(ulong seed, ulong stream)
{
    private ulong _state = (seed * 0x9e37_79b9_7f4a_7c15) ^ (stream * 0xd1b5_4a32_d192_ed03);

    /// <summary>The next 64 bits.</summary>
    public ulong Next()
    {
        _state += 0x9e37_79b9_7f4a_7c15;
        ulong z = _state;
        z = (z ^ (z >> 30)) * 0xbf58_476d_1ce4_e5b9;
        z = (z ^ (z >> 27)) * 0x94d0_49bb_1331_11eb;
        return z ^ (z >> 31);
    }

    /// <summary>A number from 0 to below <paramref name="limit"/>, which is positive.</summary>
    public int Below(int limit) => (int)(((UInt128)Next() * (ulong)limit) >> 64);

    /// <summary>True once in <paramref name="oneIn"/> times.</summary>
    public bool Chance(int oneIn) => Below(oneIn) == 0;

    /// <summary>One of some values.</summary>
    public T Pick<T>(ReadOnlySpan<T> choices) => choices[Below(choices.Length)];
}
