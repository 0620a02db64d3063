// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

using Kelf.Kernel.Shared;
using Kelf.Kernel.Symvers.Selection;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Cli.Commands.Symvers;

/// <summary>The versions of the symbols of a list, as far as they are known.</summary>
/// <example>
/// As it is written: <c>#SYMVER kfree 0x037a0cba</c>, one line for each symbol in table order, <c>0x00000000</c> for
/// symbols without information.
/// </example>
/// <param name="symbols">The symbols.</param>
/// <param name="versions">The version of each by its number in the list, null without information.</param>
internal sealed class VersionTable(SymbolList symbols, uint?[] versions)
{
    private readonly int[] _order = symbols.InTableOrder();

    /// <summary>The symbols.</summary>
    public SymbolList Symbols => symbols;

    /// <summary>Indices of all symbols in table order.</summary>
    public ReadOnlySpan<int> TableOrder => _order;

    /// <summary>Number of symbols without information.</summary>
    public int Missing => versions.Count(version => version is null);

    /// <summary>The version of a symbol, or null without information.</summary>
    public uint? this[int symbol] => versions[symbol];

    /// <summary>The symbols without information, in the order of the list.</summary>
    public SymbolList Open() => Where(version => version is null);

    /// <summary>The table without the symbols that have no information.</summary>
    public VersionTable WithoutMissing() =>
        new(Where(version => version is not null), [.. versions.Where(version => version is not null)]);

    /// <summary>Takes over what another table knows and this one does not.</summary>
    public void Add(VersionTable other)
    {
        for (int symbol = 0; symbol < other.Symbols.Count; symbol++)
        {
            int here = symbols.Find(other.Symbols[symbol]);
            if (here >= 0)
            {
                versions[here] ??= other[symbol];
            }
        }
    }

    /// <summary>The names of the symbols without information, printable and in table order.</summary>
    public IEnumerable<string> MissingNames() =>
        from symbol in _order
        where versions[symbol] is null
        select PrintableText.Of(symbols[symbol]);

    /// <summary>Writes the lines.</summary>
    public void WriteTo(IByteSink output)
    {
        Span<byte> number = stackalloc byte[8];
        foreach (int symbol in _order)
        {
            output.Write("#SYMVER "u8);
            output.Write(symbols[symbol]);
            output.Write(" 0x"u8);
            versions[symbol].GetValueOrDefault().TryFormat(number, out _, "x8", CultureInfo.InvariantCulture);
            output.Write(number);
            output.Write("\n"u8);
        }
    }

    private SymbolList Where(Predicate<uint?> isWanted)
    {
        SymbolList wanted = new();
        for (int symbol = 0; symbol < versions.Length; symbol++)
        {
            if (isWanted(versions[symbol]))
            {
                wanted.Add(symbols[symbol]);
            }
        }

        return wanted;
    }
}
