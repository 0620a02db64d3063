// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Sorttable;

/// <summary>Bytes of a file that are replaced by as many others. The first and the last one differ.</summary>
/// <param name="Offset">Offset in the file.</param>
/// <param name="Before">The bytes that are there.</param>
/// <param name="After">The bytes that shall be there.</param>
public sealed record FileEdit(ulong Offset, ReadOnlyMemory<byte> Before, ReadOnlyMemory<byte> After);
