// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

namespace Kelf.Kernel.SymbolPaths.Lookup;

/// <summary>What a user asks for.</summary>
/// <remarks>
/// <code>
/// name                       every symbol of that name
/// name,3                     the third of them: livepatch's sympos; 0 if there must be one only
/// net/core/gro.c:name        the one in that file; gro.c:name and core/gro.c:name do as well
/// 0xffffffff81234567         the symbol at an address
/// ext4!QUERY                 any of these, in a module
/// </code>
/// </remarks>
public sealed record SymbolQuery
{
    /// <summary>The query as given.</summary>
    public required string Text { get; init; }

    /// <summary>The module, or null for all images.</summary>
    public string? Module { get; init; }

    /// <summary>The end of a path, in whole components, or null.</summary>
    public string? Path { get; init; }

    /// <summary>The name; empty when an address is asked for.</summary>
    public string Name { get; init; } = "";

    /// <summary>The position, or null.</summary>
    public int? Position { get; init; }

    /// <summary>The address, or null.</summary>
    public ulong? Address { get; init; }

    /// <summary>Reads a query.</summary>
    /// <returns>Null when it is none.</returns>
    public static SymbolQuery? TryParse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        (string? module, string rest) = Split(text, text.IndexOf('!'));
        if (rest.StartsWith("0x", StringComparison.Ordinal))
        {
            return ulong.TryParse(rest.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong address)
                ? new SymbolQuery { Text = text, Module = module, Address = address }
                : null;
        }

        (string? path, string name) = Split(rest, rest.LastIndexOf(':'));
        int? position = null;
        int comma = name.LastIndexOf(',');
        if (comma >= 0)
        {
            if (!int.TryParse(name.AsSpan(comma + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            {
                return null;
            }

            (position, name) = (number, name[..comma]);
        }

        return name.Length == 0 || module is "" || path is "" ? null : new SymbolQuery
        {
            Text = text,
            Module = module,
            Path = path is null ? null : SourceTree.Join(path, null),
            Name = name,
            Position = position,
        };
    }

    /// <summary>Whether a path ends with the query's, at a whole component.</summary>
    public bool MatchesPath(string? path) => Path is null
        || (path is not null && (path == Path || path.EndsWith("/" + Path, StringComparison.Ordinal)));

    private static (string? Before, string After) Split(string text, int at) => at < 0 ? (null, text) : (text[..at], text[(at + 1)..]);
}
