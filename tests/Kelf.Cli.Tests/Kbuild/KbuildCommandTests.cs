// SPDX-License-Identifier: GPL-2.0-only
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

using Xunit;

namespace Kelf.Cli.Tests.Kbuild;

/// <summary><c>kelf kbuild</c> on a tree that has only what it looks for; tests/Differential/kbuild.sh builds real ones.</summary>
public sealed class KbuildCommandTests : IDisposable
{
    private readonly ToyTree _tree = new(7, 3);

    public void Dispose() => _tree.Dispose();

    [Fact]
    public void Enable_adds_a_makefile_and_two_lines_and_says_so()
    {
        Assert.Equal((1, ".: Linux 7.3.4, built with its own tools\n", ""), _tree.Kelf("status", "."));
        string program = _tree.Program("kelf");
        string enabled = $"""
            .: Linux 7.3.4, built with {program}
              symvers      on   versions of exported symbols from debugging information, for scripts/gendwarfksyms
              kallsyms     on   the tables of the kernel's symbols, and the last links, for scripts/link-vmlinux.sh
              split        on   the image without relocations, and their table (x86), for relocs, objcopy
              sorttable    on   the sorted tables of exceptions, unwinding and traced functions, for scripts/sorttable
              initcalls    on   the order of initcalls for Clang LTO, for generate_initcall_order.pl
              kheaders     on   the archive of headers, for kernel/gen_kheaders.sh
              modpost      on   exports and imports of modules, and the sources that are linked to them, for scripts/mod/modpost
              debug        off  links that never see debugging information (x86), for ld -r, scripts/link-vmlinux.sh, objcopy
              lto-symvers  off  versions from debugging information for Clang LTO, for Kconfig's exclusion of both
              added        scripts/Makefile.kelf
              changed      scripts/Kbuild.include, 1 line
              changed      Makefile, 1 line

            """;
        Assert.Equal((0, enabled, ""), _tree.Kelf("enable", ".", "--kelf", program));
        Assert.Equal((0, enabled, ""), _tree.Kelf("status", "."));
        Assert.Matches("\n\\.DELETE_ON_ERROR:\n-include \\$\\(srctree\\)/scripts/Makefile\\.kelf # kelf kbuild [0-9a-f]{12}\n", _tree.Read("scripts/Kbuild.include"));
        Assert.Contains($"KELF ?= {program}\nKELF_TOOLS ?= symvers kallsyms split sorttable initcalls kheaders modpost\n", _tree.Read("scripts/Makefile.kelf"), StringComparison.Ordinal);
        using JsonDocument state = JsonDocument.Parse(_tree.Kelf("status", "--json", ".").Output);
        Assert.True(state.RootElement.GetProperty("isEnabled").GetBoolean());
        Assert.Equal("scripts/Kbuild.include", state.RootElement.GetProperty("changed")[0].GetProperty("file").GetString());
    }

    [Theory]
    [InlineData(7, 3, "all")]
    [InlineData(7, 3, "symvers,lto-symvers")]
    [InlineData(6, 12, "all")]
    [InlineData(6, 1, "split,sorttable")]
    public void Twice_is_as_once_and_disable_leaves_no_trace(int major, int minor, string tools)
    {
        using ToyTree tree = new(major, minor);
        string before = tree.Listing;
        Assert.Equal(0, tree.Kelf("enable", ".", "--tools", tools).Exit);
        string once = tree.Listing;
        Assert.NotEqual(before, once);
        Assert.Equal(0, tree.Kelf("enable", ".", "--tools", tools).Exit);
        Assert.Equal(once, tree.Listing);
        Assert.Equal((0, ""), (tree.Kelf("status", ".").Exit, tree.Kelf("status", ".").Errors));
        Assert.Equal((0, $".: Linux {major}.{minor}.4, built with its own tools\n", ""), tree.Kelf("disable", "."));
        Assert.Equal(before, tree.Listing);
        Assert.Equal(0, tree.Kelf("disable", ".").Exit);
        Assert.Equal(before, tree.Listing);
    }

