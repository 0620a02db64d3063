// SPDX-License-Identifier: GPL-2.0-only
using System.IO.Enumeration;

using Kelf.Kernel.Lines;
using Kelf.Kernel.Shared.Images;

namespace Kelf.Kernel.SymbolPaths.Lookup;

/// <summary>A symbol that a query found.</summary>
/// <param name="Image">Where it is.</param>
/// <param name="Entry">Its entry there.</param>
/// <param name="Offset">How far behind its beginning the address is that was asked for; 0 otherwise.</param>
public sealed record SymbolHit(SymbolImage Image, int Entry, ulong Offset = 0);

/// <summary>Looks symbols up in a kernel and its modules.</summary>
/// <param name="images">The kernel, the modules.</param>
public sealed class SymbolFinder(IReadOnlyList<SymbolImage> images)
{
    /// <summary>The images.</summary>
    public IReadOnlyList<SymbolImage> Images => images;

    /// <summary>The name under which a running kernel has a module: dashes are underscores.</summary>
    public static string ModuleName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Replace('-', '_');
    }

    /// <summary>All symbols that a query means.</summary>
    public IReadOnlyList<SymbolHit> Find(SymbolQuery query) => Answer(query).Hits;

    /// <summary>
    /// What a query means: symbols of the name and their variants; else of the name in Rust's words; else an address or a file, if
    /// the name can be one; else what is in no table.
    /// </summary>
    public SymbolAnswer Answer(SymbolQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        string? module = query.Module is null ? null : ModuleName(query.Module);
        SymbolImage[] asked = [.. images.Where(image => module is null || image.Module == module)];
        if (query.Address is { } address)
        {
            return At(asked, query, address);
        }

        if (query.Line is { } line)
        {
            return new SymbolAnswer(query, [.. asked.SelectMany(image => OfLine(image, query.Path!, line))]);
        }

        SymbolHit[] named = Select(asked, query, image => query.IsPattern ? Fitting(image, query.Name) : Named(image, query.Name));
        SymbolHit[] variants = query.IsPattern || query.Position is not null
            ? []
            : Select(asked, query, image => image.Variants(query.Name));
        if (named.Length + variants.Length > 0)
        {
            SymbolHit[] exact = [.. named.Where(hit => HasPlace(hit, query))];
            SymbolHit[] others = [.. variants.Where(hit => HasPlace(hit, query))];
            return new SymbolAnswer(query, [.. exact, .. others])
            {
                IsAmbiguous = !query.IsPattern && (exact.Length > 0 ? exact.Length : others.Count(IsFunction)) > 1,
                Reason = exact.Length + others.Length > 0 ? null : OtherSizes(query, [.. named, .. variants]),
            };
        }

        return InOtherWords(asked, query) ?? new SymbolAnswer(query, [])
        {
            Unlisted = query.Path is null && query.Position is null && query.Offset is null
                ? [.. asked.SelectMany(image => image.Unlisted(name => Fits(query, name)))]
                : [],
        };
    }

    // Modules are loaded somewhere: each may have the address.
    private static SymbolAnswer At(SymbolImage[] images, SymbolQuery query, ulong address)
    {
        List<SymbolHit> hits = [];
        foreach (SymbolImage image in images)
        {
            if (image.Sizes.TryFind(address, out int at))
            {
                hits.Add(new SymbolHit(image, at, address - image.Listing.AddressOf(at)));
            }
        }

        return new SymbolAnswer(query, hits) { IsAmbiguous = hits.Count > 1 };
    }

    private static IEnumerable<SymbolHit> OfLine(SymbolImage image, string path, uint line)
    {
        foreach (ulong address in image.Lines is ILineAddresses lines ? lines.AddressesOf(path, line) : [])
        {
            if (image.Sizes.TryFind(address, out int at))
            {
                yield return new SymbolHit(image, at, address - image.Listing.AddressOf(at));
            }
        }
    }

    private static SymbolAnswer? InOtherWords(SymbolImage[] images, SymbolQuery query)
    {
        if (query.Name.Contains("::", StringComparison.Ordinal)
            && Select(images, query, image => image.NamedInRust(name => Fits(query, name))) is { Length: > 0 } rust)
        {
            return new SymbolAnswer(query, rust) { IsAmbiguous = !query.IsPattern && rust.Length > 1 };
        }

        if (query.AddressInName is { } address && At(images, query with { Address = address }, address) is { IsEmpty: false } at)
        {
            return at;
        }

        return query.PathInName is { } path
            && Select(images, query, image => image.InFile(path)) is { Length: > 0 } inFile
            ? new SymbolAnswer(query, inFile)
            : null;
    }

    private static SymbolHit[] Select(SymbolImage[] images, SymbolQuery query, Func<SymbolImage, IEnumerable<int>> entries) =>
    [
        .. images.SelectMany(image => entries(image)
            .Where(entry => (query.Path is null || query.MatchesPath(image.Attribution.PathOf(entry))) && IsAt(image, entry, query.Position))
            .Select(entry => new SymbolHit(image, entry, query.Offset ?? 0))),
    ];

    private static IReadOnlyList<int> Named(SymbolImage image, string name)
    {
        IReadOnlyList<int> named = image.Named(name);
        return named.Count == 0 && name.IndexOf('@') is > 0 and int alias
            ? [.. image.Named(name[..alias]).Where(entry => image.AliasOf(entry) == name)]
            : named;
    }

    private static IEnumerable<int> Fitting(SymbolImage image, string pattern) => Enumerable.Range(0, image.Listing.Count)
        .Where(entry => FileSystemName.MatchesSimpleExpression(pattern, image.Listing.TextOf(entry), ignoreCase: false));

    private static bool Fits(SymbolQuery query, string name) => query.IsPattern
        ? FileSystemName.MatchesSimpleExpression(query.Name, name, ignoreCase: false)
        : name == query.Name;

    // A return address may be that after the last instruction.
    private static bool HasPlace(SymbolHit hit, SymbolQuery query) => query.Offset is not { } offset
        || (hit.Image.Sizes.Of(hit.Entry) is var size && offset <= size && (query.Size is not { } asked || hit.Image.HasSize(hit.Entry, asked)));

    // Of what was made of a function only its cold part is none that is called.
    private static bool IsFunction(SymbolHit hit)
    {
        _ = FunctionVariant.FunctionOf(hit.Image.Listing.NameOf(hit.Entry), out IReadOnlyList<VariantKind> kinds);
        return !kinds.Contains(VariantKind.Cold);
    }

    private static string OtherSizes(SymbolQuery query, SymbolHit[] named)
    {
        string[] sizes = [.. named.Select(hit => $"0x{hit.Image.Sizes.Of(hit.Entry):x}").Distinct()];
        return $"{query.Name} has {string.Join(" or ", sizes.Take(4))}{(sizes.Length > 4 ? " or other sizes" : "")} bytes here";
    }

    // Livepatch takes 0 for "there is only one".
    private static bool IsAt(SymbolImage image, int entry, int? position) => position switch
    {
        null => true,
        0 => image.Listing.EqualNames(entry) == 1,
        _ => image.Listing.Rank(entry) == position,
    };
}
