// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Kabi.Snapshots;
using Kelf.Kernel.Kabi.Types;
using Kelf.Kernel.Kabi.Versions;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Images;
using Kelf.Kernel.Shared.Inputs;
using Kelf.Kernel.Shared.Modules;
using Kelf.Kernel.Shared.Threads;
using Kelf.Kernel.Symvers;
using Kelf.Kernel.Symvers.Selection;
using Kelf.Kernel.Symvers.Settings;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Kabi.Sources;

/// <summary>
/// What objects, images and modules export, with the types that their debugging information has: <see cref="SymversTool"/> writes these as
/// symtypes, which are read like any other.
/// </summary>
internal sealed class DwarfTypes(SourceOptions options)
{
    private const string Image = "vmlinux";

    // What one file has said. Files are read in parallel, and taken in their order.
    private sealed record Part(CorpusFile? Types, IReadOnlyList<VersionRecord> Exports, List<Diagnostic> Warnings)
    {
        public string? Release { get; init; }

        public string? VersionMagic { get; init; }

        public string? Machine { get; init; }
    }

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

    /// <summary>Takes an image and modules: their tables of exports, and their types.</summary>
    public void AddImages(IReadOnlyList<(ObjectInput Input, string Name)> files, SnapshotParts parts)
    {
        int described = 0, describedByBtf = 0;
        using BtfTypes btf = new(files, options);
        Take(parts, files.Count, index =>
        {
            (ObjectInput input, string name) = files[index];
            using OpenedObject opened = input.Open(options.Limit);
            ElfFile elf = ElfFile.Parse(opened.Contents);
            string module = elf.Type == ElfType.Relocatable && ModuleInformation.IsIn(elf) ? name : Image;
            IReadOnlyList<ExportedSymbol> exported = ExportTable.Read(elf);
            SymbolList exports = ObjectExports.Read(input, opened, out _);
            foreach (ExportedSymbol symbol in exported)
            {
                exports.Add(Encoding.UTF8.GetBytes(symbol.Name));
            }

            CorpusFile? types = null;
            List<Diagnostic> warnings = [];
            uint?[] versions = new uint?[exports.Count];
            if (exports.Count > 0 && elf.TryFindSection(".debug_info", out _))
            {
                types = Describe(opened, exports, (input.DisplayName, name), parts.Table, warnings, out versions);
                Interlocked.Increment(ref described);
            }
            else if (exports.Count > 0 && btf.Describe(elf, exports, name, parts.Table, warnings) is { } own)
            {
                types = own;
                Interlocked.Increment(ref describedByBtf);
            }

            VersionRecord[] records = exported.Count > 0
                ? [.. exported.Select(symbol => new VersionRecord(symbol.Name, symbol.Crc, module, symbol.IsGplOnly, symbol.Namespace))]
                : [.. Versions(exports, versions)];
            return new Part(types, records, warnings)
            {
                Release = KernelBanner.ReleaseOf(elf),
                VersionMagic = module == Image ? null : ModuleInformation.Of(elf).VersionMagic,
                Machine = elf.Machine.ToString(),
            };
        });
        // Where some are of one and some of the other, what is said holds for what BTF has.
        if (describedByBtf > 0)
        {
            parts.Note(Snapshot.OfBtf, Evidence.Layouts);
        }

        if (described > 0)
        {
            parts.Note("debugging information", Evidence.DebugInformation);
        }
        else if (describedByBtf == 0)
        {
            parts.Note("tables of exports", Evidence.Versions);
        }
    }

    private static IEnumerable<VersionRecord> Versions(SymbolList exports, uint?[] versions) => Enumerable.Range(0, exports.Count)
        .Select(symbol => new VersionRecord(Encoding.UTF8.GetString(exports[symbol]), versions[symbol] ?? 0, Image, false, ""));

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
            parts.Release ??= part.Release;
            parts.VersionMagic ??= part.VersionMagic;
            parts.Machine ??= part.Machine;
            parts.Add(part.Exports);
            if (part.Types is { } types)
            {
                parts.Add(types);
            }
        }
    }

    private CorpusFile Describe(
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
}
