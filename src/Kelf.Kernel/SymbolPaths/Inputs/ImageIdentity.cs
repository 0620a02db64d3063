// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared.Images;
using Kelf.Kernel.Shared.Modules;
using Kelf.Kernel.SymbolPaths.Lookup;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.SymbolPaths.Inputs;

/// <summary>What a kernel or a module tells of itself, by which a log can be known to be of another.</summary>
/// <param name="BuildId">The build ID in hexadecimal, or null.</param>
/// <param name="Release">The kernel's release, or null.</param>
/// <param name="Module">The module's name in a running kernel, or null.</param>
/// <param name="HasLines">True when its debugging information has lines.</param>
public sealed record ImageIdentity(string? BuildId = null, string? Release = null, string? Module = null, bool HasLines = false)
{
    // BUILD_ID_SIZE_MAX in the kernel: it prints so many bytes, and zeros when it found none.
    private const int PrintedDigits = 40;

    /// <summary>The build ID as a kernel prints it, or null.</summary>
    public string? PrintedBuildId => BuildId?.PadRight(PrintedDigits, '0');

    /// <summary>Reads it.</summary>
    /// <param name="elf">The file, or null for a list of symbols, which tells nothing.</param>
    /// <exception cref="MalformedFileException">The file is malformed.</exception>
    public static ImageIdentity Of(ElfFile? elf)
    {
        if (elf is null)
        {
            return new ImageIdentity();
        }

        bool isModule = ModuleInformation.IsIn(elf) && elf.Type == ElfType.Relocatable;
        return new ImageIdentity(
            BuildIdNote.Find(elf),
            isModule ? null : KernelBanner.ReleaseOf(elf),
            isModule && ModuleInformation.Of(elf).Name is { } name ? SymbolFinder.ModuleName(name) : null,
            elf.TryFindSection(".debug_line", out _));
    }

    /// <summary>Whether a build ID in a log can be that of this file; true when one of them is not known.</summary>
    public bool CanHave(string? printed) => BuildId is null || printed is null || printed.AsSpan().Trim('0').IsEmpty || Has(printed);

    /// <summary>Whether a build ID in a log is that of this file.</summary>
    public bool Has(string printed) => PrintedBuildId == printed;
}
