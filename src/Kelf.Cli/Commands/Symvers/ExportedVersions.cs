// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Cli.Inputs;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Images;
using Kelf.Kernel.Shared.Threads;
using Kelf.Kernel.Symvers;
using Kelf.Kernel.Symvers.Selection;
using Kelf.Kernel.Symvers.Settings;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Cli.Commands.Symvers;

/// <summary>
/// The versions of what each object exports itself, object by object, as a kernel build asks for them. Objects are
/// independent, so they are computed side by side; results are handed on in the order of the command line.
/// </summary>
internal static class ExportedVersions
{
    /// <summary>Computes all objects.</summary>
    /// <param name="objects">The objects.</param>
    /// <param name="options">Options of the tool; objects share its workers.</param>
    /// <param name="outputs">Takes the texts of each object.</param>
    /// <param name="finished">Called after each object, by any thread.</param>
    /// <returns>The results of the objects that export something.</returns>
    /// <exception cref="AggregateException">Objects failed; the exceptions are in the order of the objects.</exception>
    public static IReadOnlyList<ObjectVersions> Compute(
        IReadOnlyList<ObjectInput> objects, SymversOptions options, SymversOutputs outputs, Action finished)
    {
        ObjectVersions?[] results = new ObjectVersions?[objects.Count];
        Exception?[] failures = new Exception?[objects.Count];
        Parallelism.For(objects.Count, options.Workers, static () => 0, (_, index) =>
        {
            try
            {
                results[index] = Compute(objects[index], index, options, outputs);
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

    private static ObjectVersions? Compute(ObjectInput input, int index, SymversOptions options, SymversOutputs outputs)
    {
        SymbolList exports = Exports(input);
        if (exports.Count == 0 && input.WasFound)
        {
            outputs.Add(index, input, null, null);
            return null;
        }

        List<Warning> warnings = [];
        using ObjectImage image = OpenTypes(input);
        SymversObjectOutput output = outputs.NewObject();
        SymversOptions own = options with { Warn = warnings.Add, Decompression = image.Share(options.Decompression) };
        VersionTable table = outputs.Shown(new VersionTable(
            exports, SymversTool.Compute(image.Contents, exports, own, output.Symtypes, output.Dump)));
        outputs.Add(index, input, output, table);
        return new ObjectVersions(input.DisplayName, table, warnings);
    }

    /// <summary>
    /// The object with the types of what an object exports. Assembler has none; a kernel build keeps those of its
    /// exports beside it.
    /// </summary>
    public static ObjectImage OpenTypes(ObjectInput input) =>
        input.IsFile ? ObjectImage.OfFile(BuildTree.TypesOf(input.DisplayName)) : input.Open();

    /// <summary>What an object exports.</summary>
    public static SymbolList Exports(ObjectInput input)
    {
        using ObjectImage image = input.Open();
        SymbolList exports = new();
        foreach (byte[] name in ExportMarkers.Read(ElfFile.Parse(image.Contents)))
        {
            exports.Add(name);
        }

        return exports;
    }
}
