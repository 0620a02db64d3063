// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared.Images;
using Kelf.Kernel.SymbolPaths.Lookup;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Cli.Commands.SymbolPaths.Lookup;

/// <summary>Where a symbol is that was found, as its address and section are shown.</summary>
internal static class FoundSymbol
{
    /// <summary>Its address. A module has none before it is loaded: its sections have, each from 0.</summary>
    public static ulong AddressOf(SymbolHit hit) => SymbolOf(hit) is { } symbol
        ? symbol.Value
        : hit.Image.Listing.AddressOf(hit.Entry);

    /// <summary>Its section in a module; null in a kernel.</summary>
    public static string? SectionOf(SymbolHit hit) => SymbolOf(hit) is { } symbol
        ? hit.Image.Elf!.Sections[(int)symbol.SectionNumber].Name
        : null;

    /// <summary>Its letter.</summary>
    public static char LetterOf(SymbolHit hit) => (char)hit.Image.Listing.LetterOf(hit.Entry);

    /// <summary>What compilers made of its function; none for the function itself.</summary>
    public static IReadOnlyList<VariantKind> VariantOf(SymbolHit hit)
    {
        _ = FunctionVariant.FunctionOf(hit.Image.Listing.NameOf(hit.Entry), out IReadOnlyList<VariantKind> kinds);
        return kinds;
    }

    private static ElfSymbol? SymbolOf(SymbolHit hit) => hit.Image is { Module: not null, Elf: { } elf }
        ? NeededSymbols.Of(elf)[hit.Image.Listing.IndexOf(hit.Entry)]
        : null;
}
