// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Images;
using Kelf.Kernel.Kabi.Packages;
using Kelf.Kernel.Kabi.Snapshots;
using Kelf.Kernel.Kabi.Types;
using Kelf.Kernel.Kabi.Versions;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Images;
using Kelf.Kernel.Shared.Inputs;
using Kelf.Kernel.Shared.Modules;
using Kelf.Kernel.Symvers.Selection;
using Kelf.ObjectFiles.Btf;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Kabi.Sources;

/// <summary>
/// Reads images, modules and versions of one kernel, wherever they are: each by itself, and then together. What one file has and another lacks is
/// joined: modules of one package with their debugging information from another, modules with the BTF of their kernel.
/// </summary>
/// <param name="options">How they are read.</param>
/// <param name="parts">Takes what they say.</param>
internal sealed class KernelReader(SourceOptions options, SnapshotParts parts)
{
    private const string Strings = "__ksymtab_strings";

    private readonly DwarfTypes _dwarf = new(options);
    private readonly BtfTypes _btf = new();
    private readonly List<KernelFiles> _places = [];
    private readonly KernelParts _found = new();
    private string? _btfFile, _flatKernel;

    /// <summary>Adds files to be read.</summary>
    public void Add(KernelFiles files) => _places.Add(files);

    /// <summary>Adds BTF of a kernel.</summary>
    /// <exception cref="MalformedFileException">It is malformed, or of a module.</exception>
    public void Add(Region btf)
    {
        _btf.Take(btf);
        _btfFile = btf.Source.File;
    }

    /// <summary>Reads what was added.</summary>
    /// <exception cref="KelfException">A file cannot be read, or is malformed.</exception>
    /// <exception cref="RefusedException">A place has no such files, or files of two kernels.</exception>
    public void Read()
    {
        // Modules go on with the BTF of their kernel. In a package, which is read from its beginning to its end, it may come after them.
        List<HashSet<string>> later = [];
        foreach (KernelFiles place in _places)
        {
            HashSet<string> waiting = new(StringComparer.Ordinal);
            later.Add(waiting);
            bool isAny = false;
            place.Visit(
                file =>
                {
                    isAny = true;
                    _found.CheckRelease(place.Path, file);
                    return !(place.IsRandomAccess && file.Kind == KernelFileKind.Module && waiting.Add(file.Path));
                },
                (file, input) =>
                {
                    if (ReadFile(file, input, isLast: false) is { } part)
                    {
                        _found.Add(part);
                        return;
                    }

                    lock (waiting)
                    {
                        waiting.Add(file.Path);
                    }
                },
                options.Workers);
            if (!isAny)
            {
                throw new RefusedException(place.Path, "no kernel image, modules, debugging information of them or Module.symvers in this package");
            }
        }

        for (int i = 0; i < later.Count; i++)
        {
            HashSet<string> waiting = later[i];
            if (waiting.Count > 0)
            {
                _places[i].Visit(file => waiting.Contains(file.Path), (file, input) => _found.Add(ReadFile(file, input, isLast: true)!), options.Workers);
            }
        }

        _found.GiveTo(parts, options.Warn);
        DescribeByBtf();
    }

    // Null for what has to wait.
    private KernelPart? ReadFile(KernelFile file, ObjectInput input, bool isLast)
    {
        using OpenedObject opened = input.Open(options.Limit);
        if (file.Kind == KernelFileKind.Versions)
        {
            return new KernelPart(file, input.DisplayName)
            {
                Exports = [.. VersionReader.Parse(opened.Contents.Span(), input.DisplayName).Values],
                HasTable = true,
            };
        }

        if (!ElfFile.IsElf(opened.Contents) && file.Kind == KernelFileKind.Image)
        {
            return ReadBootImage(file, input.DisplayName, opened.Contents);
        }

        ElfFile elf = ElfFile.Parse(opened.Contents);
        if (!isLast && !elf.TryFindSection(".debug_info", out _) && _btf.HasToWait(elf))
        {
            return null;
        }

        SymbolList exports = ObjectExports.Read(input, opened, out _);
        return ReadElf(file, input.DisplayName, elf, exports, opened);
    }

