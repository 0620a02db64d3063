// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kallsyms.Compression;
using Kelf.Kernel.Kallsyms.Entries;
using Kelf.Kernel.Kallsyms.Listing;
using Kelf.Kernel.Kallsyms.Output;
using Kelf.Kernel.Kallsyms.Settings;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Threads;

namespace Kelf.Kernel.Kallsyms;

/// <summary>Makes the tables of a kernel's symbols; the work of <c>scripts/kallsyms</c>, without its texts.</summary>
public static class KallsymsTool
{
    /// <summary>Makes the tables of a listing.</summary>
    /// <param name="listing">Symbols that the filter of the release has left.</param>
    /// <param name="options">What is asked for.</param>
    /// <param name="warn">Told about names that are left out since they are too long.</param>
    /// <param name="previous">The compression of an earlier link of the same kernel, used if it serves; or null.</param>
    /// <param name="rename">
    /// Changes, or adds, letters and names of entries that are in table order; their order and the addresses stay. Null for
    /// the names as they are.
    /// </param>
    /// <exception cref="RefusedException">The tables cannot hold what is in the listing.</exception>
    public static KallsymsTable Make(
        SymbolListing listing, KallsymsOptions options, Action<Diagnostic>? warn = null, TokenCompression? previous = null,
        Func<KallsymsEntries, KallsymsEntries>? rename = null)
    {
        ArgumentNullException.ThrowIfNull(listing);
        ArgumentNullException.ThrowIfNull(options);
        string file = listing.Names.Source.File;
        KallsymsEntries selected = EntrySelection.Select(listing, options, previous?.Strings ?? new ByteStringTable(), warn);
        if (selected.Items.Length == 0 && options.Layout == KallsymsLayout.Linux61)
        {
            throw new RefusedException(file, "No valid symbol.");
        }

        // From here on the order of entries is that of the tables.
        KallsymsEntries entries = TableOrder.Sort(selected);
        entries = rename is null ? entries : rename(entries);
        AddressTable addresses = AddressTable.Of(file, entries, options);

        // Both look only at the strings, and take most of the time.
        TokenCompression? compression = previous is not null && previous.Serves(entries) ? previous : null;
        int[] nameOrder = [];
        Action[] work =
        [
            () => compression ??= TokenCompression.Of(entries),
            () => nameOrder = NameOrder.Of(entries, cutsSuffix: options is { Layout: KallsymsLayout.Linux61, LtoClang: true }),
        ];
        Parallelism.For(work.Length, options.Workers, () => 0, (_, i) => work[i]());
        RefuseLongTokens(file, compression!);
        return new KallsymsTable(options, entries, compression!, nameOrder, addresses);
    }

    private static void RefuseLongTokens(string file, TokenCompression compression)
    {
        int size = 0;
        for (int code = 0; code < TokenCompression.Codes; code++)
        {
            if (size > ushort.MaxValue)
            {
                throw new RefusedException(file, $"token {code} begins at {size}, and the index has 16 bits: names are too much alike");
            }

            size += compression.TokenOf(code).Length + 1;
        }
    }
}
