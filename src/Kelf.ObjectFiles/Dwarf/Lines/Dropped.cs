// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Dwarf.Lines;

/// <summary>
/// Code that the linker left out: the information on it stays, at address 0 (GNU ld) or the two highest (lld; DWARF 6 makes it a rule).
/// </summary>
internal static class Dropped
{
    /// <summary>Whether what is said to begin at an address was left out.</summary>
    public static bool IsAt(DwarfUnit unit, ulong address)
    {
        ulong highest = unit.Format.AddressSize == 4 ? uint.MaxValue : ulong.MaxValue;
        return !unit.File.IsRelocatable && (address == 0 || address >= highest - 1);
    }
}
