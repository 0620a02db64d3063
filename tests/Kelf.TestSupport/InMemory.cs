// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

namespace Kelf.TestSupport;

/// <summary>Bytes of a test as the readers want them: outside the managed heap.</summary>
public static class InMemory
{
    /// <summary>Copies bytes into a buffer whose name in messages is <paramref name="file"/>.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="file">Path in messages.</param>
    /// <param name="section">Section in messages, or null for none.</param>
    public static NativeBuffer File(ReadOnlySpan<byte> bytes, string file = "a.o", string? section = null)
    {
        NativeBuffer buffer = new(bytes.Length, new ByteSource(file, section));
        bytes.CopyTo(buffer.Writable(0, bytes.Length));
        return buffer;
    }
}
