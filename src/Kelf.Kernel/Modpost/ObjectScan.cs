// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Modpost.DeviceTables;
using Kelf.Kernel.Modpost.Exports;
using Kelf.Kernel.Modpost.Imports;
using Kelf.Kernel.Modpost.Messages;
using Kelf.Kernel.Modpost.Modules;
using Kelf.Kernel.Modpost.Objects;
using Kelf.Kernel.Modpost.References;
using Kelf.Kernel.Modpost.Releases;
using Kelf.Kernel.Modpost.Settings;
using Kelf.Kernel.Modpost.SourceVersions;
using Kelf.Kernel.Modpost.Versions;
using Kelf.Kernel.Shared.Files;
using Kelf.Kernel.Shared.Threads;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Modpost;

/// <summary>Reads one object after the other; each thread has its own.</summary>
/// <param name="options">What was asked for.</param>
/// <param name="workers">Gives threads for versions that are computed.</param>
/// <param name="names">Takes the names.</param>
/// <param name="sources">Headers that several objects are made of.</param>
internal sealed class ObjectScan(ModpostOptions options, WorkerSource workers, NameTable names, SourceCache sources)
{
    // MODULE_LICENSE and its like are for modules; the loader's entry is a symbol that each has.
    private static readonly byte[] s_moduleLayout = "module_layout"u8.ToArray();

    private readonly List<Import> _imports = [];
    private readonly FileBuffer _object = new();

    /// <summary>Takes small files beside the object.</summary>
    public FileBuffer Files { get; } = new();

    /// <summary>Reads an object.</summary>
    /// <param name="path">As it is named on the command line or in the list.</param>
    public ScanResult Scan(string path)
    {
        ScanResult result = new();
        // Whatever there is of this name, or is not: a list with an empty line does not end the run.
        if (!path.EndsWith(ModulePaths.ObjectSuffix, StringComparison.Ordinal))
        {
            result.Messages.Add(
                MessageLevel.Error, $"{Latin1.OfPath(path)}: filename must be suffixed with {ModulePaths.ObjectSuffix}");
            return result;
        }

        try
        {
            Region contents = _object.TryRead(path);
            using MappedFile? map = contents.IsEmpty ? MappedFile.Open(path) : null;
            Scan(path, map?.Contents ?? contents, result);
        }
        catch (UnreadableFileException failure) when (result.Target is null)
        {
            Leave(path, failure.What, result);
        }
        catch (FatalException)
        {
            result.IsFatal = true;
        }
        catch (KelfException failure)
        {
            _ = result.Messages.Fatal(failure.Message);
            result.IsFatal = true;
        }

        return result;
    }

    /// <summary>Reads an object whose contents are at hand; what is wrong with it is thrown.</summary>
    internal void Scan(string path, Region contents, ScanResult result)
    {
        if (contents.IsEmpty)
        {
            Leave(path, "empty file", result);
            return;
        }

        if (ForeignObject.TryExplain(contents) is { } explanation)
        {
            result.Messages.Add(MessageLevel.Warning, $"{Latin1.OfPath(path)}: {explanation}");
            return;
        }

        ElfFile file = ElfFile.Parse(contents);
        result.Target = (file.Class, file.ByteOrder);
        foreach (ElfSection section in file.Sections)
        {
            // Also of those that are not read.
            if (section.Type != ElfSectionType.NoBits && section.Offset > (ulong)contents.Length)
            {
                throw contents.Malformed(
                    section.Offset, $"section {section.Index.Value} ({section.Name}) begins after the end of the file (0x{contents.Length:x} bytes)");
            }
        }

        if (file.Type != ElfType.Relocatable)
        {
            throw result.Messages.Fatal($"{Latin1.OfPath(path)}: not relocatable object.");
        }

        if (file.SymbolSection is null)
        {
            throw result.Messages.Fatal($"{Latin1.OfPath(path)} has no symtab?");
        }

        // Of several the last one counts.
        ElfSection? indices = file.SectionsOfType(ElfSectionType.ExtendedIndices).LastOrDefault();
        if (indices is not null && indices.Link != file.SymbolSection.Index.Value)
        {
            throw result.Messages.Fatal(
                $"{Latin1.OfPath(path)}: SYMTAB_SHNDX has bad sh_link: {indices.Link}!={file.SymbolSection.Index.Value}");
        }

        string plain = options.StripsLtoSuffix ? ModulePaths.WithoutLto(path) : path;
        ScannedObject scanned = new(Latin1.OfPath(plain), options.Release, file, result.Messages);
        result.Module = new ModpostModule(scanned.ModuleName, isDumped: false) { Is64 = file.Class == ElfClass.Elf64 };
        Read(scanned, result.Module, result);
    }

    private void Read(ScannedObject scanned, ModpostModule module, ScanResult result)
    {
        if (!module.IsVmlinux)
        {
            ModuleDeclarations.Read(scanned, module, options.HasExtraWarnings);
        }

        ReadSymbols(scanned, module);
        ReadSections(scanned, module, result);
        if (!module.IsVmlinux && (options.HashesAllSources || scanned.Modinfo.Has("version")))
        {
            module.SourceVersion = SourceVersion.TryCompute(Latin1.ToPath(module.Path), scanned, sources);
        }

        if (options.HasVersions && options.ComputesVersions)
        {
            result.Computed = ComputedVersions.Of(scanned, options.IsStable, workers, names);
        }

        if (options.HasVersions && !module.IsVmlinux)
        {
            RecordedVersions.Read(module, names, result.Computed, options.HasLinkedVersions, Files, scanned.Messages);
        }
    }

