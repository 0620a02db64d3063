// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers.Text;

using Kelf.Kernel.Shared;

namespace Kelf.Kernel.Kallsyms.Listing;

/// <summary>Writes a listing as <c>nm -n</c> prints it: <c>ffffffff81000000 T _text</c>.</summary>
public static class SysmapText
{
    private const int BlockSize = 1 << 16;

    /// <summary>Writes all symbols of a listing.</summary>
    public static void Write(SymbolListing listing, IByteSink sink)
    {
        ArgumentNullException.ThrowIfNull(listing);
        ArgumentNullException.ThrowIfNull(sink);
        ByteBuilder block = new();
        Span<byte> head = stackalloc byte[16 + 3];
        head = head[..(listing.ValueDigits + 3)];
        foreach (ref readonly ListedSymbol symbol in listing.Symbols)
        {
            if (symbol.IsUndefined)
            {
                head.Fill((byte)' ');
            }
            else
            {
                Utf8Formatter.TryFormat(symbol.Value, head, out _, new('x', (byte)listing.ValueDigits));
            }

            head[^3] = head[^1] = (byte)' ';
            head[^2] = symbol.Letter;
            block.Write(head);
            block.Write(listing.NameOf(symbol));
            block.Write("\n"u8);
            if (block.Bytes.Length >= BlockSize)
            {
                sink.Write(block.Bytes);
                block.Clear();
            }
        }

        sink.Write(block.Bytes);
    }
}
