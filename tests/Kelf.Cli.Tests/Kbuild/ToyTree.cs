// SPDX-License-Identifier: GPL-2.0-only
using System.Security.Cryptography;
using System.Text;

namespace Kelf.Cli.Tests.Kbuild;

/// <summary>A directory with the files of a kernel tree that `kelf kbuild` looks at, and in them what it looks for.</summary>
internal sealed class ToyTree : IDisposable
{
    private static readonly string[] s_last = ["existing-targets := $(wildcard $(sort $(targets)))", ""];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kelf-kbuild-");

    public ToyTree(int major, int minor)
    {
        Write(
            "Makefile",
            "# SPDX-License-Identifier: GPL-2.0",
            $"VERSION = {major}",
            $"PATCHLEVEL = {minor}",
            "SUBLEVEL = 4",
            "single-targets := %.a %.i %.ko %.lds %.ll %.lst %.mod %.o %.rsi %.s %/",
            "not only ASCII: \u00e4",
            "");
        Write("scripts/Kbuild.include", "tmp-target = $@", "if_changed = $(if $(if-changed-cond),$(cmd_and_savecmd),@:)", "# delete", ".DELETE_ON_ERROR:", "");
        Write("scripts/Makefile", "hostprogs-always-$(CONFIG_KALLSYMS)\t+= kallsyms", "hostprogs-always-$(CONFIG_BUILDTIME_TABLE_SORT)\t+= sorttable", "");
        Write(
            "scripts/Makefile.build",
            [
                "gendwarfksyms = $(objtree)/scripts/gendwarfksyms/gendwarfksyms", "gen_symversions =", "cmd_gen_symversions_c =",
                "cmd_gensymtypes_c =", "cmd_gensymtypes_S =", "getasmexports =", "is-single-obj-m =", "define rule_ld_multi_m", .. s_last,
            ]);
        Write("scripts/gendwarfksyms/Makefile", "hostprogs-always-y += gendwarfksyms", "");
        Write(
            "scripts/Makefile.vmlinux",
            "cmd_link_vmlinux =\t\\",
            "\t$< \"$(LD)\" \"$(KBUILD_LDFLAGS)\" \"$(LDFLAGS_vmlinux)\" \"$@\"",
            "cmd_strip_relocs =",
            "cmd_modules_builtin_modinfo =",
            "");
        Write(
            "scripts/Makefile.vmlinux_o",
            "cmd_gen_initcalls_lds =",
            "      cmd_ld_vmlinux.o = \\",
            "\t--whole-archive vmlinux.a --no-whole-archive \\",
            "define rule_ld_vmlinux.o",
            s_last[0],
            s_last[1]);
        Write("scripts/Makefile.modpost", ["      cmd_vmlinux_objs =", "\t$(MODPOST) $(modpost-args)", "\t$(call if_changed,modpost)", .. s_last]);
        Write(
            "scripts/mod/modpost.c",
            "static void extract_crcs_for_object(const char *object, struct module *mod)",
            "\tbuf = read_text_file(objlist);",
            "");
        Write("arch/x86/boot/compressed/Makefile", "CMD_RELOCS = arch/x86/tools/relocs", "");
        Write("arch/x86/Makefile.postlink", "CMD_RELOCS = arch/x86/tools/relocs", "cmd_strip_relocs =", "");
        Write("kernel/Makefile", minor == 3 ? "cmd_kheaders_data =" : "cmd_genikh =", "");
        Write("kernel/module/Kconfig", "config GENDWARFKSYMS", "\tdepends on !LTO", "");
        Write("arch/x86/Kconfig", "config X86", "\tselect ARCH_SUPPORTS_LTO_CLANG", "\tselect BUILDTIME_TABLE_SORT", "\tselect ARCH_VMLINUX_NEEDS_RELOCS", "");
        Write("arch/arm64/Kconfig", "config ARM64", "\tselect ARCH_SUPPORTS_LTO_CLANG if CPU_LITTLE_ENDIAN", "\tselect BUILDTIME_TABLE_SORT", "");
        Write("arch/riscv/Kconfig", "\tselect ARCH_SUPPORTS_LTO_CLANG", "\tselect BUILDTIME_TABLE_SORT if MMU", "\tselect ARCH_VMLINUX_NEEDS_RELOCS", "");
        Write("arch/m68k/Kconfig", "config M68K", "\tselect ARCH_SUPPORTS_LTO_CLANG_LATER", "");
        File.SetUnixFileMode(At("scripts/Makefile.build"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    public string Root => _folder.FullName;

    /// <summary>All files with their modes and contents.</summary>
    public string Listing => string.Join('\n', _folder.EnumerateFiles("*", SearchOption.AllDirectories)
        .Select(file => $"{Path.GetRelativePath(Root, file.FullName)} {file.UnixFileMode} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file.FullName)))}")
        .Order(StringComparer.Ordinal));

    public void Dispose() => _folder.Delete(recursive: true);

    public string At(string file) => Path.Combine(Root, file);

    public string Read(string file) => File.ReadAllText(At(file));

    public void Write(string file, params IEnumerable<string> lines)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(file))!);
        File.WriteAllText(At(file), string.Join('\n', lines), Encoding.Latin1);
    }

    /// <summary>An executable file beside the tree's own, and its path.</summary>
    public string Program(string name)
    {
        Write(name, "#!/bin/sh", "");
        File.SetUnixFileMode(At(name), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return At(name);
    }

    /// <summary>Runs <c>kelf kbuild ARGUMENTS</c> beside the tree, whose name there is <c>linux</c>.</summary>
    public (int Exit, string Output, string Errors) Kelf(params IEnumerable<string> arguments)
    {
        ProgramResult result = ProgramRun.RunKelf(Root, ["kbuild", .. arguments]);
        return (result.Exit, Encoding.UTF8.GetString(result.Output), result.Errors);
    }
}
