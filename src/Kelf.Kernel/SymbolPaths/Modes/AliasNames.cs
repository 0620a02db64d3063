// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text;

using Kelf.Kernel.Shared;
using Kelf.Kernel.SymbolPaths.Attribution;

namespace Kelf.Kernel.SymbolPaths.Modes;

/// <summary>
/// The additional names of the entries whose names others have: <c>type_show@kernel_irq_irqdesc_c</c>. All of it are bytes that
/// probes and tracers take as they are.
/// </summary>
public sealed class AliasNames
{
    private readonly byte[]?[] _aliases;

    /// <summary>Makes the aliases of a table.</summary>
    public AliasNames(PathAttribution attribution, PathModeOptions options)
    {
        ArgumentNullException.ThrowIfNull(attribution);
        ArgumentNullException.ThrowIfNull(options);
        RuntimeSymbols listing = attribution.Listing;
        PathTails? tails = options.ShortestPaths ? new PathTails(attribution) : null;
        _aliases = new byte[]?[listing.Count];
        ByteStringTable texts = new();
        List<int> uses = [];
        for (int i = 0; i < _aliases.Length; i++)
        {
            if (!IsWanted(attribution, options, i))
            {
                continue;
            }

            byte[] alias = Make(listing.NameOf(i), tails?.Of(i) ?? attribution.PathOf(i)!);
            _aliases[i] = alias;
            int number = texts.Add(alias);
            if (number == uses.Count)
            {
                uses.Add(0);
            }

            uses[number]++;
        }

        for (int i = 0; i < _aliases.Length; i++)
        {
            if (_aliases[i] is { } alias && uses[texts.Find(alias)] > 1)
            {
                alias = [.. alias, .. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"_{listing.Rank(i)}"))];
                _aliases[i] = alias;
            }

            _aliases[i] = _aliases[i] is { Length: <= PathModes.LongestName } fits ? fits : null;
        }
    }

    /// <summary>The alias of an entry, or null.</summary>
    public byte[]? Of(int entry) => _aliases[entry];

    /// <summary>What stands after the <c>@</c> for a path.</summary>
    internal static string Sanitised(string path) =>
        string.Concat(Encoding.UTF8.GetBytes(path).Select(b => char.IsAsciiLetterOrDigit((char)b) ? (char)b : '_'));

    private static byte[] Make(ReadOnlySpan<byte> name, string path) => [.. name, (byte)'@', .. Encoding.ASCII.GetBytes(Sanitised(path))];

    private static bool IsWanted(PathAttribution attribution, PathModeOptions options, int entry)
    {
        RuntimeSymbols listing = attribution.Listing;
        return attribution.PathNumber(entry) != 0 && listing.EqualNames(entry) > 1
            && !PrefixSource.HasPrefix(listing.NameOf(entry))
            && (options.AliasData
                || (listing.Symbols[entry].Letter is (byte)'t' or (byte)'T' or (byte)'w' or (byte)'W' && !IsNumbered(listing.NameOf(entry))));
    }

    /// <summary>True for names that a compiler numbered: <c>__func__.0</c>.</summary>
    private static bool IsNumbered(ReadOnlySpan<byte> name)
    {
        int dot = name.LastIndexOf((byte)'.');
        return dot >= 0 && dot + 1 < name.Length && name[(dot + 1)..].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
    }
}
