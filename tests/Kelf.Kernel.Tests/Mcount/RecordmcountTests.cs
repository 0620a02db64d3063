// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Mcount;
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Kernel.Tests.Mcount;

public sealed class RecordmcountTests
{
    private static readonly McountOptions s_options = new() { Style = McountStyle.Recordmcount };

    [Fact]
    public void The_example_of_five_functions()
    {
        byte[] result = McountTestObjects.Run(McountTestObjects.Five().Build(), s_options);
        Assert.Equal(
            ["0 1 .text 0", "8 1 .text 32", "10 1 .text 48", "18 1 gamma 0"], McountTestObjects.Table(result));
        Assert.Equal([0x0f, 0x1f, 0x44, 0, 0, 0xc3], McountTestObjects.Contents(result, ".noinstr.text"));
        Assert.Equal(["0:__fentry__"], McountTestObjects.Relocations(result, ".rela.noinstr.text"));
        Assert.Equal(
            ["4:__fentry__", "4:__fentry__", "4:__fentry__"], McountTestObjects.Relocations(result, ".rela.text"));
    }

    [Fact]
    public void New_sections_are_at_the_end_and_the_rest_stays()
    {
        byte[] before = McountTestObjects.Five().Build();
        byte[] after = McountTestObjects.Run(before, s_options);
        using NativeBuffer image = InMemory.File(after);
        ElfFile elf = ElfFile.Parse(image.Contents);
        ElfSection records = elf.Sections[^1];
        ElfSection table = elf.Sections[^2];
        Assert.Equal("__mcount_loc", table.Name);
        Assert.Equal(
            (ElfSectionType.ProgramBits, ElfSectionFlags.Allocated, 8ul, 8ul, 0x20ul),
            (table.Type, table.Flags, table.Alignment, table.EntrySize, table.Size));
        Assert.Equal(".rela__mcount_loc", records.Name);
        Assert.Equal(records.NameOffset + 5, table.NameOffset);
        Assert.Equal((ElfSectionFlags.None, table.Index.Value, 24ul), (records.Flags, records.Info, records.EntrySize));
        Assert.Equal(before.AsSpan(64, 0x54), after.AsSpan(64, 0x54));
        Assert.Equal((ulong)after.Length, records.Offset + records.Size);
    }

    // machine, class, order, tracer, type of its calls, place of the call: type and value of the record.
    public static TheoryData<ElfMachine, ElfClass, ByteOrder, string, uint, ulong, string> Machines => new()
    {
        { ElfMachine.X8664, ElfClass.Elf64, ByteOrder.Little, "__fentry__", 4, 9, "0 1 base 4" },
        { ElfMachine.X8664, ElfClass.Elf64, ByteOrder.Little, "mcount", 2, 9, "0 1 base 4" },
        { ElfMachine.I386, ElfClass.Elf32, ByteOrder.Little, "mcount", 2, 9, "0 1 base 4" },
        { ElfMachine.AArch64, ElfClass.Elf64, ByteOrder.Little, "_mcount", 283, 8, "0 257 base 4" },
        { ElfMachine.AArch64, ElfClass.Elf64, ByteOrder.Big, "_mcount", 283, 8, "0 257 base 4" },
        { ElfMachine.Arm, ElfClass.Elf32, ByteOrder.Little, "__gnu_mcount_nc", 28, 8, "0 2 base 4" },
        { ElfMachine.Arm, ElfClass.Elf32, ByteOrder.Big, "mcount", 1, 8, "0 2 base 4" },
        { ElfMachine.Arm, ElfClass.Elf32, ByteOrder.Little, "__gnu_mcount_nc", 10, 8, "0 2 base 4" },
        { ElfMachine.S390, ElfClass.Elf64, ByteOrder.Big, "_mcount", 20, 8, "0 22 base -10" },
        { ElfMachine.Mips, ElfClass.Elf32, ByteOrder.Big, "_mcount", 4, 8, "0 2 base 4" },
        { ElfMachine.Mips, ElfClass.Elf64, ByteOrder.Little, "_mcount", 4, 8, "0 18 base 4" },
        { ElfMachine.Mips, ElfClass.Elf64, ByteOrder.Big, "_mcount", 4, 8, "0 18 base 4" },
        { ElfMachine.PowerPc, ElfClass.Elf32, ByteOrder.Big, "_mcount", 10, 8, "0 1 base 4" },
        { ElfMachine.PowerPc64, ElfClass.Elf64, ByteOrder.Big, "._mcount", 10, 8, "0 38 base 4" },
        { ElfMachine.PowerPc64, ElfClass.Elf64, ByteOrder.Little, "_mcount", 10, 8, "0 38 base 4" },
        { ElfMachine.SuperH, ElfClass.Elf32, ByteOrder.Little, "mcount", 1, 8, "0 1 base 4" },
        { ElfMachine.SparcV9, ElfClass.Elf64, ByteOrder.Big, "_mcount", 7, 8, "0 32 base 4" },
        { ElfMachine.LoongArch, ElfClass.Elf64, ByteOrder.Little, "_mcount", 29, 8, "0 2 base 4" },
        { ElfMachine.LoongArch, ElfClass.Elf32, ByteOrder.Little, "_mcount", 20, 8, "0 1 base 4" },
    };

