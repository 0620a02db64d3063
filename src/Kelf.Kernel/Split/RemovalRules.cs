// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Relocs;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Split;

/// <summary>What a kernel's build takes out of its image, by name.</summary>
internal sealed class RemovalRules
{
    /// <summary>Sections of relocations, as far as <see cref="IsNamedLikeRelocations"/> knows them.</summary>
    public bool Relocations { get; private init; }

    /// <summary>The section of module information and the symbols of device tables, which the image has since Linux 7.</summary>
    public bool ModuleInformation { get; private init; }

    /// <summary>Linux 6.12 names relocations by four patterns, which leave those of sections without a dot or underscores.</summary>
    public bool OnlyDottedRelocations { get; private init; }

    /// <summary>llvm-objcopy leaves symbols of device tables that are not local, which no linker of 7.3 makes.</summary>
    public bool OnlyLocalDeviceTables { get; private init; }

    /// <summary>The rules for an image.</summary>
    public static RemovalRules For(RelocatableImage image, SplitOptions options)
    {
        bool isEarlier = options.Layout.Names() is not null && (options.Rules ?? image.DetectedRules) < RelocationRules.Linux73;
        return new RemovalRules
        {
            Relocations = !options.KeepRelocations,
            ModuleInformation = !isEarlier,
            OnlyDottedRelocations = isEarlier,
            OnlyLocalDeviceTables = options.Layout == ImageLayout.LlvmObjcopy,
        };
    }

    /// <summary>True when a symbol of a device table goes.</summary>
    public bool Removes(ElfSymbolBinding binding) =>
        ModuleInformation && (!OnlyLocalDeviceTables || binding == ElfSymbolBinding.Local);

    /// <summary>True for the name of a section of relocations that goes.</summary>
    public bool IsNamedLikeRelocations(string name)
    {
        if (!Relocations || !name.StartsWith(".rel", StringComparison.Ordinal))
        {
            return false;
        }

        if (!OnlyDottedRelocations)
        {
            return !name.EndsWith(".dyn", StringComparison.Ordinal);
        }

        // .rel.* .rel__* .rela.* .rela__*
        ReadOnlySpan<char> target = name.AsSpan(name.StartsWith(".rela", StringComparison.Ordinal) ? 5 : 4);
        return target.StartsWith(".", StringComparison.Ordinal) || target.StartsWith("__", StringComparison.Ordinal);
    }
}
