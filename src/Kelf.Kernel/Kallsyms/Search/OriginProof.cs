// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kallsyms.Decoding;
using Kelf.Kernel.Kallsyms.Format;
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Loading;

namespace Kelf.Kernel.Kallsyms.Search;

/// <summary>
/// Proves at which addresses entries are that were found in an image: its program headers, the entries that are the tables themselves
/// (their offsets in the file are known), and the pointers of a flat image have to say the same.
/// </summary>
/// <param name="bytes">What was searched; of an ELF file from its first byte that is loaded.</param>
/// <param name="order">Byte order.</param>
/// <param name="names">The names of entries.</param>
/// <param name="tables">Offsets of tables.</param>
/// <param name="elf">The image, if it is one, and which of its bytes are loaded where.</param>
internal sealed class OriginProof(
    Region bytes, ByteOrder order, DecodedNames names, IReadOnlyList<(TablePart Part, int Offset)> tables, (ElfFile File, LoadMap Map)? elf)
{
    private const ulong Page = 4096;

    // Entries that are tables: of each kind the offset in the file.
    private List<(int Entry, int Offset)>? _witnesses;

    /// <summary>The addresses of entries, if they are proved.</summary>
    /// <param name="place">Where they may be.</param>
    /// <param name="wordSize">Bytes of a word.</param>
    /// <param name="budget">What it may cost.</param>
    /// <returns>Null if nothing proves them, or something contradicts.</returns>
    public ulong[]? TryProve(AddressPlace place, int wordSize, SearchBudget budget)
    {
        _witnesses ??= FindWitnesses();
        return elf is { } linked
            ? InSegments(place, wordSize, linked.File, linked.Map)
            : InFlatImage(place, wordSize, budget);
    }

    private ulong[]? InSegments(AddressPlace place, int wordSize, ElfFile file, LoadMap map)
    {
        if ((file.Class == ElfClass.Elf64 ? 8 : 4) != wordSize || file.ByteOrder != order
            || (place.Stored.Form == AddressForm.Numbers && wordSize == 8))
        {
            return null;
        }

        ulong origin = place.Stored.Form switch
        {
            AddressForm.FromPlace => map.AddressOf(map.Start + (ulong)place.Table) ?? 0,
            _ when place.Base is { } at => BaseOf(file, map, at, wordSize),
            _ => 0,
        };
        ulong[] addresses = Addresses(place.Stored, origin, wordSize);
        return IsWitnessed(addresses) ? addresses : null;

        bool IsWitnessed(ulong[] addresses)
        {
            foreach ((int entry, int offset) in _witnesses!)
            {
                if (map.AddressOf(map.Start + (ulong)offset) != addresses[entry])
                {
                    return false;
                }
            }

            // Tables of code alone have no such entries: their code has to be loaded, then.
            return _witnesses.Count > 0
                || (Array.FindIndex(names.Texts, IsCode) is >= 0 and var first && map.Contains(addresses[first])
                    && map.Contains(addresses[Array.FindLastIndex(names.Texts, IsCode)]));
        }
    }

    private bool IsCode(int text) => names.Strings[text][0] is (byte)'t' or (byte)'T';

    private ulong BaseOf(ElfFile file, LoadMap map, int at, int wordSize)
    {
        ulong? address = map.AddressOf(map.Start + (ulong)at);
        return address is { } place && LoadTimeWords.Find(file, place, 1).TryGetValue(place, out ulong value)
            ? value
            : new ImageNumbers(bytes.Span(), order).Word(at, wordSize);
    }

    private ulong[]? InFlatImage(AddressPlace place, int wordSize, SearchBudget budget)
    {
        ImageNumbers numbers = new(bytes.Span(), order);
        StoredAddresses stored = place.Stored;
        // What the tables themselves state: words, or the base that is in the file, unless a loader makes it.
        ulong? stated = stored.IsAbsolute ? stored.Values[^1]
            : place.Base is { } at && numbers.Word(at, wordSize) is not 0 and var start ? start
            : null;
        // The pointers tell a page: that of the first byte of the image, or of the base.
        ulong page = (stated ?? 0) & ~(Page - 1);
        long offset = stored.Form == AddressForm.FromPlace ? place.Table
            : stored.IsAbsolute ? -(long)page
            : (long)((stated ?? 0) - page);
        ulong? voted = new PointerVote(
            from entry in Enumerable.Range(0, names.Texts.Length)
            where stored.IsAbsolute || !stored.IsNumber(entry)
            select stored.Distance(entry) + offset).Find(numbers, wordSize, budget);
        if ((voted is null && stated is null) || (voted is not null && stated is not null && voted != page))
        {
            return null;
        }

        ulong[] addresses = Addresses(
            stored, stored.Form == AddressForm.FromPlace ? voted!.Value + (ulong)place.Table : stated ?? voted!.Value, wordSize);
        // A flat image is loaded as it is: all tables are as far from its first byte as in the file.
        ulong first = _witnesses is [var one, ..] ? addresses[one.Entry] - (ulong)one.Offset : 0;
        bool isWitnessed = first % Page == 0
            && _witnesses!.TrueForAll(witness => addresses[witness.Entry] - (ulong)witness.Offset == first);
        return isWitnessed && (voted is not null || _witnesses!.Count > 1) ? addresses : null;
    }

    private static ulong[] Addresses(StoredAddresses stored, ulong origin, int wordSize)
    {
        ulong mask = wordSize == 8 ? ulong.MaxValue : uint.MaxValue;
        ulong[] addresses = new ulong[stored.Values.Length];
        for (int i = 0; i < addresses.Length; i++)
        {
            addresses[i] = mask & ((ulong)stored.Distance(i) + (stored.IsNumber(i) ? 0 : origin));
        }

        return addresses;
    }

    private List<(int Entry, int Offset)> FindWitnesses()
    {
        List<(int, int)> witnesses = [];
        for (int i = 0; i < names.Texts.Length; i++)
        {
            ReadOnlySpan<byte> name = names.Strings[names.Texts[i]][1..];
            if (!name.StartsWith("kallsyms_"u8))
            {
                continue;
            }

            string text = System.Text.Encoding.UTF8.GetString(name);
            foreach ((TablePart part, int offset) in tables)
            {
                if (TableShape.SymbolOf(part) == text)
                {
                    witnesses.Add((i, offset));
                }
            }
        }

        return witnesses;
    }
}
