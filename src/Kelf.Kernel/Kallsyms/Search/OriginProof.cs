// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kallsyms.Decoding;
using Kelf.Kernel.Kallsyms.Format;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Loading;
using Kelf.ObjectFiles.Hashes;

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
            ? InSegments(place, wordSize, linked.File, linked.Map, budget)
            : InFlatImage(place, wordSize, budget);
    }

    /// <summary>
    /// Whether the pointers to entries have 32 bits, where each of them has zeros after it often enough to look like one of 64: those stand
    /// in both halves of words of 8 bytes.
    /// </summary>
    /// <param name="addresses">The addresses of entries.</param>
    /// <param name="budget">What it may cost.</param>
    public bool HasShortPointers(ulong[] addresses, SearchBudget budget)
    {
        // What has no 64 of them (PointerVote) in the rarer half says nothing.
        const int Times = 4, Least = 64;
        if (Array.Exists(addresses, address => address > uint.MaxValue))
        {
            return false;
        }

        budget.Spend(bytes.Length);
        ImageNumbers numbers = new(bytes.Span(), order);
        HashSet<ulong> entries = new(addresses, KeyedHash.Numbers);
        (int first, int second) = (0, 0);
        for (int at = 0; at + 8 <= numbers.Bytes.Length; at += 8)
        {
            first += entries.Contains(numbers.U32(at)) ? 1 : 0;
            second += entries.Contains(numbers.U32(at + 4)) ? 1 : 0;
        }

        return Math.Min(first, second) >= Math.Max(Least, Math.Max(first, second) / Times);
    }

    private ulong[]? InSegments(AddressPlace place, int wordSize, ElfFile file, LoadMap map, SearchBudget budget)
    {
        StoredAddresses stored = place.Stored;
        if ((file.Class == ElfClass.Elf64 ? 8 : 4) != wordSize || file.ByteOrder != order
            || (stored.Form == AddressForm.Numbers && wordSize == 8))
        {
            return null;
        }

        ulong origin = stored.Form == AddressForm.FromPlace ? map.AddressOf(map.Start + (ulong)place.Table) ?? 0
            : place.Base is { } at ? BaseOf(file, map, at, wordSize)
            : 0;
        ulong[] addresses = Addresses(stored, origin, wordSize);
        if (_witnesses!.Count > 0)
        {
            return _witnesses.TrueForAll(witness => map.AddressOf(map.Start + (ulong)witness.Offset) == addresses[witness.Entry])
                ? addresses
                : null;
        }

        // Tables of code alone have no such entries: their code has to be loaded, and unless program headers told the
        // addresses, pointers have to tell the same.
        int first = Array.FindIndex(names.Texts, IsCode), last = Array.FindLastIndex(names.Texts, IsCode);
        return first >= 0 && map.Contains(addresses[first]) && map.Contains(addresses[last])
            && (stored.Form == AddressForm.FromPlace || Vote(place, entry => (long)addresses[entry], wordSize, budget) == 0)
            ? addresses
            : null;
    }

    private bool IsCode(int text) => names.Strings[text][0] is (byte)'t' or (byte)'T';

    // What pointers tell that is added to the numbers of entries.
    private ulong? Vote(AddressPlace place, Func<int, long> distanceOf, int wordSize, SearchBudget budget)
    {
        StoredAddresses stored = place.Stored;
        PointerVote vote = new(
            from entry in Enumerable.Range(0, names.Texts.Length)
            where stored.IsAbsolute || !stored.IsNumber(entry)
            select distanceOf(entry), wordSize);
        int end = place.Table + (stored.Values.Length * StoredAddresses.SizeOf(stored.Form, wordSize));
        return vote.Find(new ImageNumbers(bytes.Span(), order), place.Table..end, budget);
    }

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
        // The pointers tell where the first byte of the image is, or the base; of what is stated that it is right.
        long offset = stored.Form == AddressForm.FromPlace ? place.Table : stored.IsAbsolute ? 0 : (long)(stated ?? 0);
        ulong? voted = Vote(place, entry => stored.Distance(entry) + offset, wordSize, budget);
        if (stated is null ? voted is null : voted is not (null or 0))
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
