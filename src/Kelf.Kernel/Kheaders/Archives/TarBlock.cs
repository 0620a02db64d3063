// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Kheaders.Archives;

/// <summary>A part of the archive that is compressed by itself.</summary>
/// <param name="Start">Offset of its first byte.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Hash">The same for the same bytes: SHA-256 of headers and of the hashes of files.</param>
internal sealed record TarBlock(int Start, int Length, byte[] Hash);
