// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;

namespace Kelf.Kernel.Lines.Tables;

/// <summary>The names of files one after the other, with where each begins.</summary>
internal sealed class FileNames
{
    private FileNames(uint[] offsets, byte[] bytes) => (Offsets, Bytes) = (offsets, bytes);

    /// <summary>Where each name begins.</summary>
    public IReadOnlyList<uint> Offsets { get; }

    /// <summary>The names, NUL-terminated.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Lays names out.</summary>
    public static FileNames Of(IReadOnlyList<ReadOnlyMemory<byte>> files)
    {
        uint[] offsets = new uint[files.Count];
        ByteBuilder bytes = new();
        for (int i = 0; i < offsets.Length; i++)
        {
            offsets[i] = (uint)bytes.Bytes.Length;
            bytes.Write(files[i].Span);
            bytes.Write([0]);
        }

        return new FileNames(offsets, bytes.Bytes.ToArray());
    }
}
