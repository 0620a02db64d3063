// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Modpost.Places;

/// <summary>
/// Addresses for the sections of an object that is not linked: there all of them begin at 0, and debugging information names places
/// by address alone.
/// </summary>
internal static class SectionSpread
{
    private const ulong Page = 4096;

    /// <summary>An address for each section by its number; 0 for those that no program loads.</summary>
    public static ulong[] Of(ElfFile file)
    {
        ulong[] addresses = new ulong[file.Sections.Length];
        // Nothing is at 0: what a linker leaves out is there.
        ulong next = Page;
        foreach (ElfSection section in file.Sections)
        {
            if (section.IsAllocated)
            {
                addresses[section.Index.Value] = next;
                // One page more than it fills, so that its end is no other's start. Absurd sizes of a file wrap around.
                next = ElfLayout.AlignUp(next + section.Size + 1, Page);
            }
        }

        return addresses;
    }
}
