// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Elf;

namespace Kelf.TestSupport;

/// <summary>
/// Makes debugging information of DWARF 2 to 5 from nested entries: abbreviations, strings, string offsets and line table
/// headers come by themselves. References between entries are labels, resolved when the sections are asked for.
/// </summary>
/// <example><code>
/// byte[] file = new DwarfBuilder()
///     .Unit(Die(DwTag.CompileUnit, Die(DwTag.Variable, Name("v"), Type("int")), Die("int", DwTag.BaseType, ByteSize(4))))
///     .AddTo(new ElfBuilder())
///     .Build();
/// </code></example>
/// <param name="order">Byte order.</param>
/// <param name="supplementary">
/// The supplementary file, which has to be complete before sections are asked for: its labels can be referred to
/// (<c>GNU_ref_alt</c>, <c>ref_sup4</c>, <c>ref_sup8</c>), and strings of <c>GNU_strp_alt</c> and <c>strp_sup</c> are put there.
/// </param>
public sealed class DwarfBuilder(ByteOrder order = ByteOrder.Little, DwarfBuilder? supplementary = null)
{
    private readonly DwarfSections _sections = new(order, supplementary?._sections);

    /// <summary>Adds a compile unit of DWARF 5.</summary>
    public DwarfBuilder Unit(DieSpec root) => Unit(new UnitSpec(), root);

    /// <summary>Adds a unit.</summary>
    /// <param name="unit">Its header.</param>
    /// <param name="roots">The unit entry; more than one is malformed, none an empty unit.</param>
    public DwarfBuilder Unit(UnitSpec unit, params DieSpec[] roots)
    {
        new UnitWriter(_sections, unit).Write(roots);
        return this;
    }

    /// <summary>Adds a line table, which <see cref="Dw.StmtList"/> of a later or earlier unit names.</summary>
    public DwarfBuilder LineTable(string label, LineTableSpec table)
    {
        _sections.Labels[new DieTarget(DieTargetKind.LineTable, label)] = (ulong)_sections.Lines.Position;
        LineTableWriter.Write(_sections, table);
        return this;
    }

    /// <summary>
    /// The contents of a section with all references resolved, as in a linked file; empty when it has none.
    /// </summary>
    /// <param name="name">Its name, e.g. <c>.debug_info</c>.</param>
    public byte[] Section(string name)
    {
        _sections.ResolveLabels();
        return _sections.All().First(section => section.Name == name).Bytes.ToArray();
    }

    /// <summary>
    /// Adds the sections to a file. In a relocatable file each offset into another section gets a relocation, as compilers
    /// do it.
    /// </summary>
    /// <param name="elf">The file.</param>
    /// <param name="packing">How the sections are stored.</param>
    /// <param name="prefix">What replaces the dot before <c>debug_</c>, e.g. <c>.z</c>.</param>
    public ElfBuilder AddTo(ElfBuilder elf, SectionPacking packing = SectionPacking.Stored, string prefix = ".")
    {
        ArgumentNullException.ThrowIfNull(elf);
        _sections.ResolveLabels();
        string Rename(string name) => prefix + name[1..];
        bool relocate = elf.Type == ElfType.Relocatable;
        foreach ((string name, ByteAssembler bytes) in _sections.All().Where(section => section.Bytes.Position > 0))
        {
            byte[] contents = bytes.ToArray();
            if (relocate && elf.UsesAddends)
            {
                // What the file holds in place must not matter then.
                _sections.Fixups.Where(fixup => fixup.Section == name).ToList()
                    .ForEach(fixup => contents.AsSpan(fixup.Offset, fixup.Width).Clear());
            }

            elf.Section(Rename(name), contents, packing: packing);
        }

        foreach (Fixup fixup in relocate ? _sections.Fixups : [])
        {
            elf.Relocate(
                Rename(fixup.Section), (ulong)fixup.Offset, DebugRelocationTypes.Absolute(elf.Machine, fixup.Width),
                Rename(fixup.Target), (long)fixup.Value);
        }

        return elf;
    }
}
