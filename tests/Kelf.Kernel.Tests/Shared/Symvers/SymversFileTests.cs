// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Modules;
using Kelf.Kernel.Shared.Symvers;

using Xunit;

namespace Kelf.Kernel.Tests.Shared.Symvers;

/// <summary>Lines of <c>Module.symvers</c> as all releases write them.</summary>
public sealed class SymversFileTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData("0x037a0cba\tkfree\tvmlinux\tEXPORT_SYMBOL\t", "vmlinux", false, "")]
    [InlineData("0x037a0cba\tkfree\tdrivers/usb/core/usbcore\tEXPORT_SYMBOL_GPL\tUSB", "drivers/usb/core/usbcore", true, "USB")]
    [InlineData("0X37A0CBA\tkfree\tvmlinux\tEXPORT_SYMBOL\tmodule:kvm,x*", "vmlinux", false, "module:kvm,x*")]
    // Linux before 5.4.
    [InlineData("0x037a0cba\tkfree\tvmlinux\tEXPORT_SYMBOL_GPL", "vmlinux", true, "")]
    [InlineData("0x037a0cba\tkfree\tvmlinux\tEXPORT_UNUSED_SYMBOL_GPL", "vmlinux", true, "")]
    [InlineData("0x037a0cba\tkfree\tvmlinux\tEXPORT_UNUSED_SYMBOL", "vmlinux", false, "")]
    [InlineData("0x037a0cba\tkfree\tvmlinux\tEXPORT_SYMBOL_GPL_FUTURE", "vmlinux", false, "")]
    // Linux 5.4 and 5.5.
    [InlineData("0x037a0cba\tkfree\t\tvmlinux\tEXPORT_SYMBOL", "vmlinux", false, "")]
    [InlineData("0x037a0cba\tkfree\tUSB\tdrivers/x\tEXPORT_SYMBOL_GPL", "drivers/x", true, "USB")]
    public void A_line_is_read_whichever_release_wrote_it(string line, string module, bool isGplOnly, string space)
    {
        SymversLine read = SymversLine.Parse(line, "place");
        Assert.Equal(new SymversLine(new ExportedSymbol("kfree", 0x037a0cba, isGplOnly, space), module), read);
        StringBuilder text = new();
        read.WriteTo(text);
        Assert.Equal($"0x037a0cba\tkfree\t{module}\t{(isGplOnly ? "EXPORT_SYMBOL_GPL" : "EXPORT_SYMBOL")}\t{space}\n", text.ToString());
    }

    [Theory]
    [InlineData("", "1 fields: ")]
    [InlineData("0x1 f vmlinux EXPORT_SYMBOL", "1 fields: ")]
    [InlineData("0x1\tf\tvmlinux", "3 fields: ")]
    [InlineData("0x1\tf\tvmlinux\tEXPORT_SYMBOL\t\t", "6 fields: ")]
    [InlineData("1\tf\tvmlinux\tEXPORT_SYMBOL\t", "1 is no version")]
    [InlineData("0x\tf\tvmlinux\tEXPORT_SYMBOL\t", "0x is no version")]
    [InlineData("0x123456789\tf\tvmlinux\tEXPORT_SYMBOL\t", "0x123456789 is no version")]
    [InlineData("0xg\tf\tvmlinux\tEXPORT_SYMBOL\t", "0xg is no version")]
    [InlineData("0x1\tf\tvmlinux\tEXPORT\t", "EXPORT is neither EXPORT_SYMBOL nor EXPORT_SYMBOL_GPL")]
    [InlineData("0x1\t\tvmlinux\tEXPORT_SYMBOL\t", "the name of the symbol or the module is empty")]
    [InlineData("0x1\tf\t\tEXPORT_SYMBOL\t", "the name of the symbol or the module is empty")]
    public void A_malformed_line_names_its_place(string line, string what)
    {
        File.WriteAllText(_path, $"0x1\tg\tvmlinux\tEXPORT_SYMBOL\t\n{line}\n");
        RefusedException refusal = Assert.Throws<RefusedException>(() => SymversFile.Read(_path));
        Assert.StartsWith($"{_path}:2: {what}", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_symbol_has_one_line()
    {
        File.WriteAllText(_path, "0x1\tf\tvmlinux\tEXPORT_SYMBOL\t\n0x1\tg\tvmlinux\tEXPORT_SYMBOL\t\n0x2\tf\tm\tEXPORT_SYMBOL\t");
        Assert.Equal($"{_path}:3: f has a line already", Assert.Throws<RefusedException>(() => SymversFile.Read(_path)).Message);
    }

    [Fact]
    public void Lines_keep_their_order_and_the_last_needs_no_end()
    {
        File.WriteAllText(_path, "0x2\tf\tvmlinux\tEXPORT_SYMBOL\t\n0x1\tb\tvmlinux\tEXPORT_SYMBOL\tNS");
        Assert.Equal(["f", "b"], SymversFile.Read(_path).Select(line => line.Symbol.Name));
        File.WriteAllText(_path, "");
        Assert.Empty(SymversFile.Read(_path));
    }
}
