// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Symvers.Entries;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;

namespace Kelf.Kernel.Symvers.Selection;

/// <summary>
/// A variable <c>__gendwarfksyms_ptr_SYM</c> that the kernel's <c>EXPORT_SYMBOL</c> leaves behind: it points to the type of
/// a symbol that the unit does not describe otherwise.
/// </summary>
internal static class SymbolPointer
{
    /// <summary>
    /// The entry that a symbol pointer stands for: the function type it points to, or else the pointer itself, whose
    /// type is that of the variable.
    /// </summary>
    public static (DieOffset Entry, bool IsFunction) Pointee(DwarfUnit unit, DieOffset variable)
    {
        TypeDie source = Read(unit, variable, out DwarfUnit sourceUnit);
        if (!source.HasType || Read(sourceUnit, source.TypeEntry, out DwarfUnit pointerUnit) is var pointer
            && pointer.Tag != DwTag.PointerType)
        {
            throw EntryErrors.At(sourceUnit, variable, $"{NameOf(sourceUnit, source)} must be a pointer type!");
        }

        if (!pointer.HasType)
        {
            throw EntryErrors.At(sourceUnit, variable, $"{NameOf(sourceUnit, source)} pointer missing a type attribute?");
        }

        DieOffset target = pointer.TypeEntry;
        TypeDie pointee = Read(pointerUnit, target, out _);
        return pointee.Tag == DwTag.SubroutineType ? (target, true) : (source.TypeEntry, false);
    }

    private static TypeDie Read(DwarfUnit unit, DieOffset entry, out DwarfUnit owner)
    {
        // Where it came from, a reference was found to lead to an entry.
        owner = unit.TryFindOwner(entry, out DwarfUnit? found) ? found : unit;
        return TypeDie.ReadAt(owner, entry);
    }

    private static string NameOf(DwarfUnit unit, in TypeDie entry) =>
        PrintableText.Of(unit.StringOrEmpty(entry.Name, out _));
}
