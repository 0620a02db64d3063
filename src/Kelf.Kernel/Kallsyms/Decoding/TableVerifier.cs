// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

using Kelf.Kernel.Kallsyms.Entries;
using Kelf.Kernel.Kallsyms.Format;
using Kelf.Kernel.Kallsyms.Listing;
using Kelf.Kernel.Kallsyms.Settings;
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Kallsyms.Decoding;

/// <summary>Reads the tables of a linked image and checks them: in themselves, and against the image's symbols.</summary>
public static class TableVerifier
{
    /// <summary>Reads the tables, and checks what a kernel relies on.</summary>
    /// <param name="image">A linked image.</param>
    /// <exception cref="MalformedFileException">Something is wrong; the message has the first position.</exception>
    public static DecodedTable Decode(ElfFile image)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (image.Type == ElfType.Relocatable)
        {
            throw new MalformedFileException(image.Image.Source.File, "an object, whose addresses are not known yet: give a linked image");
        }

        LinkedTables tables = LinkedTables.Find(image);
        DecodedNames names = NameDecoder.Decode(tables);
        ulong[] addresses = AddressDecoder.Decode(tables, image, names, out KallsymsOptions options);
        DecodedTable table = new(options, names.Strings, names.Texts, addresses);
        CheckAddresses(tables, table);
        return CheckNameOrder(tables, table);
    }

    /// <summary>Checks that tables have the symbols of the image, those and no others, at their addresses.</summary>
    /// <param name="image">The image that the tables are from.</param>
    /// <param name="table">Tables that are right in themselves.</param>
    /// <returns>How they have them: names may have paths, which the image does not tell.</returns>
    /// <exception cref="MalformedFileException">An entry differs; the message has the first.</exception>
    public static TableMatch Compare(ElfFile image, DecodedTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        SymbolListing listing = ListingReader.Read(image, SysmapFilter.For(table.Options.Layout));
        // Which symbols were asked for shows in their number.
        KallsymsOptions all = table.Options with { AllSymbols = true };
        KallsymsEntries entries = Expected(listing, all);
        int plain = entries.Items.Length == table.Count ? table.Count : table.Count - CountAliases(table);
        if (entries.Items.Length != plain && Expected(listing, table.Options) is var fewer && fewer.Items.Length == plain)
        {
            (all, entries) = (table.Options, fewer);
        }

        ByteSource place = new(
            image.Image.Source.File,
            TableShape.SymbolOf(all.HasOffsets ? TablePart.Offsets : TablePart.Addresses));
        ulong size = all.HasOffsets || image.Class == ElfClass.Elf32 ? 4u : 8u;
        int expectedEntry = 0, aliases = 0, qualified = 0;
        bool mayHaveAlias = false;
        for (int i = 0; i < table.Count || expectedEntry < entries.Items.Length; i++)
        {
            if (i < table.Count && expectedEntry < entries.Items.Length
                && entries.Items[expectedEntry] is var next && next.Address == table.Addresses[i]
                && IsName(entries.Strings[next.Text], table.TextOf(i), ref qualified))
            {
                expectedEntry++;
                mayHaveAlias = true;
                continue;
            }

            if (i < table.Count && mayHaveAlias && table.Addresses[i] == table.Addresses[i - 1]
                && TableMatch.IsAlias(table.TextOf(i - 1), table.TextOf(i)))
            {
                aliases++;
                mayHaveAlias = false;
                continue;
            }

            string expected = expectedEntry < entries.Items.Length
                ? Describe(entries.Items[expectedEntry].Address, entries.Strings[entries.Items[expectedEntry].Text])
                : "no such entry";
            throw new MalformedFileException(
                place, size * (ulong)i,
                table.Count == 0 ? "there are no entries: this is the first of the links of a kernel"
                : i < table.Count ? $"entry {i} is {Describe(table.Addresses[i], table.TextOf(i))}, where the image has {expected}"
                : $"the entries end after {i}, where the image has {expected}");
        }

        return new TableMatch(all, aliases, qualified);
    }

    /// <summary>Whether the tables of an image have all its symbols, and not those of code alone; that shows in their number.</summary>
    /// <param name="image">A linked image.</param>
    /// <param name="listing">Its symbols.</param>
    /// <param name="options">How tables with all symbols would be made.</param>
    /// <returns>Null when the image has no tables, only empty ones, or damaged ones.</returns>
    public static bool? HasAllSymbols(ElfFile image, SymbolListing listing, KallsymsOptions options)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(options);
        try
        {
            if (image.Type == ElfType.Relocatable || LinkedTables.TryFind(image) is not { } tables
                || NameDecoder.Decode(tables).Texts is not { Length: > 0 } texts)
            {
                return null;
            }

            // The image may have got a symbol more since, and aliases make tables somewhat longer: the nearer number is meant.
            int all = Expected(listing, options with { AllSymbols = true }).Items.Length;
            int text = Expected(listing, options with { AllSymbols = false }).Items.Length;
            return Math.Abs(texts.Length - all) <= Math.Abs(texts.Length - text);
        }
        catch (MalformedFileException)
        {
            return null;
        }
    }

    /// <summary>
    /// Whether the tables of an image store addresses as distances from their own place, and not as numbers: 32-bit kernels that
    /// stay where they are linked do that.
    /// </summary>
    /// <param name="image">A linked image.</param>
    /// <returns>Null when the image has no tables, only empty ones, or none that fit its symbols.</returns>
    public static bool? IsPcRelative(ElfFile image)
    {
        ArgumentNullException.ThrowIfNull(image);
        try
        {
            if (image.Type == ElfType.Relocatable || LinkedTables.TryFind(image) is not { Layout: >= KallsymsLayout.Linux72 } tables
                || NameDecoder.Decode(tables) is not { Texts.Length: > 0 } names)
            {
                return null;
            }

            _ = AddressDecoder.Decode(tables, image, names, out KallsymsOptions options);
            return options.PcRelative;
        }
        catch (Exception exception) when (exception is MalformedFileException or RefusedException)
        {
            return null;
        }
    }

    private static bool IsName(ReadOnlySpan<byte> plain, ReadOnlySpan<byte> text, ref int qualified)
    {
        if (plain.SequenceEqual(text))
        {
            return true;
        }

        bool isQualified = TableMatch.IsQualified(plain, text);
        qualified += isQualified ? 1 : 0;
        return isQualified;
    }

    private static int CountAliases(DecodedTable table)
    {
        int aliases = 0;
        for (int i = 1; i < table.Count; i++)
        {
            aliases += table.Addresses[i] == table.Addresses[i - 1] && TableMatch.IsAlias(table.TextOf(i - 1), table.TextOf(i)) ? 1 : 0;
        }

        return aliases;
    }

    private static KallsymsEntries Expected(SymbolListing listing, KallsymsOptions options) =>
        TableOrder.Sort(EntrySelection.Select(listing, options, new ByteStringTable(), warn: null));

    private static string Describe(ulong address, ReadOnlySpan<byte> text) =>
        string.Create(CultureInfo.InvariantCulture, $"{address:x} {(char)text[0]} {PrintableText.Of(text[1..])}");

    private static void CheckAddresses(LinkedTables tables, DecodedTable table)
    {
        for (int i = 1; i < table.Count; i++)
        {
            if (table.Addresses[i] < table.Addresses[i - 1])
            {
                bool areWords = tables.Has(TablePart.Addresses);
                ulong size = areWords && tables.Class == ElfClass.Elf64 ? 8u : 4u;
                throw tables[areWords ? TablePart.Addresses : TablePart.Offsets].Malformed(
                    size * (ulong)i,
                    $"entry {i} is at 0x{table.Addresses[i]:x}, before that in front of it at 0x{table.Addresses[i - 1]:x}");
            }
        }
    }

    // The first 6.1 releases have no such table.
    private static DecodedTable CheckNameOrder(LinkedTables tables, DecodedTable table)
    {
        if (tables.Layout == KallsymsLayout.Linux61 && !tables.Has(TablePart.NameOrder))
        {
            return table;
        }

        NameOrderCheck check = NameOrderCheck.Run(tables[TablePart.NameOrder], table.Strings, table.Texts, tables.Layout);
        return check.Mistake is null
            ? table with { Options = table.Options with { LtoClang = check.IsCut } }
            : throw tables[TablePart.NameOrder].Malformed((ulong)(TableShape.PlaceSize * check.Place), check.Mistake);
    }
}
