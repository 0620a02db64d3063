// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

using Kelf.ObjectFiles.Hashes;

using ArmAes = System.Runtime.Intrinsics.Arm.Aes;

namespace Kelf.Kernel.Shared;

/// <summary>
/// Joins CRC-32 values without looking at the text again: the CRC of A followed by B is
/// <c>Multiply(crc(A), Shift(length of B)) ^ crc(B)</c>.
/// </summary>
/// <remarks>
/// A CRC is a polynomial over GF(2) modulo P, kept with bit 31 for x^0. Appending n bytes multiplies it by x^(8n) mod P.
/// One product is a carry-less multiplication and a Barrett reduction (two more), as in Intel's "Fast CRC Computation
/// Using PCLMULQDQ"; machines without that instruction, and <c>KELF_FORCE_CRC=table</c>, take four bits at a time.
/// </remarks>
public static class CrcCombiner
{
    private const uint One = 0x80000000;

    // floor(x^64 / P) and P itself, bit-reflected with 33 bits: bit 32 - i stands for x^i.
    private const ulong Quotient = 0x1F7011641;
    private const ulong FullPolynomial = 0x1DB710641;

    private static readonly bool s_useTable = Environment.GetEnvironmentVariable("KELF_FORCE_CRC") == "table";

    // s_powers[k] = x^(8 * 2^k) mod P.
    private static readonly uint[] s_powers = MakePowers();

    /// <summary>The multiplier that stands for <paramref name="bytes"/> bytes appended: x^(8 * bytes) mod P.</summary>
    public static uint Shift(long bytes)
    {
        uint result = One;
        for (int k = 0; bytes != 0; bytes >>= 1, k++)
        {
            if ((bytes & 1) != 0)
            {
                result = Multiply(result, s_powers[k & 63]);
            }
        }

        return result;
    }

    /// <summary>The product of two polynomials modulo P.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Multiply(uint a, uint b)
    {
        if (Pclmulqdq.IsSupported && !s_useTable)
        {
            Vector128<ulong> product = Pclmulqdq.CarrylessMultiply(
                Vector128.CreateScalar((ulong)a), Vector128.CreateScalar((ulong)b), 0);
            return Reduce(product.ToScalar());
        }

        return MultiplyPortably(a, b);
    }

    /// <summary>The same product without special instructions.</summary>
    public static uint MultiplyPortably(uint a, uint b)
    {
        if (ArmAes.IsSupported && !s_useTable)
        {
            Vector128<ulong> product = ArmAes.PolynomialMultiplyWideningLower(
                Vector64.CreateScalar((ulong)a), Vector64.CreateScalar((ulong)b));
            return ReduceOnArm(product.ToScalar());
        }

        return MultiplyByTable(a, b);
    }

    /// <summary>The same product four bits of <paramref name="a"/> at a time.</summary>
    public static uint MultiplyByTable(uint a, uint b)
    {
        // multiples[i]: b times the polynomial whose four reflected bits are i.
        Span<uint> multiples = stackalloc uint[16];
        multiples[8] = b;
        multiples[4] = TimesX(b);
        multiples[2] = TimesX(multiples[4]);
        multiples[1] = TimesX(multiples[2]);
        for (int i = 1; i < 16; i++)
        {
            int low = i & -i;
            multiples[i] = low == i ? multiples[i] : multiples[i ^ low] ^ multiples[low];
        }

        // Horner's rule from the highest power (the lowest bits) down.
        uint result = 0;
        for (int shift = 0; shift < 32; shift += 4)
        {
            result = TimesX(TimesX(TimesX(TimesX(result)))) ^ multiples[(int)(a >> shift) & 15];
        }

        return result;
    }

    private static uint TimesX(uint a) => (a >> 1) ^ ((a & 1) * Crc32.Polynomial);

    /// <summary>Reduces a reflected product of 63 bits (bit 62 for x^0) modulo P.</summary>
    private static uint Reduce(ulong product)
    {
        // Bit 62 - i stands for x^i; the low 31 bits are the powers above x^31.
        ulong reflected = product << 1;
        Vector128<ulong> quotient = Pclmulqdq.CarrylessMultiply(
            Vector128.CreateScalar(reflected & 0xffff_ffff), Vector128.CreateScalar(Quotient), 0);
        Vector128<ulong> multiple = Pclmulqdq.CarrylessMultiply(
            Vector128.CreateScalar(quotient.ToScalar() & 0xffff_ffff), Vector128.CreateScalar(FullPolynomial), 0);
        return (uint)((reflected ^ multiple.ToScalar()) >> 32);
    }

    private static uint ReduceOnArm(ulong product)
    {
        ulong reflected = product << 1;
        Vector128<ulong> quotient = ArmAes.PolynomialMultiplyWideningLower(
            Vector64.CreateScalar(reflected & 0xffff_ffff), Vector64.CreateScalar(Quotient));
        Vector128<ulong> multiple = ArmAes.PolynomialMultiplyWideningLower(
            Vector64.CreateScalar(quotient.ToScalar() & 0xffff_ffff), Vector64.CreateScalar(FullPolynomial));
        return (uint)((reflected ^ multiple.ToScalar()) >> 32);
    }

    private static uint[] MakePowers()
    {
        uint[] powers = new uint[64];
        powers[0] = One >> 8;
        for (int k = 1; k < powers.Length; k++)
        {
            powers[k] = MultiplyByTable(powers[k - 1], powers[k - 1]);
        }

        return powers;
    }
}
