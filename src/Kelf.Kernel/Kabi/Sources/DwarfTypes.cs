// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Kabi.Packages;
using Kelf.Kernel.Kabi.Snapshots;
using Kelf.Kernel.Kabi.Types;
using Kelf.Kernel.Kabi.Versions;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Inputs;
using Kelf.Kernel.Shared.Threads;
using Kelf.Kernel.Symvers;
using Kelf.Kernel.Symvers.Selection;
using Kelf.Kernel.Symvers.Settings;

namespace Kelf.Kernel.Kabi.Sources;

/// <summary>
/// What objects export, and the types that debugging information of these, of images and of modules has: <see cref="SymversTool"/> writes these as
/// symtypes, which are read like any other.
/// </summary>
internal sealed class DwarfTypes(SourceOptions options)
{
    // What one file has said. Files are read in parallel, and taken in their order.
    private sealed record Part(CorpusFile? Types, IReadOnlyList<VersionRecord> Exports, List<Diagnostic> Warnings);

    /// <summary>Takes the compiled objects of a build tree: each has the types that its own versions are made of.</summary>
    public void AddObjects(string directory, IReadOnlyList<string> objects, SnapshotParts parts)
    {
        Take(parts, objects.Count, index =>
        {
            string path = objects[index];
            ObjectInput input = ObjectInput.OfFile(path, InputOrigin.BuildTree);
            using OpenedObject opened = input.Open(options.Limit);
            SymbolList exports = ObjectExports.Read(input, opened, out _);
            if (exports.Count == 0)
            {
                return new Part(null, [], []);
            }

            using OpenedObject? prototypes = BuildTree.OpenPrototypes(input, options.Limit);
            string name = Path.GetRelativePath(directory, path);
            List<Diagnostic> warnings = [];
            CorpusFile types = Describe(prototypes ?? opened, exports, (path, name[..^2]), parts.Table, warnings, out uint?[] versions);
            return new Part(types, [.. Versions(exports, versions)], warnings);
        });
        parts.Note("objects", Evidence.DebugInformation);
    }

    /// <summary>Exports with versions that were computed; 0 where none was.</summary>
    public static IEnumerable<VersionRecord> Versions(SymbolList exports, uint?[] versions) => Enumerable.Range(0, exports.Count)
        .Select(symbol => new VersionRecord(Encoding.UTF8.GetString(exports[symbol]), versions[symbol] ?? 0, KernelFile.ImageName, false, ""));

    /// <summary>The types of what a file exports.</summary>
    /// <param name="opened">The file.</param>
    /// <param name="exports">Names.</param>
    /// <param name="file">Its path for messages, and its name in the snapshot.</param>
    /// <param name="table">Takes the records.</param>
    /// <param name="warnings">Takes warnings.</param>
    /// <param name="versions">The version of each export, as the types give it.</param>
    public CorpusFile Describe(
        OpenedObject opened, SymbolList exports, (string Path, string Name) file, RecordTable table, List<Diagnostic> warnings, out uint?[] versions)
    {
        ByteBuilder text = new();
        SymversOptions own = new()
        {
            Budget = opened.Budget,
            Workers = options.Workers,
            Times = options.Times,
            Stable = options.Stable,
            Warn = warnings.Add,
        };
        versions = SymversTool.Compute(opened.Contents, exports, own, text, null);
        lock (table)
        {
            return new PlainReader(table).Read(text.Bytes, $"types of {file.Path}", file.Name);
        }
    }

    private void Take(SnapshotParts parts, int count, Func<int, Part> read)
    {
        Part?[] found = new Part?[count];
        Exception?[] failures = new Exception?[count];
        Parallelism.For(count, options.Workers, static () => 0, (_, index) =>
        {
            try
            {
                found[index] = read(index);
            }
            catch (KelfException exception)
            {
                failures[index] = exception;
            }
        });
        if (Array.Find(failures, failure => failure is not null) is { } first)
        {
            throw first;
        }

        foreach (Part part in found.OfType<Part>())
        {
            part.Warnings.ForEach(warning => options.Warn?.Invoke(warning));
            parts.Add(part.Exports);
            if (part.Types is { } types)
            {
                parts.Add(types);
            }
        }
    }
}
