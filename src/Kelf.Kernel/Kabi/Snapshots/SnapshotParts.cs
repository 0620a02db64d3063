// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kabi.Types;
using Kelf.Kernel.Kabi.Versions;
using Kelf.Kernel.Shared;

namespace Kelf.Kernel.Kabi.Snapshots;

/// <summary>What the sources of a snapshot have said so far.</summary>
internal sealed class SnapshotParts(RecordTable table)
{
    private readonly List<CorpusFile> _files = [];
    private readonly HashSet<string> _paths = new(StringComparer.Ordinal);
    private readonly List<string> _warnings = [];
    private readonly List<int> _loose = [];
    private readonly Dictionary<string, VersionRecord> _exports = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _kinds = new(StringComparer.Ordinal);
    private Evidence _evidence = Evidence.Versions;
    private bool _hasPlaces;

    /// <summary>The table that has the records.</summary>
    public RecordTable Table { get; } = table;

    /// <summary>What was said to be exported.</summary>
    public IEnumerable<VersionRecord> Exports => _exports.Values;

    /// <summary>The release of the kernel.</summary>
    public string? Release { get; set; }

    /// <summary>What modules say of the kernel.</summary>
    public string? VersionMagic { get; set; }

    /// <summary>The machine.</summary>
    public string? Machine { get; set; }

    /// <summary>False when the versions that were taken are computed ones.</summary>
    public bool HasVersions { get; set; } = true;

    /// <summary>Takes the types of an object.</summary>
    /// <exception cref="RefusedException">There is one of that path.</exception>
    public void Add(CorpusFile file)
    {
        if (!_paths.Add(file.Path))
        {
            throw new RefusedException(file.Source, $"'{file.Path}' was read before: give each source once");
        }

        _files.Add(file);
    }

    /// <summary>Takes the types of many.</summary>
    public void Add(Corpus corpus)
    {
        foreach (CorpusFile file in corpus.Files)
        {
            Add(file);
        }

        _warnings.AddRange(corpus.Warnings);
        _loose.AddRange(corpus.Loose);
    }

    /// <summary>
    /// Takes exports. What was said first stays, as <c>Module.symvers</c> is asked before images, but for a version that was missing.
    /// </summary>
    public void Add(IEnumerable<VersionRecord> exports, bool hasPlaces = true)
    {
        foreach (VersionRecord export in exports)
        {
            if (!_exports.TryAdd(export.Name, export) && _exports[export.Name].Crc == 0)
            {
                _exports[export.Name] = _exports[export.Name] with { Crc = export.Crc };
            }
        }

        _hasPlaces |= hasPlaces;
    }

    /// <summary>Notes what kind of source has spoken.</summary>
    public void Note(string kind, Evidence evidence)
    {
        _kinds.Add(kind);
        _evidence = evidence > _evidence ? evidence : _evidence;
    }

    /// <summary>Puts it together. Where nobody said versions, they are computed from the types.</summary>
    /// <param name="name">What messages call it.</param>
    public Snapshot Build(string name)
    {
        Corpus? types = _files.Count == 0 ? null : new Corpus(Table, _files) { Warnings = _warnings, Loose = _loose };
        bool hasVersions = _exports.Count > 0 && HasVersions;
        if (_exports.Count == 0 && types is not null)
        {
            Add(RecordVersions.Compute(types).Select(export => new VersionRecord(export.Key, export.Value, "", false, "")), hasPlaces: false);
        }

        return new Snapshot
        {
            Name = name,
            Kinds = string.Join(", ", _kinds),
            // Of text it shows in the records who wrote them.
            Evidence = types is null ? Evidence.Versions : _evidence == Evidence.DebugInformation ? _evidence : EvidenceOf(types),
            Release = Release ?? VersionMagic?.Split(' ')[0],
            VersionMagic = VersionMagic,
            Machine = Machine,
            Exports = _exports,
            HasPlaces = _hasPlaces,
            HasVersions = hasVersions,
            Types = types,
        };
    }

    private static Evidence EvidenceOf(Corpus types) =>
        types.Files.Any(file => file.Records.ToArray().Any(types.Table.IsOfGendwarfksyms)) ? Evidence.Layouts : Evidence.Declarations;
}
