// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

using Kelf.TestSupport;

using Xunit;

namespace Kelf.Cli.Tests.Kallsyms;

/// <summary><c>kallsyms --decode</c>, <c>lookup</c> and <c>decode</c> on kernels without a symbol table, of all kinds.</summary>
public sealed class BootImageTests : IDisposable
{
    private static readonly FlatKernel s_kernel = new() { Release = TableRelease.Linux64 };

    private readonly KallsymsDirectory _folder = new();

    public static TheoryData<string> Images => ["flat", "flat.gz", "flat.xz", "stripped", "stripped.gz", "bzImage", "zboot"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Images))]
    public void Tables_are_printed(string image)
    {
        Write(image);
        (int exit, string output, string errors) = _folder.Kelf("kallsyms", "--decode", image);
        Assert.Equal((0, ""), (exit, errors));
        Assert.Equal(
            s_kernel.Entries.Select(entry => string.Create(CultureInfo.InvariantCulture, $"{entry.Address:x16} {entry.Text[0]} {entry.Text[1..]}")),
            output.Split('\n').SkipLast(1));
    }

    [Theory]
    [MemberData(nameof(Images))]
    public void Symbols_are_looked_up_and_logs_decoded(string image)
    {
        Write(image);
        (ulong address, string text) = s_kernel.Entries[40];
        ulong size = s_kernel.Entries.First(entry => entry.Address > address).Address - address;
        (int exit, string output, string errors) = _folder.Kelf("lookup", image, $"0x{address + 4:x}");
        Assert.Equal(0, exit);
        Assert.EndsWith($"{text[1..]}+0x4/0x{size:x}\n", output.Split("  position", StringSplitOptions.None)[0].TrimEnd() + "\n", StringComparison.Ordinal);
        Assert.StartsWith($"kelf: warning: {image}: no symbol table (.symtab); the symbols are the ", errors, StringComparison.Ordinal);
        _folder.Write("log", System.Text.Encoding.ASCII.GetBytes($" {text[1..]}+0x4/0x{size:x}\n"));
        (exit, output, errors) = _folder.Kelf("decode", image, "log");
        Assert.Equal(0, exit);
        Assert.Contains($"{text[1..]}+0x4/0x{size:x}", output, StringComparison.Ordinal);
        Assert.Contains("kernel's own tables", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_proved_is_not_printed()
    {
        _folder.Write("Image", new FlatKernel { HasPointers = false }.Build());
        (int exit, string output, string errors) = _folder.Kelf("kallsyms", "--decode", "Image");
        Assert.Equal((1, ""), (exit, output));
        Assert.Contains("but nothing in this flat image proves their addresses", errors, StringComparison.Ordinal);
        byte[] withoutTables = s_kernel.BuildElf();
        withoutTables.AsSpan(0x1000).Clear();
        _folder.Write("stripped", withoutTables);
        Assert.Contains(
            "neither a symbol table (.symtab) nor tables of symbols (CONFIG_KALLSYMS) in it",
            _folder.Kelf("lookup", "stripped", "f").Errors, StringComparison.Ordinal);
        _folder.Write("text", "no kernel"u8.ToArray());
        Assert.Contains("not an ELF object", _folder.Kelf("lookup", "text", "f").Errors, StringComparison.Ordinal);
    }

    private void Write(string image)
    {
        byte[] flat = s_kernel.Build();
        byte[] elf = s_kernel.BuildElf();
        _folder.Write(image, image switch
        {
            "flat" => flat,
            "flat.gz" => BootImages.Gzip(flat),
            "flat.xz" => BootImages.Xz(flat),
            "stripped" => elf,
            "stripped.gz" => BootImages.Gzip(elf),
            "bzImage" => BootImages.BzImage(BootImages.Gzip(elf)),
            _ => BootImages.Zboot(BootImages.Gzip(flat)),
        });
    }
}
