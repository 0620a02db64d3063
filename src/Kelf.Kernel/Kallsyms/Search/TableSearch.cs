// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

using Kelf.Kernel.Kallsyms.Decoding;
using Kelf.Kernel.Kallsyms.Format;
using Kelf.Kernel.Kallsyms.Settings;
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Kallsyms.Search;

/// <summary>
/// Finds the tables of a kernel's symbols in its bytes, without any symbol: first the tokens, from them the names, from these the
/// addresses. What is found in one step is checked by the next: tables repeat themselves enough that nothing is guessed.
/// </summary>
/// <example>
/// Linux 6.12 has <c>kallsyms_num_syms</c>, <c>names</c>, <c>markers</c>, <c>token_table</c>, <c>token_index</c>, <c>offsets</c>,
/// <c>relative_base</c>, <c>seqs_of_names</c>, one after the other. The index is what is looked for; 256 strings before it agree with
/// it; markers end where these begin; the names begin where the last marker says, after a number that fits; the places in the order
/// of names are such that names ascend, and so far after the index that there is room for offsets and a base.
/// </example>
public static class TableSearch
{
    /// <summary>Finds the tables of a linked kernel, which may be stripped.</summary>
    /// <returns>Null when nothing looks like tables.</returns>
    /// <exception cref="RefusedException">Something looks like tables, and not all of it is right.</exception>
    /// <exception cref="MalformedFileException">A program header is malformed.</exception>
    public static FoundTables? TryFind(ElfFile image)
    {
        ArgumentNullException.ThrowIfNull(image);
        LoadMap map = new(image);
        return TryFind(image.Image.Slice(map.Start, map.End - map.Start), (image, map));
    }

    /// <summary>Finds the tables of a flat kernel, as boot loaders put it into memory.</summary>
    /// <returns>Null when nothing looks like tables.</returns>
    /// <exception cref="RefusedException">Something looks like tables, and not all of it is right.</exception>
    public static FoundTables? TryFind(Region image) => TryFind(image, null);

    private static FoundTables? TryFind(Region image, (ElfFile File, LoadMap Map)? elf)
    {
        string file = image.Source.File;
        if (image.Length > int.MaxValue)
        {
            throw new RefusedException(file, "a kernel that is larger than 2 GiB is not searched for tables of symbols", ErrorKind.Limit);
        }

        SearchBudget budget = new(file, image.Length);
        // Of what looks like tables that which has names is more likely to be those of the kernel.
        RefusedException? withoutNames = null;
        RefusedException? problem = null;
        FoundTables? found = null;
        foreach (TokenPlace tokens in TokenSearch.Find(image.Span(), budget))
        {
            if (NamesSearch.Find(image.Span(), tokens, budget) is not { } place)
            {
                withoutNames ??= Refused(image, tokens, elf, "no names, markers and number of entries before them that agree with each other");
                continue;
            }

            try
            {
                FoundTables tables = Read(image, tokens, place, elf, budget);
                found = found is null ? tables : throw new RefusedException(file, "there are the tables of two kernels in it");
            }
            catch (MalformedFileException exception)
            {
                problem ??= new RefusedException(exception);
            }
            catch (RefusedException exception) when (found is null && exception.Kind != ErrorKind.Limit)
            {
                problem ??= exception;
            }
        }

        return found is null && (problem ?? withoutNames) is { } refused ? throw refused : found;
    }

    private static RefusedException Refused(Region image, TokenPlace tokens, (ElfFile File, LoadMap Map)? elf, string what) => new(
        image.Source.File, string.Create(
            CultureInfo.InvariantCulture,
            $"tables of symbols (kallsyms) with tokens at 0x{(elf?.Map.Start ?? 0) + (ulong)tokens.Table:x}: {what}"));

    private static FoundTables Read(
        Region image, TokenPlace tokens, NamesPlace place, (ElfFile File, LoadMap Map)? elf, SearchBudget budget)
    {
        Region Part(int from, int to) => image.Slice((ulong)from, (ulong)(to - from));
        DecodedNames names = NameDecoder.Decode(LinkedTables.OfNames(
            image.Source.File, tokens.Order, place.MarkerSize,
            (TablePart.Count, Part(place.Count, place.Count + 4)), (TablePart.Names, Part(place.Names, place.Markers)),
            (TablePart.Markers, Part(place.Markers, place.MarkersEnd)), (TablePart.TokenTable, Part(tokens.Table, tokens.Index)),
            (TablePart.TokenIndex, Part(tokens.Index, tokens.End))));
        List<AddressPlace> candidates = new AddressSearch(image, tokens, place, names).Find(budget);
        if (candidates.Count == 0)
        {
            throw Refused(image, tokens, elf, $"{place.Entries} names, but no addresses, or places in the order of names, beside them");
        }

        List<FoundTables> proved = [];
        foreach (AddressPlace candidate in candidates)
        {
            OriginProof proof = new(image, tokens.Order, names, PartsOf(tokens, place, candidate), elf);
            foreach (int size in candidate.WordSize == 0 ? (int[])[8, 4] : [candidate.WordSize])
            {
                if (proof.TryProve(candidate, size, budget) is { } addresses)
                {
                    bool is64 = size == 8 && !(candidate.WordSize == 0 && proof.HasShortPointers(addresses, budget));
                    proved.Add(new FoundTables(
                        new DecodedTable(OptionsOf(candidate), names.Strings, names.Texts, addresses),
                        is64 ? ElfClass.Elf64 : ElfClass.Elf32, image.Source.File, (elf?.Map.Start ?? 0) + (ulong)place.Names));
                    // The lower halves of pointers are pointers, too.
                    break;
                }
            }
        }

        return proved is [var tables] ? tables : throw Refused(
            image, tokens, elf,
            proved.Count > 1 ? $"{place.Entries} names, whose addresses can be read in {proved.Count} ways"
            : elf is null
                ? $"{place.Entries} names, but nothing in this flat image proves their addresses: neither the tables as entries of their own, "
                + "nor pointers to functions; give the vmlinux, or its System.map"
                : $"{place.Entries} names, whose addresses are not in the segments that program headers describe");
    }

    private static (TablePart, int)[] PartsOf(TokenPlace tokens, NamesPlace place, AddressPlace addresses)
    {
        TablePart table = addresses.Stored.Form == AddressForm.Words ? TablePart.Addresses : TablePart.Offsets;
        return
        [
            (TablePart.Names, place.Names), (TablePart.Markers, place.Markers), (TablePart.TokenTable, tokens.Table),
            (TablePart.TokenIndex, tokens.Index), (table, addresses.Table),
            .. addresses.Base is { } start ? (ReadOnlySpan<(TablePart, int)>)[(TablePart.RelativeBase, start)] : [],
            .. addresses.NameOrder is { } order ? (ReadOnlySpan<(TablePart, int)>)[(TablePart.NameOrder, order)] : [],
        ];
    }

    private static KallsymsOptions OptionsOf(AddressPlace place) => new()
    {
        Layout = place.AreFirst ? KallsymsLayout.Linux61
            : place.Stored.Form is AddressForm.FromPlace or AddressForm.Numbers ? KallsymsLayout.Linux72
            : KallsymsLayout.Linux612,
        BaseRelative = place.AreFirst && place.Base is not null,
        AbsolutePercpu = place.Stored.Form == AddressForm.FromBaseOrNumbers,
        PcRelative = place.Stored.Form == AddressForm.FromPlace,
        LtoClang = place.IsCut,
    };
}
