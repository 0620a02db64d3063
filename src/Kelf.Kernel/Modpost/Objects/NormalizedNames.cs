// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Modpost.Objects;

/// <summary>
/// Names of symbols as every rule and message has them: without the numbers that compilers put after a dot
/// (<c>g.12</c> is <c>g</c>).
/// </summary>
/// <param name="symbols">The symbols.</param>
public sealed class NormalizedNames(ElfSymbolTable symbols)
{
    /// <summary>The name of a symbol, as it is used.</summary>
    /// <exception cref="MalformedFileException">There is no such symbol, or its name is outside the string table.</exception>
    public ReadOnlySpan<byte> this[int index] => Cut(Raw(index));

    /// <summary>The name of a symbol, as it is stored.</summary>
    /// <exception cref="MalformedFileException">There is no such symbol, or its name is outside the string table.</exception>
    public ReadOnlySpan<byte> Raw(int index) => symbols.NameOf(symbols[index]);

    /// <summary>
    /// A name without what follows its first dot, when that is digits up to another dot or the end: <c>k.3.part.1</c> is <c>k</c>,
    /// <c>f.constprop.0</c> stays.
    /// </summary>
    public static ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> name)
    {
        int dot = name.IndexOf((byte)'.');
        if (dot <= 0)
        {
            return name;
        }

        ReadOnlySpan<byte> rest = name[(dot + 1)..];
        int digits = rest.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        bool isNumber = digits < 0 ? !rest.IsEmpty : digits > 0 && rest[digits] == '.';
        return isNumber ? name[..dot] : name;
    }
}
