// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers;
using System.Globalization;

using Kelf.Kernel.Shared.Sources;

namespace Kelf.Kernel.SymbolPaths.Lookup;

/// <summary>What a user asks for.</summary>
/// <remarks>
/// <code>
/// name                       every symbol of that name, and its variants (name.cold, name.isra.0)
/// name,3                     the third of them: livepatch's sympos; 0 if there must be one only
/// name+0x50/0x3a0            a place in it, as traces have it; without the size, too
/// vfs_*                      all that the pattern fits: * and ?
/// net/core/gro.c:name        the one in that file; gro.c:name and core/gro.c:name do as well
/// net/core/gro.c             all symbols of the file
/// net/core/gro.c:412         all code of the line
/// kernel::sync::Arc::new     names of Rust as people write them
/// 0xffffffff81234567         the symbol at an address; 0x may be missing
/// ext4!QUERY, QUERY [ext4]   any of these, in a module
/// </code>
/// </remarks>
public sealed record SymbolQuery
{
    // "[<ffffffff81234567>]": 32-bit kernels print 8 digits, and so does kelf with others before them.
    private const int FewestDigits = 8;
    private const int MostDigits = 16;

    private static readonly SearchValues<char> s_moduleLetters =
        SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-");

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

    /// <summary>Bytes from the symbol's beginning, or null.</summary>
    public ulong? Offset { get; init; }

    /// <summary>The symbol's size, or null.</summary>
    public ulong? Size { get; init; }

    /// <summary>The name is a pattern.</summary>
    public bool IsPattern => Name.AsSpan().ContainsAny('*', '?');

    /// <summary>The address that the name is if there is no symbol of that name; or null.</summary>
    public ulong? AddressInName => Path is null && Position is null && Offset is null && Name.Length is >= FewestDigits and <= MostDigits
        ? Number("0x" + Name)
        : null;

    /// <summary>The end of a path that the name is if there is no symbol of that name; or null.</summary>
    public string? PathInName => Path is null && Position is null && Offset is null && Name.AsSpan().ContainsAny('/', '.')
        ? SourceTree.Join(Name, null)
        : null;

    /// <summary>The line of a file, from 1, when code is asked for by its place in the source; or null.</summary>
    public uint? Line => Path is not null && Position is null && Offset is null
        && uint.TryParse(Name, NumberStyles.None, CultureInfo.InvariantCulture, out uint line) && line > 0
        ? line
        : null;

    /// <summary>Reads a query.</summary>
    /// <returns>Null when it is none.</returns>
    public static SymbolQuery? TryParse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        (string? module, string rest) = SplitModule(text.Trim());
        if (rest.StartsWith("[<", StringComparison.Ordinal) && rest.EndsWith(">]", StringComparison.Ordinal))
        {
            rest = rest[2..^2] is ['0', 'x', ..] prefixed ? prefixed : $"0x{rest[2..^2]}";
        }

        if (rest.StartsWith("0x", StringComparison.Ordinal))
        {
            return Number(rest) is { } address ? new SymbolQuery { Text = text, Module = module, Address = address } : null;
        }

        (string name, ulong? offset, ulong? size) = SplitOffset(rest);
        (string? path, name) = SplitPath(name);
        int? position = null;
        int comma = name.LastIndexOf(',');
        // Generic arguments of Rust have commas, too.
        if (comma >= 0 && !name.Contains("::", StringComparison.Ordinal))
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
            Offset = offset,
            Size = size,
        };
    }

    /// <summary>Whether a path ends with the query's, at a whole component.</summary>
    public bool MatchesPath(string? path) => Path is null || PathEnds.Has(path, Path);

    // "ext4!QUERY", or "QUERY [ext4]" as traces have it, where a build ID may follow the name. The type "!" of Rust is no mark.
    private static (string? Module, string Query) SplitModule(string text)
    {
        int mark = text.IndexOf('!');
        if (mark >= 0 && text.AsSpan(0, mark).IndexOfAnyExcept(s_moduleLetters) < 0)
        {
            return (text[..mark], text[(mark + 1)..]);
        }

        int bracket = text.LastIndexOf(" [", StringComparison.Ordinal);
        if (bracket <= 0 || !text.EndsWith(']'))
        {
            return (null, text);
        }

        string module = text[(bracket + 2)..^1].Split(' ')[0];
        return module.Length > 0 && module.AsSpan().IndexOfAnyExcept(s_moduleLetters) < 0
            ? (module, text[..bracket].TrimEnd())
            : (null, text);
    }

    // "+0x50/0x3a0", "+0x50"; bpftrace has "+80".
    private static (string Name, ulong? Offset, ulong? Size) SplitOffset(string text)
    {
        int plus = text.LastIndexOf('+');
        if (plus <= 0)
        {
            return (text, null, null);
        }

        int slash = text.IndexOf('/', plus);
        ulong? offset = Number(slash < 0 ? text[(plus + 1)..] : text[(plus + 1)..slash]);
        ulong? size = slash < 0 ? null : Number(text[(slash + 1)..]);
        return offset is null || (slash >= 0 && size is null) ? (text, null, null) : (text[..plus], offset, size);
    }

    // At the last colon that is not one of two.
    private static (string? Path, string Name) SplitPath(string text)
    {
        for (int i = text.Length - 1; i >= 0; i--)
        {
            if (text[i] == ':' && (i == 0 || text[i - 1] != ':') && (i + 1 == text.Length || text[i + 1] != ':'))
            {
                return (text[..i], text[(i + 1)..]);
            }
        }

        return (null, text);
    }

    private static ulong? Number(string text)
    {
        bool isHexadecimal = text.StartsWith("0x", StringComparison.Ordinal);
        return ulong.TryParse(
            text.AsSpan(isHexadecimal ? 2 : 0), isHexadecimal ? NumberStyles.AllowHexSpecifier : NumberStyles.None,
            CultureInfo.InvariantCulture, out ulong number)
            ? number
            : null;
    }
}
