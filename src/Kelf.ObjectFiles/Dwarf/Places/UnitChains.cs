// SPDX-License-Identifier: MIT OR GPL-2.0-only
using Kelf.ObjectFiles.Dwarf.Lines;
using Kelf.ObjectFiles.Dwarf.Symbols;
using Kelf.ObjectFiles.Hashes;
using Kelf.ObjectFiles.Names;

namespace Kelf.ObjectFiles.Dwarf.Places;

/// <summary>Makes chains of the rows and the functions of a unit. Names and paths are read for what is in a chain, each once.</summary>
internal sealed class UnitChains
{
    private readonly DwarfUnit _unit;
    private readonly ScopeTree? _scopes;
    private readonly RowFiles _files;
    private readonly Dictionary<ulong, string?> _paths = new(KeyedHash.Numbers);
    private readonly (string Name, string LinkageName)?[] _names;
    private readonly List<MalformedFileException> _failures = [];
    private bool _hasNameFailure;
    private bool _hasPathFailure;

    private UnitChains(DwarfUnit unit, ReadOnlySpan<ulong> addresses)
    {
        _unit = unit;
        _files = new RowFiles(unit);
        try
        {
            _scopes = ScopeTree.Read(unit, addresses);
        }
        catch (MalformedFileException malformed)
        {
            // Half of the functions would be worse than none. The lines stay.
            _failures.Add(malformed);
        }

        _names = new (string, string)?[_scopes?.Count ?? 0];
    }

    /// <summary>Makes the chains.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="addresses">Addresses, ascending.</param>
    /// <param name="rows">The row of each.</param>
    /// <param name="failures">What was malformed and is left out: functions, or the first name and the first path.</param>
    /// <returns>For each address its frames, or null.</returns>
    public static IReadOnlyList<SourceFrame>?[] Make(
        DwarfUnit unit, ReadOnlySpan<ulong> addresses, ReadOnlySpan<LineRow?> rows, out IReadOnlyList<MalformedFileException> failures)
    {
        UnitChains chains = new(unit, addresses);
        IReadOnlyList<SourceFrame>?[] found = new IReadOnlyList<SourceFrame>?[addresses.Length];
        for (int i = 0; i < found.Length; i++)
        {
            found[i] = chains.Make(rows[i], chains._scopes?.InnermostAt(i) ?? ScopeTree.None);
        }

        failures = chains._failures;
        return found;
    }

    private List<SourceFrame>? Make(LineRow? row, int innermost)
    {
        SourceFrame place = row is { } there
            ? new SourceFrame("", "", Path(there.File), there.Line, there.Column, there.Discriminator, IsInlined: false)
            : default(SourceFrame) with { Function = "", LinkageName = "" };
        if (innermost == ScopeTree.None)
        {
            return row is null ? null : [place];
        }

        List<SourceFrame> frames = [];
        for (int scope = innermost; ;)
        {
            ScopeTree.Scope function = _scopes![scope];
            (string name, string linkageName) = NameOf(scope);
            frames.Add(place with { Function = name, LinkageName = linkageName, IsInlined = function.Parent != ScopeTree.None });
            if (function.Parent == ScopeTree.None)
            {
                return frames;
            }

            InlinedCall call = function.Call;
            place = new SourceFrame(
                "", "", call.File is { } file ? Path(file) : null, call.Line, call.Column, call.Discriminator, IsInlined: false);
            scope = function.Parent;
        }
    }

    private (string Name, string LinkageName) NameOf(int scope)
    {
        if (_names[scope] is { } known)
        {
            return known;
        }

        (string, string) names = ("", "");
        try
        {
            FunctionName name = FunctionName.Find(new DieReference(_unit.WithEntries ?? _unit, _scopes![scope].Entry));
            names = (name.ToString(), Utf8Name.ToText(name.LinkageName));
        }
        catch (MalformedFileException malformed)
        {
            if (!_hasNameFailure)
            {
                _failures.Add(malformed);
                _hasNameFailure = true;
            }
        }

        _names[scope] = names;
        return names;
    }

    /// <summary>The path of a file; null for none and for numbers that are not in the table, of which the first is told.</summary>
    private string? Path(ulong file)
    {
        if (_paths.TryGetValue(file, out string? path))
        {
            return path;
        }

        try
        {
            if (!_files.TryPath(file, out path) && _unit.Root.LineTable is { } table && (file != 0 || _unit.Files.FirstNumber == 0))
            {
                FailPath(_unit.File.Lines.Contents.Malformed(table, $"file number {file}, or its directory, is not in the table"));
            }
        }
        catch (MalformedFileException malformed)
        {
            FailPath(malformed);
        }

        _paths.Add(file, path);
        return path;
    }

    private void FailPath(MalformedFileException malformed)
    {
        if (!_hasPathFailure)
        {
            _failures.Add(malformed);
            _hasPathFailure = true;
        }
    }
}
