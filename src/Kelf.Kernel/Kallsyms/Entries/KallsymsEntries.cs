// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;

namespace Kelf.Kernel.Kallsyms.Entries;

/// <summary>A symbol of the tables.</summary>
/// <param name="Address">Its address.</param>
/// <param name="Text">Number in <see cref="KallsymsEntries.Strings"/> of its letter with its name after it.</param>
/// <param name="Symbol">Index in the image's symbol table, or number of the map's line from 1.</param>
/// <param name="IsAbsolute">True when the address is an offset into per-cpu data, and does not move with the kernel.</param>
public readonly record struct KallsymsEntry(ulong Address, int Text, int Symbol, bool IsAbsolute = false);

/// <summary>What stands in the tables, before it is compressed.</summary>
/// <example>
/// <c>ffffffff81000000 T _text</c> as the 5th symbol of an image is <c>new KallsymsEntry(0xffffffff81000000, 0, 5)</c> with
/// <c>T_text</c> as string 0.
/// </example>
/// <param name="Strings">Letters with names; a string that no entry uses is no harm.</param>
/// <param name="Items">The entries, in the order of the listing or that of the tables.</param>
/// <param name="TextAddress">Address of <c>_text</c>, or null.</param>
public sealed record KallsymsEntries(ByteStringTable Strings, KallsymsEntry[] Items, ulong? TextAddress)
{
    /// <summary>The name of an entry, without its letter.</summary>
    public ReadOnlySpan<byte> NameOf(in KallsymsEntry entry) => Strings[entry.Text][1..];
}
