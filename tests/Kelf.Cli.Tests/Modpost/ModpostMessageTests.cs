// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Cli.Tests.Modpost;

/// <summary>What kelf says under the name of <c>scripts/mod/modpost</c>, and what it does with bad input.</summary>
public sealed class ModpostMessageTests : IDisposable
{
    private readonly ModpostFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("7.3", "ERROR: modpost: m1.ko: missing MODULE_LICENSE()\nWARNING: modpost: m1.ko: missing MODULE_DESCRIPTION()\n")]
    [InlineData("6.12", "ERROR: modpost: missing MODULE_LICENSE() in m1.o\n")]
    [InlineData("6.12 -W", "ERROR: modpost: missing MODULE_LICENSE() in m1.o\nWARNING: modpost: missing MODULE_DESCRIPTION() in m1.o\n")]
    [InlineData("6.1 -W", "ERROR: modpost: missing MODULE_LICENSE() in m1.o\n")]
    public void A_module_has_to_say_its_licence(string release, string messages)
    {
        _folder.Write("m1.o", ModpostFolder.Module("author=me").Build());
        Assert.Equal((1, messages), _folder.Run($"--release {release} m1.o"));
        Assert.False(_folder.Has("m1.mod.c"));
    }

    [Theory]
    [InlineData("GPL", true)]
    [InlineData("GPL v2", true)]
    [InlineData("GPL and additional rights", true)]
    [InlineData("Dual BSD/GPL", true)]
    [InlineData("Dual MIT/GPL", true)]
    [InlineData("Dual MPL/GPL", true)]
    [InlineData("GPL v3", false)]
    [InlineData("gpl", false)]
    [InlineData("Proprietary", false)]
    public void Only_some_licences_may_use_what_is_for_the_GPL(string licence, bool isCompatible)
    {
        _folder.Write("m1.o", ModpostFolder.Module($"license={licence}", "license=GPL", "description=d").Needs("do_work").Build());
        string error = isCompatible ? "" : "ERROR: modpost: m1.ko: GPL-incompatible module uses GPL-only symbol 'do_work'\n";
        Assert.Equal((isCompatible ? 0 : 1, error), _folder.Run("-M vmlinux.o m1.o"));
        string old = isCompatible ? "" : "ERROR: modpost: GPL-incompatible module m1.ko uses GPL-only symbol 'do_work'\n";
        Assert.Equal((isCompatible ? 0 : 1, old), _folder.Run("--release 6.12 -M vmlinux.o m1.o"));
    }

    [Theory]
    [InlineData("m1", "module:m1", true)]
    [InlineData("m1", "module:a,m*", true)]
    [InlineData("m1", "module:a,m", false)]
    [InlineData("d/m-2", "module:m-2", true)]
    [InlineData("d/m-2", "module:m_2", false)]
    [InlineData("m1", "module:", false)]
    [InlineData("m1", "module:*", true)]
    [InlineData("m1", "NS", false)]
    public void A_namespace_may_be_for_some_modules(string module, string space, bool isGranted)
    {
        _folder.Write("in", $"0x0\tx\tvmlinux\tEXPORT_SYMBOL\t{space}\n");
        _folder.Write(module + ".o", ModpostFolder.Module("license=GPL", "description=d").Needs("x").Build());
        string error = isGranted
            ? ""
            : $"ERROR: modpost: {module}.ko: module uses symbol 'x' from namespace '{space}', but does not import it.\n";
        Assert.Equal((isGranted ? 0 : 1, error), _folder.Run($"-M -e -i in {module}.o"));
    }

    [Fact]
    public void A_namespace_for_modules_is_not_imported()
    {
        _folder.Write("in", "0x0\tx\tvmlinux\tEXPORT_SYMBOL\tmodule:a\n");
        _folder.Write("m1.o", ModpostFolder.Module("license=GPL", "description=d", "import_ns=module:a").Needs("x").Build());
        Assert.Equal((1, "ERROR: modpost: m1.ko: explicitly importing namespace 'module:a' is not allowed.\n"), _folder.Run("-M -e -i in m1.o"));
        Assert.Equal((0, ""), _folder.Run("--release 6.12 -M -e -i in m1.o"));
    }

    [Fact]
    public void Ten_undefined_symbols_are_named_and_the_others_counted()
    {
        string[] names = [.. Enumerable.Range(0, 12).Select(i => $"u{i}")];
        _folder.Write("u.o", ModpostFolder.Module("license=GPL", "description=d").Needs(names).Symbol("w", null, binding: ElfSymbolBinding.Weak).Build());
        const string Suppressed = "WARNING: modpost: suppressed 2 unresolved symbol warnings because there were too many)\n";
        Assert.Equal(
            (1, string.Concat(names[..10].Select(name => $"ERROR: modpost: u.ko: symbol '{name}' undefined!\n")) + Suppressed), _folder.Run("-M u.o"));
        Assert.False(_folder.Has("u.mod.c"));
        Assert.Equal(
            (0, string.Concat(names[..10].Select(name => $"WARNING: modpost: \"{name}\" [u.ko] undefined!\n")) + Suppressed),
            _folder.Run("--release 6.12 -M -w u.o"));
        Assert.True(_folder.Has("u.mod.c"));
    }

    [Theory]
    [InlineData("", "ERROR: modpost: vmlinux: symbol 'counter' exported twice. Previous export was in vmlinux\n")]
    [InlineData("-e", "ERROR: modpost: vmlinux: symbol 'counter' exported twice. Previous export was in vmlinux\n")]
    [InlineData("-e other", "")]
    [InlineData("other", "ERROR: modpost: vmlinux: symbol 'counter' exported twice. Previous export was in other.ko\n")]
    [InlineData("--release 6.12 other", "ERROR: modpost: vmlinux: 'counter' exported twice. Previous export was in other.ko\n")]
    public void A_name_is_exported_once(string arguments, string error)
    {
        string owner = arguments.EndsWith("other", StringComparison.Ordinal) ? "other" : "vmlinux";
        _folder.Write("in", $"0x0\tcounter\t{owner}\tEXPORT_SYMBOL\t\n");
        Assert.Equal(
            (error.Length == 0 ? 0 : 1, error), _folder.Run($"{arguments.Replace("other", "", StringComparison.Ordinal)} -M -i in vmlinux.o"));
    }

    [Fact]
    public void Exports_without_versions_are_told_once_and_imports_of_them_each_time()
    {
        _folder.WriteCommand("core", "counter 0x1", "do_work 0x1", "kvm_only 1", "module_layout 01");
        Assert.Equal(
            (0, """
                WARNING: modpost: vmlinux: EXPORT symbol 'helper' version generation failed, symbol will not be versioned.
                Is 'helper' prototyped in <asm/asm-prototypes.h>?
                WARNING: modpost: m1.ko: symbol 'helper' has no CRC!

                """),
            _folder.Run("-M -m -b -o out -T modules.order vmlinux.o"));
        Assert.Contains("SYMBOL_CRC(helper, 0x00000000);\n", _folder.Read(".vmlinux.export.c"), StringComparison.Ordinal);
        Assert.DoesNotContain("helper", _folder.Read("m1.mod.c"), StringComparison.Ordinal);
    }

    [Fact]
    public void Common_symbols_are_told()
    {
        _folder.Write("m1.o", ModpostFolder.Module("license=GPL", "description=d")
            .Symbol("c.3", ElfSymbol.CommonSection).Symbol("__gnu_lto_x", ElfSymbol.CommonSection).Build());
        Assert.Equal((0, "WARNING: modpost: m1.ko: 'c' is COMMON symbol\n"), _folder.Run("-M m1.o"));
        Assert.Equal((0, "WARNING: modpost: \"c\" [m1] is COMMON symbol\n"), _folder.Run("--release 6.1 m1.o"));
    }

    [Theory]
    [InlineData("vmlinux.c", "ERROR: modpost: vmlinux.c: filename must be suffixed with .o\n", 1)]
    [InlineData("gone.o", "gone.o: No such file or directory\n", 1)]
    [InlineData("-n gone.o", "gone.o: No such file or directory (ignored)\n", 0)]
    [InlineData("empty.o", "empty.o: empty file\n", 1)]
    [InlineData("-n empty.o", "empty.o: empty file (ignored)\n", 0)]
    [InlineData("short.o", "WARNING: modpost: short.o: is cut short, inside of the ELF header: it is left out, and gets no .mod.c\n", 0)]
    [InlineData("bitcode.o", "WARNING: modpost: bitcode.o: is LLVM bitcode, which Clang makes for LTO, and no ELF object: it is left out, and gets no .mod.c; give the object that is made of it\n", 0)]
    [InlineData("archive.o", "WARNING: modpost: archive.o: is an archive, and no object: it is left out, and gets no .mod.c; link its members first (ld -r)\n", 0)]
    [InlineData("text.o", "WARNING: modpost: text.o: is a text, and no ELF object: it is left out, and gets no .mod.c\n", 0)]
    [InlineData("linked.o", "ERROR: modpost: linked.o: not relocatable object.\n", 1)]
    [InlineData("--release 6.1 linked.o", "FATAL: modpost: linked.o: not relocatable object.\n", 1)]
    [InlineData("big.o m1.o", "ERROR: modpost: m1.o: has another class or byte order than the objects before it\n", 1)]
    [InlineData("-T gone", "ERROR: modpost: Can't open filenames file gone: No such file or directory\n", 1)]
    [InlineData("-i gone", "gone: No such file or directory\n", 1)]
    [InlineData("-i text.o", "ERROR: modpost: parse error in symbol dump file text.o, line 1\n", 1)]
    [InlineData("-i bad", "ERROR: modpost: foo: unknown license X. skip\n", 1)]
    [InlineData("-u gone", "gone: No such file or directory\n", 1)]
    [InlineData("-m lost.o", "lost.mod: No such file or directory\n", 1)]
    [InlineData("-m parts.o", ".part.o.cmd: No such file or directory\n", 1)]
    [InlineData(
        "-a shipped.o",
        ".blob.o.cmd: No such file or directory\nkelf: blob.o_shipped is copied, not compiled, so that nobody wrote a command file: "
            + "'touch .blob.o.cmd' makes one without versions\n",
        1)]
    [InlineData(
        "-m shipped.o",
        ".blob.o.cmd: No such file or directory\nkelf: blob.o_shipped is copied, not compiled, so that nobody wrote a command file: "
            + "'touch .blob.o.cmd' makes one without versions\n",
        1)]
    [InlineData("-m wrong.o", "ERROR: modpost: wrong.mod: part.a: objects must be suffixed with .o\n", 1)]
    [InlineData("-q", "modpost: invalid option -- 'q'\n", 1)]
    [InlineData("--quiet", "modpost: invalid option -- '-'\n", 1)]
    [InlineData("--explain --by-type --check-imports --all-undefined m2", "ERROR: modpost: m2: filename must be suffixed with .o\n", 1)]
    [InlineData("m1.o --explain", "modpost: invalid option -- '-'\n", 1)]
    [InlineData("-o", "modpost: option requires an argument -- 'o'\n", 1)]
    [InlineData("--release 6.1 -M", "modpost: invalid option -- 'M'\n", 1)]
    [InlineData("--release 6.12 -x", "modpost: invalid option -- 'x'\n", 1)]
    [InlineData("-o no/such/dir", "no/such/dir: No such file or directory\n", 1)]
    public void Bad_input_is_told_as_the_original_tells_it_or_better(string arguments, string errors, int exit)
    {
        byte[] module = ModpostFolder.Module("license=GPL", "description=d").Build();
        _folder.Write("vmlinux.c", module);
        _folder.Write("empty.o", "");
        _folder.Write("short.o", module[..60]);
        _folder.Write("bitcode.o", "BC\u00c0\u00de and more");
        _folder.Write("archive.o", "!<arch>\n");
        _folder.Write("text.o", "int x;\n");
        _folder.Write("linked.o", new ElfBuilder(type: ElfType.Executable).Section(".text", [1]).Build());
        _folder.Write("big.o", new ElfBuilder(order: ByteOrder.Big, machine: ElfMachine.PowerPc64)
            .Section(".modinfo", "license=GPL\0description=d\0"u8.ToArray(), flags: ElfSectionFlags.Allocated).Build());
        _folder.Write("m1.o", module);
        _folder.Write("bad", "0x0\tfoo\tm\tX\t\n");
        foreach (string name in new[] { "lost", "parts", "wrong", "shipped" })
        {
            _folder.Write(name + ".o", module);
        }

        _folder.Write("parts.mod", "part.o\n\nnot-read.o\n");
        _folder.Write("wrong.mod", "part.a\n");
        _folder.Write("shipped.mod", "blob.o\n");
        _folder.Write("blob.o_shipped", module);
        (int Exit, string Errors) run = _folder.Run(arguments);
        // getopt begins with argv[0], which is a path here.
        string said = run.Errors.Contains("option", StringComparison.Ordinal) ? run.Errors[run.Errors.IndexOf("modpost: ", StringComparison.Ordinal)..] : run.Errors;
        Assert.Equal((exit, errors), (run.Exit, said));
    }

    [Fact]
    public void Strings_without_an_end_are_an_error_with_their_place()
    {
        _folder.Write("m1.o", new ElfBuilder().Section(".text", [0]).Section(".modinfo", "license=GPL"u8.ToArray()).Symbol("f", ".text").Build());
        (int exit, string errors) = _folder.Run("m1.o");
        Assert.Equal(1, exit);
        Assert.StartsWith("ERROR: modpost: m1.o: .modinfo", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("include/config/kernel.release", "6.12.4\n")]
    [InlineData("kernel/include/config/kernel.release", "6.12.4-debian\n")]
    public void The_release_is_that_of_the_tree(string file, string release)
    {
        _folder.Write(file, release);
        _folder.Write("kernel/Module.symvers", "");
        _folder.Write("u.o", ModpostFolder.Module("license=GPL").Needs("u").Build());
        Assert.Equal((1, "ERROR: modpost: \"u\" [u.ko] undefined!\n"), _folder.Run("-M -e -i kernel/Module.symvers u.o"));
        Assert.Equal(
            "WARNING: modpost: u.ko: missing MODULE_DESCRIPTION()\nERROR: modpost: u.ko: symbol 'u' undefined!\n",
            _folder.Run("--release 7.3 -M -e -i kernel/Module.symvers u.o").Errors);
    }
}
