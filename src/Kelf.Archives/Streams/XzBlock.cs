// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.Archives.Streams;

/// <summary>A block of an xz stream (<c>xz-file-format.txt</c> §3), which can be decoded by itself.</summary>
/// <param name="Bytes">The block, header and padding included: a multiple of four bytes.</param>
/// <param name="UnpaddedSize">Its bytes without padding, as the index has them.</param>
/// <param name="UncompressedSize">Bytes that it stands for.</param>
public sealed record XzBlock(ReadOnlyMemory<byte> Bytes, ulong UnpaddedSize, ulong UncompressedSize);
