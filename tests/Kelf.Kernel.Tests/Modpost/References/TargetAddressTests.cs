// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Kernel.Tests.Modpost.References;

/// <summary>Addends in place of relocations without addends: a section symbol leads to 32 in <c>.init.text</c>, where `there` is.</summary>
public sealed class TargetAddressTests
{
    [Theory]
    [InlineData(ElfMachine.I386, ByteOrder.Little, 1u, "20000000", true)]
    [InlineData(ElfMachine.I386, ByteOrder.Little, 2u, "1c000000", true)]
    [InlineData(ElfMachine.I386, ByteOrder.Little, 4u, "20000000", false)]
    [InlineData(ElfMachine.Arm, ByteOrder.Little, 2u, "20000000", true)]
    [InlineData(ElfMachine.Arm, ByteOrder.Big, 3u, "00000020", true)]
    [InlineData(ElfMachine.Arm, ByteOrder.Little, 43u, "200000e3", true)]
    [InlineData(ElfMachine.Arm, ByteOrder.Little, 28u, "060000eb", true)]
    [InlineData(ElfMachine.Arm, ByteOrder.Little, 47u, "40f22000", true)]
    [InlineData(ElfMachine.Arm, ByteOrder.Little, 51u, "00f00e80", true)]
    [InlineData(ElfMachine.Arm, ByteOrder.Little, 10u, "00f00ef8", true)]
    [InlineData(ElfMachine.Arm, ByteOrder.Little, 42u, "20000000", false)]
    [InlineData(ElfMachine.Mips, ByteOrder.Big, 2u, "00000020", true)]
    [InlineData(ElfMachine.Mips, ByteOrder.Big, 4u, "0c000008", true)]
    [InlineData(ElfMachine.Mips, ByteOrder.Big, 6u, "24420020", true)]
    [InlineData(ElfMachine.Mips, ByteOrder.Big, 5u, "00000020", false)]
    public void The_addend_is_decoded_from_the_instruction(ElfMachine machine, ByteOrder order, uint type, string bytes, bool isKnown)
    {
        ElfBuilder builder = CheckedObject.Of(new ElfBuilder(ElfClass.Elf32, order, machine), ".text", ".init.text")
            .Symbol("f", ".text").Symbol("far", ".init.text").Symbol("there", ".init.text", 32).Relocate(".text", 4, type, ".init.text");
        Convert.FromHexString(bytes).CopyTo(builder.ContentsOf(".text"), 4);

        Assert.Equal(
            $"f+0x4 (section: .text) -> {(isKnown ? "there" : "0xffffffff")} (section: .init.text)", CheckedObject.Tail(builder));
    }

    [Fact]
    public void An_instruction_that_ends_outside_of_its_section_is_malformed()
    {
        ElfBuilder builder = CheckedObject.Of(new ElfBuilder(ElfClass.Elf32, ByteOrder.Little, ElfMachine.I386), ".text", ".init.text")
            .Relocate(".text", 61, 1, ".init.text");

        Assert.Throws<MalformedFileException>(() => CheckedObject.Messages(builder));
    }
}