    // The kernel in an image that boots: stripped, or without sections.
    private KernelPart ReadBootImage(KernelFile file, string place, Region image)
    {
        ImageSearch search = new(new ImageLimits { Decompression = options.Limit });
        KernelPart? part = null;
        bool isFound = search.Run(image, layer =>
        {
            if (!new LayerKind(layer, search, new ImageLimits()).IsKernel)
            {
                return false;
            }

            if (ElfFile.IsElf(layer.Bytes))
            {
                ElfFile elf = ElfFile.Parse(layer.Bytes);
                SymbolList exports = new();
                foreach (byte[] name in ExportMarkers.Read(elf))
                {
                    exports.Add(name);
                }

                part = ReadElf(file, place, elf, exports, null);
            }
            else if (BtfTypes.TryFind(layer.Bytes, out Region? btf))
            {
                _btf.Take(btf.Value);
                _flatKernel = place;
            }

            return true;
        });
        return isFound ? part ?? new KernelPart(file with { Name = KernelFile.ImageName }, place) : throw search.NotFound("kernel", place);
    }

    private KernelPart ReadElf(KernelFile file, string place, ElfFile elf, SymbolList exports, OpenedObject? opened)
    {
        bool isModule = elf.Type == ElfType.Relocatable && ModuleInformation.IsIn(elf);
        string module = isModule ? file.Name : KernelFile.ImageName;
        // An image may have any name as a file.
        string name = elf.Type == ElfType.Relocatable ? file.Name : KernelFile.ImageName;
        IReadOnlyList<ExportedSymbol> exported = ExportTable.Read(elf);
        foreach (ExportedSymbol symbol in exported)
        {
            exports.Add(Encoding.UTF8.GetBytes(symbol.Name));
        }

        if (!isModule && elf.TryFindSection(BtfFile.SectionName, out ElfSection? btf))
        {
            _btf.Take(elf.Contents(btf));
        }

        CorpusFile? types = null;
        TypeOrigin origin = TypeOrigin.None;
        List<Diagnostic> warnings = [];
        uint?[] versions = new uint?[exports.Count];
        if (exports.Count > 0 && opened is not null && elf.TryFindSection(".debug_info", out _))
        {
            (types, origin) = (_dwarf.Describe(opened, exports, (place, name), parts.Table, warnings, out versions), TypeOrigin.Dwarf);
        }
        else if (exports.Count > 0 && _btf.Describe(elf, exports, name, parts.Table, warnings) is { } own)
        {
            (types, origin) = (own, TypeOrigin.Btf);
        }

        // What was made for a debugger has its tables in another file.
        bool isApart = elf.TryFindSection(Strings, out ElfSection? strings) && !strings.HasBytes;
        return new KernelPart(file with { Name = name }, place)
        {
            Types = types,
            Origin = origin,
            HasTable = exported.Count > 0,
            Exports = exported.Count > 0
                ? [.. exported.Select(symbol => new VersionRecord(symbol.Name, symbol.Crc, module, symbol.IsGplOnly, symbol.Namespace))]
                : [.. DwarfTypes.Versions(exports, isApart ? new uint?[exports.Count] : versions).Select(export => export with { Module = module })],
            Warnings = warnings,
            Release = KernelBanner.ReleaseOf(elf),
            VersionMagic = isModule ? ModuleInformation.Of(elf).VersionMagic : null,
            Machine = elf.Machine.ToString(),
        };
    }

    // BTF by itself does not say what is exported; what other sources say is exported by the kernel it describes.
    private void DescribeByBtf()
    {
        if ((_btfFile ?? _flatKernel) is not { } place || _found.HasImageTypes)
        {
            return;
        }

        CorpusFile? types = _btf.DescribeKernel(
            parts.Exports.Where(export => export.Module is "" or KernelFile.ImageName).Select(export => export.Name), parts.Table);
        if (types is { Names.IsEmpty: false })
        {
            parts.Add(types);
            parts.Note(Snapshot.OfBtf, Evidence.Layouts);
        }
        else if (_btfFile is not null)
        {
            throw new RefusedException(place, "BTF does not say what is exported: give Module.symvers, too");
        }
        else
        {
            options.Warn?.Invoke(Diagnostic.Warning(
                WarningKind.NoInformation, "this kernel has no table of exports that can be found: give Module.symvers, too").In(place));
        }
    }
}
