// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Symvers.Entries;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Dwarf.Types;

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
        // The scan that found the variable followed references to it.
        TypeEntry source = TypeEntry.ReadAt(unit.TryFindOwner(variable, out DwarfUnit? owner) ? owner : unit, variable);
        if (!source.HasType || !source.TryType(out TypeEntry pointer) || pointer.Tag != DwTag.PointerType)
        {
            throw EntryErrors.At(source.Unit, variable, $"{NameOf(source)} must be a pointer type!");
        }

        return !pointer.HasType || !pointer.TryType(out TypeEntry pointee)
            ? throw EntryErrors.At(source.Unit, variable, $"{NameOf(source)} pointer missing a type attribute?")
            : pointee.Tag == DwTag.SubroutineType ? (pointee.Offset, true) : (source.TypeOffset, false);
    }

    private static string NameOf(in TypeEntry entry) => PrintableText.Of(entry.Name);
}
