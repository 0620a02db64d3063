// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Initcalls;
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Kernel.Tests.Initcalls;

public sealed class InitcallsReaderTests
{
    private const string Script = """
        SECTIONS {
        	.initcall2.init : {
        		*(.initcall2.init..a__5_1_b) ;
        	}
        	.initcall6.init : {
        		*(.initcall6.init..a__7_10_soon) ;
        		*(.initcall6.init..a__20_30_late) ;
        	}
        	.con_initcall.init : {
        		*(.con_initcall.init..a__9_1_c) ;
        	}
        	.initcallearly.init : {
        		*(.initcallearly.init..a__8_1_e) ;
        	}
        }

        """;

    private static readonly string[] s_names = ["a__20_30_late6", "a__7_10_soon6", "a__8_1_eearly", "a__9_1_ccon", "a__5_1_b2"];

    [Theory]
    [InlineData(ElfClass.Elf64, ByteOrder.Little)]
    [InlineData(ElfClass.Elf64, ByteOrder.Big)]
    [InlineData(ElfClass.Elf32, ByteOrder.Little)]
    [InlineData(ElfClass.Elf32, ByteOrder.Big)]
    public void Elf_of_each_kind_gives_the_script(ElfClass elfClass, ByteOrder order)
    {
        ElfMachine machine = elfClass == ElfClass.Elf64 ? ElfMachine.S390 : ElfMachine.PowerPc;
        ElfBuilder elf = new ElfBuilder(elfClass, order, machine).Section(".x", new byte[64]);
        Array.ForEach(s_names, name => elf.Symbol("__initcall__" + name, ".x", binding: ElfSymbolBinding.Local));
        Assert.Equal(Script, ScriptOf(elf.Build()));
    }

    [Fact]
    public void Bitcode_gives_the_script_from_its_symbol_table()
    {
        BitcodeBuilder file = new BitcodeBuilder().Function("f");
        Array.ForEach(s_names, name => file.Symbol("__initcall__" + name, 0x2000));
        file.Symbol("__initcall__a__1_1_undefined6", 0x2488);
        Assert.Equal(Script, ScriptOf(file.Build()));
    }

    [Fact]
    public void Bitcode_gives_the_script_from_its_module()
    {
        BitcodeBuilder file = new BitcodeBuilder
        {
            TableVersion = null,
            Assembly = string.Concat(s_names[1..].Select(name => $".section x; __initcall__{name}: .long f - .\n")),
        };
        Assert.Equal(Script, ScriptOf(file.Function("f").Variable("__initcall__" + s_names[0], 3, section: ".x").Build()));
    }

    [Fact]
    public void What_is_suspicious_is_said()
    {
        ElfBuilder elf = new ElfBuilder().Section(".x", new byte[64])
            .Symbol("__initcall__a__5_1_zz6", ".x", binding: ElfSymbolBinding.Local)
            .Symbol("__initcall__b__5_9_aa3", ".x", binding: ElfSymbolBinding.Local)
            .Symbol("__initcall__c__6_1_c8", ".x", binding: ElfSymbolBinding.Local)
            .Symbol("__initcall__1_2_bar6", ".x", binding: ElfSymbolBinding.Local)
            .Symbol("__initcall__d__7_1_g6", ".x").Symbol("__initcall__e__7_1_u6", null);
        ObjectInitcalls found = Read(elf.Build());
        Assert.Equal(["zz", "aa", "c"], found.Initcalls.Select(initcall => initcall.Name.Function));
        Assert.Empty(found.Errors);
        Assert.Equal(
            [
                "a.o: __initcall__1_2_bar6 has no module, counter and line, and so is no initcall",
                "a.o: __initcall__d__7_1_g6 is not local, and so no initcall",
                "a.o: zz and aa have the same counter 5: ordered by line",
                "a.o: c has level 8, which kernels never call",
            ],
            found.Warnings.Select(warning => warning.ToString()));
    }

    [Fact]
    public void A_name_without_a_level_is_an_error()
    {
        ElfBuilder elf = new ElfBuilder().Section(".x", new byte[64])
            .Symbol("__initcall__a__5_1_zz", ".x", binding: ElfSymbolBinding.Local);
        Assert.Equal(
            ["a.o: invalid initcall name __initcall__a__5_1_zz: it does not end with a level"], Read(elf.Build()).Errors.Select(error => error.ToString()));
    }

    [Theory]
    [InlineData("", "a.o: not an object file: it is empty")]
    [InlineData("text", "a.o: not an object file: neither ELF nor LLVM bitcode")]
    public void Other_files_are_refused(string contents, string message) => Assert.Equal(
        message, Assert.Throws<MalformedFileException>(() => Read(Encoding.UTF8.GetBytes(contents))).Message);

    private static ObjectInitcalls Read(byte[] file)
    {
        using NativeBuffer buffer = InMemory.File(file);
        return InitcallsReader.Read(buffer.Contents);
    }

    private static string ScriptOf(byte[] file)
    {
        ByteBuilder script = new();
        InitcallsScript.Write(new InitcallOrder([Read(file)]), script);
        return Encoding.UTF8.GetString(script.Bytes);
    }
}
