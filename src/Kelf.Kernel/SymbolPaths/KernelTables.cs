// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.SymbolPaths;

/// <summary>
/// The parts of an image's kallsyms tables that say which table it is: how many entries, and their compressed names. All
/// layouts since Linux 6.1 have them in the same form.
/// </summary>
internal sealed class KernelTables
{
    private const int Tokens = 256;

    private KernelTables(int count, ulong binding) => (Count, Binding) = (count, binding);

    /// <summary>Number of entries.</summary>
    public int Count { get; }

    /// <summary>
    /// FNV-1a of the bytes of <c>kallsyms_num_syms</c>, <c>kallsyms_names</c> and <c>kallsyms_token_table</c>: a side table belongs to
    /// the images that have this one.
    /// </summary>
    public ulong Binding { get; }

    /// <summary>Finds the tables of an image.</summary>
    /// <returns>Null when it has none.</returns>
    /// <exception cref="MalformedFileException">They are malformed.</exception>
    public static KernelTables? Find(ElfFile image, ElfSymbolTable symbols)
    {
        if (!TryFind(image, symbols, "kallsyms_num_syms"u8, out Region number)
            || !TryFind(image, symbols, "kallsyms_names"u8, out Region names)
            || !TryFind(image, symbols, "kallsyms_token_table"u8, out Region tokens))
        {
            return null;
        }

        Region count = number.Slice(0, 4);
        uint entries = count.Read(image.ByteOrder).U32();
        if (entries > (ulong)names.Length)
        {
            throw number.Malformed(0, $"kallsyms_num_syms is {entries}, and {names.Length} bytes are left for their names");
        }

        Fnv1a hash = new();
        hash.Add(count);
        hash.Add(names.Slice(0, LengthOfNames(names, image.ByteOrder, entries)));
        hash.Add(tokens.Slice(0, LengthOfTokens(tokens, image.ByteOrder)));
        return new KernelTables((int)entries, hash.Value);
    }

    private static bool TryFind(ElfFile image, ElfSymbolTable symbols, ReadOnlySpan<byte> name, out Region rest)
    {
        for (int i = 1; i < symbols.Count; i++)
        {
            ElfSymbol symbol = symbols[i];
            if (symbol.IsUndefined || symbol.SectionNumber >= (uint)image.Sections.Length
                || !symbols.NameOf(symbol).SequenceEqual(name))
            {
                continue;
            }

            return TryBytes(image, image.Sections[(int)symbol.SectionNumber], symbol.Value, out rest);
        }

        rest = default;
        return false;
    }

    /// <summary>The bytes of a section from an address on.</summary>
    private static bool TryBytes(ElfFile image, ElfSection section, ulong address, out Region rest)
    {
        rest = default;
        Region contents = image.Contents(section);
        ulong offset = address - section.Address;
        if (image.Type == ElfType.Relocatable || offset >= (ulong)contents.Length)
        {
            return false;
        }

        rest = contents.Slice(offset, (ulong)contents.Length - offset);
        return true;
    }

    private static ulong LengthOfNames(Region names, ByteOrder order, uint count)
    {
        Cursor cursor = names.Read(order);
        for (uint i = 0; i < count; i++)
        {
            uint length = cursor.U8();
            if (length >= 0x80)
            {
                length = (length & 0x7f) | ((uint)cursor.U8() << 7);
            }

            cursor.Skip(length);
        }

        return (ulong)cursor.Position;
    }

    private static ulong LengthOfTokens(Region tokens, ByteOrder order)
    {
        Cursor cursor = tokens.Read(order);
        for (int i = 0; i < Tokens; i++)
        {
            cursor.CString();
        }

        return (ulong)cursor.Position;
    }
}
