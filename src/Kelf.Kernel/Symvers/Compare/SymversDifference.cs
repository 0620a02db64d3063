// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

using Kelf.Kernel.Shared.Symvers;

namespace Kelf.Kernel.Symvers.Compare;

/// <summary>In what exports differ from the lines of a <c>Module.symvers</c>.</summary>
/// <param name="Symbol">The symbol.</param>
/// <param name="What"><c>version</c>, <c>module</c>, <c>export</c>, <c>namespace</c>, <c>missing</c> or <c>extra</c>.</param>
/// <param name="Expected">What the line says; null for an extra symbol.</param>
/// <param name="Found">What is there; null for a missing symbol.</param>
public sealed record SymversDifference(string Symbol, string What, string? Expected, string? Found)
{
    /// <summary>Compares.</summary>
    /// <param name="expected">The lines, one for a symbol.</param>
    /// <param name="found">What is exported.</param>
    /// <returns>All differences, sorted by symbol.</returns>
    public static IReadOnlyList<SymversDifference> Find(IReadOnlyList<SymversLine> expected, IReadOnlyList<SymversLine> found)
    {
        ArgumentNullException.ThrowIfNull(found);
        Dictionary<string, SymversLine> lines = expected.ToDictionary(line => line.Symbol.Name, StringComparer.Ordinal);
        HashSet<string> names = [.. found.Select(line => line.Symbol.Name)];
        return
        [
            .. expected.Where(line => !names.Contains(line.Symbol.Name))
                .Select(line => new SymversDifference(line.Symbol.Name, "missing", line.Module, null))
                .Concat(found.SelectMany(line => lines.TryGetValue(line.Symbol.Name, out SymversLine? known)
                    ? Compare(known, line)
                    : [new SymversDifference(line.Symbol.Name, "extra", null, line.Module)]))
                .OrderBy(difference => difference.Symbol, StringComparer.Ordinal),
        ];
    }

    private static IEnumerable<SymversDifference> Compare(SymversLine expected, SymversLine found) =>
        from field in new (string What, string Expected, string Found)[]
        {
            ("version", Version(expected), Version(found)),
            ("module", expected.Module, found.Module),
            ("export", expected.Export, found.Export),
            ("namespace", expected.Symbol.Namespace, found.Symbol.Namespace),
        }
        where field.Expected != field.Found
        select new SymversDifference(expected.Symbol.Name, field.What, field.Expected, field.Found);

    private static string Version(SymversLine line) => string.Create(CultureInfo.InvariantCulture, $"0x{line.Symbol.Crc:x8}");
}
