// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Shared.Modules;

/// <summary>An entry of a table of exports.</summary>
/// <param name="Name">The symbol.</param>
/// <param name="Crc">Its version; 0 in a kernel without <c>CONFIG_MODVERSIONS</c>.</param>
/// <param name="IsGplOnly">Exported by <c>EXPORT_SYMBOL_GPL</c>.</param>
/// <param name="Namespace">Its namespace, or an empty string (kernel <c>Documentation/core-api/symbol-namespaces.rst</c>).</param>
public sealed record ExportedSymbol(string Name, uint Crc, bool IsGplOnly, string Namespace);
