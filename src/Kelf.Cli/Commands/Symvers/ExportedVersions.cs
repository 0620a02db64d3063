// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared.Inputs;
using Kelf.Kernel.Shared.Threads;
using Kelf.Kernel.Symvers;
using Kelf.Kernel.Symvers.Selection;
using Kelf.Kernel.Symvers.Settings;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Cli.Commands.Symvers;

/// <summary>
/// The versions of what each object exports itself, object by object, as a kernel build asks for them. Objects are
/// independent, so they are computed side by side; results are handed on in the order of the command line.
/// </summary>
internal static class ExportedVersions
{
    /// <summary>Computes all objects.</summary>
    /// <param name="objects">The objects.</param>
    /// <param name="limit">What each file may expand to.</param>
    /// <param name="options">Options of the tool; objects share its workers.</param>
    /// <param name="outputs">Takes the texts of each object.</param>
    /// <param name="finished">Called after each object, by any thread.</param>
    /// <returns>The results of the objects that export something.</returns>
    /// <exception cref="AggregateException">Objects failed; the exceptions are in the order of the objects.</exception>
    public static IReadOnlyList<ObjectVersions> Compute(
        IReadOnlyList<ObjectInput> objects, DecompressionLimit limit, SymversOptions options, SymversOutputs outputs, Action finished)
    {
        ObjectVersions?[] results = new ObjectVersions?[objects.Count];
        Exception?[] failures = new Exception?[objects.Count];
        Parallelism.For(objects.Count, options.Workers, static () => 0, (_, index) =>
        {
            try
            {
                results[index] = Compute(objects[index], index, limit, options, outputs);
            }
            // Any failure counts: all are reported together, the first in the order of the objects first.
            catch (Exception exception)
            {
                failures[index] = exception;
            }

            finished();
        });
        Exception[] reported = [.. failures.OfType<Exception>()];
        return reported.Length == 0 ? [.. results.OfType<ObjectVersions>()] : throw new AggregateException(reported);
    }

    private static ObjectVersions? Compute(
        ObjectInput input, int index, DecompressionLimit limit, SymversOptions options, SymversOutputs outputs)
    {
        using OpenedObject opened = input.Open(limit);
        SymbolList exports = ObjectExports.Read(input, opened, out bool isByRust);
        if (exports.Count == 0 && input.WasFound)
        {
            outputs.Add(index, input, null, null);
            return null;
        }

        List<Diagnostic> warnings = [];
        using OpenedObject? prototypes = BuildTree.OpenPrototypes(input, limit);
        OpenedObject types = prototypes ?? opened;
        SymversObjectOutput output = outputs.NewObject();
        SymversOptions own = options with { Warn = warnings.Add, Budget = types.Budget };
        VersionTable table = outputs.Shown(new VersionTable(
            exports, SymversTool.Compute(types.Contents, exports, own, output.Symtypes, output.Dump)));
        outputs.Add(index, input, output, table);
        return new ObjectVersions(input.DisplayName, table, warnings) { IsListedByRust = isByRust };
    }
}
