// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers.Binary;

using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Shared.Images;

/// <summary>
/// Finds symbols by the stems of their names: all up to the first dot, since compilers put what they make of a function after it
/// (<c>foo</c>, <c>foo.cold</c>, <c>foo.isra.0</c>).
/// </summary>
internal static class SymbolStems
{
    // Of most names no more is read than so many bytes.
    private const int Word = sizeof(ulong);
    private const int FilterBits = 12;

    /// <summary>The stem of a name. A dot that begins it is a part of it.</summary>
    public static ReadOnlySpan<byte> Of(ReadOnlySpan<byte> name) =>
        name.Length > 1 && name[1..].IndexOf((byte)'.') is >= 0 and int dot ? name[..(dot + 1)] : name;

    /// <summary>
    /// Finds all symbols whose stem is one of some, of any type, in the order of the table: one pass over it. What has its name outside of
    /// the string section has none.
    /// </summary>
    public static List<ElfSymbol> Find(ElfSymbolTable symbols, IEnumerable<byte[]> stems)
    {
        ByteStringTable wanted = new();
        int shortest = Word;
        foreach (byte[] stem in stems.Where(stem => stem.Length > 0))
        {
            wanted.Add(stem);
            shortest = Math.Min(shortest, stem.Length);
        }

        ulong mask = ulong.MaxValue >> (8 * (Word - shortest));
        bool[] mayBegin = new bool[1 << FilterBits];
        Span<byte> room = stackalloc byte[Word];
        for (int i = 0; i < wanted.Count; i++)
        {
            room.Clear();
            wanted[i][..Math.Min(wanted[i].Length, Word)].CopyTo(room);
            mayBegin[Slot(BinaryPrimitives.ReadUInt64LittleEndian(room) & mask)] = true;
        }

        List<ElfSymbol> found = [];
        Region strings = symbols.Strings;
        foreach (ElfSymbol symbol in symbols)
        {
            // At the very end of the section the name itself is looked at.
            if ((symbol.NameOffset + (ulong)Word > (ulong)strings.Length
                || mayBegin[Slot(BinaryPrimitives.ReadUInt64LittleEndian(strings.Span(symbol.NameOffset, Word)) & mask)])
                && symbols.HasNameInside(symbol) && wanted.Find(Of(symbols.NameOf(symbol))) >= 0)
            {
                found.Add(symbol);
            }
        }

        return found;
    }

    // Fibonacci hashing: the upper bits of the product depend on all of the word.
    private static int Slot(ulong word) => (int)((word * 0x9e3779b97f4a7c15) >> (64 - FilterBits));
}
