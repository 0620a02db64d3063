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
        Span<byte> room = stackalloc byte[16 + 3];
        foreach (ref readonly ListedSymbol symbol in listing.Symbols)
        {
            // nm's numbers have no fewer digits than the class wants, and as many as they need.
            bool isNegative = listing.SignExtends && !symbol.IsUndefined && (int)symbol.Value < 0;
            int digits = isNegative ? 16 : listing.ValueDigits;
            Span<byte> head = room[..(digits + 3)];
            if (symbol.IsUndefined)
            {
                head.Fill((byte)' ');
            }
            else
            {
                ulong value = isNegative ? (ulong)(int)symbol.Value : symbol.Value;
                Utf8Formatter.TryFormat(value, head, out _, new('x', (byte)digits));
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
