// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared.Images;
using Kelf.Kernel.Shared.Inputs;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Symvers.Selection;

/// <summary>What an object exports itself, as a kernel build lists it for its tools.</summary>
public static class ObjectExports
{
    /// <summary>Reads the list.</summary>
    /// <param name="input">The object; one of the kernel's rust/ is known by its path.</param>
    /// <param name="opened">The same, opened.</param>
    /// <param name="isByRust">Whether the list is that of <see cref="RustLibraryExports"/>.</param>
    public static SymbolList Read(ObjectInput input, OpenedObject opened, out bool isByRust)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(opened);
        ElfFile elf = ElfFile.Parse(opened.Contents);
        IReadOnlyList<byte[]> names = ExportMarkers.Read(elf);
        isByRust = names.Count == 0 && input.Path is { } path && RustLibraryExports.Has(path, elf);
        if (isByRust)
        {
            names = RustLibraryExports.Read(elf);
        }
        else if (input.WasFound && input.Path is { } found && RustLibraryExports.IsExporter(found))
        {
            // The objects of the crates have these versions.
            names = [];
        }

        SymbolList exports = new();
        foreach (byte[] name in names)
        {
            exports.Add(name);
        }

        return exports;
    }
}
