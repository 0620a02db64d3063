// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Shared;
using Kelf.Kernel.Split;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Kernel.Tests.Split;

/// <summary><c>modules.builtin.modinfo</c> and <c>modules.builtin</c>; <c>|</c> stands for NUL.</summary>
public sealed class BuiltinModulesTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("a.x=1|", "a.x=1|")]
    [InlineData("a.x=1||||", "a.x=1|")] // the padding of the linker script
    [InlineData("a.x=1", "a.x=1")]
    [InlineData("a.x=1||b.x=2|||", "a.x=1||b.x=2|")] // inside a line they stay
    [InlineData("|||", "|")]
    [InlineData("a.x=1||\nb.x=2|||", "a.x=1|\nb.x=2|")] // each line ends anew
    [InlineData("a||\n", "a|\n")] // nothing stands after the last LF
    [InlineData("\n\n", "\n\n")]
    [InlineData("||\n||", "|\n|")]
    public void Of_the_zeros_at_the_end_of_a_line_one_stays(string section, string expected) =>
        Assert.Equal(expected, Encoding.ASCII.GetString(Read(section).Bytes.Span).Replace('\0', '|'));

    [Theory]
    [InlineData("", "")]
    [InlineData("toy.license=GPL|toy.file=drivers/toy/toy|two.file=lib/one lib/two|", "drivers/toy/toy;lib/one;lib/two")]
    [InlineData("a.file=x|b.file=x|", "x")]
    [InlineData("a.file=x x|", "x")]
    [InlineData("a.file=x|b.file=y|c.file=x|", "x;y;x")] // only neighbours
    [InlineData("a.file=x|a.license=GPL|b.file=x|", "x")] // between them stands no path
    [InlineData("A_1:b.file=x|", "x")]
    [InlineData(".file=x|", "x")]
    [InlineData("a-b.file=x|", "")] // no letter of a module's name
    [InlineData("a.parm.file=x|", "")]
    [InlineData("a.files=x|", "")]
    [InlineData("a.file=|", "")]
    [InlineData("a.file=x\nb.file=y|", "x;y")]
    [InlineData("a.file=x", "x")] // without an end
    [InlineData("a.file=x  y|", "x;;y")]
    [InlineData("a.file=x.file=y|", "x.file=y")]
    public void Paths(string section, string expected)
    {
        string[] lines = Encoding.ASCII.GetString(Read(section).MakePaths()).Split('\n');
        Assert.Equal("", lines[^1]);
        IEnumerable<string> wanted = expected.Length == 0 ? [] : expected.Split(';').Select(path => $"kernel/{path}.ko");
        // An empty path is a line as well, as for tr and sed.
        Assert.Equal(section == "a.file=|" ? ["kernel/.ko"] : wanted, lines[..^1]);
    }

    [Fact]
    public void Bytes_that_are_no_text_stay()
    {
        byte[] bytes = [.. "a.file="u8, 0xff, 0xc3, 0x28, 0];
        using NativeBuffer buffer = new ElfBuilder().Section(".modinfo", bytes).BuildInMemory();
        BuiltinModules information = BuiltinModules.Read(ElfFile.Parse(buffer.Contents));
        Assert.Equal(bytes, information.Bytes.ToArray());
        Assert.Equal([.. "kernel/"u8, 0xff, 0xc3, 0x28, .. ".ko\n"u8], information.MakePaths());
    }

    [Fact]
    public void There_has_to_be_a_section()
    {
        using NativeBuffer buffer = new ElfBuilder().Section(".text", []).BuildInMemory("vmlinux");
        ElfFile image = ElfFile.Parse(buffer.Contents);
        Assert.Equal(
            "vmlinux: there is no section .modinfo: it was stripped, or is no vmlinux.unstripped",
            Assert.Throws<RefusedException>(() => BuiltinModules.Read(image)).Message);
    }

    private static BuiltinModules Read(string section)
    {
        using NativeBuffer buffer = new ElfBuilder().Section(".modinfo", Encoding.ASCII.GetBytes(section.Replace('|', '\0')))
            .BuildInMemory();
        return BuiltinModules.Read(ElfFile.Parse(buffer.Contents));
    }
}
