// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Tests.Support;
using Kelf.TestSupport;

using static Kelf.TestSupport.Dw;

namespace Kelf.ObjectFiles.Tests.Dwarf.Expressions;

/// <summary>
/// A file whose only variable has one expression for a location, and a table of two addresses, 0x1111 and 0x2222. The expression
/// begins at offset 0x16 of <c>.debug_info</c>.
/// </summary>
internal sealed class OneExpression : IDisposable
{
    private readonly OpenDwarf _dwarf;
    private readonly Region _bytes;

    public OneExpression(string hex, ByteOrder order = ByteOrder.Little, byte addressSize = 8, ushort version = 5)
    {
        byte[] bytes = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        byte[] table = new ByteAssembler(order).U32(20).U16(5).U8(addressSize).U8(0)
            .Number(0x1111, addressSize).Number(0x2222, addressSize).ToArray();
        UnitSpec spec = new() { AddressSize = addressSize, Version = version };
        _dwarf = OpenDwarf.Of(new DwarfBuilder(order).Unit(spec, Die(
                DwTag.CompileUnit, At(DwAttribute.AddrBase, DwForm.SecOffset, 8),
                Die(DwTag.Variable, At(DwAttribute.Location, DwForm.Block4, bytes))))
            .AddTo(new ElfBuilder(order: order, type: Kelf.ObjectFiles.Elf.ElfType.Executable).Section(".debug_addr", table)));
        DieReader reader = Unit.Entries();
        _ = reader.Next() && reader.Next() && reader.NextAttribute(out _, out AttributeValue value) && Unit.TryBlock(value, out _bytes);
    }

    public DwarfUnit Unit => _dwarf.File.Units[0];

    public Region Bytes => _bytes;

    public void Dispose() => _dwarf.Dispose();
}
