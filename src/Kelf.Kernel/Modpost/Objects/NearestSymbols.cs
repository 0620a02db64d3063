// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Modpost.Releases;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Modpost.Objects;

/// <summary>
/// The symbols that stand for a place in a section. Symbols are put to their sections when the first place is
/// asked for, and those of a section are sorted when the first place in it is: most objects need none.
/// </summary>
/// <param name="scanned">The object.</param>
public sealed class NearestSymbols(ScannedObject scanned)
{
    // How far a symbol may be from an address that a relocation leads to: an addend has the distance to the end of an instruction in it.
    private const ulong Reach = 20;

    private readonly bool _isOld = scanned.Release < ModpostRelease.Linux612;
    private readonly Dictionary<uint, Candidate[]> _sorted = [];
    private int[]? _order;
    private int[]? _starts;

    /// <summary>True for a name that may stand for a place: not one of the labels of assemblers and compilers, nor a mapping symbol.</summary>
    public static bool IsValid(ReadOnlySpan<byte> name) =>
        !name.IsEmpty && name[0] != '$' && !name.StartsWith(".L"u8) && !name.StartsWith("L0"u8);

    /// <summary>
    /// The last valid symbol at or below an offset, at any distance; of several at one address the first in the table, in 6.1 the last.
    /// </summary>
    /// <param name="section">Index of the section.</param>
    /// <param name="offset">Offset in it.</param>
    /// <returns>Index of the symbol, or -1.</returns>
    public int AtOrBelow(uint section, ulong offset)
    {
        Candidate[] sorted = Of(section);
        int above = FirstAbove(sorted, offset);
        return above == 0 ? -1 : _isOld ? sorted[above - 1].Last : sorted[above - 1].First;
    }

    /// <summary>
    /// The valid symbol nearest to an address, above or below, if one is near; of two at one distance the lower one, in 6.1 the first in
    /// the table.
    /// </summary>
    /// <param name="section">Index of the section.</param>
    /// <param name="address">An address, which may be outside the section.</param>
    /// <returns>Index of the symbol, or -1.</returns>
    public int Near(uint section, ulong address)
    {
        Candidate[] sorted = Of(section);
        if (_isOld)
        {
            return NearOfOld(sorted, address);
        }

        int above = FirstAbove(sorted, address);
        int near = -1;
        ulong distance = Reach + 1;
        if (above > 0 && address - sorted[above - 1].Address is var down && down < distance)
        {
            (near, distance) = (sorted[above - 1].First, down);
        }

        return above < sorted.Length && sorted[above].Address - address < distance ? sorted[above].First : near;
    }

    // 6.1 compares signed distances of less than 20: also from an address below 0, where an addend goes before the section.
    private static int NearOfOld(Candidate[] sorted, ulong address)
    {
        bool isBelowZero = address >= unchecked(0 - Reach);
        int above = address <= Reach || isBelowZero ? 0 : FirstAbove(sorted, address - Reach);
        int near = -1;
        long distance = (long)Reach;
        for (; above < sorted.Length && (long)(sorted[above].Address - address) < (long)Reach; above++)
        {
            long next = Math.Abs((long)(sorted[above].Address - address));
            if (next < distance || (next == distance && near >= 0 && sorted[above].First < near))
            {
                (near, distance) = (sorted[above].First, next);
            }
        }

        return near;
    }

    // Where code and data begin (ELF for the Arm Architecture, "Mapping symbols").
    private static bool IsMappingSymbol(ReadOnlySpan<byte> name) =>
        name.Length >= 2 && name[0] == '$' && "axtd"u8.Contains(name[1]) && (name.Length == 2 || name[2] == '.');

    private static int FirstAbove(Candidate[] sorted, ulong address)
    {
        int low = 0;
        for (int high = sorted.Length; low < high;)
        {
            int middle = (low + high) / 2;
            (low, high) = sorted[middle].Address <= address ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private Candidate[] Of(uint section)
    {
        if (_sorted.TryGetValue(section, out Candidate[]? known))
        {
            return known;
        }

        GroupBySection();
        List<Candidate> found = new(_starts![section + 1] - _starts[section]);
        for (int i = _starts[section]; i < _starts[section + 1]; i++)
        {
            ElfSymbol symbol = scanned.Symbols[_order![i]];
            ReadOnlySpan<byte> name = scanned.Names.Raw(symbol.Index);
            if (_isOld ? !name.IsEmpty && !IsMappingSymbol(name) : IsValid(name))
            {
                // Bit 0 of a function's address says that it is Thumb code (ELF for the Arm Architecture, "Symbol Values").
                bool mayBeThumb = scanned.File.Machine == ElfMachine.Arm && symbol.Type == ElfSymbolType.Function;
                found.Add(new Candidate(mayBeThumb ? symbol.Value & ~1ul : symbol.Value, symbol.Index, symbol.Index));
            }
        }

        found.Sort((left, right) => left.Address != right.Address ? left.Address.CompareTo(right.Address) : left.First.CompareTo(right.First));
        // Those of one address become one, in place.
        int distinct = 0;
        for (int i = 0; i < found.Count; i++)
        {
            bool isSame = distinct > 0 && found[distinct - 1].Address == found[i].Address;
            distinct += isSame ? 0 : 1;
            found[distinct - 1] = isSame ? found[distinct - 1] with { Last = found[i].First } : found[i];
        }

        found.RemoveRange(distinct, found.Count - distinct);
        return _sorted[section] = [.. found];
    }

    // Indices of symbols by section, in the order of the table within one: counted, then placed.
    private void GroupBySection()
    {
        if (_order is not null)
        {
            return;
        }

        uint count = (uint)scanned.File.Sections.Length;
        int[] starts = new int[count + 2];
        for (int i = 0; i < scanned.Symbols.Count; i++)
        {
            starts[Math.Min(scanned.Symbols.SectionNumberAt(i), count) + 1]++;
        }

        for (int i = 1; i < starts.Length; i++)
        {
            starts[i] += starts[i - 1];
        }

        int[] next = [.. starts];
        int[] order = new int[scanned.Symbols.Count];
        for (int i = 0; i < order.Length; i++)
        {
            order[next[Math.Min(scanned.Symbols.SectionNumberAt(i), count)]++] = i;
        }

        (_starts, _order) = (starts, order);
    }

    private readonly record struct Candidate(ulong Address, int First, int Last);
}
