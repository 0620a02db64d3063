// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Elf.Editing;

/// <summary>Has everything that names symbols by their index follow them to new ones.</summary>
/// <param name="editor">The editor.</param>
/// <param name="symbols">The symbol table.</param>
/// <param name="map">The new index of each symbol, or -1 for one that goes.</param>
internal sealed class SymbolFollower(ElfEditor editor, ElfSection symbols, int[] map)
{
    private readonly ElfFile _file = editor.File;

    /// <summary>False when nothing that stays names symbols.</summary>
    public static bool IsNeeded(ElfEditor editor, ElfSection symbols)
    {
        foreach (ElfSection section in editor.File.Sections)
        {
            if (section.Link == symbols.Index.Value && !editor.Numbers.Removes(section) && section.Type is ElfSectionType.Relocations
                or ElfSectionType.RelocationsWithAddends or ElfSectionType.Group or ElfSectionType.LlvmAddressSignificance)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Changes what names symbols that moved.</summary>
    /// <exception cref="MalformedFileException">One names a symbol that goes.</exception>
    public void Follow()
    {
        foreach (ElfSection section in _file.Sections)
        {
            if (section.Link != symbols.Index.Value || editor.Numbers.Removes(section))
            {
                continue;
            }

            switch (section.Type)
            {
                case ElfSectionType.Relocations or ElfSectionType.RelocationsWithAddends:
                    FollowRelocations(section);
                    break;
                case ElfSectionType.Group when section.Info < (uint)map.Length && map[section.Info] != section.Info:
                    editor.SetInfo(section.Index, map[section.Info] >= 0
                        ? (uint)map[section.Info] // its signature
                        : throw _file.Contents(section).Malformed(0, $"symbol {section.Info} goes, and is the signature of this group"));
                    break;
                case ElfSectionType.LlvmAddressSignificance:
                    // A list of symbol indices that only LLVM reads; without a link it is taken for outdated (llvm-objcopy).
                    editor.SetLink(section.Index, 0);
                    break;
                default:
                    break;
            }
        }
    }

    private void FollowRelocations(ElfSection section)
    {
        ElfRelocationTable relocations = _file.Relocations(section);
        RelocationFields fields = new(_file);
        for (long i = 0; i < relocations.Count; i++)
        {
            uint symbol = relocations[i].SymbolIndex;
            if (symbol >= (uint)map.Length || map[symbol] == symbol)
            {
                continue;
            }

            if (map[symbol] < 0)
            {
                throw relocations.Malformed(i, $"symbol {symbol} goes, and is named here");
            }

            if (!fields.Holds((uint)map[symbol]))
            {
                throw relocations.Malformed(i, $"symbol {map[symbol]} does not fit in 24 bits");
            }

            fields.SetSymbol(editor, section, i, (uint)map[symbol]);
        }
    }
}
