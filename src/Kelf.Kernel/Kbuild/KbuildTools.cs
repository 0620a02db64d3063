// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared.Images;

namespace Kelf.Kernel.Kbuild;

/// <summary>What kelf knows of kernel trees: which tool replaces what in which release, and by which definitions.</summary>
internal static class KbuildTools
{
    /// <summary>The makefile that is added to a tree.</summary>
    public const string Makefile = "scripts/Makefile.kelf";

    private const string Build = "scripts/Makefile.build";
    private const string Image = "scripts/Makefile.vmlinux";
    private const string ImageObject = "scripts/Makefile.vmlinux_o";
    private const string Modpost = "scripts/Makefile.modpost";
    private const string ModpostSource = "scripts/mod/modpost.c";
    private const string LtoMakefile = "scripts/Makefile.kelf-lto-symvers";
    private const string Lto = "lto-symvers";
    private const string ModpostTool = "modpost";
    private const string LastLine = "existing-targets := $(wildcard $(sort $(targets)))";

    private const string NoRelocations = "its image keeps no relocations";

    private static readonly KbuildNeed s_versions = new("GENDWARFKSYMS", "no versions are made of debugging information");
    private static readonly KbuildNeed s_lto = new("LTO_CLANG", "its initcalls have the order of its objects") { Selected = "ARCH_SUPPORTS_LTO_CLANG" };
    private static readonly KbuildNeed s_headers = new("IKHEADERS", "it carries no headers");

    // Other machines that keep relocations have tools of their own for them (`kelf relocs`), in steps of their own.
    private static readonly KbuildNeed s_relocations = new("ARCH_VMLINUX_NEEDS_RELOCS", NoRelocations)
    {
        Selected = "ARCH_VMLINUX_NEEDS_RELOCS",
        Machine = "x86",
    };

    private static readonly KbuildNeed s_earlierRelocations = new("X86_NEED_RELOCS", NoRelocations) { Machine = "x86" };

    private static readonly KernelRelease s_6_1 = new(6, 1);
    private static readonly KernelRelease s_6_12 = new(6, 12);
    private static readonly KernelRelease s_7_3 = new(7, 3);

    /// <summary>The releases of Linux whose trees are known.</summary>
    public static IReadOnlyList<KernelRelease> Releases { get; } = [s_6_1, s_6_12, s_7_3];

    /// <summary>Whether a release was not tried, but an earlier and a later one were.</summary>
    public static bool IsBetween(KernelRelease release) =>
        release > Releases[0] && release < Releases[^1] && !Releases.Contains(release);

    /// <summary>What lets Kbuild read <see cref="Makefile"/>: of any tree, and all that most tools need.</summary>
    public static TreeEdit Hook { get; } = new(
        "scripts/Kbuild.include",
        ".DELETE_ON_ERROR:",
        TreeEditKind.After,
        "kbuild",
        $"-include $(srctree)/{Makefile}");

