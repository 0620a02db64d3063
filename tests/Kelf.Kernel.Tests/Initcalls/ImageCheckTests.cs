// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers.Binary;

using Kelf.Kernel.Initcalls;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Kernel.Tests.Initcalls;

public sealed class ImageCheckTests
{
    private const ulong Base = 0x1000;

    private static readonly string[] s_objects = ["a__2_1_two6", "a__3_1_three6", "a__1_1_oneearly", "a__4_1_fourcon"];

    [Fact]
    public void The_right_order_has_no_problems()
    {
        ImageCheck check = Check(Linked(16, "a__1_1_oneearly", "a__2_1_two6", "a__3_1_three6"));
        Assert.Equal((4, 1), (check.Entries, check.Unnamed));
        Assert.Empty(check.Problems);
    }

    [Fact]
    public void A_swap_is_found() => Assert.Equal(
        ["initcalls: entry 2 is __initcall__a__3_1_three6, not __initcall__a__2_1_two6"],
        Check(Linked(12, "a__1_1_oneearly", "a__3_1_three6", "a__2_1_two6")).Problems);

    [Fact]
    public void What_is_missing_and_what_is_too_much_is_found() => Assert.Equal(
        [
            "__initcall__a__3_1_three6 is missing from initcalls: it is never called",
            "__initcall__b__9_1_other6 is in initcalls, but in no object",
        ],
        Check(Linked(12, "a__1_1_oneearly", "a__2_1_two6", "b__9_1_other6")).Problems);

    [Fact]
    public void Relocatable_images_have_a_section_for_each_level()
    {
        ElfBuilder elf = new ElfBuilder()
            .Section(".initcall6.init", new byte[12]).Section(".initcallearly.init", new byte[4])
            .Section(".initcall6.init..a__3_1_three", new byte[4]);
        Add(elf, ".initcall6.init", 4, "a__2_1_two6");
        Add(elf, ".initcall6.init", 8, "a__4_1_fourcon");
        Add(elf, ".initcallearly.init", 0, "a__1_1_oneearly");
        ImageCheck check = Check(elf);
        Assert.Equal(1, check.Unnamed);
        Assert.Equal(
            [
                "__initcall__a__4_1_fourcon is missing from .con_initcall.init: it is never called",
                "__initcall__a__3_1_three6 is missing from .initcall6.init: it is never called",
                "__initcall__a__4_1_fourcon is in .initcall6.init, but in no object",
                "section .initcall6.init..a__3_1_three is in no level: its initcall is never called",
            ],
            check.Problems);
    }

    [Theory]
    [InlineData("__initstub__a__2_1_two6", 0, false)]
    [InlineData("__initstub__a__2_1_two6", 4, true)]
    [InlineData("elsewhere", 0, true)]
    public void Relocations_lead_to_the_stubs(string target, long addend, bool isMisled)
    {
        ElfBuilder elf = new ElfBuilder(machine: ElfMachine.X8664)
            .Section(".initcall6.init", new byte[8]).Section(".initcallearly.init", new byte[4]).Section(".con_initcall.init", new byte[4])
            .Section(".init.text", new byte[32]).Symbol("elsewhere", ".init.text", 8).Symbol("__initstub__a__2_1_two6", ".init.text", 16);
        Add(elf, ".initcall6.init", 0, "a__2_1_two6");
        Add(elf, ".initcall6.init", 4, "a__3_1_three6");
        Add(elf, ".initcallearly.init", 0, "a__1_1_oneearly");
        Add(elf, ".con_initcall.init", 0, "a__4_1_fourcon");
        elf.Relocate(".initcall6.init", 0, 2, target, addend);
        Assert.Equal(isMisled ? ["__initcall__a__2_1_two6 in .initcall6.init does not call its stub"] : [], Check(elf).Problems);
    }

    [Theory]
    [InlineData(0x100, false)]
    [InlineData(0x104, true)]
    public void Offsets_lead_to_the_stubs(int target, bool isMisled)
    {
        byte[] entries = new byte[64];
        BinaryPrimitives.WriteInt32LittleEndian(entries.AsSpan(4), target - 4);
        ElfBuilder elf = Linked(entries, 12, "a__1_1_oneearly", "a__2_1_two6", "a__3_1_three6")
            .With(".init.data", header => header with { Address = Base })
            .Symbol("__initstub__a__2_1_two6", ".init.data", Base + 0x100);
        Assert.Equal(isMisled ? ["__initcall__a__2_1_two6 in initcalls does not call its stub"] : [], Check(elf).Problems);
    }

    [Fact]
    public void Other_programs_are_refused()
    {
        ElfBuilder elf = new ElfBuilder(type: ElfType.Executable).Section(".x", new byte[4]).Symbol("main", ".x");
        Assert.Equal(
            "a.o: no symbol __con_initcall_start: this is not a linked kernel with its symbol table",
            Assert.Throws<MalformedFileException>(() => Check(elf)).Message);
    }

    private static ElfBuilder Linked(ulong size, params string[] names) => Linked(new byte[64], size, names);

    private static ElfBuilder Linked(byte[] contents, ulong size, params string[] names)
    {
        ElfBuilder elf = new ElfBuilder(type: ElfType.Executable).Section(".init.data", contents);
        elf.Symbol("__initcall_start", ".init.data", Base).Symbol("__initcall_end", ".init.data", Base + size)
            .Symbol("__con_initcall_start", ".init.data", Base + size).Symbol("__con_initcall_end", ".init.data", Base + size + 4);
        for (int i = 0; i < names.Length; i++)
        {
            Add(elf, ".init.data", Base + ((ulong)i * 4), names[i]);
        }

        return Add(elf, ".init.data", Base + size, "a__4_1_fourcon");
    }

    private static ElfBuilder Add(ElfBuilder elf, string section, ulong value, string name) =>
        elf.Symbol("__initcall__" + name, section, value, binding: ElfSymbolBinding.Local);

    private static ImageCheck Check(ElfBuilder image)
    {
        ElfBuilder objects = new ElfBuilder().Section(".x", new byte[64]);
        Array.ForEach(s_objects, name => Add(objects, ".x", 0, name));
        using NativeBuffer buffer = InMemory.File(objects.Build());
        using NativeBuffer imageBuffer = InMemory.File(image.Build());
        return ImageCheck.Run(imageBuffer.Contents, new InitcallOrder([InitcallsReader.Read(buffer.Contents)]));
    }
}
