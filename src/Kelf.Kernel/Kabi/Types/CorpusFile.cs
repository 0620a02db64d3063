// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Kabi.Types;

/// <summary>The records of one object: each name once.</summary>
public sealed class CorpusFile
{
    private readonly int[] _names;
    private readonly int[] _records;
    private readonly int[] _lines;

    internal CorpusFile(string path, string source, RecordTable table, IReadOnlyCollection<(int Record, int Line)> records)
    {
        (Path, Source) = (path, source);
        (int Record, int Line)[] sorted = [.. records];
        _names = Array.ConvertAll(sorted, entry => table.NameOf(entry.Record));
        Array.Sort(_names, sorted);
        _records = Array.ConvertAll(sorted, entry => entry.Record);
        _lines = Array.ConvertAll(sorted, entry => entry.Line);
    }

    /// <summary>Path below the directory that the corpus was read from.</summary>
    public string Path { get; }

    // What the form of VariantReader calls records that are not there, by their names; they count as declared.
    internal Dictionary<int, string> Missing { get; init; } = [];

    // What messages call the file that has the records.
    internal string Source { get; }

    // The names that are defined, words in ascending order, and the record of each.
    internal ReadOnlySpan<int> Names => _names;

    internal ReadOnlySpan<int> Records => _records;

    // The record of a name, or -1.
    internal int Find(int name) => Array.BinarySearch(_names, name) is >= 0 and int found ? _records[found] : -1;

    // The line of the source that has the record of a name.
    internal int LineOf(int name) => _lines[Array.BinarySearch(_names, name)];
}
