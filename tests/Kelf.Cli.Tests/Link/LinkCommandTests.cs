// SPDX-License-Identifier: GPL-2.0-only
using Xunit;

namespace Kelf.Cli.Tests.Link;

/// <summary><c>kelf link</c>, and the script that it stands in for, on a kernel of a hundred functions.</summary>
public sealed class LinkCommandTests : IDisposable
{
    private const string Image = "vmlinux.unstripped";

    private const string Iterated = """
          KSYMS   .tmp_vmlinux0.kallsyms.o
          LD      .tmp_vmlinux1
          NM      .tmp_vmlinux1.syms
          KSYMS   .tmp_vmlinux1.kallsyms.o
          LD      .tmp_vmlinux2
          NM      .tmp_vmlinux2.syms
          KSYMS   .tmp_vmlinux2.kallsyms.o
          LD      vmlinux.unstripped
          NM      System.map

        """;

    private readonly ToyKernel _kernel = new();

    public void Dispose() => _kernel.Dispose();

    [Fact]
    public void Tables_are_made_and_linked_until_nothing_moves()
    {
        Assert.Equal((0, Iterated, ""), _kernel.Link());
        Assert.Equal([".tmp_vmlinux1", ".tmp_vmlinux2", Image], _kernel.Links);
        AssertRight();
        Assert.Equal(_kernel.Read(".tmp_vmlinux2.syms"), _kernel.Read("System.map"));
        Assert.Equal($"{Image}: ./scripts/link-vmlinux.sh\n", _kernel.Read($".{Image}.d"));
    }

