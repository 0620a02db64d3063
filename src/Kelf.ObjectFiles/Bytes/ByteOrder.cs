// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Bytes;

/// <summary>The order of the bytes of a number in a file.</summary>
public enum ByteOrder
{
    /// <summary>Least significant byte first (<c>ELFDATA2LSB</c>).</summary>
    Little,

    /// <summary>Most significant byte first (<c>ELFDATA2MSB</c>).</summary>
    Big,
}
