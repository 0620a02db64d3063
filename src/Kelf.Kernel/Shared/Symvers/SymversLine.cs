// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text;

using Kelf.Kernel.Shared.Modules;

namespace Kelf.Kernel.Shared.Symvers;

/// <summary>
/// A line of <c>Module.symvers</c> (kernel <c>Documentation/kbuild/modules.rst</c>): version, symbol, module, manner of export and
/// namespace, with tabs between.
/// </summary>
/// <param name="Symbol">The symbol.</param>
/// <param name="Module">What exports it: <c>vmlinux</c>, or the path of a module in the tree without <c>.ko</c>.</param>
public sealed record SymversLine(ExportedSymbol Symbol, string Module)
{
    private const string Plain = "EXPORT_SYMBOL";
    private const string GplOnly = "EXPORT_SYMBOL_GPL";

    /// <summary>Adds the line to a text.</summary>
    public void WriteTo(StringBuilder text)
    {
        ArgumentNullException.ThrowIfNull(text);
        text.Append(CultureInfo.InvariantCulture, $"0x{Symbol.Crc:x8}\t{Symbol.Name}\t{Module}\t")
            .Append(Symbol.IsGplOnly ? GplOnly : Plain).Append('\t').Append(Symbol.Namespace).Append('\n');
    }
}
