// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Dwarf.Types;
using Kelf.ObjectFiles.Names;
using Kelf.ObjectFiles.Tests.Support;
using Kelf.TestSupport;

using static Kelf.TestSupport.Dw;

namespace Kelf.ObjectFiles.Tests.Dwarf.Types;

/// <summary>A unit with some types; they are found by name, or by tag.</summary>
internal sealed class TypeCase : IDisposable
{
    private readonly OpenDwarf _dwarf;

    private TypeCase(OpenDwarf dwarf) => _dwarf = dwarf;

    public static TypeCase Of(params DieItem[] items) => Of(new UnitSpec(), ByteOrder.Little, items);

    public static TypeCase Of(UnitSpec unit, ByteOrder order, params DieItem[] items) =>
        Of(new DwarfBuilder(order).Unit(unit, Die(DwTag.CompileUnit, items)), order);

    public static TypeCase Of(DwarfBuilder builder, ByteOrder order = ByteOrder.Little) => new(OpenDwarf.Of(builder, order));

    public TypeEntry Find(string name) => First(entry => Utf8Name.ToText(entry.Name) == name);

    public TypeEntry Find(DwTag tag) => First(entry => entry.Tag == tag);

    public void Dispose() => _dwarf.Dispose();

    private TypeEntry First(Func<TypeEntry, bool> isWanted)
    {
        foreach (DwarfUnit unit in _dwarf.File.Units)
        {
            DieReader reader = unit.Entries();
            while (reader.Next())
            {
                if (reader.Tag != DwTag.None && TypeEntry.ReadAt(unit, reader.Offset) is var entry && isWanted(entry))
                {
                    return entry;
                }
            }
        }

        throw new InvalidOperationException("no such entry");
    }
}