    [Theory]
    [MemberData(nameof(Machines))]
    public void Each_machine_has_its_records(
        ElfMachine machine, ElfClass elfClass, ByteOrder order, string tracer, uint type, ulong place, string record)
    {
        byte[] file = new ElfBuilder(elfClass, order, machine)
            .Section(".text", new byte[32], flags: McountTestObjects.Code)
            .Symbol("base", ".text", 4, binding: ElfSymbolBinding.Local)
            .Symbol(tracer, null)
            .Relocate(".text", place, type, tracer)
            .Build();
        Assert.Equal([record], McountTestObjects.Table(McountTestObjects.Run(file, s_options)));
    }

    [Theory]
    [InlineData(ElfMachine.AArch64, ElfClass.Elf64, "_mcount", 282u)]
    [InlineData(ElfMachine.Arm, ElfClass.Elf32, "__gnu_mcount_nc", 2u)]
    [InlineData(ElfMachine.LoongArch, ElfClass.Elf64, "_mcount", 66u)]
    [InlineData(ElfMachine.PowerPc64, ElfClass.Elf64, "mcount", 10u)]
    public void Other_relocations_are_no_calls(ElfMachine machine, ElfClass elfClass, string symbol, uint type)
    {
        byte[] file = new ElfBuilder(elfClass, ByteOrder.Little, machine)
            .Section(".text", new byte[32], flags: McountTestObjects.Code)
            .Symbol("base", ".text", 0, binding: ElfSymbolBinding.Local)
            .Symbol(symbol, null)
            .Relocate(".text", 8, type, symbol)
            .Build();
        Assert.Equal(file, McountTestObjects.Run(file, s_options));
    }

    [Fact]
    public void A_call_of_several_parts_on_MIPS_counts_once()
    {
        ElfBuilder elf = new ElfBuilder(ElfClass.Elf64, ByteOrder.Little, ElfMachine.Mips)
            .Section(".text", new byte[64], flags: McountTestObjects.Code)
            .Symbol("base", ".text", 0, binding: ElfSymbolBinding.Local)
            .Symbol("_mcount", null);
        foreach (ulong place in (ulong[])[0, 4, 8, 12, 32, 36])
        {
            elf.Relocate(".text", place, 5, "_mcount");
        }

        Assert.Equal(["0 18 base 0", "8 18 base 32"], McountTestObjects.Table(McountTestObjects.Run(elf.Build(), s_options)));
    }

    [Fact]
    public void Weak_symbols_are_no_base_and_on_ARM_neither_are_functions()
    {
        byte[] file = new ElfBuilder(ElfClass.Elf32, ByteOrder.Little, ElfMachine.Arm)
            .Section(".text", new byte[32], flags: McountTestObjects.Code)
            .Symbol("function", ".text", 0, binding: ElfSymbolBinding.Local, type: ElfSymbolType.Function)
            .Symbol("weak", ".text", 0, binding: ElfSymbolBinding.Weak)
            .Symbol("label", ".text", 4)
            .Symbol("__gnu_mcount_nc", null)
            .Relocate(".text", 8, 28, "__gnu_mcount_nc")
            .Build();
        Assert.Equal(["0 2 label 4"], McountTestObjects.Table(McountTestObjects.Run(file, s_options)));
    }

