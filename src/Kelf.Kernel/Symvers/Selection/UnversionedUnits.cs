// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Dwarf;

namespace Kelf.Kernel.Symvers.Selection;

/// <summary>
/// Units whose exports a kernel build does not version with them: <c>rust/exports.c</c> exports what the Rust crates define, and
/// declares all of it as <c>extern int</c>, since C can neither name nor describe their types. The build takes these versions from
/// the objects of the crates (<c>skip_gendwarfksyms</c> in the kernel's rust/Makefile).
/// </summary>
internal static class UnversionedUnits
{
    private static ReadOnlySpan<byte> RustExports => "rust/exports.c"u8;

    /// <summary>Whether a unit is one of them; its path may begin anywhere.</summary>
    /// <exception cref="MalformedFileException">The unit's entry is malformed.</exception>
    public static bool Has(DwarfUnit unit)
    {
        ReadOnlySpan<byte> name = unit.Name;
        return name.EndsWith(RustExports) && (name.Length == RustExports.Length || name[^(RustExports.Length + 1)] == (byte)'/');
    }
}