    /// <summary>The tools.</summary>
    public static IReadOnlyList<KbuildTool> All { get; } =
    [
        new(
            "symvers",
            "versions of exported symbols from debugging information",
            IsDefault: true,
            new KbuildForm(
                [s_7_3],
                "scripts/gendwarfksyms",
                "symvers.mk",
                (Build, "gendwarfksyms = $(objtree)/scripts/gendwarfksyms/gendwarfksyms"),
                ("scripts/gendwarfksyms/Makefile", "hostprogs-always-y += gendwarfksyms"))
            {
                Uses = [s_versions],
                Edits =
                [
                    new(
                        "Makefile",
                        "single-targets := %.a %.i %.ko %.lds %.ll %.lst %.mod %.o %.rsi %.s %/",
                        TreeEditKind.After,
                        "symvers",
                        "single-targets += %.symtypes"),
                ],
            }),
        new(
            "kallsyms",
            "the tables of the kernel's symbols, and the last links",
            IsDefault: true,
            new KbuildForm(
                [s_7_3],
                "scripts/link-vmlinux.sh",
                "kallsyms-link.mk",
                (Image, "cmd_link_vmlinux ="),
                (Image, "\"$(LD)\" \"$(KBUILD_LDFLAGS)\" \"$(LDFLAGS_vmlinux)\" \"$@\"")),
            new KbuildForm(
                [s_6_1, s_6_12],
                "scripts/kallsyms",
                "kallsyms-program.mk",
                ("scripts/Makefile", "hostprogs-always-$(CONFIG_KALLSYMS)"))
            {
                Uses = [new("KALLSYMS", "it has no tables of symbols")],
            }),
        new(
            "split",
            "the image without relocations, and their table (x86)",
            IsDefault: true,
            new KbuildForm(
                [s_7_3],
                "relocs, objcopy",
                "split.mk",
                (Image, "cmd_strip_relocs ="),
                (Image, "cmd_modules_builtin_modinfo ="),
                ("arch/x86/boot/compressed/Makefile", "CMD_RELOCS = arch/x86/tools/relocs"))
            {
                Uses = [s_relocations],
            },
            new KbuildForm(
                [s_6_12],
                "relocs, objcopy",
                "split-postlink.mk",
                ("arch/x86/Makefile.postlink", "cmd_strip_relocs ="),
                ("arch/x86/Makefile.postlink", "CMD_RELOCS = arch/x86/tools/relocs"))
            {
                Uses = [s_earlierRelocations],
            },
            new KbuildForm(
                [s_6_1],
                "relocs",
                "split-table.mk",
                ("arch/x86/boot/compressed/Makefile", "CMD_RELOCS = arch/x86/tools/relocs"))
            {
                Uses = [s_earlierRelocations],
            }),
        new(
            "sorttable",
            "the sorted tables of exceptions, unwinding and traced functions",
            IsDefault: true,
            new KbuildForm(
                Releases, "scripts/sorttable", "sorttable.mk", ("scripts/Makefile", "hostprogs-always-$(CONFIG_BUILDTIME_TABLE_SORT)"))
            {
                Uses = [new("BUILDTIME_TABLE_SORT", "its tables are sorted when it boots") { Selected = "BUILDTIME_TABLE_SORT" }],
            }),
        new(
            "initcalls",
            "the order of initcalls for Clang LTO",
            IsDefault: true,
            new KbuildForm(
                Releases, "generate_initcall_order.pl", "initcalls.mk", (ImageObject, "cmd_gen_initcalls_lds ="))
            {
                Uses = [s_lto],
            }),
        new(
            "kheaders",
            "the archive of headers",
            IsDefault: true,
            new KbuildForm(
                [s_7_3], "kernel/gen_kheaders.sh", "kheaders-lists.mk", ("kernel/Makefile", "cmd_kheaders_data ="))
            {
                Uses = [s_headers],
            },
            new KbuildForm(
                [s_6_1, s_6_12], "kernel/gen_kheaders.sh", "kheaders-search.mk", ("kernel/Makefile", "cmd_genikh ="))
            {
                Uses = [s_headers],
            }),
        new(
            ModpostTool,
            "exports and imports of modules, and the sources that are linked to them",
            IsDefault: true,
            new KbuildForm(
                Releases,
                "scripts/mod/modpost",
                "modpost.mk",
                (Modpost, "$(MODPOST) $(modpost-args)"),
                (Modpost, "\t$(call if_changed,modpost)"),
                ("scripts/Kbuild.include", "if_changed = $(if $(if-changed-cond),$(cmd_and_savecmd),@:)"))),
        new(
            "debug",
            "links that never see debugging information (x86)",
            IsDefault: false,
            new KbuildForm(
                [s_7_3],
                "ld -r, scripts/link-vmlinux.sh, objcopy",
                "debug.mk",
                (ImageObject, "      cmd_ld_vmlinux.o ="),
                (ImageObject, "--whole-archive vmlinux.a --no-whole-archive"),
                (Image, "cmd_link_vmlinux ="),
                (Image, "\"$(LD)\" \"$(KBUILD_LDFLAGS)\" \"$(LDFLAGS_vmlinux)\" \"$@\""),
                (Image, "cmd_strip_relocs ="))
            {
                Uses =
                [
                    s_relocations,
                    new("DEBUG_INFO", "it has no debugging information"),
                    new("DEBUG_INFO_BTF", "BTF is made of an image that was linked with debugging information") { IsUnwanted = true },
                    new("LTO_CLANG", "the linker itself makes debugging information") { IsUnwanted = true },
                ],
            }),
        new(
            Lto,
            "versions from debugging information for Clang LTO",
            IsDefault: false,
            new KbuildForm(
                [s_7_3],
                "Kconfig's exclusion of both",
                "lto-symvers.mk",
                (Build, "gen_symversions ="),
                (Build, "cmd_gen_symversions_c ="),
                (Build, "cmd_gensymtypes_c ="),
                (Build, "cmd_gensymtypes_S ="),
                (Build, "getasmexports ="),
                (Build, "is-single-obj-m ="),
                (Build, "define rule_ld_multi_m"),
                (ImageObject, "define rule_ld_vmlinux.o"),
                (Modpost, "      cmd_vmlinux_objs ="),
                (ModpostSource, "static void extract_crcs_for_object(const char *object, struct module *mod)"),
                ("kernel/module/Kconfig", "config GENDWARFKSYMS"))
            {
                Makefile = LtoMakefile,
                Uses = [s_lto with { Otherwise = "its objects have versions of their own" }, s_versions],
                Edits =
                [
                    new("kernel/module/Kconfig", "\tdepends on !LTO", TreeEditKind.Off, Lto),
                    new(Build, LastLine, TreeEditKind.Before, Lto, $"include $(srctree)/{LtoMakefile}"),
                    new(ImageObject, LastLine, TreeEditKind.Before, Lto, $"include $(srctree)/{LtoMakefile}"),
                    new(Modpost, LastLine, TreeEditKind.Before, Lto, $"include $(srctree)/{LtoMakefile}"),
                    new(
                        ModpostSource,
                        "\tbuf = read_text_file(objlist);",
                        TreeEditKind.Before,
                        Lto,
                        "\t/* a module linked by LTO has its versions with its own object */",
                        "\tif (!mod->is_vmlinux) {",
                        "\t\tchar linked[PATH_MAX];",
                        "\t\tsnprintf(linked, sizeof(linked), \"%s.o\", mod->name);",
                        "\t\textract_crcs_for_object(linked, mod);",
                        "\t}") { NeedlessWith = ModpostTool },
                ],
            }),
    ];

    /// <summary>All changes that a tree may have, of whatever release it was when they were made.</summary>
    public static IReadOnlyList<TreeEdit> Edits { get; } = [Hook, .. All.SelectMany(tool => tool.Forms).SelectMany(form => form.Edits)];

    /// <summary>All makefiles that a tree may have been given, those first that others include.</summary>
    public static IReadOnlyList<string> Makefiles { get; } =
        [.. All.SelectMany(tool => tool.Forms).Select(form => form.Makefile).OfType<string>(), Makefile];
}
