// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Kabi.Findings;
using Kelf.Kernel.Kabi.Fixes;
using Kelf.Kernel.Kabi.Snapshots;
using Kelf.Kernel.Kabi.Types;
using Kelf.Kernel.Kabi.Versions;
using Kelf.ObjectFiles.Bytes;
using Kelf.TestSupport;

namespace Kelf.Kernel.Tests.Kabi;

/// <summary>Two kernels from texts, and what changed between them.</summary>
internal sealed class Kernels
{
    private readonly RecordTable _table = new();

    /// <summary>A kernel.</summary>
    /// <param name="symtypes">The records of its one object; null for none.</param>
    /// <param name="symvers">Its <c>Module.symvers</c>, words with blanks between; null for none.</param>
    public Snapshot Of(string? symtypes, string? symvers = null)
    {
        SnapshotParts parts = new(_table);
        if (symvers is not null)
        {
            parts.Add(VersionReader.Parse(Encoding.UTF8.GetBytes(symvers), "symvers").Values);
            parts.Note("Module.symvers", Evidence.Versions);
        }

        if (symtypes is not null)
        {
            parts.Add(new CorpusReader(_table).Read(Encoding.UTF8.GetBytes(symtypes), "symtypes"));
            parts.Note("symtypes", Evidence.Declarations);
        }

        return parts.Build("kernel");
    }

    /// <summary>A kernel that was written as a snapshot.</summary>
    public Snapshot Read(string path)
    {
        SnapshotParts parts = new(_table);
        using NativeBuffer file = InMemory.File(File.ReadAllBytes(path), path);
        SnapshotFile.Read(file.Contents, parts);
        return parts.Build(path);
    }

    /// <summary>The findings between two.</summary>
    public static SnapshotComparison Compare(string? oldTypes, string? newTypes, string? oldVersions = null, string? newVersions = null, MacroStyle? style = null)
    {
        Kernels kernels = new();
        return SnapshotComparison.Compare(kernels.Of(oldTypes, oldVersions), kernels.Of(newTypes, newVersions), null, style);
    }
}
