// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Inputs;
using Kelf.Kernel.Symvers;
using Kelf.Kernel.Symvers.Selection;
using Kelf.Kernel.Symvers.Settings;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Cli.Commands.Symvers;

/// <summary>
/// One list of symbols and several objects: the first object that has information on a symbol gives its version, and
/// the next ones are asked for the rest. Alias groups are those of each object by itself.
/// </summary>
internal static class ListedVersions
{
    /// <summary>Asks the objects one after the other.</summary>
    /// <param name="objects">The objects.</param>
    /// <param name="limit">What each file may expand to.</param>
    /// <param name="symbols">The list.</param>
    /// <param name="options">Options of the tool.</param>
    /// <param name="warn">Takes the warnings about an object.</param>
    /// <param name="symtypes">Takes the lines of the symtypes file, object by object, or null.</param>
    /// <param name="dump">Takes what the dump options ask for, or null.</param>
    /// <param name="finished">Called after each object.</param>
    public static VersionTable Compute(
        IEnumerable<ObjectInput> objects,
        DecompressionLimit limit,
        SymbolList symbols,
        SymversOptions options,
        Action<ObjectInput, Diagnostic> warn,
        IByteSink? symtypes,
        IByteSink? dump,
        Action finished)
    {
        VersionTable all = new(symbols, new uint?[symbols.Count]);
        foreach (ObjectInput input in objects)
        {
            // Opened even when nothing is left to ask: a file that is not there is a mistake all the same.
            using OpenedObject opened = input.Open(limit);
            SymbolList open = all.Open();
            SymversOptions own = options with
            {
                Budget = opened.Budget,
                Warn = warning => warn(input, warning),
            };
            all.Add(new VersionTable(open, SymversTool.Compute(opened.Contents, open, own, symtypes, dump)));
            finished();
        }

        return all;
    }
}
