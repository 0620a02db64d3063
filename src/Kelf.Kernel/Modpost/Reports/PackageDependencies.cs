// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Modpost.Modules;

namespace Kelf.Kernel.Modpost.Reports;

/// <summary>
/// Dependencies of rpm packages on symbols and their versions, so that a module that would not load is not installed: the lines that
/// <c>kernel-srpm-macros</c> of Fedora and RHEL, and <c>rpm-config-SUSE</c>, make of finished packages.
/// </summary>
/// <param name="modules">All modules of a run, their imports resolved.</param>
/// <param name="names">Their names.</param>
/// <param name="isExternal">Whether the modules are built outside of the kernel's tree.</param>
public sealed class PackageDependencies(IReadOnlyList<ModpostModule> modules, NameTable names, bool isExternal)
{
    private const string OfKernel = "kernel";
    private const string OfModule = "ksym";

    /// <summary>
    /// What the packages of this run provide: <c>kernel(NAME) = 0xCRC</c> for what is part of the kernel's build, else <c>ksym(...)</c>.
    /// What has no version is no dependency.
    /// </summary>
    public IEnumerable<string> Provides() => Lines(Own().Select(export => (isExternal ? OfModule : OfKernel, export)));

    /// <summary>
    /// What the modules of this run need of others: <c>kernel(NAME) = 0xCRC</c> of the kernel, the first dump that was read, then
    /// <c>ksym(NAME) = 0xCRC</c> of all others.
    /// </summary>
    public IEnumerable<string> Requires()
    {
        List<Export> needed = Needed();
        return Lines(needed.Where(IsOfKernel).Select(export => (OfKernel, export)))
            .Concat(Lines(needed.Where(export => !IsOfKernel(export)).Select(export => (OfModule, export))));
    }

    /// <summary>What the packages provide on SUSE: <c>ksym(FLAVOUR:NAME) = CRC</c>, without leading zeros.</summary>
    /// <param name="flavour">What follows the last dash of the kernel's release: <c>default</c>.</param>
    public IEnumerable<string> ProvidesOfFlavour(string flavour) => Lines(Own(), flavour);

    /// <summary>What the modules need of others on SUSE, in the form of <see cref="ProvidesOfFlavour"/>.</summary>
    /// <param name="flavour">What follows the last dash of the kernel's release.</param>
    public IEnumerable<string> RequiresOfFlavour(string flavour) => Lines(Needed(), flavour);

    private static bool HasVersion(Export export) => export.Version is not null;

    private IEnumerable<Export> Own() => modules.Where(module => !module.IsDumped).SelectMany(module => module.Exports).Where(HasVersion);

    // What modules provide themselves is no requirement; the kernel is a package of its own.
    private List<Export> Needed() =>
    [
        .. modules.SelectMany(module => module.Imports.Select(module.ExportOf)).OfType<Export>()
            .Where(export => HasVersion(export) && (export.Owner.IsDumped || export.Owner.IsVmlinux)).Distinct(),
    ];

    private bool IsOfKernel(Export export) => !export.Owner.IsDumped || export.Owner.Dump == 0;

    private IEnumerable<string> Lines(IEnumerable<(string Kind, Export Export)> exports) =>
        Sorted(exports.Select(item => $"{item.Kind}({names.TextOf(item.Export.Name)}) = 0x{item.Export.Version:x8}"));

    private IEnumerable<string> Lines(IEnumerable<Export> exports, string flavour) =>
        Sorted(exports.Select(export => $"{OfModule}({flavour}:{names.TextOf(export.Name)}) = {export.Version:x}"));

    // By the bytes of a line, as sort does it in the C locale.
    private static IEnumerable<string> Sorted(IEnumerable<string> lines) => lines.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
}
