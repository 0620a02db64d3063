// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.Kernel.Symvers;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Cli.Commands;

/// <summary>The door to the tool: both command lines reach it through here.</summary>
internal static class SymversEngine
{
    /// <summary>Computes the versions of the listed symbols of one object.</summary>
    /// <param name="image">The object.</param>
    /// <param name="symbols">The list.</param>
    /// <param name="options">Options of the tool.</param>
    /// <param name="symtypes">Takes the lines of the symtypes file, or null.</param>
    /// <param name="dump">Takes what the dump options ask for, or null.</param>
    public static VersionTable Compute(
        Region image, SymbolList symbols, SymversOptions options, IByteSink? symtypes, IByteSink? dump)
    {
        uint?[] versions = SymversTool.Compute(image, symbols, options, symtypes, dump);
        VersionTable table = new(symbols);
        for (int symbol = 0; symbol < versions.Length; symbol++)
        {
            table[symbol] = versions[symbol];
        }

        return table;
    }

    /// <summary>Tells where the version of a symbol comes from, or why it has none.</summary>
    /// <param name="image">The object.</param>
    /// <param name="symbols">The list of the object; what is in it can change a version.</param>
    /// <param name="symbol">The symbol.</param>
    /// <param name="options">Options of the tool.</param>
    /// <param name="output">Takes the lines.</param>
    /// <returns>True when the symbol has a version.</returns>
    public static bool Explain(Region image, SymbolList symbols, string symbol, SymversOptions options, IByteSink output) =>
        throw new NotSupportedException($"{image.Source.File} {symbols.Count} {symbol} {options} {output}");
}
