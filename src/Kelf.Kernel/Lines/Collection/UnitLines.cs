// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared.Sources;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Dwarf.Lines;
using Kelf.ObjectFiles.Names;

namespace Kelf.Kernel.Lines.Collection;

/// <summary>What a unit says of its code. What is malformed of it says nothing.</summary>
internal sealed class UnitLines
{
    private readonly Dictionary<uint, string?> _paths = [];

    private UnitLines(DwarfUnit unit, bool withFunctions, Func<string, string> pathOf)
    {
        List<MalformedFileException> failures = [];
        Rows = Attempt(() => UnitRows.Read(unit), failures) ?? UnitRows.None;
        Scopes = withFunctions ? Attempt(() => UnitScopes.Read(unit), failures) : null;
        RowFiles files = new(unit);
        foreach (uint file in Rows.Places.Select(place => place.File)
            .Concat(Scopes?.Scopes.Where(scope => scope.CallFile >= 0).Select(scope => (uint)scope.CallFile) ?? []).Distinct())
        {
            _paths[file] = Attempt(() => files.TryPath(file, out string? path) ? pathOf(path) : null, failures);
        }

        Source = Attempt(() => unit.Root.IsAssembler ? null : SourceOf(unit), failures) is { } source ? pathOf(source) : null;
        Failures = failures;
    }

    /// <summary>Its source; null when it has no name, or is assembly, whose name may be that of an included file.</summary>
    public string? Source { get; }

    /// <summary>Its places.</summary>
    public UnitRows Rows { get; }

    /// <summary>Its functions; null when they were not asked for, or cannot be read.</summary>
    public UnitScopes? Scopes { get; }

    /// <summary>What is malformed.</summary>
    public IReadOnlyList<MalformedFileException> Failures { get; }

    /// <summary>Reads them.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="withFunctions">Whether functions are asked for.</param>
    /// <param name="pathOf">Gives a path the form that people are told.</param>
    public static UnitLines Read(DwarfUnit unit, bool withFunctions, Func<string, string> pathOf) => new(unit, withFunctions, pathOf);

    /// <summary>The path of a file, or null.</summary>
    /// <param name="file">Its number in the unit.</param>
    public string? PathOf(uint file) => _paths[file];

    private static string? SourceOf(DwarfUnit unit) => UnitSource.In(unit.Name) is { Length: > 0 } name
        ? SourceTree.Join(name, Utf8Name.ToText(unit.CompilationDirectory))
        : null;

    private static T? Attempt<T>(Func<T?> read, List<MalformedFileException> failures)
    {
        try
        {
            return read();
        }
        catch (MalformedFileException malformed)
        {
            failures.Add(malformed);
            return default;
        }
    }
}
