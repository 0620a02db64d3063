// SPDX-License-Identifier: GPL-2.0-only
using BenchmarkDotNet.Attributes;

using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Hashes;

namespace Kelf.Benchmarks.Shared;

/// <summary>The CRC over a text against combining the known CRCs of its two halves.</summary>
public class CrcBenchmarks
{
    private byte[] _text = [];
    private uint _first;
    private uint _second;
    private uint _shift;

    /// <summary>Bytes of the text: a member, a structure, an expanded symbol.</summary>
    [Params(64, 4096, 1 << 20)]
    public int Length { get; set; }

    /// <summary>Makes the text.</summary>
    [GlobalSetup]
    public void MakeText()
    {
        _text = new byte[Length];
        new Random(1).NextBytes(_text);
        _first = Crc32.Append(0, _text.AsSpan(0, Length / 2));
        _second = Crc32.Append(0, _text.AsSpan(Length / 2));
        _shift = CrcCombiner.Shift(Length - (Length / 2));
        if (Combine() != Append())
        {
            throw new InvalidOperationException("the combined CRC is not that of the text");
        }
    }

    /// <summary>One pass over the bytes.</summary>
    [Benchmark(Baseline = true)]
    public uint Append() => Crc32.Append(0, _text);

    /// <summary>One carry-less multiplication, whatever the length.</summary>
    [Benchmark]
    public uint Combine() => CrcCombiner.Multiply(_first, _shift) ^ _second;
}
