// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Lines.Side;

/// <summary>The parts of the file, in its order.</summary>
internal enum SidePart
{
    /// <summary>Paths.</summary>
    Files,

    /// <summary>Rows with the sources of units.</summary>
    Units,

    /// <summary>Rows.</summary>
    Rows,

    /// <summary>Names of functions.</summary>
    Functions,

    /// <summary>Runs of code.</summary>
    Segments,
}

/// <summary>A block of a part, as the index has it.</summary>
/// <param name="First">Its first address, or the number of its first name.</param>
/// <param name="Offset">Where it is in the file.</param>
/// <param name="PackedSize">Bytes there: a zlib stream (RFC 1950).</param>
/// <param name="Size">Bytes that it expands to.</param>
/// <param name="Count">Its entries, at least one.</param>
/// <param name="NextFunction">In <see cref="SidePart.Segments"/>: the first function that no block before uses; else 0.</param>
internal readonly record struct SideBlock(ulong First, ulong Offset, uint PackedSize, uint Size, int Count, int NextFunction)
{
    /// <summary>Bytes in the index.</summary>
    public const int EncodedSize = 32;
}
