// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.ObjectFiles.Bytes;

/// <summary>What the bytes of a region are called in messages. Its slices share it: they know their address.</summary>
/// <param name="Source">File and section.</param>
/// <param name="Start">Address from which the source's offsets count.</param>
internal sealed record RegionName(ByteSource Source, ulong Start);
