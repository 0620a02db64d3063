// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Elf.Editing;

/// <summary>New bytes at an offset of a file that is made.</summary>
/// <param name="Offset">Offset in the file.</param>
/// <param name="Bytes">The bytes.</param>
public readonly record struct PlacedBytes(ulong Offset, ReadOnlyMemory<byte> Bytes);

/// <summary>Bytes of the file that is edited, at an offset of the one that is made.</summary>
/// <param name="Source">Where they are now.</param>
/// <param name="Target">Where they go.</param>
public readonly record struct PlacedCopy(FileRange Source, ulong Target);
