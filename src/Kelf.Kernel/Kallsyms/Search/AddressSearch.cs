// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kallsyms.Decoding;
using Kelf.Kernel.Kallsyms.Format;
using Kelf.Kernel.Kallsyms.Settings;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Kallsyms.Search;

/// <summary>Where the addresses may be.</summary>
/// <param name="Table">Offset of the first.</param>
/// <param name="Stored">What is there.</param>
/// <param name="WordSize">Bytes of a word; 0 when neither the addresses nor a base show it.</param>
/// <param name="Base">Offset of the base, or null.</param>
/// <param name="NameOrder">Offset of the places in the order of names, or null for a kernel that has none.</param>
/// <param name="IsCut">Whether they are in the order of names that were cut.</param>
/// <param name="AreFirst">Whether the addresses are before the names: Linux before 6.4.</param>
internal sealed record AddressPlace(
    int Table, StoredAddresses Stored, int WordSize, int? Base, int? NameOrder, bool IsCut, bool AreFirst);

/// <summary>
/// Finds the addresses of entries whose names are known. From Linux 6.4 they are after the tokens, and where the places in the order
/// of names begin, which follow, tells their size; before, they are in front of the number of entries.
/// </summary>
/// <param name="image">The bytes.</param>
/// <param name="tokens">The tokens.</param>
/// <param name="place">The names.</param>
/// <param name="names">The names, read.</param>
internal sealed class AddressSearch(Region image, TokenPlace tokens, NamesPlace place, DecodedNames names)
{
    // Tables that were linked once have room after them, for a thousand entries at least.
    private const int LeastRoom = 64;

    /// <summary>Finds all that they may be: of a kernel one.</summary>
    public List<AddressPlace> Find(SearchBudget budget)
    {
        List<AddressPlace> found = [];
        budget.Spend(24L * place.Entries);
        if (!place.HasOrder)
        {
            AddAfterTokens(found);
        }

        if (found.Count == 0)
        {
            if (!place.HasOrder)
            {
                AddBeforeNames(found, null, isCut: false);
            }
            else if (FindOrder([place.MarkersEnd, place.MarkersEnd + 4], out bool isCut) is { } order
                && new ImageNumbers(image.Span(), tokens.Order).IsZero(order + (TableShape.PlaceSize * place.Entries), tokens.Table))
            {
                AddBeforeNames(found, order, isCut);
            }
        }

        return found;
    }

    private static int AlignUp(int value, int alignment) => (value + alignment - 1) & -alignment;

    private void AddAfterTokens(List<AddressPlace> found)
    {
        (AddressForm[] Forms, int Size, int Base)[] shapes =
        [
            ([AddressForm.FromPlace, AddressForm.Numbers], 4, 0),
            ([AddressForm.FromBase, AddressForm.FromBaseOrNumbers], 4, 4),
            ([AddressForm.FromBase, AddressForm.FromBaseOrNumbers], 4, 8),
            ([AddressForm.Words], 8, 0),
        ];
        foreach ((AddressForm[] forms, int size, int baseSize) in shapes)
        {
            long end = tokens.End + ((long)size * place.Entries);
            if (end > image.Length)
            {
                continue;
            }

            int wordSize = size == 8 ? 8 : baseSize;
            foreach (int start in baseSize == 0 ? [(int)end] : Starts((int)end, baseSize))
            {
                if (FindOrder(Starts(start + baseSize, wordSize == 8 ? 8 : 4), out bool isCut) is { } order)
                {
                    foreach (AddressForm form in forms)
                    {
                        Add(found, form, tokens.End, wordSize, baseSize == 0 ? null : start, order, isCut, areFirst: false);
                    }
                }
            }
        }
    }

    private void AddBeforeNames(List<AddressPlace> found, int? order, bool isCut)
    {
        ImageNumbers numbers = new(image.Span(), tokens.Order);
        // Before 4.20 the number of entries is a word.
        int count = place.MarkerSize == 8 && tokens.Order == ByteOrder.Big ? place.Count - 4 : place.Count;
        foreach ((int size, int alignment) in (ReadOnlySpan<(int, int)>)[(4, 4), (4, 16), (8, 8), (8, 256)])
        {
            if (place.MarkerSize == 8 && size == 4)
            {
                continue;
            }

            long start = count - (long)AlignUp(size, alignment);
            long table = start - (((4L * place.Entries) + alignment - 1) & -alignment);
            if (table >= 0 && numbers.IsZero(start + size, count) && numbers.IsZero(table + (4L * place.Entries), start))
            {
                Add(found, AddressForm.FromBase, (int)table, size, (int)start, order, isCut, areFirst: true);
                Add(found, AddressForm.FromBaseOrNumbers, (int)table, size, (int)start, order, isCut, areFirst: true);
            }

            table = count - ((((long)size * place.Entries) + alignment - 1) & -alignment);
            if (table >= 0 && numbers.IsZero(table + ((long)size * place.Entries), count))
            {
                Add(found, AddressForm.Words, (int)table, size, null, order, isCut, areFirst: true);
            }
        }
    }

    private void Add(List<AddressPlace> found, AddressForm form, int table, int wordSize, int? start, int? order, bool isCut, bool areFirst)
    {
        ImageNumbers numbers = new(image.Span(), tokens.Order);
        StoredAddresses stored = StoredAddresses.Read(numbers, table, place.Entries, form, wordSize);
        AddressPlace candidate = new(table, stored, form == AddressForm.Numbers ? 4 : wordSize, start, order, isCut, areFirst);
        if (!stored.IsPlausible() || (wordSize == 4 && start is { } at && numbers.U32(at) + (ulong)stored.Distance(place.Entries - 1) > uint.MaxValue)
            || found.Exists(other => other.Table == table && other.Stored.Form == form && other.WordSize == candidate.WordSize && other.Base == start))
        {
            return;
        }

        found.Add(candidate);
    }

    private int? FindOrder(IReadOnlyList<int> starts, out bool isCut)
    {
        ulong length = (ulong)TableShape.PlaceSize * (ulong)place.Entries;
        foreach (int start in starts)
        {
            if ((ulong)image.Length < length || (ulong)start > (ulong)image.Length - length)
            {
                continue;
            }

            NameOrderCheck check = NameOrderCheck.Run(
                image.Slice((ulong)start, length), names.Strings, names.Texts, KallsymsLayout.Linux612);
            if (check.Mistake is null)
            {
                isCut = check.IsCut;
                return start;
            }
        }

        isCut = false;
        return null;
    }

    // Where a table may begin that follows another: at the next aligned place, or after room for more.
    private List<int> Starts(int end, int alignment)
    {
        int first = tokens.End + AlignUp(end - tokens.End, alignment);
        List<int> starts = [first];
        if (end < image.Length
            && image.Span((ulong)end, (int)Math.Min(image.Length - end, TokenSearch.MostRoom)).IndexOfAnyExcept((byte)0) is >= LeastRoom and var zeros)
        {
            int next = tokens.End + ((end + zeros - tokens.End) & -alignment);
            starts.AddRange([next, next - alignment]);
        }

        return starts;
    }
}
