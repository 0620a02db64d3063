// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Loading;
using Kelf.ObjectFiles.Tests.Support;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.ObjectFiles.Tests.Elf;

/// <summary>
/// Every relocation that debug sections of the kernel's machines use, applied through <see cref="SectionLoader"/>. A row
/// gives the field before, S + A (in place for REL), and the field after; numbers are as the psABI documents print them.
/// </summary>
public sealed class DebugRelocationTests
{
    private const long Addend = 0x10;
    private const ulong Symbol = 0x1234_5678_9abc_0000;

    [Theory]
    [InlineData(ElfMachine.X8664, ByteOrder.Little, 1, "1000bc9a78563412")] // R_X86_64_64
    [InlineData(ElfMachine.X8664, ByteOrder.Little, 10, "1000bc9a")] // R_X86_64_32
    [InlineData(ElfMachine.X8664, ByteOrder.Little, 11, "1000bc9a")] // R_X86_64_32S
    [InlineData(ElfMachine.X8664, ByteOrder.Little, 12, "1000")] // R_X86_64_16
    [InlineData(ElfMachine.X8664, ByteOrder.Little, 14, "10")] // R_X86_64_8
    [InlineData(ElfMachine.AArch64, ByteOrder.Little, 257, "1000bc9a78563412")] // R_AARCH64_ABS64
    [InlineData(ElfMachine.AArch64, ByteOrder.Little, 258, "1000bc9a")] // R_AARCH64_ABS32
    [InlineData(ElfMachine.AArch64, ByteOrder.Big, 257, "123456789abc0010")]
    [InlineData(ElfMachine.AArch64, ByteOrder.Big, 258, "9abc0010")]
    [InlineData(ElfMachine.AArch64, ByteOrder.Big, 259, "0010")] // R_AARCH64_ABS16
    [InlineData(ElfMachine.RiscV, ByteOrder.Little, 1, "1000bc9a")] // R_RISCV_32
    [InlineData(ElfMachine.RiscV, ByteOrder.Little, 2, "1000bc9a78563412")] // R_RISCV_64
    [InlineData(ElfMachine.S390, ByteOrder.Big, 1, "10")] // R_390_8
    [InlineData(ElfMachine.S390, ByteOrder.Big, 3, "0010")] // R_390_16
    [InlineData(ElfMachine.S390, ByteOrder.Big, 4, "9abc0010")] // R_390_32
    [InlineData(ElfMachine.S390, ByteOrder.Big, 22, "123456789abc0010")] // R_390_64
    [InlineData(ElfMachine.PowerPc64, ByteOrder.Big, 1, "9abc0010")] // R_PPC64_ADDR32
    [InlineData(ElfMachine.PowerPc64, ByteOrder.Big, 38, "123456789abc0010")] // R_PPC64_ADDR64
    [InlineData(ElfMachine.PowerPc64, ByteOrder.Little, 24, "1000bc9a")] // R_PPC64_UADDR32
    [InlineData(ElfMachine.PowerPc64, ByteOrder.Little, 38, "1000bc9a78563412")]
    [InlineData(ElfMachine.PowerPc64, ByteOrder.Little, 43, "1000bc9a78563412")] // R_PPC64_UADDR64
    [InlineData(ElfMachine.SparcV9, ByteOrder.Big, 3, "9abc0010")] // R_SPARC_32
    [InlineData(ElfMachine.SparcV9, ByteOrder.Big, 23, "9abc0010")] // R_SPARC_UA32
    [InlineData(ElfMachine.SparcV9, ByteOrder.Big, 32, "123456789abc0010")] // R_SPARC_64
    [InlineData(ElfMachine.SparcV9, ByteOrder.Big, 54, "123456789abc0010")] // R_SPARC_UA64
    [InlineData(ElfMachine.Mips, ByteOrder.Big, 2, "9abc0010")] // R_MIPS_32
    [InlineData(ElfMachine.Mips, ByteOrder.Big, 18, "123456789abc0010")] // R_MIPS_64
    [InlineData(ElfMachine.Mips, ByteOrder.Little, 18, "1000bc9a78563412")]
    [InlineData(ElfMachine.LoongArch, ByteOrder.Little, 1, "1000bc9a")] // R_LARCH_32
    [InlineData(ElfMachine.LoongArch, ByteOrder.Little, 2, "1000bc9a78563412")] // R_LARCH_64
    public void Absolute_with_addend(ElfMachine machine, ByteOrder order, uint type, string after)
    {
        // What the file holds in place must not matter, and neighbours must stay.
        byte[] field = [0xee, .. Enumerable.Repeat((byte)0x55, after.Length / 2), 0xee];
        byte[] expected = [0xee, .. Convert.FromHexString(after), 0xee];
        Assert.Equal(expected, Relocated(
            new ElfBuilder(ElfClass.Elf64, order, machine).Section(".debug_info", field)
                .Symbol("s", 0xfff1u, Symbol).Relocate(".debug_info", 1, type, "s", Addend)));
    }