    // Byte order, the code before and after, and the place of the call.
    [Theory]
    [InlineData(ByteOrder.Little, "e52de004ebfffffe", "e1a00000e1a00000", 4)]
    [InlineData(ByteOrder.Big, "e52de004ebfffffe", "e1a00000e1a00000", 4)]
    [InlineData(ByteOrder.Big, "e92d4000ebfffffe", "e92d4000e1a00000", 4)]
    [InlineData(ByteOrder.Little, "ebfffffee1a00001", "e1a00000e1a00001", 0)]
    [InlineData(ByteOrder.Little, "12345678ebfffff0", null, 4)]
    public void Calls_elsewhere_become_nops_on_ARM(ByteOrder order, string before, string? after, uint place)
    {
        static byte[] Words(string hex, ByteOrder order)
        {
            byte[] bytes = Convert.FromHexString(hex);
            if (order == ByteOrder.Little)
            {
                bytes.AsSpan(0, 4).Reverse();
                bytes.AsSpan(4, 4).Reverse();
            }

            return bytes;
        }

        byte[] file = new ElfBuilder(ElfClass.Elf32, order, ElfMachine.Arm)
            .Section(".text", new byte[8], flags: McountTestObjects.Code)
            .Section(".noinstr.text", Words(before, order), flags: McountTestObjects.Code)
            .Symbol("label", ".text", 0)
            .Symbol("__gnu_mcount_nc", null)
            .Relocate(".text", 0, 28, "__gnu_mcount_nc")
            .Relocate(".noinstr.text", place, 28, "__gnu_mcount_nc")
            .Build();
        byte[] result = McountTestObjects.Run(file, s_options);
        Assert.Equal(Words(after ?? before, order), McountTestObjects.Contents(result, ".noinstr.text"));
        Assert.Equal(
            [after is null ? "28:__gnu_mcount_nc" : "0:__gnu_mcount_nc"],
            McountTestObjects.Relocations(result, ".rel.noinstr.text"));
    }

    [Theory]
    [InlineData(ByteOrder.Little)]
    [InlineData(ByteOrder.Big)]
    public void Calls_elsewhere_become_nops_on_arm64_whose_instructions_are_little_endian(ByteOrder order)
    {
        byte[] file = new ElfBuilder(ElfClass.Elf64, order, ElfMachine.AArch64)
            .Section(".text", new byte[8], flags: McountTestObjects.Code)
            .Section(".noinstr.text", [0, 0, 0, 0x94, 0, 0, 0, 0x95], flags: McountTestObjects.Code)
            .Symbol("f", ".text", 0)
            .Symbol("_mcount", null)
            .Relocate(".text", 0, 283, "_mcount")
            .Relocate(".noinstr.text", 0, 283, "_mcount")
            .Relocate(".noinstr.text", 4, 283, "_mcount")
            .Build();
        byte[] result = McountTestObjects.Run(file, s_options);
        Assert.Equal([0x1f, 0x20, 0x03, 0xd5, 0, 0, 0, 0x95], McountTestObjects.Contents(result, ".noinstr.text"));
        Assert.Equal(["0:_mcount", "283:_mcount"], McountTestObjects.Relocations(result, ".rela.noinstr.text"));
    }

    [Fact]
    public void A_second_run_finds_the_table()
    {
        byte[] once = McountTestObjects.Run(McountTestObjects.Five().Build(), s_options);
        using NativeBuffer image = InMemory.File(once);
        McountPlan plan = McountTool.Run(image.Contents, s_options);
        Assert.True(plan.HasTable);
        Assert.False(plan.Output.HasChanges);
        Assert.Equal([0ul, 0x20, 0x30, 0], plan.Records.Select(record => record.Offset));
    }

    [Fact]
    public void Without_traced_sections_nothing_is_done()
    {
        byte[] file = new ElfBuilder()
            .Section(".noinstr.text", [0xe8, 0, 0, 0, 0], flags: McountTestObjects.Code)
            .Symbol("__fentry__", null)
            .Relocate(".noinstr.text", 1, 4, "__fentry__", -4)
            .Build();
        Assert.Equal(file, McountTestObjects.Run(file, s_options));
    }

