// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Editing;

namespace Kelf.Kernel.Mcount;

/// <summary>
/// The section symbols that records name: a function's symbol will not do, because another definition may take the place of
/// a weak one.
/// </summary>
internal static class SectionSymbols
{
    /// <summary>Has all records of a plan name the symbols of their sections; those that the object lacks are added.</summary>
    public static McountPlan Name(ElfFile file, ObjectSymbols symbols, McountPlan plan)
    {
        int[] found = symbols.FirstOfSections(file.Sections.Length, symbol => symbol.Type == ElfSymbolType.Section);
        uint[] missing = [.. plan.Records.Select(record => record.Section).Distinct().Where(section => found[section] == 0)];
        if (missing.Length > 0)
        {
            SymbolTableEditor editor = plan.Output.EditSymbols(symbols.Section!);
            foreach (uint section in missing)
            {
                found[section] = editor.AddSectionSymbol(new SectionIndex(section));
            }

            editor.Apply();
        }

        return plan with
        {
            Records = [.. plan.Records.Select(record => record with { Symbol = (uint)found[record.Section], Addend = (long)record.Offset })],
        };
    }
}