    [Theory]
    [InlineData(ElfMachine.I386, ByteOrder.Little, 1, "10000000", "20304050")] // R_386_32
    [InlineData(ElfMachine.Arm, ByteOrder.Little, 2, "10000000", "20304050")] // R_ARM_ABS32
    [InlineData(ElfMachine.Arm, ByteOrder.Big, 2, "00000010", "50403020")]
    [InlineData(ElfMachine.Mips, ByteOrder.Big, 2, "00000010", "50403020")] // R_MIPS_32
    [InlineData(ElfMachine.Mips, ByteOrder.Little, 2, "f0ffffff", "00304050")]
    public void Absolute_in_place(ElfMachine machine, ByteOrder order, uint type, string before, string after)
    {
        Assert.Equal(Convert.FromHexString(after), Relocated(
            new ElfBuilder(ElfClass.Elf32, order, machine).Section(".debug_info", Convert.FromHexString(before))
                .Symbol("s", 0xfff1u, 0x5040_3010).Relocate(".debug_info", 0, type, "s")));
    }

    [Theory]
    [InlineData(ElfMachine.PowerPc, ByteOrder.Big, 1, "50403020")] // R_PPC_ADDR32
    [InlineData(ElfMachine.PowerPc, ByteOrder.Big, 24, "50403020")] // R_PPC_UADDR32
    [InlineData(ElfMachine.RiscV, ByteOrder.Little, 1, "20304050")] // R_RISCV_32
    [InlineData(ElfMachine.Sparc, ByteOrder.Big, 23, "50403020")] // R_SPARC_UA32
    [InlineData(ElfMachine.Sparc32Plus, ByteOrder.Big, 3, "50403020")] // R_SPARC_32
    [InlineData(ElfMachine.LoongArch, ByteOrder.Little, 1, "20304050")] // R_LARCH_32
    public void Absolute_with_addend_of_32_bits(ElfMachine machine, ByteOrder order, uint type, string after)
    {
        Assert.Equal(Convert.FromHexString(after), Relocated(
            new ElfBuilder(ElfClass.Elf32, order, machine).Section(".debug_info", [9, 9, 9, 9])
                .Symbol("s", 0xfff1u, 0x5040_3030).Relocate(".debug_info", 0, type, "s", -0x10)));
    }

