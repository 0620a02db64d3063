// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Dwarf.Lists;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Tests.Support;
using Kelf.TestSupport;

using Xunit;

using static Kelf.TestSupport.Dw;

namespace Kelf.ObjectFiles.Tests.Dwarf.Lists;

/// <summary>
/// gcc writes empty ranges, also one of the first byte of a section. In an object two zeros then are no end of the list, for they
/// have relocations.
/// </summary>
public sealed class EmptyFirstRangeTests
{
    [Theory]
    [InlineData(ElfType.Relocatable, "8-10")]
    [InlineData(ElfType.Executable, "")]
    public void Of_an_object_is_no_end_of_the_list(ElfType type, string expected)
    {
        byte[] list = [.. new ulong[] { 0, 0, 8, 0x10, 0, 0, 8, 0x20 }.SelectMany(BitConverter.GetBytes)];
        ElfBuilder elf = new ElfBuilder(type: type).Section(".text", new byte[64]).Section(".debug_ranges", list);
        if (type == ElfType.Relocatable)
        {
            for (ulong field = 0; field < 4; field++)
            {
                elf.Relocate(".debug_ranges", field * 8, DebugRelocationTypes.Absolute(elf.Machine, 8), ".text", (long)BitConverter.ToUInt64(list, (int)field * 8));
            }
        }

        using OpenDwarf dwarf = OpenDwarf.Of(new DwarfBuilder().Unit(
            new UnitSpec { Version = 4 },
            Die(DwTag.CompileUnit, At(DwAttribute.LowPc, DwForm.Addr, 0), At(DwAttribute.Ranges, DwForm.SecOffset, 0))).AddTo(elf));
        Assert.Equal(expected, string.Join(' ', UnitAddresses.Read(dwarf.File.Units[0]).Select(range => $"{range.Start:x}-{range.End:x}")));
    }
}
