// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Kheaders.State;

/// <summary>A block of the compressed archive, which the next archive may take over if its contents are the same.</summary>
/// <param name="Hash">SHA-256 of what it stands for.</param>
/// <param name="Offset">Offset in the file.</param>
/// <param name="Size">Bytes in the file, padding included.</param>
/// <param name="UnpaddedSize">Bytes without padding.</param>
/// <param name="UncompressedSize">Bytes that it stands for.</param>
internal sealed record ArchiveBlock(byte[] Hash, ulong Offset, ulong Size, ulong UnpaddedSize, ulong UncompressedSize);
