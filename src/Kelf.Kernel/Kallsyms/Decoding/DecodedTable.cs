// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kallsyms.Settings;
using Kelf.Kernel.Shared;

namespace Kelf.Kernel.Kallsyms.Decoding;

/// <summary>The tables of an image, read back.</summary>
/// <param name="Options">How they were made, as far as that shows.</param>
/// <param name="Strings">Letters with names.</param>
/// <param name="Texts">Numbers of the entries' strings, in table order.</param>
/// <param name="Addresses">Their addresses.</param>
public sealed record DecodedTable(KallsymsOptions Options, ByteStringTable Strings, int[] Texts, ulong[] Addresses)
{
    /// <summary>Number of entries.</summary>
    public int Count => Texts.Length;

    /// <summary>Letter and name of an entry.</summary>
    public ReadOnlySpan<byte> TextOf(int entry) => Strings[Texts[entry]];
}
