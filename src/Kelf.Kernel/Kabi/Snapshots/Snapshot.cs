// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

using Kelf.Kernel.Kabi.Types;
using Kelf.Kernel.Kabi.Versions;

namespace Kelf.Kernel.Kabi.Snapshots;

/// <summary>
/// What one build of a kernel exports, wherever that was read: all that a comparison looks at. Those that are compared have one
/// <see cref="RecordTable"/>.
/// </summary>
public sealed record Snapshot
{
    /// <summary>What <see cref="Kinds"/> calls BTF.</summary>
    internal const string OfBtf = "BTF";

    /// <summary>What messages call it: the paths that were given.</summary>
    public required string Name { get; init; }

    /// <summary>What it was read from, for people: <c>Module.symvers, symtypes</c>.</summary>
    public required string Kinds { get; init; }

    /// <summary>How much is known.</summary>
    public required Evidence Evidence { get; init; }

    /// <summary>The release of the kernel, if a source says it.</summary>
    public string? Release { get; init; }

    /// <summary>What its modules say of the kernel that they are for (<c>vermagic</c>), if a source has any.</summary>
    public string? VersionMagic { get; init; }

    /// <summary>The machine, as ELF calls it, if a source says it.</summary>
    public string? Machine { get; init; }

    /// <summary>What is exported, by name.</summary>
    public required IReadOnlyDictionary<string, VersionRecord> Exports { get; init; }

    /// <summary>True when it is known which module exports a symbol, to whom, and in which namespace.</summary>
    public required bool HasPlaces { get; init; }

    /// <summary>True when the versions were read; false when they were computed from the types.</summary>
    public required bool HasVersions { get; init; }

    /// <summary>The types, or null.</summary>
    public Corpus? Types { get; init; }

    /// <summary>True when types are of BTF, which has no alignments, and a definition for each declaration.</summary>
    public bool IsOfBtf => Kinds.Split(", ").Contains(OfBtf);

    /// <summary>True when no export has a version, so that nothing holds a module to this kernel.</summary>
    public bool IsUnversioned => Exports.Values.All(export => export.Crc == 0);

    /// <summary>Number of exports whose types are known.</summary>
    public int Described => Types is not { } types ? 0 : Exports.Keys.Count(types.HasExport);

    /// <summary>The same, as if nothing were known of types.</summary>
    internal Snapshot WithoutTypes() => this with { Types = null, Evidence = Evidence.Versions };

    /// <summary>What cannot be said of it, a sentence each.</summary>
    public IEnumerable<string> Gaps()
    {
        if (Types is null)
        {
            yield return "no types: what a changed version means cannot be said";
        }
        else if (Exports.Count - Described is > 0 and int missing)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"no types of {missing} of {Exports.Count} exports");
        }

        if (Evidence == Evidence.Declarations)
        {
            yield return "no offsets and sizes: genksyms writes declarations only";
        }

        if (!HasPlaces)
        {
            yield return "no modules, licences and namespaces: there is no Module.symvers";
        }
        else if (Exports.Values.Count(export => export.Crc == 0) is > 0 and int bare)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{bare} exports have no version");
        }
    }
}
