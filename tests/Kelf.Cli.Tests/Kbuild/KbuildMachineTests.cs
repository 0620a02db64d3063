// SPDX-License-Identifier: GPL-2.0-only
using System.Text.Json;

using Xunit;

namespace Kelf.Cli.Tests.Kbuild;

/// <summary><c>kelf kbuild status</c> for a machine or an object tree: one source tree serves several.</summary>
public sealed class KbuildMachineTests : IDisposable
{
    private readonly ToyTree _tree = new(7, 3);

    public void Dispose() => _tree.Dispose();

    [Fact]
    public void A_machine_has_no_use_for_what_its_kernels_never_do()
    {
        Assert.Equal(0, _tree.Kelf("enable", ".").Exit);
        string[] x86 = Tools("--arch", "x86_64", ".");
        Assert.Equal(["on", "on", "on", "on", "on", "on", "on", "off", "off"], x86.Select(Use));
        Assert.Equal(["on", "on", "-", "on", "on", "on", "on", "-", "off"], Tools("--arch", "arm64", ".").Select(Use));
        string[] m68k = Tools("--arch", "m68k", ".");
        Assert.Equal(["on", "on", "-", "-", "-", "on", "on", "-", "-"], m68k.Select(Use));
        Assert.EndsWith(": m68k cannot have CONFIG_ARCH_VMLINUX_NEEDS_RELOCS: its image keeps no relocations", m68k[2], StringComparison.Ordinal);
        // It keeps relocations, and takes them out in a step of its own.
        Assert.EndsWith(": of x86 alone", Tools("--arch", "riscv", ".")[2], StringComparison.Ordinal);
        Assert.EndsWith(": m68k cannot have CONFIG_BUILDTIME_TABLE_SORT: its tables are sorted when it boots", m68k[3], StringComparison.Ordinal);
        Assert.EndsWith(": m68k cannot have CONFIG_LTO_CLANG: its initcalls have the order of its objects", m68k[4], StringComparison.Ordinal);
    }

    [Fact]
    public void An_object_tree_answers_by_its_configuration()
    {
        Assert.Equal(0, _tree.Kelf("enable", ".", "--tools", "all").Exit);
        _tree.Write(
            "objects/.config",
            "#",
            "# Linux/arm64 7.3.4 Kernel Configuration",
            "CONFIG_LTO_CLANG=y",
            "CONFIG_BUILDTIME_TABLE_SORT=y",
            "CONFIG_IKHEADERS=m",
            "# CONFIG_GENDWARFKSYMS is not set",
            "");
        (int exit, string output, _) = _tree.Kelf("status", ".", "objects");
        Assert.Equal(0, exit);
        Assert.Contains("\n  for          arm64, as configured in objects\n", output, StringComparison.Ordinal);
        string[] tools = Tools(".", "objects");
        Assert.Equal(["-", "on", "-", "on", "on", "on", "on", "-", "-"], tools.Select(Use));
        Assert.EndsWith(": CONFIG_GENDWARFKSYMS is not set: no versions are made of debugging information", tools[0], StringComparison.Ordinal);
        _tree.Write("objects/.config", "# Linux/x86 7.3.4 Kernel Configuration", "CONFIG_ARCH_VMLINUX_NEEDS_RELOCS=y", "CONFIG_GENDWARFKSYMS=y", "");
        Assert.Equal(["on", "on", "on", "-", "-", "-", "on", "-", "-"], Tools(".", "objects").Select(Use));
        string[] debug = ["# Linux/x86 7.3.4 Kernel Configuration", "CONFIG_ARCH_VMLINUX_NEEDS_RELOCS=y", "CONFIG_DEBUG_INFO=y", "CONFIG_DEBUG_INFO_BTF=y", ""];
        _tree.Write("objects/.config", debug);
        Assert.EndsWith(
            ": CONFIG_DEBUG_INFO_BTF is set: BTF is made of an image that was linked with debugging information", Tools(".", "objects")[7],
            StringComparison.Ordinal);
        _tree.Write("objects/.config", [.. debug.Where(line => !line.Contains("BTF", StringComparison.Ordinal))]);
        Assert.Equal("on", Use(Tools(".", "objects")[7]));

        using JsonDocument state = JsonDocument.Parse(_tree.Kelf("status", "--json", ".", "objects").Output);
        Assert.Equal("x86", state.RootElement.GetProperty("machine").GetString());
        JsonElement kheaders = state.RootElement.GetProperty("tools")[5];
        Assert.True(kheaders.GetProperty("isOn").GetBoolean());
        Assert.Equal("CONFIG_IKHEADERS is not set: it carries no headers", kheaders.GetProperty("idle").GetString());
    }

    [Fact]
    public void A_tree_without_kelf_says_what_it_could_be_used_for()
    {
        Assert.Equal(1, _tree.Kelf("status", "--arch", "arm64", ".").Exit);
        Assert.Equal(["off", "off", "-", "off", "off", "off", "off", "-", "off"], Tools("--arch", "arm64", ".").Select(Use));
    }

    [Fact]
    public void What_is_no_machine_or_no_object_tree_is_refused()
    {
        Assert.Equal((1, "", "kelf: error: ./arch/vax: Linux 7.3.4 has no machine 'vax'\n"), _tree.Kelf("status", "--arch", "vax", "."));
        Assert.Equal((1, "", "kelf: error: scripts: no object tree: it has no .config\n"), _tree.Kelf("status", ".", "scripts"));
        _tree.Write("objects/.config", "CONFIG_X86=y", "");
        Assert.Equal(
            (1, "", "kelf: error: objects/.config: it tells no machine: no line '# Linux/MACHINE VERSION Kernel Configuration'\n"),
            _tree.Kelf("status", ".", "objects"));
        Assert.Equal(
            (2, "", "kelf: error: --arch: the object tree says for which machine it is\n"), _tree.Kelf("status", "--arch", "x86", ".", "objects"));
    }

    // The lines of the tools.
    private string[] Tools(params IEnumerable<string> arguments) => [.. _tree.Kelf(["status", .. arguments]).Output.Split('\n')
        .Where(line => line.Length > 14 && line[15..].Split(' ')[0] is "on" or "off" or "-")];

    private static string Use(string line) => line[15..].Split(' ')[0];
}
