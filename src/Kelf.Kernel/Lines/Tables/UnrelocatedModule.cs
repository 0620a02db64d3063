// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Lines.Tables;

/// <summary>
/// A module as <c>gen_lineinfo</c> of version 7 reads it: it applies the relocations of <c>.debug_line</c> and no others, so that all
/// units of a module name the first line table.
/// </summary>
internal static class UnrelocatedModule
{
    /// <summary>A copy in which the other relocations of debugging information are none.</summary>
    public static ElfFile Of(ElfFile module)
    {
        byte[] bytes = module.Image.Span().ToArray();
        NumberWriter numbers = new(module.ByteOrder);
        foreach (ElfSection section in module.Sections)
        {
            if (section.Type is ElfSectionType.Relocations or ElfSectionType.RelocationsWithAddends
                && section.Info < (uint)module.Sections.Length
                && module.Sections[(int)section.Info].Name is var target
                && target.StartsWith(".debug_", StringComparison.Ordinal) && target != ".debug_line")
            {
                ulong header = module.Header.SectionsOffset + (section.Index.Value * (ulong)module.Layout.SectionHeaderSize);
                numbers.U32(bytes.AsSpan((int)header + 4), (uint)ElfSectionType.ProgramBits); // sh_type
            }
        }

        return ElfFile.Parse(Region.Of(bytes, module.Image.Source));
    }
}
