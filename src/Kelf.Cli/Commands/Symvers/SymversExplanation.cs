// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Cli.Terminal;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Inputs;
using Kelf.Kernel.Symvers.Explain;
using Kelf.Kernel.Symvers.Selection;
using Kelf.Kernel.Symvers.Settings;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Cli.Commands.Symvers;

/// <summary>
/// <c>--explain</c> and <c>--why-not</c>: where the version of one symbol comes from, or why there is none.
/// </summary>
internal static class SymversExplanation
{
    /// <summary>Prints what each object has to say about the symbol.</summary>
    /// <param name="objects">The objects.</param>
    /// <param name="limit">What each file may expand to.</param>
    /// <param name="list">The list of symbols, or null for what each object exports.</param>
    /// <param name="symbol">The symbol.</param>
    /// <param name="options">Options of the tool.</param>
    /// <param name="output">The file to print to, or null.</param>
    /// <returns>The exit status: whether an object has a version for the symbol.</returns>
    public static int Print(
        IReadOnlyList<ObjectInput> objects, DecompressionLimit limit, SymbolList? list, string symbol, SymversOptions options,
        string? output)
    {
        byte[] name = System.Text.Encoding.UTF8.GetBytes(symbol);
        ByteBuilder text = new();
        bool isVersioned = false;
        bool wasExplained = false;
        foreach (ObjectInput input in objects)
        {
            using OpenedObject opened = input.Open(limit);
            SymbolList symbols = list ?? ObjectExports.Read(input, opened, out _);
            if (input.WasFound && symbols.Find(name) < 0)
            {
                continue;
            }

            wasExplained = true;
            // The same image that the version is computed from.
            using OpenedObject? prototypes = list is null ? BuildTree.OpenPrototypes(input, limit) : null;
            OpenedObject types = prototypes ?? opened;
            isVersioned |= SymversExplainer.Explain(types.Contents, symbols, name, options with { Budget = types.Budget }, text);
        }

        if (!wasExplained)
        {
            Voice.Kelf.Error($"none of {objects.Count} objects exports {symbol}");
        }

        Result.Write(text.Bytes, output);
        return isVersioned ? ExitStatus.Done : ExitStatus.Failed;
    }
}
