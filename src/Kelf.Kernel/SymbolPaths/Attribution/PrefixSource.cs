// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.SymbolPaths.Attribution;

/// <summary>
/// Knows <c>__pfx_f</c>, the padding before a function, and <c>__cfi_f</c>, the hash of its type: they come from where the
/// function comes from, which begins a few bytes after. objtool and compilers make them; objtool's stand after all other symbols.
/// </summary>
/// <param name="listing">The table.</param>
/// <param name="find">Where the function comes from.</param>
public sealed class PrefixSource(RuntimeSymbols listing, Func<int, SourceUnit?> find) : IPathSource
{
    // FUNCTION_PADDING_BYTES is at most 64 (arch/x86/Kconfig).
    private const ulong LongestPadding = 64;

    // By the first of them.
    private readonly Dictionary<int, int[]> _sorted = [];

    /// <inheritdoc/>
    public PathOrigin Origin => PathOrigin.Prefix;

    /// <summary>True for the names that this source is about.</summary>
    public static bool HasPrefix(ReadOnlySpan<byte> name) => name.StartsWith("__pfx_"u8) || name.StartsWith("__cfi_"u8);

    /// <inheritdoc/>
    public SourceUnit? Find(int entry)
    {
        ReadOnlySpan<byte> name = listing.NameOf(entry);
        if (!HasPrefix(name))
        {
            return null;
        }

        // Of the functions of that name the nearest after the prefix.
        ulong address = listing.AddressOf(entry);
        ReadOnlySpan<int> candidates = ByAddress(listing.Find(name["__pfx_"u8.Length..]));
        (int low, int high) = (0, candidates.Length);
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            (low, high) = listing.AddressOf(candidates[middle]) <= address ? (middle + 1, high) : (low, middle);
        }

        return low < candidates.Length && listing.AddressOf(candidates[low]) - address <= LongestPadding
            ? find(candidates[low])
            : null;
    }

    /// <summary>The entries of a name: in a kernel's table their addresses ascend, in a module's they may not.</summary>
    private ReadOnlySpan<int> ByAddress(ReadOnlySpan<int> named)
    {
        if (!listing.IsModule || named.IsEmpty)
        {
            return named;
        }

        if (!_sorted.TryGetValue(named[0], out int[]? entries))
        {
            _sorted[named[0]] = entries = [.. named.ToArray().OrderBy(listing.AddressOf)];
        }

        return entries;
    }
}
