// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;

namespace Kelf.Kernel.Symvers.Selection;

/// <summary>
/// The symbols that want a version: distinct names in order of arrival. Lookups by name pass over the prefix that marks
/// symbol pointers, so <c>__gendwarfksyms_ptr_f</c> finds <c>f</c>.
/// </summary>
public sealed class SymbolList
{
    private readonly ByteStringTable _names = new();

    /// <summary>The prefix of variables that carry the type of another symbol.</summary>
    public static ReadOnlySpan<byte> PointerPrefix => "__gendwarfksyms_ptr_"u8;

    /// <summary>Number of distinct symbols.</summary>
    public int Count => _names.Count;

    /// <summary>The name of a symbol.</summary>
    public ReadOnlySpan<byte> this[int symbol] => _names[symbol];

    /// <summary>
    /// Reads a list as <c>gendwarfksyms</c> takes it on standard input: per line the first blank-delimited token; what
    /// follows it is ignored, and the last line may lack its newline.
    /// </summary>
    /// <param name="text">The list.</param>
    /// <param name="file">What messages call it; null when nothing else is read there.</param>
    /// <exception cref="RefusedException">A line has no token.</exception>
    public static SymbolList Parse(ReadOnlySpan<byte> text, string? file = null)
    {
        SymbolList list = new();
        for (int line = 1; text.Length > 0; line++)
        {
            int end = text.IndexOf((byte)'\n');
            ReadOnlySpan<byte> current = end < 0 ? text : text[..end];
            text = end < 0 ? default : text[(end + 1)..];
            ReadOnlySpan<byte> token = FirstToken(current);
            if (token.IsEmpty)
            {
                throw file is null
                    ? new RefusedException(file: null, $"malformed input line: line {line} names no symbol")
                    : new RefusedException($"{file}:{line}", "malformed input line: it names no symbol");
            }

            list.Add(token);
        }

        return list;
    }

    /// <summary>Adds a name; a duplicate, also one that differs only in the pointer prefix, is dropped.</summary>
    public void Add(ReadOnlySpan<byte> name)
    {
        if (Find(name) < 0)
        {
            _names.Add(name);
        }
    }

    /// <summary>The same list, with a name after it if that was not in it.</summary>
    public SymbolList With(ReadOnlySpan<byte> name)
    {
        SymbolList list = new();
        for (int symbol = 0; symbol < Count; symbol++)
        {
            list.Add(this[symbol]);
        }

        list.Add(name);
        return list;
    }

    /// <summary>The symbol of that name, with or without the pointer prefix, or -1.</summary>
    public int Find(ReadOnlySpan<byte> name) => _names.Find(WithoutPointerPrefix(name));

    /// <summary>The name without the pointer prefix.</summary>
    public static ReadOnlySpan<byte> WithoutPointerPrefix(ReadOnlySpan<byte> name) =>
        name.StartsWith(PointerPrefix) ? name[PointerPrefix.Length..] : name;

    /// <summary>
    /// All symbols in the order in which the original prints and processes them: by bucket of a hash table of 4,096, and
    /// within a bucket the last to arrive first.
    /// </summary>
    public int[] InTableOrder()
    {
        (uint Bucket, int Symbol)[] keys = new (uint, int)[Count];
        for (int i = 0; i < keys.Length; i++)
        {
            keys[i] = (Bucket(this[i]), i);
        }

        Array.Sort(keys, static (a, b) => a.Bucket != b.Bucket ? a.Bucket.CompareTo(b.Bucket) : b.Symbol.CompareTo(a.Symbol));
        return Array.ConvertAll(keys, key => key.Symbol);
    }

    /// <summary>The bucket of a name: FNV-1a over its bytes as signed characters, modulo 4,096.</summary>
    public static uint Bucket(ReadOnlySpan<byte> name)
    {
        uint hash = 2166136261;
        foreach (byte b in name)
        {
            hash = (hash ^ (uint)(sbyte)b) * 0x01000193;
        }

        return hash % 4096;
    }

    private static ReadOnlySpan<byte> FirstToken(ReadOnlySpan<byte> line)
    {
        // White space of the C locale; a carriage return counts, as it does for isspace().
        ReadOnlySpan<byte> blanks = " \t\v\f\r"u8;
        line = line.TrimStart(blanks);
        int end = line.IndexOfAny(blanks);
        return end < 0 ? line : line[..end];
    }
}
