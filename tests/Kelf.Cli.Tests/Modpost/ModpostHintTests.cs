// SPDX-License-Identifier: GPL-2.0-only
using Xunit;

namespace Kelf.Cli.Tests.Modpost;

/// <summary>What <c>kelf modpost --all-undefined</c> says would help, by the sources around.</summary>
public sealed class ModpostHintTests : IDisposable
{
    private readonly ModpostFolder _folder = new();

    public ModpostHintTests()
    {
        _folder.Write("Kconfig", "source \"drivers/Kconfig\"\n");
        _folder.Write("Kbuild", "obj-y += drivers/\n");
        _folder.Write("drivers/Kconfig", "config FOO\n\ttristate \"Foo devices\"\n\tselect FOO_CORE\nconfig FOO_CORE\n\tbool\n\nconfig OTHER\n\tbool \"Other\"\n");
        _folder.Write("drivers/Makefile", "obj-$(CONFIG_FOO) \\\n  += foo.o # a comment\nfoo-y := main.o\nfoo-$(CONFIG_FOO_CORE) += core.o\nobj-y += always.o\n"
            + "ifdef CONFIG_OTHER\nobj-$(CONFIG_FOO) += both.o\nendif\nobj-$(CONFIG_OTHER) += sub/\nobj-$(CONFIG_SET) += sub/\n");
        _folder.Write("drivers/sub/Makefile", "obj-$(CONFIG_SET) += set.o\n");
        _folder.Write("drivers/main.c", "int a;\nEXPORT_SYMBOL_GPL(foo_main);\n");
        _folder.Write("drivers/core.c", "EXPORT_SYMBOL_NS_GPL( foo_core, \"FOO\");\nEXPORT_TRACEPOINT_SYMBOL_GPL(foo_event);\n");
        _folder.Write("drivers/always.c", "EXPORT_SYMBOL(always);\n");
        _folder.Write("drivers/both.c", "EXPORT_STATIC_CALL(both);\n");
        _folder.Write("drivers/sub/set.c", "EXPORT_SYMBOL(set);\n");
        _folder.Write("include/config/auto.conf", "CONFIG_SET=m\n");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("foo_main", "drivers/main.c:2 exports it; set CONFIG_FOO (drivers/Kconfig:1, \"Foo devices\")")]
    [InlineData("foo_core", "drivers/core.c:1 exports it; set CONFIG_FOO_CORE (drivers/Kconfig:4, without a prompt: others select it) and CONFIG_FOO (drivers/Kconfig:1, \"Foo devices\")")]
    [InlineData("__tracepoint_foo_event", "drivers/core.c:2 exports it; set CONFIG_FOO_CORE (")]
    [InlineData("__SCT__both", "drivers/both.c:1 exports it; set CONFIG_FOO (drivers/Kconfig:1, \"Foo devices\") and CONFIG_OTHER (drivers/Kconfig:7, \"Other\")")]
    [InlineData("always", "drivers/always.c:1 exports it; its makefiles name no option that it is built for")]
    [InlineData("set", "drivers/sub/set.c:1 exports it, and is built with this configuration (CONFIG_SET): give its module to this run")]
    [InlineData("hidden", "m1.ko defines it, and does not export it: EXPORT_SYMBOL_GPL(hidden) there")]
    [InlineData("nothing", "no source of the kernel's tree exports it")]
    public void An_undefined_symbol_has_a_hint(string symbol, string hint)
    {
        _folder.Write("m1.o", ModpostFolder.Module("license=GPL", "description=d").Symbol("hidden", ".text").Build());
        _folder.Write("u.o", ModpostFolder.Module("license=GPL", "description=d").Needs(symbol).Build());

        string[] lines = Run("modpost -M --all-undefined m1.o u.o");
        Assert.Equal($"ERROR: modpost: u.ko: symbol '{symbol}' undefined!", lines[0]);
        Assert.StartsWith($"    hint:  {hint}", lines[1], StringComparison.Ordinal);
        Assert.Equal(3, lines.Length);
    }

    [Fact]
    public void All_of_them_are_named_in_the_order_of_the_modules()
    {
        string[] names = [.. Enumerable.Range(0, 12).Select(i => $"u{i}")];
        _folder.Write("u.o", ModpostFolder.Module("license=GPL", "description=d").Needs(names).Build());
        _folder.Write("v.o", ModpostFolder.Module("license=GPL", "description=d").Needs("u3", "foo_main").Build());

        string[] lines = Run("modpost -M --all-undefined u.o v.o");
        Assert.Equal(
            [.. names.Select(name => $"ERROR: modpost: u.ko: symbol '{name}' undefined!"), "ERROR: modpost: v.ko: symbol 'u3' undefined!",
                "ERROR: modpost: v.ko: symbol 'foo_main' undefined!"],
            lines.Where(line => line.StartsWith("ERROR", StringComparison.Ordinal)));
        Assert.Equal(lines, Run("modpost -M --all-undefined -j 1 u.o v.o"));
    }

    [Theory]
    [InlineData("NS", "", "MODULE_IMPORT_NS(\"NS\"); in a source of the module, or make nsdeps")]
    [InlineData("NS", "--kernel 6.12", "MODULE_IMPORT_NS(NS); in a source of the module, or make nsdeps")]
    [InlineData("module:a,b-*", "", "the symbol is for these modules alone, and for no other: a,b-*")]
    public void A_namespace_has_a_hint(string space, string options, string hint)
    {
        _folder.Write("in", $"0x0\tx\tvmlinux\tEXPORT_SYMBOL\t{space}\n");
        _folder.Write("u.o", ModpostFolder.Module("license=GPL", "description=d").Needs("x").Build());

        Assert.Equal($"    hint:  {hint}", Run($"modpost -M -e -i in --all-undefined {options} u.o")[1]);
    }

    [Fact]
    public void Without_sources_it_says_where_they_are_looked_for()
    {
        _folder.Write("build/u.o", ModpostFolder.Module("license=GPL", "description=d").Needs("x").Build());
        ProgramResult result = ProgramRun.RunKelf(_folder.PathOf("build"), "modpost -M --all-undefined u.o".Split(' '));
        Assert.Contains("    hint:  no sources of a kernel are here", result.Errors, StringComparison.Ordinal);

        File.CreateSymbolicLink(_folder.PathOf("build/source"), _folder.Root);
        result = ProgramRun.RunKelf(_folder.PathOf("build"), "modpost -M --all-undefined u.o".Split(' '));
        Assert.Contains("    hint:  no source of the kernel's tree exports it", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_kernel_newer_than_the_newest_that_is_known_is_told()
    {
        const string Told = "kelf: warning: Linux 7.9.1 is newer than all releases that are known: the rules are those of 7.3\n";
        _folder.Write("include/config/kernel.release", "7.9.1\n");
        Assert.Equal((0, Told), _folder.Run("-M -m -b -x -o Module.symvers -T modules.order vmlinux.o"));
        Assert.Equal((0, ""), _folder.Run("--release 7.3.1 -M -m -b -x -o Module.symvers -T modules.order vmlinux.o"));
    }

    private string[] Run(string arguments)
    {
        ProgramResult result = ProgramRun.RunKelf(_folder.Root, arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(1, result.Exit);
        return result.Errors.Split('\n');
    }
}
