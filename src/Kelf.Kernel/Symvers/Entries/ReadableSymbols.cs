// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Names;

namespace Kelf.Kernel.Symvers.Entries;

/// <summary>Names of symbols as people read them.</summary>
internal static class ReadableSymbols
{
    /// <summary>What a symbol of Rust is called in the source, such as <c>kernel::page::Page::alloc</c>; null for other symbols.</summary>
    public static string? Readable(ReadOnlySpan<byte> symbol) =>
        RustName.TryDemangle(symbol) is { } name ? PrintableText.Of(name) : null;

    /// <summary>The symbol, and behind it the readable name if it has one.</summary>
    public static string Both(ReadOnlySpan<byte> symbol) =>
        Readable(symbol) is { } name ? $"{PrintableText.Of(symbol)} ({name})" : PrintableText.Of(symbol);
}
