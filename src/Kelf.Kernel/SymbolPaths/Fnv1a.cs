// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.SymbolPaths;

/// <summary>The hash FNV-1a with 64 bits, over several runs of bytes as if they were one.</summary>
internal struct Fnv1a()
{
    private const ulong Offset = 0xcbf29ce484222325;
    private const ulong Prime = 0x100000001b3;
    private const int Portion = 1 << 20;

    /// <summary>The hash of the bytes so far.</summary>
    public ulong Value { get; private set; } = Offset;

    /// <summary>Adds bytes.</summary>
    public void Add(Region bytes)
    {
        for (ulong position = 0; position < (ulong)bytes.Length; position += Portion)
        {
            Add(bytes.Span(position, (int)Math.Min((ulong)bytes.Length - position, Portion)));
        }
    }

    /// <summary>Adds bytes.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        ulong value = Value;
        foreach (byte b in bytes)
        {
            value = (value ^ b) * Prime;
        }

        Value = value;
    }
}
