// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Archives.Packages;
using Kelf.Kernel.Kabi.Packages;
using Kelf.Kernel.Kabi.Versions;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Inputs;
using Kelf.Kernel.Shared.Modules;
using Kelf.Kernel.Shared.Threads;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Names;

namespace Kelf.Kernel.Kabi.Modules;

/// <summary>What a module wants of a kernel, as its file says it.</summary>
public sealed record ModuleNeeds
{
    // GPL_ONLY of include/linux/license.h: these alone may use what is exported to GPL modules.
    private static readonly string[] s_free =
        ["GPL", "GPL v2", "GPL and additional rights", "Dual BSD/GPL", "Dual MIT/GPL", "Dual MPL/GPL"];

    /// <summary>The file.</summary>
    public required string File { get; init; }

    /// <summary>The module's name.</summary>
    public required string Name { get; init; }

    /// <summary>The kernel that it is built for, with the words after it; empty when it does not say.</summary>
    public required string VersionMagic { get; init; }

    /// <summary>The machine that it is for.</summary>
    public required string Machine { get; init; }

    /// <summary>True when its versions are in the form of <c>CONFIG_EXTENDED_MODVERSIONS</c>.</summary>
    public bool HasExtendedVersions { get; init; }

    /// <summary>May it use what is for GPL modules?</summary>
    public required bool IsFree { get; init; }

    /// <summary>The namespaces that it imports.</summary>
    public required IReadOnlySet<string> Namespaces { get; init; }

    /// <summary>The symbols that it takes from elsewhere; those that it can do without are weak.</summary>
    public required IReadOnlyList<(string Name, bool IsWeak)> Symbols { get; init; }

    /// <summary>The versions that it was built with; empty without <c>CONFIG_MODVERSIONS</c>.</summary>
    public required IReadOnlyDictionary<string, uint> Versions { get; init; }

    /// <summary>What it exports itself.</summary>
    public IReadOnlyList<VersionRecord> Exports { get; init; } = [];

    /// <summary>Reads modules, and those in directories and packages.</summary>
    /// <exception cref="KelfException">A file cannot be read, or is malformed.</exception>
    /// <exception cref="RefusedException">A package has no modules.</exception>
    public static IReadOnlyList<ModuleNeeds> ReadAll(IReadOnlyList<string> operands, DecompressionLimit limit)
    {
        ArgumentNullException.ThrowIfNull(operands);
        List<ModuleNeeds> modules = [];
        foreach (string operand in operands)
        {
            if (Directory.Exists(operand))
            {
                modules.AddRange(ModuleFile.Below(operand).Select(input => Read(input, limit)));
                continue;
            }

            using OpenedObject file = OpenedObject.OfFile(operand, limit);
            if (PackageReader.IsPackage(file.Contents))
            {
                modules.AddRange(ReadPackage(file.Contents, limit));
            }
            else
            {
                modules.Add(Read(file, operand));
            }
        }

        return modules;
    }

    /// <summary>Reads a module.</summary>
    /// <exception cref="KelfException">The file cannot be read, or is malformed.</exception>
    public static ModuleNeeds Read(ObjectInput input, DecompressionLimit limit)
    {
        ArgumentNullException.ThrowIfNull(input);
        using OpenedObject opened = input.Open(limit);
        return Read(opened, input.DisplayName);
    }

    private static ModuleNeeds Read(OpenedObject opened, string file)
    {
        ElfFile elf = ElfFile.Parse(opened.Contents);
        ModuleInformation information = ModuleInformation.Of(elf);
        Dictionary<string, uint> versions = new(StringComparer.Ordinal);
        foreach ((string name, uint crc) in ModuleVersions.Read(elf))
        {
            versions.TryAdd(name, crc);
        }

        return new ModuleNeeds
        {
            File = file,
            Name = (ModuleName.Find(elf) ?? ModuleFile.NameOf(file)).Replace('-', '_'),
            VersionMagic = information.VersionMagic ?? "",
            Machine = elf.Machine.ToString(),
            HasExtendedVersions = elf.TryFindSection("__version_ext_crcs", out _),
            IsFree = s_free.Contains(information["license"] ?? ""),
            Namespaces = information.Values("import_ns").ToHashSet(StringComparer.Ordinal),
            Exports = [.. ExportTable.Read(elf).Select(symbol => new VersionRecord(
                symbol.Name, symbol.Crc, ModuleFile.NameOf(file), symbol.IsGplOnly, symbol.Namespace))],
            Symbols = SymbolsOf(elf),
            Versions = versions,
        };
    }

    private static List<ModuleNeeds> ReadPackage(Region package, DecompressionLimit limit)
    {
        List<ModuleNeeds> modules = [];
        new PackagedKernel(package, limit).Visit(
            file => file is { Kind: KernelFileKind.Module, IsForDebuggers: false }, (_, input) => modules.Add(Read(input, limit)), WorkerSource.None);
        modules.Sort((a, b) => string.CompareOrdinal(a.File, b.File));
        return modules.Count > 0 ? modules : throw new RefusedException(package.Source.File, "no modules in this package");
    }

    private static List<(string, bool)> SymbolsOf(ElfFile elf)
    {
        List<(string, bool)> found = [];
        ElfSymbolTable symbols = elf.SymbolTable;
        for (int i = 1; i < symbols.Count; i++)
        {
            ElfSymbol symbol = symbols[i];
            ReadOnlySpan<byte> name = symbols.NameOf(symbol);
            if (symbol.IsUndefined && !name.IsEmpty)
            {
                found.Add((Utf8Name.ToText(name), symbol.Binding == ElfSymbolBinding.Weak));
            }
        }

        return found;
    }
}
