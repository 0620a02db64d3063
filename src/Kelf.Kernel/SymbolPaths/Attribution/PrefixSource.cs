// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.SymbolPaths.Attribution;

/// <summary>
/// Knows <c>__pfx_f</c>, the padding before a function, and <c>__cfi_f</c>, the hash of its type: they come from where the
/// function comes from, which begins a few bytes behind. objtool and compilers make them; objtool's stand behind all other symbols.
/// </summary>
/// <param name="listing">The table.</param>
/// <param name="index">Finds its entries by name.</param>
/// <param name="find">Where the function comes from.</param>
public sealed class PrefixSource(RuntimeSymbols listing, NameIndex index, Func<int, SourceUnit?> find) : IPathSource
{
    // FUNCTION_PADDING_BYTES is at most 64 (arch/x86/Kconfig).
    private const ulong LongestPadding = 64;

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

        ulong address = listing.Symbols[entry].Address;
        foreach (int candidate in index.Find(name["__pfx_"u8.Length..]))
        {
            if (listing.Symbols[candidate].Address - address is > 0 and <= LongestPadding)
            {
                return find(candidate);
            }
        }

        return null;
    }
}