    [Fact]
    public void The_script_does_the_same()
    {
        Assert.Equal((0, Iterated, ""), _kernel.DropIn());
        AssertRight();
        Assert.Equal((0, "", ""), _kernel.DropIn("clean"));
        Assert.False(_kernel.Has("System.map"));
        (int exit, string output, string errors) = _kernel.DropIn("ld", "", "");
        Assert.Equal((2, ""), (exit, output));
        Assert.StartsWith("link-vmlinux.sh: error: usage: link-vmlinux.sh LD ", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--single-pass")]
    [InlineData("--early-relocs")]
    [InlineData("--debug-apart=vmlinux")]
    [InlineData("--layout=objcopy")]
    public void One_object_is_linked_in_no_other_way(string option)
    {
        (int exit, string output, string errors) = _kernel.Link("--relocatable", option);
        Assert.Equal((2, ""), (exit, output));
        Assert.StartsWith($"kelf: error: options '--relocatable' and '{option.Split('=')[0]}' exclude each other\n", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("side")]
    [InlineData("alias")]
    [InlineData("all")]
    public void Names_may_have_paths(string mode)
    {
        // Without objects that tell paths there are none: all is as ever, and the image's own names are not looked at.
        Assert.Equal(0, _kernel.Link("--paths", mode).Exit);
        AssertRight();
        Assert.Equal(mode == "side", _kernel.Has("vmlinux.ksympath"));
        _kernel.Export("KELF_PATHS", "some");
        (int exit, _, string errors) = _kernel.DropIn();
        Assert.Equal((2, "link-vmlinux.sh: error: KELF_PATHS is none, side, alias, dup or all, not 'some'\n"), (exit, errors));
    }

    [Fact]
    public void One_link_is_enough_with_room_for_the_tables()
    {
        const string Steps = """
              KSYMS   .tmp_vmlinux.kallsyms.o
              LD      vmlinux.unstripped
              NM      System.map
              KSYMS   vmlinux.unstripped

            """;
        Assert.Equal((0, Steps, ""), _kernel.Link("--single-pass"));
        Assert.Equal([Image], _kernel.Links);
        AssertRight();
        _kernel.Export("KELF_SINGLE_PASS", "1");
        Assert.Equal((0, Steps, ""), _kernel.DropIn());
        AssertRight();
    }

    [Fact]
    public void Relocations_may_stay_in_the_link_before_the_last()
    {
        _kernel.WriteLinker("case \" $* \" in *' --emit-relocs '*) echo $image >> kept;; esac");
        _kernel.KeepRelocations();
        Assert.Equal((0, Iterated, ""), _kernel.Link("--early-relocs"));
        Assert.Equal(".tmp_vmlinux1\n.tmp_vmlinux2\n", _kernel.Read("kept"));
        Assert.True(_kernel.Has(".tmp_vmlinux.early"));
        AssertRight();
        Assert.Equal(
            (1, "", $"kelf: error: {Image}: there is no link before the last that could keep relocations with a single link\n"),
            _kernel.Link("--early-relocs", "--single-pass"));
        _kernel.Configure("64BIT");
        Assert.Equal(
            (1, "", $"kelf: error: {Image}: there is no link before the last that could keep relocations without CONFIG_KALLSYMS\n"),
            _kernel.Link("--early-relocs"));
    }

    [Fact]
    public void Room_that_is_too_small_costs_the_links_that_it_would_have_saved()
    {
        // Symbols that only the linker's script knows.
        _kernel.WriteScript(string.Concat(Enumerable.Range(0, 3000).Select(i => $"of_the_script_{i} = .;\n")));
        (int exit, string output, string errors) = _kernel.Link("--single-pass");
        Assert.Equal(0, exit);
        Assert.EndsWith(Iterated, output, StringComparison.Ordinal);
        Assert.Matches(
            @"\Akelf: warning: vmlinux\.unstripped: kallsyms_names needs \d+ bytes, and \d+ are reserved: "
            + @"linking once more for the tables of symbols\n\z",
            errors);
        Assert.Equal([Image, ".tmp_vmlinux1", ".tmp_vmlinux2", Image], _kernel.Links);
        AssertRight();
    }

    [Fact]
    public void A_link_more_is_made_when_it_is_asked_for_or_needed()
    {
        _kernel.Export("KALLSYMS_EXTRA_PASS", "1");
        Assert.Equal(0, _kernel.Link().Exit);
        Assert.Equal([".tmp_vmlinux1", ".tmp_vmlinux2", ".tmp_vmlinux3", Image], _kernel.Links);
        AssertRight();
    }

    [Fact]
    public void A_symbol_that_comes_with_the_second_link_makes_a_third()
    {
        _kernel.WriteLinker("[ $image = .tmp_vmlinux1 ] || set -- \"$@\" --defsym=late=_etext");
        Assert.Equal(0, _kernel.Link().Exit);
        Assert.Equal([".tmp_vmlinux1", ".tmp_vmlinux2", ".tmp_vmlinux3", Image], _kernel.Links);
        AssertRight();
    }

    [Fact]
    public void Tables_of_another_image_are_an_error()
    {
        _kernel.WriteLinker($"[ $image != {Image} ] || set -- \"$@\" --defsym=late=_stext");
        (int exit, _, string errors) = _kernel.Link();
        Assert.Equal(1, exit);
        Assert.Matches(
            "\\AInconsistent kallsyms data\nTry \"make KALLSYMS_EXTRA_PASS=1\" as a workaround\n"
            + @"kelf: error: System\.map has 'ffffffff81000000 [A-Z] late' where \.tmp_vmlinux2\.syms has '[^']*'\n\z",
            errors);
    }

    [Fact]
    public void A_linker_that_fails_is_the_end_with_its_words_and_status()
    {
        _kernel.WriteLinker("[ $image != .tmp_vmlinux2 ] || { echo no >&2; exit 7; }");
        (int exit, _, string errors) = _kernel.Link();
        Assert.Equal((7, "no\n"), (exit, errors));
        Assert.False(_kernel.Has("System.map"));
        File.Delete(_kernel.At("linker"));
        (exit, _, errors) = _kernel.Link();
        Assert.Equal(1, exit);
        Assert.Matches(@"\Akelf: error: .*linker: [^\n]+\n\z", errors);
    }

    [Fact]
    public void Btf_is_made_of_the_first_image_and_linked_into_the_rest()
    {
        _kernel.Configure("64BIT", "KALLSYMS", "X86_KERNEL_IBT", "DEBUG_INFO_BTF");
        _kernel.WriteProgram("scripts/gen-btf.sh", "cp init/version-timestamp.o $1.x && ld -r -b binary kernel.lds -o $1.btf.o");
        _kernel.WriteProgram("resolve", "echo \"$*\" >> resolved");
        _kernel.Export("RESOLVE_BTFIDS", "./resolve");
        string[] steps = [.. _kernel.Link().Output.Split('\n').Select(line => line.Trim())];
        Assert.True(Array.IndexOf(steps, "BTF     .tmp_vmlinux1") is var made && made > Array.IndexOf(steps, "LD      .tmp_vmlinux1")
            && made < Array.IndexOf(steps, "LD      .tmp_vmlinux2"));
        Assert.Equal("--patch_btfids .tmp_vmlinux1.BTF_ids vmlinux.unstripped\n", _kernel.Read("resolved"));
        Assert.Contains("_binary_kernel_lds_start", _kernel.Kelf("sysmap", Image).Output, StringComparison.Ordinal);
        AssertRight();

        File.Delete(_kernel.At("links"));
        Assert.Equal(0, _kernel.Link("--single-pass").Exit);
        Assert.Equal([".tmp_vmlinux1", Image], _kernel.Links);
        AssertRight();

        _kernel.WriteProgram("scripts/gen-btf.sh", "exit 1");
        (int exit, _, string errors) = _kernel.Link();
        Assert.Equal((1, "Failed to generate BTF for vmlinux\nTry to disable CONFIG_DEBUG_INFO_BTF\n"), (exit, errors));
    }

    [Fact]
    public void Without_tables_there_is_one_link()
    {
        _kernel.Configure("64BIT", "X86_KERNEL_IBT");
        Assert.Equal((0, $"  LD      {Image}\n  NM      System.map\n", ""), _kernel.Link("--single-pass"));
        Assert.Equal(_kernel.Kelf("sysmap", Image).Output, _kernel.Read("System.map"));
    }

    [Fact]
    public void A_dry_run_of_make_links_nothing()
    {
        _kernel.Export("MAKEFLAGS", "n");
        Assert.Equal((0, "", ""), _kernel.Link());
        Assert.Empty(_kernel.Links);
    }

    [Fact]
    public void Commands_are_shown_when_make_shows_them()
    {
        _kernel.Export("KBUILD_VERBOSE", "1");
        Assert.Contains($"linker -m elf_x86_64 -z max-page-size=4096 --no-warn-rwx-segments --script=./kernel.lds -o {Image} ",
            _kernel.Link().Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_folder_than_that_of_a_build_is_refused()
    {
        File.Delete(_kernel.At("include/config/auto.conf"));
        Assert.Equal(
            (1, "", "kelf: error: include/config/auto.conf: No such file or directory; kelf link runs in the directory of a kernel build\n"),
            _kernel.Link());
        _kernel.Configure("KALLSYMS", "64BIT", "X86_KERNEL_IBT");
        File.Delete(_kernel.At("vmlinux.o"));
        File.Delete(_kernel.At(".vmlinux.export.o"));
        (int exit, _, string errors) = _kernel.Link();
        Assert.Equal(
            (1, "kelf: error: vmlinux.o: no object to link: kelf link runs in the directory of a kernel build, after vmlinux.o is made\n"),
            (exit, errors));
    }

    [Fact]
    public void Help_has_examples() => Assert.Contains(
        "Examples:\n  kelf link ", _kernel.Kelf("link", "--help").Output, StringComparison.Ordinal);

    // The tables are those of the image, and the map is its listing.
    private void AssertRight()
    {
        (int exit, string output, string errors) = _kernel.Kelf("kallsyms", "--verify", Image);
        Assert.Equal((0, ""), (exit, errors));
        Assert.Contains("entries as Linux 7.3 has them, those of the image's symbols", output, StringComparison.Ordinal);
        Assert.Equal(_kernel.Kelf("sysmap", Image).Output, _kernel.Read("System.map"));
    }
}
