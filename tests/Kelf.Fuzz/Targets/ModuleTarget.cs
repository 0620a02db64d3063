// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Fuzz.Seeds;
using Kelf.Kernel.Shared.Modules;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Fuzz.Targets;

/// <summary>What images and modules say of themselves: tables of exports, versions, <c>.modinfo</c>.</summary>
public sealed class ModuleTarget : IFuzzTarget
{
    /// <inheritdoc/>
    public string Name => "module";

    /// <inheritdoc/>
    public IReadOnlyList<Type> Covers => [typeof(ExportTable), typeof(ModuleVersions), typeof(ModuleInformation)];

    /// <inheritdoc/>
    public void Run(Region image, Seed seed)
    {
        ElfFile elf = ElfFile.Parse(image);
        Action[] parts = [() => ExportTable.Read(elf), () => ModuleVersions.Read(elf), () => _ = ModuleInformation.Of(elf).Name];
        foreach (Action part in parts)
        {
            try
            {
                part();
            }
            catch (MalformedFileException)
            {
                // The others may still be read.
            }
        }
    }
}
