// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kallsyms.Settings;
using Kelf.Kernel.Shared.Images;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Kallsyms.Decoding;

/// <summary>Which release's tables an image has, by the symbols at which they begin; no table is read.</summary>
public static class ShownLayout
{
    /// <summary>Looks at the symbols.</summary>
    /// <returns>The layout; null when the image has no tables, as in the first of the links of a kernel.</returns>
    /// <exception cref="MalformedFileException">The symbol table is malformed.</exception>
    /// <exception cref="Kelf.Kernel.Shared.RefusedException">There is none.</exception>
    public static KallsymsLayout? Of(ElfFile image)
    {
        ElfSymbolTable symbols = NeededSymbols.Of(image);
        ElfSymbol? addresses = null, offsets = null, names = null, tokens = null, start = null;
        for (int i = 1; i < symbols.Count; i++)
        {
            ElfSymbol symbol = symbols[i];
            if (symbol.IsUndefined || symbol.NameOffset == 0 || !symbols.HasNameInside(symbol))
            {
                continue;
            }

            ReadOnlySpan<byte> name = symbols.NameOf(symbol);
            if (!name.StartsWith("kallsyms_"u8))
            {
                continue;
            }

            switch (name["kallsyms_".Length..])
            {
                case var rest when rest.SequenceEqual("addresses"u8):
                    addresses ??= symbol;
                    break;
                case var rest when rest.SequenceEqual("offsets"u8):
                    offsets ??= symbol;
                    break;
                case var rest when rest.SequenceEqual("names"u8):
                    names ??= symbol;
                    break;
                case var rest when rest.SequenceEqual("token_table"u8):
                    tokens ??= symbol;
                    break;
                case var rest when rest.SequenceEqual("relative_base"u8):
                    start ??= symbol;
                    break;
                default:
                    break;
            }
        }

        return names is not { } known || (addresses is null && offsets is null)
            ? null
            : Of(addresses is not null, start is not null, offsets is { } place && place.Value < known.Value, tokens?.Size > 0);
    }

    /// <summary>The layout of tables.</summary>
    /// <param name="hasWords">Addresses are words.</param>
    /// <param name="hasBase">There is a base that they are distances from.</param>
    /// <param name="areFirst">The distances stand before the names.</param>
    /// <param name="hasSizes">The symbol of the tokens has a size, which is never 0.</param>
    internal static KallsymsLayout Of(bool hasWords, bool hasBase, bool areFirst, bool hasSizes) =>
        hasWords || (hasBase && areFirst) ? KallsymsLayout.Linux61
        : hasBase ? KallsymsLayout.Linux612
        : hasSizes ? KallsymsLayout.Linux73
        : KallsymsLayout.Linux72;
}
