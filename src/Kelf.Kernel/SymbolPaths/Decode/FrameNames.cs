// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text;

using Kelf.Kernel.Shared.Images;
using Kelf.Kernel.SymbolPaths.Lookup;
using Kelf.Kernel.SymbolPaths.Modes;
using Kelf.ObjectFiles.Names;

namespace Kelf.Kernel.SymbolPaths.Decode;

/// <summary>Which symbols of an image a name in a log may mean.</summary>
/// <remarks>
/// Kernels print the name that the symbol has; before 6.12 without what ThinLTO put to it (<c>.llvm.123</c>), and other programs print it
/// without whatever a compiler did. So the symbol of that very name comes first, and <c>foo.isra.0</c>, <c>foo.constprop.0.cold</c> or
/// <c>foo.llvm.123</c> when there is none, or none of the size that is printed.
/// </remarks>
internal sealed class FrameNames
{
    // Of a path; no kernel has deeper ones.
    private const int MostComponents = 32;

    private readonly SymbolImage _image;
    private readonly Dictionary<string, ILookup<string, int>> _aliased = new(StringComparer.Ordinal);
    private readonly Lazy<ILookup<string, int>> _variants;
    private readonly Lazy<bool> _printsPromotedNames;

    /// <summary>Prepares an image.</summary>
    public FrameNames(SymbolImage image)
    {
        _image = image;
        _variants = new Lazy<ILookup<string, int>>(() => Variants().ToLookup(pair => pair.Name, pair => pair.Entry, StringComparer.Ordinal));
        _printsPromotedNames = new Lazy<bool>(PrintsPromotedNames);
    }

    /// <summary>The symbols that a kernel prints under a name.</summary>
    public SymbolHit[] Named(string name)
    {
        if (name.Contains('@', StringComparison.Ordinal))
        {
            return Hits(Aliased(name));
        }

        IReadOnlyList<int> exact = _image.Exactly(Encoding.UTF8.GetBytes(name));
        return Hits(_printsPromotedNames.Value
            ? exact
            : [.. exact, .. _variants.Value[name].Where(entry => PromotedName.HasSuffix(_image.Listing.NameOf(entry)))]);
    }

    /// <summary>The symbols that were made from a function of a name.</summary>
    public SymbolHit[] VariantsOf(string name) => Hits(_variants.Value[name]);

    private SymbolHit[] Hits(IEnumerable<int> entries) => [.. entries.Select(entry => new SymbolHit(_image, entry))];

    // By what is before the first dot, and as people know it.
    private IEnumerable<(string Name, int Entry)> Variants()
    {
        for (int i = 0; i < _image.Listing.Count; i++)
        {
            int dot = _image.Listing.NameOf(i).IndexOf((byte)'.');
            if (dot <= 0)
            {
                continue;
            }

            string function = Utf8Name.ToText(_image.Listing.NameOf(i)[..dot]);
            yield return (function, i);
            if (PromotedName.HasSuffix(_image.Listing.NameOf(i)) && _image.DisplayName(i) is var display && display != function)
            {
                yield return (display, i);
            }
        }
    }

    // cleanup_symbol_name() in kernel/kallsyms.c, before 6.12 with CONFIG_LTO_CLANG. A list of symbols does not tell its release.
    private bool PrintsPromotedNames() => !_image.Listing.MayName(".llvm."u8)
        || (_image.Elf is { } elf && KernelRelease.Find(elf) is { } release && KernelFeatures.WholePromotedNames.IsIn(release));

    /// <summary>
    /// The symbols that have an additional name in the tables (<c>kelf kallsyms --paths alias</c>): <c>type_show@kernel_irq_irqdesc_c</c>, also
    /// with a shortened path, and with a number after it where paths alone do not tell.
    /// </summary>
    private IEnumerable<int> Aliased(string name)
    {
        int at = name.IndexOf('@', StringComparison.Ordinal);
        (string function, string tail) = (name[..at], name[(at + 1)..]);
        if (!_aliased.TryGetValue(function, out ILookup<string, int>? tails))
        {
            IReadOnlyList<int> named = _image.Exactly(Encoding.UTF8.GetBytes(function));
            if (named.Count == 0)
            {
                return [];
            }

            _aliased[function] = tails = named.SelectMany(entry => TailsOf(entry).Select(text => (Text: text, Entry: entry)))
                .ToLookup(pair => pair.Text, pair => pair.Entry, StringComparer.Ordinal);
        }

        int number = tail.LastIndexOf('_');
        return tails.Contains(tail) ? tails[tail]
            : number > 0 && int.TryParse(tail.AsSpan(number + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int rank)
                ? tails[tail[..number]].Where(entry => _image.Listing.Rank(entry) == rank)
                : [];
    }

    private IEnumerable<string> TailsOf(int entry)
    {
        string path = _image.PathOf(entry) ?? "";
        for (int slash = path.Length, i = 0; slash > 0 && i < MostComponents; i++)
        {
            slash = path.LastIndexOf('/', slash - 1);
            yield return AliasNames.Sanitised(path[(slash + 1)..]);
        }
    }
}