    [Theory]
    [InlineData(33, "01", "31")] // R_RISCV_ADD8
    [InlineData(34, "0100", "3100")] // R_RISCV_ADD16
    [InlineData(35, "01000000", "31000000")] // R_RISCV_ADD32
    [InlineData(36, "0100000000000000", "3100000000000000")] // R_RISCV_ADD64
    [InlineData(37, "01", "d1")] // R_RISCV_SUB8
    [InlineData(38, "0100", "d1ff")] // R_RISCV_SUB16
    [InlineData(39, "01000000", "d1ffffff")] // R_RISCV_SUB32
    [InlineData(40, "0100000000000000", "d1ffffffffffffff")] // R_RISCV_SUB64
    [InlineData(51, "01", "01")] // R_RISCV_RELAX
    [InlineData(52, "c1", "d1")] // R_RISCV_SUB6
    [InlineData(53, "c1", "f0")] // R_RISCV_SET6
    [InlineData(54, "01", "30")] // R_RISCV_SET8
    [InlineData(55, "0101", "3000")] // R_RISCV_SET16
    [InlineData(56, "01010101", "30000000")] // R_RISCV_SET32
    [InlineData(60, "ff8100", "b08000")] // R_RISCV_SET_ULEB128
    [InlineData(61, "b18000", "818000")] // R_RISCV_SUB_ULEB128
    public void Differences_of_RISC_V(uint type, string before, string after) =>
        Difference(ElfMachine.RiscV, type, before, after);

    [Theory]
    [InlineData(47, "01", "31")] // R_LARCH_ADD8
    [InlineData(48, "0100", "3100")] // R_LARCH_ADD16
    [InlineData(50, "01000000", "31000000")] // R_LARCH_ADD32
    [InlineData(51, "0100000000000000", "3100000000000000")] // R_LARCH_ADD64
    [InlineData(52, "01", "d1")] // R_LARCH_SUB8
    [InlineData(53, "0100", "d1ff")] // R_LARCH_SUB16
    [InlineData(55, "01000000", "d1ffffff")] // R_LARCH_SUB32
    [InlineData(56, "0100000000000000", "d1ffffffffffffff")] // R_LARCH_SUB64
    [InlineData(100, "01", "01")] // R_LARCH_RELAX
    [InlineData(105, "c1", "f1")] // R_LARCH_ADD6
    [InlineData(106, "c1", "d1")] // R_LARCH_SUB6
    [InlineData(107, "818000", "b18000")] // R_LARCH_ADD_ULEB128
    [InlineData(108, "b18000", "818000")] // R_LARCH_SUB_ULEB128
    public void Differences_of_LoongArch(uint type, string before, string after) =>
        Difference(ElfMachine.LoongArch, type, before, after);

    [Fact]
    public void A_difference_is_a_pair()
    {
        // .uleb128 end - start, as binutils 2.41 leaves it: the field is 0, as long as the assembler guessed.
        Assert.Equal([0x88, 0x80, 0x01], Relocated(
            new ElfBuilder(machine: ElfMachine.RiscV).Section(".debug_info", [0x80, 0x80, 0x00])
                .Symbol("end", 0xfff1u, 0x5008).Symbol("start", 0xfff1u, 0x1000)
                .Relocate(".debug_info", 0, 60, "end").Relocate(".debug_info", 0, 61, "start")));
    }

    [Fact]
    public void Type_numbers_of_other_machines_are_unknown()
    {
        Assert.Equal(RelocationKind.Unknown, DebugRelocations.Classify(ElfMachine.X8664, 2)); // R_X86_64_PC32
        Assert.Equal(RelocationKind.Unknown, DebugRelocations.Classify((ElfMachine)9999, 1));
        Assert.Equal(RelocationKind.None, DebugRelocations.Classify((ElfMachine)9999, 0));
        Assert.False(DebugRelocations.IsSupported((ElfMachine)9999));
    }

    private static void Difference(ElfMachine machine, uint type, string before, string after) => Assert.Equal(
        Convert.FromHexString(after),
        Relocated(
            new ElfBuilder(machine: machine).Section(".debug_info", Convert.FromHexString(before))
                .Symbol("s", 0xfff1u, 0x20).Relocate(".debug_info", 0, type, "s", Addend)));

    private static byte[] Relocated(ElfBuilder builder)
    {
        using NativeBuffer buffer = builder.BuildInMemory();
        using LoadedSection section = SectionLoader.Load(ElfFile.Parse(buffer.Contents), ".debug_info");
        Assert.False(section.HasUnknownRelocations);
        return section.Contents.Span().ToArray();
    }
}
