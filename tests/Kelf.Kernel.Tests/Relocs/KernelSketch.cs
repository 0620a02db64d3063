// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Relocs;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

namespace Kelf.Kernel.Tests.Relocs;

/// <summary>A kernel of a few sections, for one relocation at a time.</summary>
/// <param name="is64">x86-64, else 32-bit x86.</param>
internal sealed class KernelSketch(bool is64 = true)
{
    public const ulong Start64 = 0xffffffff_81000000;
    public const ulong Start32 = 0xc1000000;

    private const ElfSectionFlags Loaded = ElfSectionFlags.Allocated | ElfSectionFlags.Writable;

    /// <summary>The file, with an empty section <c>.text</c> of 0x100 bytes at <see cref="Text"/>.</summary>
    public ElfBuilder Elf { get; } = new ElfBuilder(
        is64 ? ElfClass.Elf64 : ElfClass.Elf32, ByteOrder.Little, is64 ? ElfMachine.X8664 : ElfMachine.I386, ElfType.Executable)
    {
        RelocationsLast = true,
    }
        .Section(".text", new byte[0x100], flags: Loaded)
        .With(".text", header => header with { Address = is64 ? Start64 : Start32 })
        .Symbol("own", ".text", is64 ? Start64 : Start32);

    /// <summary>Address of the first byte of <c>.text</c>.</summary>
    public ulong Text => is64 ? Start64 : Start32;

    /// <summary>Adds a relocation to <c>.text</c>.</summary>
    public KernelSketch Relocate(uint type, string symbol, ulong at = 0x10)
    {
        Elf.Relocate(".text", Text + at, type, symbol);
        return this;
    }

    /// <summary>Adds an absolute symbol.</summary>
    public KernelSketch Absolute(string name, ulong value = 0x55)
    {
        Elf.Symbol(name, ElfSymbol.AbsoluteSection, value);
        return this;
    }

    /// <summary>Adds a banner, which tells the release.</summary>
    public KernelSketch Banner(string text)
    {
        byte[] banner = new byte[64];
        Encoding.ASCII.GetBytes(text).CopyTo(banner, 8);
        Elf.Section(".rodata", banner, flags: ElfSectionFlags.Allocated)
            .With(".rodata", header => header with { Address = Text + 0x1000 })
            .Symbol("linux_banner", ".rodata", Text + 0x1008, type: ElfSymbolType.Object);
        return this;
    }

    /// <summary>The table.</summary>
    public RelocationTable Table(RelocationRules? rules = RelocationRules.Linux73, bool realMode = false, bool allowDuplicates = false)
    {
        using TestImage image = TestImage.From(Elf.Build());
        RelocsOptions options = new() { Rules = rules, RealMode = realMode, AllowDuplicates = allowDuplicates };
        return X86Relocs.MakeTable(image.Image, options);
    }

    /// <summary>The places of each list, as distances from the start of <c>.text</c>.</summary>
    public string Places(RelocationRules? rules = RelocationRules.Linux73, bool realMode = false, bool allowDuplicates = false) =>
        string.Join(' ', Table(rules, realMode, allowDuplicates).Lists.Select(list =>
            $"{list.Kind}:{string.Join(',', list.Places.Select(place => (place - (uint)Text).ToString("x")))}"));

    /// <summary>The message with which the image is refused, without the file's name.</summary>
    public string Refusal(RelocationRules rules = RelocationRules.Linux73, bool realMode = false)
    {
        string message = Xunit.Assert.ThrowsAny<Exception>(() => Table(rules, realMode)).Message;
        Xunit.Assert.StartsWith("vmlinux: ", message, StringComparison.Ordinal);
        return message["vmlinux: ".Length..];
    }
}