    [Fact]
    public void Tools_are_switched_by_enabling_again()
    {
        Assert.Equal(0, _tree.Kelf("enable", ".", "--tools", "split").Exit);
        string split = _tree.Listing;
        string output = _tree.Kelf("enable", ".", "--tools", "lto-symvers").Output;
        Assert.Contains("added        scripts/Makefile.kelf-lto-symvers\n", output, StringComparison.Ordinal);
        Assert.Contains("changed      scripts/mod/modpost.c, 6 lines\n", output, StringComparison.Ordinal);
        Assert.Matches("\n\t# kelf lto-symvers [0-9a-f]{12}: depends on !LTO\n", _tree.Read("kernel/module/Kconfig"));
        Assert.Equal(0, _tree.Kelf("enable", ".", "--tools", "split").Exit);
        Assert.Equal(split, _tree.Listing);
    }

    [Fact]
    public void The_kernels_modpost_is_left_alone_where_kelf_takes_its_place()
    {
        Assert.Equal(0, _tree.Kelf("enable", ".", "--tools", "lto-symvers").Exit);
        string output = _tree.Kelf("enable", ".", "--tools", "modpost,lto-symvers").Output;
        Assert.DoesNotContain("scripts/mod/modpost.c", output, StringComparison.Ordinal);
        Assert.DoesNotContain("linked[", _tree.Read("scripts/mod/modpost.c"), StringComparison.Ordinal);
        Assert.Equal((0, output, ""), _tree.Kelf("status", "."));
        Assert.Contains("changed      scripts/mod/modpost.c, 6 lines\n", _tree.Kelf("enable", ".", "--tools", "lto-symvers").Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("modpost", "--release 7.3.4")]
    [InlineData("modpost lto-symvers", "--release 7.3.4 --linked-versions")]
    public void Modpost_is_told_the_release_and_whether_versions_are_with_linked_objects(string used, string told)
    {
        string program = _tree.Program("kelf");
        Assert.Equal(0, _tree.Kelf("enable", ".", "--tools", "modpost", "--kelf", program).Exit);
        _tree.Write(
            "build.mk",
            "KERNELVERSION = 7.3.4",
            "Module.symvers:",
            "include $(srctree)/scripts/Kbuild.include",
            "MODPOST = scripts/mod/modpost",
            "Module.symvers vmlinux.o: ; @echo $(MODPOST) -o $@",
            "Module.symvers: vmlinux.o",
            "");
        Assert.Matches(
            $"^scripts/mod/modpost -o vmlinux.o\nKELF_TIME=[0-9]+ {Regex.Escape(program)} --as modpost {told} -o Module.symvers\n$",
            Make($"KELF_TOOLS={used}"));
    }

    // A package of headers has the makefile, too, and the kernel's own modpost.
    [Fact]
    public void Modules_outside_of_the_tree_have_the_kernels_modpost_where_kelf_is_not_there()
    {
        string program = _tree.Program("kelf");
        Assert.Equal(0, _tree.Kelf("enable", ".", "--tools", "modpost", "--kelf", program).Exit);
        _tree.Write(
            "build.mk",
            "Module.symvers:",
            "include $(srctree)/scripts/Kbuild.include",
            "MODPOST = scripts/mod/modpost",
            "Module.symvers: ; @echo $(MODPOST) -o $@",
            "");
        Assert.Contains("--as modpost", Make("KBUILD_EXTMOD=/module"), StringComparison.Ordinal);
        File.Delete(program);
        Assert.Contains("--as modpost", Make("KBUILD_EXTMOD="), StringComparison.Ordinal);
        Assert.Equal("scripts/mod/modpost -o Module.symvers\n", Make("KBUILD_EXTMOD=/module"));
    }

    // A recipe may take tokens of make's jobserver; make -n would run one that may, so none does then.
    [Theory]
    [InlineData("-sj2", "jobserver")]
    [InlineData("-nj2", "echo jobserver")]
    public void A_dump_is_made_with_the_jobserver_at_hand(string option, string printed)
    {
        Assert.Equal(0, _tree.Kelf("enable", ".", "--tools", "modpost").Exit);
        _tree.Write(
            "build.mk",
            "Module.symvers:",
            "include $(srctree)/scripts/Kbuild.include",
            "if-changed-cond = y",
            "cmd_and_savecmd = @case \"$$MAKEFLAGS\" in *jobserver*) echo jobserver;; esac; true $1",
            "Module.symvers: ; $(call if_changed,modpost)",
            "");
        ProgramResult made = ProgramRun.Run("make", _tree.Root, [option, "-f", "build.mk", "srctree=."], [], []);
        Assert.Contains(printed, Encoding.UTF8.GetString(made.Output), StringComparison.Ordinal);
        Assert.Equal(0, made.Exit);
    }

    [Fact]
    public void A_change_of_which_a_part_got_lost_is_told_and_mended()
    {
        Assert.Equal(0, _tree.Kelf("enable", ".", "--tools", "lto-symvers").Exit);
        string whole = _tree.Listing;
        string modpost = _tree.Read("scripts/mod/modpost.c");
        _tree.Write("scripts/mod/modpost.c", string.Join('\n', modpost.Split('\n').Where(line => !line.Contains("linked[", StringComparison.Ordinal))));
        (int exit, string output, _) = _tree.Kelf("status", ".");
        Assert.Equal(1, exit);
        Assert.EndsWith("  damaged      scripts/mod/modpost.c: not as it was left; kelf kbuild enable, or disable, mends it\n", output, StringComparison.Ordinal);
        Assert.Equal(0, _tree.Kelf("enable", ".", "--tools", "lto-symvers").Exit);
        Assert.Equal(whole, _tree.Listing);
        File.Delete(_tree.At("scripts/Makefile.kelf"));
        Assert.Contains("damaged      scripts/Makefile.kelf: not there", _tree.Kelf("status", ".").Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Makefile", "VERSION = 7", "VERSION = 9", "kelf: error: .: Linux 9.3 is not known here (6.1, 6.12, 7.3 are); nothing was changed\n")]
    [InlineData("Makefile", "PATCHLEVEL", "LEVEL", "kelf: error: .: no source tree of Linux: its Makefile tells no VERSION and PATCHLEVEL\n")]
    [InlineData(
        "scripts/Kbuild.include",
        ".DELETE_ON_ERROR:",
        ".DELETE_ON_ERROR:\n.DELETE_ON_ERROR:",
        "kelf: error: ./scripts/Kbuild.include: expected one line '.DELETE_ON_ERROR:', found 2: this kernel is not known here; nothing was changed\n")]
    [InlineData(
        "scripts/Makefile.vmlinux",
        "cmd_strip_relocs =",
        "cmd_strip =",
        "kelf: error: ./scripts/Makefile.vmlinux: no 'cmd_strip_relocs =': this kernel is not known here; nothing was changed\n")]
    public void A_tree_that_is_not_known_is_refused_and_left_alone(string file, string found, string other, string message)
    {
        _tree.Write(file, _tree.Read(file).Replace(found, other, StringComparison.Ordinal));
        string before = _tree.Listing;
        Assert.Equal((1, "", message), _tree.Kelf("enable", "."));
        Assert.Equal(before, _tree.Listing);
    }

    [Theory]
    [InlineData(7, 2, "kernel/gen_kheaders.sh", "scripts/link-vmlinux.sh", "relocs, objcopy")]
    [InlineData(6, 18, "kernel/gen_kheaders.sh", "scripts/kallsyms", "relocs, objcopy")]
    [InlineData(6, 6, "kernel/gen_kheaders.sh", "scripts/kallsyms", "relocs")]
    public void A_release_between_known_ones_has_what_finds_all_that_it_needs(int major, int minor, params string[] replaced)
    {
        using ToyTree tree = new(major, minor);
        if (major == 6)
        {
            tree.Write("scripts/Makefile.vmlinux", "cmd_link =", "");
        }

        if (minor == 6)
        {
            tree.Write("arch/x86/Makefile.postlink", "");
        }

        string before = tree.Listing;
        (int exit, string output, string errors) = tree.Kelf("enable", ".");
        Assert.Equal((0, ""), (exit, errors));
        Assert.Contains(
            $"\n  not tried with {major}.{minor}: on is what finds all that it needs in this tree\n", output, StringComparison.Ordinal);
        Assert.All(replaced, name => Assert.Contains($", for {name}\n", output, StringComparison.Ordinal));
        Assert.Contains("\"isTried\": false", tree.Kelf("status", "--json", ".").Output, StringComparison.Ordinal);
        Assert.Equal(0, tree.Kelf("disable", ".").Exit);
        Assert.Equal(before, tree.Listing);
    }

    [Fact]
    public void What_cannot_be_meant_is_refused()
    {
        Assert.Equal(
            (2, "", "kelf: error: --tools: there is no tool 'links': symvers, kallsyms, split, sorttable, initcalls, kheaders, modpost, debug, lto-symvers\n"),
            _tree.Kelf("enable", ".", "--tools", "split,links"));
        using ToyTree old = new(6, 1);
        Assert.Equal(
            (1, "", "kelf: error: .: Linux 6.1.4 has nothing that 'symvers' could replace; nothing was changed\n"),
            old.Kelf("enable", ".", "--tools", "symvers"));
        old.Write("object/Makefile", "# Automatically generated by ../Makefile: don't edit", "");
        Directory.CreateSymbolicLink(old.At("object/source"), old.Root);
        Assert.Equal((1, "", $"kelf: error: object: an object tree; name its source tree, {old.Root}\n"), old.Kelf("enable", "object"));
    }

    [Fact]
    public void A_program_of_the_build_becomes_a_call_of_kelf()
    {
        Assert.Equal(0, _tree.Kelf("enable", ".", "--tools", "sorttable").Exit);
        _tree.Write("scripts/sorttable.c", "not C");
        _tree.Write(
            "build.mk",
            "all: scripts/sorttable",
            "include $(srctree)/scripts/Kbuild.include",
            "depfile = sorttable.d",
            "cmd_host-csingle = false",
            "scripts/sorttable: scripts/sorttable.c; $(cmd_host-csingle)",
            "");
        ProgramResult made = ProgramRun.Run("make", _tree.Root, ["-s", "-f", "build.mk", "srctree=."], [], []);
        Assert.Equal((0, ""), (made.Exit, made.Errors));
        Assert.Equal("scripts/sorttable: scripts/sorttable.c\n", _tree.Read("sorttable.d"));
        ProgramResult run = ProgramRun.Run(_tree.At("scripts/sorttable"), _tree.Root, ["/dev/null"], [], []);
        ProgramResult direct = ProgramRun.RunAs("sorttable", _tree.Root, "/dev/null");
        Assert.Equal((direct.Exit, direct.Errors), (run.Exit, run.Errors));
        Assert.NotEqual(0, run.Exit);
        // With the kernel's own tools for once.
        File.Delete(_tree.At("scripts/sorttable"));
        Assert.NotEqual(0, ProgramRun.Run("make", _tree.Root, ["-s", "-f", "build.mk", "srctree=.", "KELF_TOOLS="], [], []).Exit);
    }

    [Theory]
    [InlineData("CONFIG_LTO_CLANG=y", "core.o versioned\nhelpers/helpers.o\n")]
    [InlineData("", "core.o versioned\nhelpers/helpers.o versioned\n")]
    public void The_C_helpers_of_Rust_are_not_versioned_while_they_are_bitcode(string lto, string expected)
    {
        Assert.Equal(0, _tree.Kelf("enable", ".", "--tools", "lto-symvers").Exit);
        // As rust/Makefile has it.
        _tree.Write(
            "rust.mk",
            "obj = rust",
            "CONFIG_GENDWARFKSYMS = y",
            "cmd_gendwarfksyms = $(if $(skip_gendwarfksyms),, versioned)",
            "all: rust/core.o rust/helpers/helpers.o",
            "rust/core.o rust/helpers/helpers.o:; @echo $(@:rust/%=%)$(cmd_gendwarfksyms)",
            "include scripts/Makefile.kelf-lto-symvers",
            "");
        ProgramResult made = ProgramRun.Run("make", _tree.Root, ["-s", "-f", "rust.mk", "srctree=.", .. lto.Length > 0 ? (string[])[lto] : []], [], []);
        Assert.Equal((0, "", expected), (made.Exit, made.Errors, System.Text.Encoding.UTF8.GetString(made.Output)));
    }

    // What `make -s -f build.mk` prints in the tree.
    private string Make(string variable)
    {
        ProgramResult made = ProgramRun.Run("make", _tree.Root, ["-s", "-f", "build.mk", "srctree=.", variable], [], []);
        Assert.Equal((0, ""), (made.Exit, made.Errors));
        return Encoding.UTF8.GetString(made.Output);
    }
}