    private void ReadSymbols(ScannedObject scanned, ModpostModule module)
    {
        ExportSymbolReader? exports = options.Release == ModpostRelease.Linux61 ? new(scanned, names, module) : null;
        IgnoredImports ignored = new(scanned.File.Machine, options.Release);
        DeviceTableReader tables = new(scanned);
        _imports.Clear();
        foreach (ElfSymbol symbol in scanned.Symbols)
        {
            // Of the kernel's other symbols, which are most, nothing is asked but where they are.
            if (module.IsVmlinux && exports is null && symbol is { Type: not ElfSymbolType.Object, SectionNumber: not ElfSymbol.CommonSection }
                && scanned.Symbols.HasNameInside(symbol))
            {
                continue;
            }

            ReadOnlySpan<byte> name = NormalizedNames.Cut(scanned.Symbols.NameOf(symbol));
            if (symbol.IsUndefined)
            {
                if (!module.IsVmlinux && symbol.Binding is ElfSymbolBinding.Global or ElfSymbolBinding.Weak && !ignored.Contains(name)
                    && SparcNames.TryGet(scanned.File.Machine, symbol, ref name))
                {
                    _imports.Add(new Import(names.Add(name), symbol.Binding == ElfSymbolBinding.Weak));
                }

                continue;
            }

            if (symbol.SectionNumber == ElfSymbol.CommonSection)
            {
                WarnOfCommon(scanned, name);
            }
            else
            {
                exports?.Read(symbol, name);
                module.HasInit |= name.SequenceEqual("init_module"u8);
                module.HasExit |= name.SequenceEqual("cleanup_module"u8);
                if (name.StartsWith(DeviceTableReader.PrefixOf(options.Release)))
                {
                    tables.Read(symbol.Index);
                }
            }
        }

        exports?.ReadNamespaces();
        if (options.HasVersions && !module.IsVmlinux)
        {
            _imports.Add(new Import(names.Add(s_moduleLayout), isWeak: false));
        }

        module.Imports = [.. _imports];
        module.Aliases = tables.Aliases;
    }

    private void ReadSections(ScannedObject scanned, ModpostModule module, ScanResult result)
    {
        ElfSection? exports = null;
        foreach (ElfSection section in scanned.File.Sections)
        {
            exports = section.Name == ExportSectionReader.SectionName ? section : exports;
            if (section.Name == ".no_trim_symbol" && options.Release >= ModpostRelease.Linux73)
            {
                module.Kept = KeptNames(scanned.File.Contents(section));
            }
        }

        bool isOld = options.Release == ModpostRelease.Linux61;
        ExportSectionReader? reader = exports is null || isOld || !options.ReadsExports ? null : new(scanned, names, module, exports);
        using ReferenceCheck references = new(scanned, options);
        try
        {
            ReadSections(scanned, reader, exports, references);
        }
        finally
        {
            references.Explain();
            result.Mismatches = references.Mismatches;
        }
    }

    private static void ReadSections(ScannedObject scanned, ExportSectionReader? reader, ElfSection? exports, ReferenceCheck references)
    {
        foreach (ElfSection section in scanned.File.Sections)
        {
            references.CheckSection(section);
            if (section.Type is not (ElfSectionType.Relocations or ElfSectionType.RelocationsWithAddends))
            {
                continue;
            }

            if (reader is not null && section.Info == exports!.Index.Value)
            {
                reader.Read(section);
            }
            else
            {
                references.Check(section);
            }
        }
    }

    private int[] KeptNames(Region contents)
    {
        List<int> kept = [];
        for (ulong offset = 0; offset < (ulong)contents.Length;)
        {
            ReadOnlySpan<byte> name = contents.CString(offset);
            offset += (ulong)name.Length + 1;
            if (!name.IsEmpty)
            {
                kept.Add(names.Add(name));
            }
        }

        return [.. kept];
    }

    private static void WarnOfCommon(ScannedObject scanned, ReadOnlySpan<byte> name)
    {
        if (!name.StartsWith("__gnu_lto_"u8))
        {
            string text = Latin1.Of(name);
            scanned.Messages.Add(MessageLevel.Warning, scanned.Release >= ModpostRelease.Linux73
                ? $"{scanned.Label}: '{text}' is COMMON symbol"
                : $"\"{text}\" [{scanned.ModuleName}] is COMMON symbol");
        }
    }

    private void Leave(string path, string reason, ScanResult result)
    {
        string text = $"{Latin1.OfPath(path)}: {Latin1.OfPath(reason)}";
        result.IsFatal = !options.SkipsUnreadable;
        result.Messages.Add(
            options.SkipsUnreadable ? MessageLevel.Note : MessageLevel.Plain, options.SkipsUnreadable ? $"{text} (ignored)" : text);
    }
}
