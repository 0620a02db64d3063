// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kabi.Snapshots;
using Kelf.Kernel.Kabi.Types;
using Kelf.Kernel.Shared;

namespace Kelf.Kernel.Kabi.Sources;

/// <summary>Makes snapshots of whatever says what a kernel exports. Those that are compared are read by one reader.</summary>
public sealed class SnapshotReader
{
    private readonly RecordTable _table = new();
    private readonly SourceOptions _options;
    private readonly ISourceReader[] _readers;

    /// <summary>A reader with a table of its own.</summary>
    public SnapshotReader(SourceOptions options)
    {
        _options = options;
        // The first that knows a source reads it.
        _readers = [new SnapshotFileSource(), new TreeSource(options), new VersionsSource(), new KernelSource(options), new SymtypesSource()];
    }

    /// <summary>Reads a snapshot from one source, or from several that are one build.</summary>
    /// <param name="paths">Files and directories.</param>
    /// <exception cref="KelfException">A source cannot be read, or is malformed.</exception>
    /// <exception cref="RefusedException">They say nothing of any export.</exception>
    public Snapshot Read(IReadOnlyList<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        SnapshotParts parts = new(_table);
        KernelReader kernel = new(_options, parts);
        List<OpenedSource> opened = [];
        try
        {
            foreach (string path in paths)
            {
                OpenedSource source = OpenedSource.Open(path, _options.Limit);
                opened.Add(source);
                if (!Array.Exists(_readers, reader => reader.TryRead(source, parts, kernel)))
                {
                    throw new RefusedException(path, source.IsDirectory
                        ? "no symtypes files, compiled objects, vmlinux or modules in this directory or below it"
                        : "neither symtypes, Module.symvers, a kernel image, a module, a package nor a snapshot");
                }
            }

            _options.Times.Measure("read images", kernel.Read);
        }
        finally
        {
            opened.ForEach(source => source.Dispose());
        }

        string name = string.Join(", ", paths);
        Snapshot snapshot = _options.Times.Measure("put together", () => parts.Build(name));
        return snapshot.Exports.Count > 0 ? snapshot : throw new RefusedException(name, "it exports nothing: is it what you meant?");
    }
}
