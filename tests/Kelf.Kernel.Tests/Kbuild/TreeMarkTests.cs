// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kbuild;

using Xunit;

namespace Kelf.Kernel.Tests.Kbuild;

/// <summary>Lines and makefiles that kelf knows again, and those that only look like its own.</summary>
public sealed class TreeMarkTests
{
    [Theory]
    [InlineData("-include $(srctree)/scripts/Makefile.kelf", "kbuild", false)]
    [InlineData("\tif (!mod->is_vmlinux) {", "lto-symvers", true)]
    [InlineData("\t/* a comment */", "lto-symvers", true)]
    [InlineData("x # kelf symvers", "symvers", false)]
    [InlineData("", "symvers", false)]
    public void A_line_that_was_added_is_known_again(string line, string name, bool isC)
    {
        string marked = TreeMark.Added(line, name, isC);
        Assert.StartsWith(line, marked, StringComparison.Ordinal);
        Assert.Equal((TreeMarkState.Whole, null), TreeMark.Read(marked));
    }

    [Theory]
    [InlineData("\tdepends on !LTO")]
    [InlineData("depends on !LTO")]
    [InlineData("\t# a: b # c")]
    public void A_line_that_was_turned_off_is_given_back(string line)
    {
        string marked = TreeMark.TurnedOff(line, "lto-symvers");
        Assert.StartsWith("#", marked.TrimStart(), StringComparison.Ordinal);
        Assert.Equal((TreeMarkState.Whole, line), TreeMark.Read(marked));
    }

    [Theory]
    [InlineData("single-targets += %.symtypes # kelf symvers")]
    [InlineData("# kelf kbuild: what the user says of it")]
    [InlineData("# kelf kbuild is not wanted in this tree: see the wiki")]
    [InlineData("all: ; kelf symvers vmlinux.o # kelf kbuild enable")]
    [InlineData("int x; /* kelf lto-symvers */")]
    [InlineData("x # kelf symvers 0123456789AB")]
    [InlineData("x # kelf symvers 0123456789a")]
    [InlineData("x # kelf symvers 0123456789ab and more")]
    [InlineData("")]
    public void Words_make_no_line_ours(string line) => Assert.Equal((TreeMarkState.None, null), TreeMark.Read(line));

    [Fact]
    public void A_line_that_was_changed_since_is_not_ours_any_more()
    {
        string added = TreeMark.Added("a := b", "symvers", isC: false);
        Assert.Equal(TreeMarkState.Altered, TreeMark.Read(added.Replace("b", "c", StringComparison.Ordinal)).State);
        Assert.Equal(TreeMarkState.Altered, TreeMark.Read(" " + added).State);
        // The name is part of it.
        Assert.Equal(TreeMarkState.Altered, TreeMark.Read(added.Replace("kelf symvers", "kelf kbuild", StringComparison.Ordinal)).State);
        string off = TreeMark.TurnedOff("\tdepends on !LTO", "lto-symvers");
        Assert.Equal(TreeMarkState.Altered, TreeMark.Read(off.Replace("!LTO", "!LTO && X", StringComparison.Ordinal)).State);
    }

    [Fact]
    public void A_makefile_is_ours_while_it_is_as_it_was_written()
    {
        const string Text = "# SPDX-License-Identifier: GPL-2.0-only\n#\nKELF ?= /opt/k\u00c3\u00a4lf\n";
        string makefile = TreeMark.Sealed(Text);
        Assert.StartsWith("# SPDX-License-Identifier: GPL-2.0-only\n# kelf kbuild ", makefile, StringComparison.Ordinal);
        Assert.Equal(TreeMarkState.Whole, TreeMark.StateOf(makefile));
        Assert.Equal(TreeMarkState.Altered, TreeMark.StateOf(makefile + "# more\n"));
        Assert.Equal(TreeMarkState.Altered, TreeMark.StateOf(makefile.Replace("SPDX", "spdx", StringComparison.Ordinal)));
        Assert.All([Text, "", "x", "\n", "# kelf kbuild 0123456789ab\n"], own => Assert.Equal(TreeMarkState.None, TreeMark.StateOf(own)));
    }

    [Fact]
    public void A_file_is_read_without_what_is_ours()
    {
        string added = TreeMark.Added("a := b", "symvers", isC: false);
        string off = TreeMark.TurnedOff("\tdepends on !LTO", "lto-symvers");
        string altered = added.Replace('b', 'c');
        MarkedFile file = MarkedFile.Read($"one\n{added}\n# kelf symvers\n{off}\n{altered}");
        Assert.Equal($"one\n# kelf symvers\n\tdepends on !LTO\n{altered}", file.Original);
        Assert.Equal(2, file.Count);
        Assert.Equal([5], file.Altered);
    }
}
