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
}
