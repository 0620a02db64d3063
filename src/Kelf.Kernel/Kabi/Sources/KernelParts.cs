// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kabi.Packages;
using Kelf.Kernel.Kabi.Snapshots;
using Kelf.Kernel.Kabi.Versions;
using Kelf.Kernel.Shared;

namespace Kelf.Kernel.Kabi.Sources;

/// <summary>What the files of one kernel have said, put together when all were read: the order in which they were met does not matter.</summary>
internal sealed class KernelParts
{
    private readonly List<KernelPart> _parts = [];
    private string? _release, _place;

    /// <summary>True when the types of the kernel itself are known; its modules have their own.</summary>
    public bool HasImageTypes => _parts.Exists(part => part.File.Name == KernelFile.ImageName && part.Types is not null);

    /// <summary>Adds a part. Threads may do so together.</summary>
    public void Add(KernelPart part)
    {
        lock (_parts)
        {
            _parts.Add(part);
        }
    }

    /// <summary>Notes the release that a file is of.</summary>
    /// <param name="place">The package or directory.</param>
    /// <param name="file">The file.</param>
    /// <exception cref="RefusedException">It is of another kernel than those before.</exception>
    public void CheckRelease(string place, KernelFile file)
    {
        if (file.Release is not { } release)
        {
            return;
        }

        (_release, _place) = (_release ?? release, _place ?? place);
        if (_release != release)
        {
            throw new RefusedException(
                place, $"'{file.Path}' is of {release}, and there are files of {_release} in {_place}: give those of one kernel");
        }
    }

    /// <summary>Gives all of it to a snapshot.</summary>
    /// <param name="parts">The snapshot.</param>
    /// <param name="warn">Receives warnings, or null.</param>
    /// <exception cref="RefusedException">Two files say different things of one image or module.</exception>
    public void GiveTo(SnapshotParts parts, Action<Diagnostic>? warn)
    {
        bool isDwarf = false, isBtf = false, isTable = false;
        _parts.Sort(Compare);
        for (int first = 0, next; first < _parts.Count; first = next)
        {
            next = _parts.FindIndex(first, part => part.File.Kind != _parts[first].File.Kind || part.File.Name != _parts[first].File.Name);
            next = next < 0 ? _parts.Count : next;
            KernelPart[] same = [.. _parts[first..next]];
            if (same[0].File.Kind == KernelFileKind.Versions)
            {
                Array.ForEach(same, part => parts.Add(part.Exports));
                parts.Note(VersionsSource.FileName, Evidence.Versions);
                continue;
            }

            KernelPart types = Array.Find(same, part => part.Origin == TypeOrigin.Dwarf) ?? Array.Find(same, part => part.Origin == TypeOrigin.Btf) ?? same[0];
            KernelPart table = Array.Find(same, part => part.HasTable) ?? types;
            CheckTables(same, table);
            foreach (Diagnostic warning in types.Warnings)
            {
                warn?.Invoke(warning);
            }

            parts.Release ??= same.Select(part => part.Release).FirstOrDefault(release => release is not null);
            parts.VersionMagic ??= same.Select(part => part.VersionMagic).FirstOrDefault(magic => magic is not null);
            parts.Machine ??= same.Select(part => part.Machine).FirstOrDefault(machine => machine is not null);
            parts.Add(table.Exports);
            if (types.Types is { } found)
            {
                parts.Add(found);
            }

            isDwarf |= types.Origin == TypeOrigin.Dwarf;
            isBtf |= types.Origin == TypeOrigin.Btf;
            isTable = true;
        }

        parts.Release ??= _release;
        Note(parts, isDwarf, isBtf, isTable);
    }

    private static int Compare(KernelPart a, KernelPart b) =>
        a.File.Kind != b.File.Kind ? a.File.Kind - b.File.Kind
        : a.File.Name != b.File.Name ? string.CompareOrdinal(a.File.Name, b.File.Name)
        : string.CompareOrdinal(a.Place, b.Place);

    // Where some are of one and some of the other, what is said holds for what BTF has.
    private static void Note(SnapshotParts parts, bool isDwarf, bool isBtf, bool isTable)
    {
        if (isBtf)
        {
            parts.Note(Snapshot.OfBtf, Evidence.Layouts);
        }

        if (isDwarf)
        {
            parts.Note("debugging information", Evidence.DebugInformation);
        }
        else if (isTable && !isBtf)
        {
            parts.Note("tables of exports", Evidence.Versions);
        }
    }

    // An image that boots and the one with debugging information are one kernel, or somebody took the wrong package.
    private static void CheckTables(KernelPart[] same, KernelPart table)
    {
        foreach (KernelPart other in same)
        {
            if (other.HasTable && other != table && !Versions(other).SetEquals(table.Exports))
            {
                throw new RefusedException(other.Place, $"it exports other symbols or versions than {table.Place}: give files of one build");
            }
        }
    }

    private static HashSet<VersionRecord> Versions(KernelPart part) => [.. part.Exports];
}
