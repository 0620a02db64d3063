// SPDX-License-Identifier: MIT OR GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.ObjectFiles.Dwarf.Split;

/// <summary>
/// A file with the entries of units that were compiled with <c>-gsplit-dwarf</c> (DWARF 5 §7.3.2; GNU's form of DWARF 4 before it): a
/// <c>.dwo</c> file of one unit, an object that has both, or a package of many (<c>.dwp</c>).
/// </summary>
/// <remarks>The unit that other files know is a skeleton: it says where the code is, and what file has the entries.</remarks>
/// <example><code>
/// using SplitFile split = SplitFile.Of(ElfFile.Parse(file.Contents));
/// dwarf.SplitUnits = split.Find;
/// </code></example>
public sealed class SplitFile : IDisposable
{
    private readonly ElfFile _elf;
    private readonly DecompressionBudget? _budget;
    private readonly PackageIndex? _index;
    private readonly List<DwarfFile> _opened = [];

    private SplitFile(ElfFile elf, DecompressionBudget? budget) =>
        (_elf, _budget, _index) = (elf, budget, PackageIndex.Read(elf));

    /// <summary>Prepares a file; of a package the index is read.</summary>
    /// <param name="elf">The file; it must outlive the result.</param>
    /// <param name="budget">What compressed sections are taken from; null for the usual one.</param>
    /// <exception cref="MalformedFileException">The index is malformed.</exception>
    public static SplitFile Of(ElfFile elf, DecompressionBudget? budget = null)
    {
        ArgumentNullException.ThrowIfNull(elf);
        return new SplitFile(elf, budget);
    }

    /// <summary>The unit that has the entries of a skeleton: that with its number (<see cref="DwarfUnit.SplitId"/>). Any thread may ask.</summary>
    /// <param name="skeleton">The skeleton; its file must outlive this.</param>
    /// <returns>Null when this file has none: it is of another compilation.</returns>
    /// <exception cref="MalformedFileException">A section or a unit header is malformed.</exception>
    public DwarfUnit? Find(DwarfUnit skeleton)
    {
        ArgumentNullException.ThrowIfNull(skeleton);
        IReadOnlyDictionary<string, (ulong Offset, ulong Length)>? parts = null;
        if (skeleton.SplitId is not { } id || (_index is not null && !_index.TryFind(id, out parts)))
        {
            return null;
        }

        DwarfFile dwarf = DwarfFile.OpenSplit(_elf, _budget, new SplitParts(skeleton, parts));
        lock (_opened)
        {
            _opened.Add(dwarf);
        }

        foreach (DwarfUnit unit in dwarf.Units)
        {
            if (unit.Type is DwUnitType.SplitCompile or DwUnitType.Compile && unit.SplitId == id)
            {
                return unit;
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => _opened.ForEach(dwarf => dwarf.Dispose());
}
