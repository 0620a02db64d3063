// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kallsyms.Listing;
using Kelf.Kernel.Kallsyms.Settings;
using Kelf.Kernel.Shared.Images;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Kallsyms.Entries;

/// <summary>What tables a kernel has, as far as nobody says.</summary>
public static class KallsymsDefaults
{
    /// <summary>The layout of a release, for want of anything that shows it (<see cref="KernelFeatures"/>).</summary>
    public static KallsymsLayout LayoutOf(KernelRelease release) =>
        KernelFeatures.SizesOfTables.IsIn(release) ? KallsymsLayout.Linux73
        : KernelFeatures.AddressesFromTheirPlace.IsIn(release) ? KallsymsLayout.Linux72
        : KernelFeatures.AddressesLast.IsIn(release) ? KallsymsLayout.Linux612
        : KallsymsLayout.Linux61;

    /// <summary>What the build of an image would ask for.</summary>
    /// <param name="image">The linked kernel.</param>
    /// <param name="listing">Its symbols.</param>
    /// <param name="layout">Its layout.</param>
    /// <param name="config">The configuration that it was built with; or null, and the image has to tell.</param>
    public static KallsymsOptions For(ElfFile image, SymbolListing listing, KallsymsLayout layout, KernelConfig? config)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(listing);
        bool isNewest = layout >= KallsymsLayout.Linux72, isOldest = layout == KallsymsLayout.Linux61;
        bool is64 = image.Class == ElfClass.Elf64;
        return new KallsymsOptions
        {
            Layout = layout,
            AllSymbols = config?.Has("KALLSYMS_ALL") ?? true,
            // Without a configuration as if relocatable: that is right wherever the kernel is loaded.
            PcRelative = isNewest && (is64 || (config?.Has("RELOCATABLE") ?? true)),
            AbsolutePercpu = !isNewest && (config?.Has("KALLSYMS_ABSOLUTE_PERCPU")
                ?? (image.Machine == ElfMachine.X8664 && HasPercpuOffsets(listing))),
            BaseRelative = isOldest && (config?.Has("KALLSYMS_BASE_RELATIVE") ?? true),
            // Only Clang LTO makes names that this changes the order of.
            LtoClang = isOldest && (config?.Has("LTO_CLANG") ?? true),
        };
    }

    // Per-cpu data of x86-64 is linked at 0.
    private static bool HasPercpuOffsets(SymbolListing listing)
    {
        foreach (ref readonly ListedSymbol symbol in listing.Symbols)
        {
            if (symbol is { Value: 0, IsUndefined: false } && listing.NameOf(symbol).SequenceEqual("__per_cpu_start"u8))
            {
                return true;
            }
        }

        return false;
    }
}
