// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Cli.Tests.Modpost;

/// <summary>What kelf writes under the name of <c>scripts/mod/modpost</c>: all files.</summary>
public sealed class ModpostOutputTests : IDisposable
{
    private const string FullBuild = "-M -m -b -x -o Module.symvers -T modules.order vmlinux.o";

    private readonly ModpostFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_kernel_with_two_modules_is_that_of_the_original()
    {
        Assert.Equal((0, ""), _folder.Run(FullBuild));
        Assert.Equal(
            "0x0000abcd\tcounter\tvmlinux\tEXPORT_SYMBOL\t\n"
            + "0x12345678\tdo_work\tvmlinux\tEXPORT_SYMBOL_GPL\t\n"
            + "0xdeadbeef\thelper\tvmlinux\tEXPORT_SYMBOL\tSUB_NS\n"
            + "0x00000063\tkvm_only\tvmlinux\tEXPORT_SYMBOL_GPL\tmodule:m-2,kvm*\n"
            + "0xac3df945\tmodule_layout\tvmlinux\tEXPORT_SYMBOL\t\n"
            + "0x0badf00d\tm1_api\tm1\tEXPORT_SYMBOL_GPL\tSUB_NS\n",
            _folder.Read("Module.symvers"));
        Assert.Equal(
            """
            #include <linux/export-internal.h>

            KSYMTAB_DATA(counter, "");
            SYMBOL_FLAGS(counter, 0x00);
            KSYMTAB_FUNC(do_work, "");
            SYMBOL_FLAGS(do_work, 0x01);
            KSYMTAB_FUNC(helper, "SUB_NS");
            SYMBOL_FLAGS(helper, 0x00);
            KSYMTAB_FUNC(kvm_only, "module:m-2,kvm*");
            SYMBOL_FLAGS(kvm_only, 0x01);
            KSYMTAB_DATA(module_layout, "");
            SYMBOL_FLAGS(module_layout, 0x00);

            SYMBOL_CRC(counter, 0x0000abcd);
            SYMBOL_CRC(do_work, 0x12345678);
            SYMBOL_CRC(helper, 0xdeadbeef);
            SYMBOL_CRC(kvm_only, 0x00000063);
            SYMBOL_CRC(module_layout, 0xac3df945);
            #include <linux/module.h>
            #undef __MODULE_INFO_PREFIX
            #define __MODULE_INFO_PREFIX

            """,
            _folder.Read(".vmlinux.export.c"));
        Assert.Equal(
            """
            #include <linux/module.h>
            #include <linux/export-internal.h>
            #include <linux/compiler.h>

            MODULE_INFO(name, KBUILD_MODNAME);

            __visible struct module __this_module
            __section(".gnu.linkonce.this_module") = {
            	.name = KBUILD_MODNAME,
            	.init = init_module,
            #ifdef CONFIG_MODULE_UNLOAD
            	.exit = cleanup_module,
            #endif
            	.arch = MODULE_ARCH_INIT,
            };

            MODULE_INFO(intree, "Y");

            KSYMTAB_FUNC(m1_api, "SUB_NS");
            SYMBOL_FLAGS(m1_api, 0x01);

            SYMBOL_CRC(m1_api, 0x0badf00d);

            static const struct modversion_info ____versions[]
            __used __section("__versions") = {
            	{ 0x12345678, "do_work" },
            	{ 0xdeadbeef, "helper" },
            	{ 0x0000abcd, "counter" },
            	{ 0xac3df945, "module_layout" },
            };

            static const u32 ____version_ext_crcs[]
            __used __section("__version_ext_crcs") = {
            	0x12345678,
            	0xdeadbeef,
            	0x0000abcd,
            	0xac3df945,
            };
            static const char ____version_ext_names[]
            __used __section("__version_ext_names") =
            	"do_work\0"
            	"helper\0"
            	"counter\0"
            	"module_layout\0"
            ;

            MODULE_INFO(depends, "");


            """,
            _folder.Read("m1.mod.c"));
        Assert.Contains("MODULE_INFO(intree, \"Y\");\n\n\n\nstatic const", _folder.Read("m-2.mod.c"), StringComparison.Ordinal);
        Assert.EndsWith("\nMODULE_INFO(depends, \"m1\");\n\n", _folder.Read("m-2.mod.c"), StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_are_right_keep_their_times_and_the_dump_is_new()
    {
        string[] kept = [".vmlinux.export.c", "m1.mod.c", "m-2.mod.c"];
        Assert.Equal(0, _folder.Run(FullBuild).Exit);
        DateTime before = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        Array.ForEach([.. kept, "Module.symvers"], name => File.SetLastWriteTimeUtc(_folder.PathOf(name), before));
        Assert.Equal(0, _folder.Run(FullBuild).Exit);
        Assert.All(kept, name => Assert.Equal(before, File.GetLastWriteTimeUtc(_folder.PathOf(name))));
        Assert.NotEqual(before, File.GetLastWriteTimeUtc(_folder.PathOf("Module.symvers")));
    }

    [Fact]
    public void Exports_that_nobody_uses_are_trimmed_but_for_those_that_are_named()
    {
        _folder.Write("keep", "helper_not_there\nkvm_only\n");
        Assert.Equal(0, _folder.Run("-M -t -u keep -o out vmlinux.o").Exit);
        Assert.Equal("0x00000000\tkvm_only\tvmlinux\tEXPORT_SYMBOL_GPL\tmodule:m-2,kvm*\n", _folder.Read("out"));
        Assert.DoesNotContain("counter", _folder.Read(".vmlinux.export.c"), StringComparison.Ordinal);
        _folder.Write("m1.o", ModpostFolder.M1().Section(".no_trim_symbol", "\0\0module_layout\0"u8.ToArray(), flags: ElfSectionFlags.Allocated).Build());
        Assert.Equal(0, _folder.Run("-M -t -o out -T modules.order vmlinux.o").Exit);
        Assert.Equal(
            ["counter", "do_work", "helper", "kvm_only", "module_layout", "m1_api"],
            _folder.Read("out").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')[1]));
    }

    [Fact]
    public void Modules_outside_of_the_tree_use_the_dump_of_the_kernel()
    {
        _folder.Write("in", "0x1\tcounter\tvmlinux\tEXPORT_SYMBOL\t\n0x2\tdo_work\tvmlinux\tEXPORT_SYMBOL_GPL\t\n"
            + "0x3\thelper\tvmlinux\tEXPORT_SYMBOL\tSUB_NS\n0x4\tmodule_layout\tvmlinux\tEXPORT_SYMBOL\t\n"
            // Another module's, which the one that is built takes the place of.
            + "0x5\tm1_api\tother/m\tEXPORT_SYMBOL\t\n0x6\tkvm_only\tother/m\tEXPORT_SYMBOL\t\n");
        Assert.Equal((0, ""), _folder.Run("-M -m -b -e -i in -o out -T modules.order"));
        Assert.Equal("0x0badf00d\tm1_api\tm1\tEXPORT_SYMBOL_GPL\tSUB_NS\n", _folder.Read("out"));
        Assert.DoesNotContain("intree", _folder.Read("m1.mod.c"), StringComparison.Ordinal);
        Assert.EndsWith("MODULE_INFO(depends, \"m1,m\");\n\n", _folder.Read("m-2.mod.c"), StringComparison.Ordinal);
        Assert.Contains("\t{ 0x00000006, \"kvm_only\" },\n", _folder.Read("m-2.mod.c"), StringComparison.Ordinal);
    }

    [Fact]
    public void Namespaces_that_are_not_imported_are_listed()
    {
        _folder.Write("m1.o", ModpostFolder.Module("license=GPL", "description=d").Needs("helper", "counter").Build());
        _folder.Write("modules.order", "m1.o\n");
        Assert.Equal(
            (1, "ERROR: modpost: m1.ko: module uses symbol 'helper' from namespace 'SUB_NS', but does not import it.\n"),
            _folder.Run("-M -d nsdeps -o out -T modules.order vmlinux.o"));
        Assert.False(_folder.Has("nsdeps"));
        Assert.False(_folder.Has("out"));
        Assert.Equal(
            (0, "WARNING: modpost: m1.ko: module uses symbol 'helper' from namespace 'SUB_NS', but does not import it.\n"),
            _folder.Run("-M -N -d nsdeps -o out -T modules.order vmlinux.o"));
        Assert.Equal("m1.ko: SUB_NS\n", _folder.Read("nsdeps"));
    }

    [Theory]
    [InlineData(ElfClass.Elf64, 55, true)]
    [InlineData(ElfClass.Elf64, 56, false)]
    [InlineData(ElfClass.Elf32, 59, true)]
    [InlineData(ElfClass.Elf32, 60, false)]
    public void A_name_of_an_import_has_room_or_is_an_error(ElfClass elfClass, int length, bool fits)
    {
        string name = new('s', length);
        _folder.Write("in", $"0x7\t{name}\tvmlinux\tEXPORT_SYMBOL\t\n0x4\tmodule_layout\tvmlinux\tEXPORT_SYMBOL\t\n");
        _folder.Write("m1.o", new ElfBuilder(elfClass, machine: elfClass == ElfClass.Elf64 ? ElfMachine.X8664 : ElfMachine.I386)
            .Section(".modinfo", "license=GPL\0description=d\0"u8.ToArray(), flags: ElfSectionFlags.Allocated).Needs(name).Build());
        _folder.Write("modules.order", "m1.o\n");
        string error = fits ? "" : $"ERROR: modpost: m1.ko: too long symbol '{name}'\n";
        Assert.Equal((fits ? 0 : 1, error), _folder.Run("-M -m -b -e -i in -o out -T modules.order"));
        Assert.Equal(fits, _folder.Has("m1.mod.c"));
        // With names of any length it is left out of the records alone.
        Assert.Equal((0, ""), _folder.Run("-M -m -b -x -e -i in -o out -T modules.order"));
        Assert.Contains($"\t\"{name}\\0\"\n", _folder.Read("m1.mod.c"), StringComparison.Ordinal);
        Assert.Equal(fits, _folder.Read("m1.mod.c").Contains($"{{ 0x00000007, \"{name}\" }}", StringComparison.Ordinal));
    }

    [Fact]
    public void Versions_of_a_module_that_is_linked_of_bitcode_are_beside_its_own_object()
    {
        _folder.Write("m1.mod", "part.o\n");
        _folder.WriteCommand("part");
        Assert.Contains("version generation failed", _folder.Run(FullBuild).Errors, StringComparison.Ordinal);
        Assert.Equal((0, ""), _folder.Run("--release 7.3.4 --linked-versions " + FullBuild));
        Assert.Contains("SYMBOL_CRC(m1_api, 0x0badf00d);\n", _folder.Read("m1.mod.c"), StringComparison.Ordinal);
    }

    // Of what no debugging information tells, as of assembler, the version is in a command file.
    [Fact]
    public void Versions_are_computed_and_those_that_are_read_replace_them()
    {
        File.Copy(Path.Combine(Path.GetDirectoryName(SymversProgram.Fixtures)!, "demo", "demo.o"), _folder.PathOf("vmlinux.o"), overwrite: true);
        _folder.WriteCommand("core", "ring_find 0x00000001");
        ProgramResult result = ProgramRun.RunKelf(
            _folder.Root, "modpost", "-M", "--versions", "--compute-versions", "-o", "Module.symvers", "vmlinux.o");
        Assert.Equal((0, ""), (result.Exit, result.Errors));
        string[] versions = [.. _folder.Read("Module.symvers").Split('\n')[..^1].Select(line => string.Join(' ', line.Split('\t')[..2]))];
        Assert.Equal(
            [
                "0x00000001 ring_find", "0x41228ad1 ring_state_names", "0x6d076f95 ring_first", "0x9c35f10f ring_state", "0xa0acb1cc ring_push",
                "0xf2f51d22 ring_for_each",
            ],
            versions.Order(StringComparer.Ordinal));
        // So does the drop-in, when that comes before what it has of the original.
        Assert.Equal((0, ""), _folder.Run("--release 7.3.4 --compute-versions -M -m -o again vmlinux.o"));
        Assert.Equal(_folder.Read("Module.symvers"), _folder.Read("again"));
    }

    [Fact]
    public void Distributed_LTO_names_objects_in_a_way_of_its_own()
    {
        _folder.Write("m1.mod", "m1.thinlto-native.o\n");
        Assert.Equal((0, ""), _folder.Run(FullBuild));
        Assert.Contains("SYMBOL_CRC(m1_api, 0x0badf00d);\n", _folder.Read("m1.mod.c"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("m1.lto.o")]
    [InlineData("m1.prelink.o")]
    public void Suffixes_of_early_LTO_trees_are_stripped_when_that_is_asked_for(string name)
    {
        File.Move(_folder.PathOf("m1.o"), _folder.PathOf(name));
        _folder.Write("modules.order", name + "\nm-2.o\n");
        ProgramResult result = ProgramRun.RunKelf(
            _folder.Root, "modpost", "-M", "--versions", "-b", "-o", "out", "--object-list", "modules.order", "--strip-lto-suffix", "vmlinux.o");
        Assert.Equal((0, ""), (result.Exit, result.Errors));
        Assert.Contains("\tm1_api\tm1\t", _folder.Read("out"), StringComparison.Ordinal);
        Assert.True(_folder.Has("m1.mod.c"));
    }
}
