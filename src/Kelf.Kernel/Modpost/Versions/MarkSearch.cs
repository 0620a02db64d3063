// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kelf.Kernel.Modpost.Versions;

/// <summary>
/// Finds the byte that a line of a version begins with, in hundreds of megabytes of command files that hardly have it. The native program is
/// compiled for processors without AVX2, and the library's search is too: this one asks the processor.
/// </summary>
internal static class MarkSearch
{
    /// <summary>What is searched for.</summary>
    public const byte Mark = (byte)'#';

    // Four vectors: one branch for all.
    private const int Step = 128;

    /// <summary>Where the first one is, or -1.</summary>
    public static int IndexOf(ReadOnlySpan<byte> text)
    {
        int at = 0;
        if (Avx2.IsSupported)
        {
            Vector256<byte> mark = Vector256.Create(Mark);
            for (; text.Length - at >= Step; at += Step)
            {
                ReadOnlySpan<byte> here = text.Slice(at, Step);
                Vector256<byte> first = Avx2.Or(
                    Avx2.CompareEqual(Vector256.Create(here), mark), Avx2.CompareEqual(Vector256.Create(here[32..]), mark));
                Vector256<byte> second = Avx2.Or(
                    Avx2.CompareEqual(Vector256.Create(here[64..]), mark), Avx2.CompareEqual(Vector256.Create(here[96..]), mark));
                if (Avx2.MoveMask(Avx2.Or(first, second)) != 0)
                {
                    break;
                }
            }
        }

        return text[at..].IndexOf(Mark) is >= 0 and int found ? at + found : -1;
    }
}
