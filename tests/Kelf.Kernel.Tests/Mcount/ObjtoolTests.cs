// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Mcount;
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Kernel.Tests.Mcount;

public sealed class ObjtoolTests
{
    private static readonly McountOptions s_options = new() { Style = McountStyle.Objtool };

    [Fact]
    public void The_example_of_five_functions()
    {
        byte[] result = McountTestObjects.Run(McountTestObjects.Five().Build(), new McountOptions { Nop = true });
        Assert.Equal(
            ["0 1 .text 0", "8 1 .text 32", "10 1 .text 48", "18 1 .sched.text 0", "20 1 .noinstr.text 0"],
            McountTestObjects.Table(result));
        Assert.Equal([0x0f, 0x1f, 0x44, 0, 0, 0xc3], McountTestObjects.Contents(result, ".sched.text"));
        Assert.Equal(["0:__fentry__"], McountTestObjects.Relocations(result, ".rela.sched.text"));
    }

    [Fact]
    public void Relocations_follow_the_globals_that_make_room_for_section_symbols()
    {
        byte[] result = McountTestObjects.Run(McountTestObjects.Five().Build(), s_options);
        Assert.Equal(
            ["4:__fentry__", "4:__fentry__", "4:__fentry__"], McountTestObjects.Relocations(result, ".rela.text"));
        using NativeBuffer image = InMemory.File(result);
        ElfFile elf = ElfFile.Parse(image.Contents);
        Assert.True(elf.TryFindSection(".symtab", out ElfSection? section));
        ElfSymbolTable symbols = elf.Symbols(section);
        Assert.Equal(10, symbols.Count);
        for (int i = 0; i < symbols.Count; i++)
        {
            Assert.Equal(i < (int)section.Info, symbols[i].Binding == ElfSymbolBinding.Local);
        }
    }

    [Fact]
    public void More_section_symbols_than_globals()
    {
        ElfBuilder elf = new ElfBuilder().Symbol("__fentry__", null);
        for (int i = 0; i < 5; i++)
        {
            elf.Section($".text.{i}", [0xe8, 0, 0, 0, 0], flags: McountTestObjects.Code)
                .Relocate($".text.{i}", 1, 4, "__fentry__", -4);
        }

        byte[] result = McountTestObjects.Run(elf.Build(), s_options);
        Assert.Equal(
            ["0 1 .text.0 0", "8 1 .text.1 0", "10 1 .text.2 0", "18 1 .text.3 0", "20 1 .text.4 0"],
            McountTestObjects.Table(result));
        Assert.Equal(["4:__fentry__"], McountTestObjects.Relocations(result, ".rela.text.4"));
    }

    [Fact]
    public void Jumps_are_warned_of_and_other_uses_are_nothing()
    {
        byte[] file = new ElfBuilder()
            .Section(".text", [0xe9, 0, 0, 0, 0, 0xff, 0x15, 0, 0, 0, 0, 0xe8, 0, 0, 0, 0], flags: McountTestObjects.Code)
            .Symbol("__fentry__", null)
            .Relocate(".text", 1, 4, "__fentry__", -4)
            .Relocate(".text", 7, 41, "__fentry__", -4)
            .Relocate(".text", 12, 4, "__fentry__", 0)
            .Relocate(".text", 0, 4, "__fentry__", -4)
            .Build();
        using NativeBuffer image = InMemory.File(file);
        McountPlan plan = McountTool.Run(image.Contents, s_options);
        Assert.Empty(plan.Records);
        Assert.False(plan.Output.HasChanges);
        Assert.Equal(["a.o: .text+0x0: jumps to __fentry__: it is not recorded"], plan.Warnings.Select(warning => warning.In("a.o").ToString()));
    }

    [Theory]
    [InlineData(ElfMachine.PowerPc64, ElfClass.Elf64, ByteOrder.Little, 10u, 0x4800_0001u, 38u)]
    [InlineData(ElfMachine.PowerPc64, ElfClass.Elf64, ByteOrder.Big, 10u, 0x4800_0001u, 38u)]
    [InlineData(ElfMachine.PowerPc, ElfClass.Elf32, ByteOrder.Big, 18u, 0x4800_0001u, 1u)]
    [InlineData(ElfMachine.LoongArch, ElfClass.Elf64, ByteOrder.Little, 66u, 0x5400_0000u, 2u)]
    public void Other_machines(ElfMachine machine, ElfClass elfClass, ByteOrder order, uint type, uint call, uint pointer)
    {
        byte[] code = new ByteAssembler(order).U32(0).U32(0).U32(call).U32(0).ToArray();
        byte[] file = new ElfBuilder(elfClass, order, machine)
            .Section(".text", code, flags: McountTestObjects.Code)
            .Symbol("_mcount", null)
            .Relocate(".text", 8, type, "_mcount")
            .Relocate(".text", 12, type, "_mcount")
            .Build();
        Assert.Equal([$"0 {pointer} .text 8"], McountTestObjects.Table(McountTestObjects.Run(file, s_options)));
        Assert.Throws<RefusedException>(() => McountTestObjects.Run(file, s_options with { Nop = true }));
    }

    [Fact]
    public void Section_indices_of_many_bits()
    {
        ElfBuilder elf = new ElfBuilder().Symbol("__fentry__", null);
        for (int i = 0; i < 0xff00; i++)
        {
            elf.Section($"s{i % 50}", []);
        }

        elf.Section(".text", [0xe8, 0, 0, 0, 0], flags: McountTestObjects.Code)
            .Symbol("f", ".text", 0, binding: ElfSymbolBinding.Weak)
            .Relocate(".text", 1, 4, "__fentry__", -4);
        Assert.Equal(["0 1 .text 0"], McountTestObjects.Table(McountTestObjects.Run(elf.Build(), s_options)));
    }

    [Fact]
    public void Malformed_symbol_tables_are_refused()
    {
        static string Message(ElfBuilder elf) =>
            Assert.Throws<MalformedFileException>(() => McountTestObjects.Run(elf.Build(), s_options)).Message;

        Assert.Equal(
            "a.o: .symtab+0x0: sh_info, the first global symbol, is 0, but there are 8 symbols",
            Message(McountTestObjects.Five().With(".symtab", header => header with { Info = 0 })));
        Assert.Equal(
            "a.o: .symtab+0x0: sh_info, the first global symbol, is 9, but there are 8 symbols",
            Message(McountTestObjects.Five().With(".symtab", header => header with { Info = 9 })));
    }
}