    /// <summary>The original refuses the object: "Cannot find symbol for section 1".</summary>
    [Theory]
    [InlineData(ElfMachine.X8664, ElfClass.Elf64, "__fentry__", 4u, ElfSymbolBinding.Weak, 1, ".text 4")]
    [InlineData(ElfMachine.I386, ElfClass.Elf32, "mcount", 2u, ElfSymbolBinding.Weak, 1, ".text 4")]
    [InlineData(ElfMachine.Arm, ElfClass.Elf32, "__gnu_mcount_nc", 28u, ElfSymbolBinding.Local, 2, ".text 5")]
    public void A_section_without_a_base_gets_a_symbol(
        ElfMachine machine, ElfClass elfClass, string tracer, uint type, ElfSymbolBinding binding, int pointer, string record)
    {
        // With its symbol the first global one moves to the end, as do relocations that name it; the records of other sections
        // name the symbols of theirs, too.
        byte[] file = new ElfBuilder(elfClass, ByteOrder.Little, machine)
            .Section(".text", new byte[16], flags: McountTestObjects.Code)
            .Section(".sched.text", new byte[16], flags: McountTestObjects.Code)
            .Symbol("function", ".text", 0, binding: binding, type: ElfSymbolType.Function)
            .Symbol(tracer, null)
            .Symbol("base", ".sched.text", 4)
            .Relocate(".text", 5, type, tracer)
            .Relocate(".sched.text", 9, type, tracer)
            .Build();
        byte[] result = McountTestObjects.Run(file, s_options);
        int word = elfClass == ElfClass.Elf64 ? 8 : 4;
        int adjust = record.EndsWith('4') ? 1 : 0;
        Assert.Equal([$"0 {pointer} {record}", $"{word} {pointer} .sched.text {9 - adjust}"], McountTestObjects.Table(result));
        string rel = elfClass == ElfClass.Elf64 ? ".rela" : ".rel";
        Assert.Equal([$"{type}:{tracer}"], McountTestObjects.Relocations(result, rel + ".text"));
        Assert.Equal([$"{type}:{tracer}"], McountTestObjects.Relocations(result, rel + ".sched.text"));
    }

    [Fact]
    public void Linked_files_and_unknown_machines_are_refused()
    {
        byte[] linked = new ElfBuilder(type: ElfType.Executable).Section(".text", []).Build();
        Assert.Equal(
            "a.o: not a relocatable object (e_type is 2): __mcount_loc is made before the link",
            Assert.Throws<RefusedException>(() => McountTestObjects.Run(linked, s_options)).Message);
        byte[] riscV = new ElfBuilder(machine: ElfMachine.RiscV).Section(".text", []).Build();
        Assert.Equal(
            "a.o: recordmcount knows no machine 243 with 64 bits",
            Assert.Throws<RefusedException>(() => McountTestObjects.Run(riscV, s_options)).Message);
    }

    [Fact]
    public void Malformed_links_are_refused()
    {
        static string Message(ElfBuilder elf) =>
            Assert.Throws<MalformedFileException>(() => McountTestObjects.Run(elf.Build(), s_options)).Message;

        Assert.Equal(
            "a.o: .rela.text+0x0: sh_link of section 5 (.rela.text) is 99, which is not the symbol table",
            Message(McountTestObjects.Five().With(".rela.text", header => header with { Link = 99 })));
        Assert.Equal(
            "a.o: sh_info of section 5 (.rela.text) is 99, but there are 12 sections",
            Message(McountTestObjects.Five().With(".rela.text", header => header with { Info = 99 })));
        Assert.Equal(
            "a.o: .rela.text+0x0: 70 bytes in entries of 24 bytes: relocations have 24 bytes",
            Message(McountTestObjects.Five().With(".rela.text", header => header with { Size = 70 })));
        Assert.Equal(
            "a.o: .rela.text+0x0: symbol 7 of a relocation is not below 2",
            Message(McountTestObjects.Five().With(".symtab", header => header with { Size = 48 })));
        Assert.Equal(
            "a.o: .rela.text+0x48: offset 0x54 of a call is outside section 1 (.text) of 84 bytes",
            Message(McountTestObjects.Five().Relocate(".text", 0x54, 4, "__fentry__", -4)));
    }
}
