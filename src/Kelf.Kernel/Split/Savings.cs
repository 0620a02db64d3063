// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared.Modules;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Editing;

namespace Kelf.Kernel.Split;

/// <summary>What is taken out of an image, by kind.</summary>
public sealed class Savings
{
    /// <summary>Sections of relocations that apply to loaded sections.</summary>
    public int LoadedSections { get; private init; }

    /// <summary>Their bytes.</summary>
    public ulong LoadedBytes { get; private init; }

    /// <summary>Sections of relocations that apply to debugging information and the like.</summary>
    public int DebugSections { get; private init; }

    /// <summary>Their bytes.</summary>
    public ulong DebugBytes { get; private init; }

    /// <summary>Bytes of module information.</summary>
    public ulong ModuleBytes { get; private init; }

    /// <summary>Bytes that a segment stored only because module information stood after its zeros.</summary>
    public ulong DeadBytes { get; private init; }

    /// <summary>Symbols removed with their sections.</summary>
    public int Symbols { get; private init; }

    /// <summary>Symbols of device tables removed.</summary>
    public int DeviceTables { get; private init; }

    internal static Savings Count(ElfFile image, SectionNumbers removed, StrippedSymbols? symbols, ShrunkSegments segments)
    {
        int loadedSections = 0, debugSections = 0;
        ulong loadedBytes = 0, debugBytes = 0, moduleBytes = 0;
        foreach (ElfSection section in image.Sections)
        {
            if (!removed.Removes(section))
            {
                continue;
            }

            if (section.Name == ModuleInformation.SectionName)
            {
                moduleBytes += section.Size;
            }
            else if (section.Info < (uint)image.Sections.Length && image.Sections[(int)section.Info].IsAllocated)
            {
                loadedSections++;
                loadedBytes += section.Size;
            }
            else
            {
                debugSections++;
                debugBytes += section.Size;
            }
        }

        return new Savings
        {
            LoadedSections = loadedSections,
            LoadedBytes = loadedBytes,
            DebugSections = debugSections,
            DebugBytes = debugBytes,
            ModuleBytes = moduleBytes,
            DeadBytes = segments.DeadBytes,
            Symbols = symbols?.OfSections ?? 0,
            DeviceTables = symbols?.OfDeviceTables ?? 0,
        };
    }
}
