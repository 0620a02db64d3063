// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text;

using Kelf.Cli.Tests.Relocs;

using Xunit;

namespace Kelf.Cli.Tests.Split;

/// <summary>The small kernel of the fixtures, split: every section, program header and symbol.</summary>
public sealed class SplitExampleTests : IDisposable
{
    private const string KeptSymbols =
        "@ .text@.text .rodata@.rodata .notes@.notes .data@.data .bss@.bss .debug_demo@.debug_demo b.o@fff1 message@.rodata "
        + "table@.rodata self@.data edge@.data VDSO_tag@fff1 __crc_foo@fff1 helper@.text _start@.text counter@.data _end@.bss";

    private readonly WorkDirectory _work = new WorkDirectory().Put("vmlinux.unstripped", ElfBytes.Kernel());

    public void Dispose() => _work.Dispose();

    // Index, name, file offset, size, as GNU objcopy (compact) and llvm-objcopy (reuse) lay them out.
    [Theory]
    [InlineData("reuse",
        "1 .text 1000 21;2 .rodata 1028 28;3 .notes 1050 18;4 .data 2000 18;5 .bss 2018 100;6 .debug_demo 215b 8;"
        + "7 .symtab 2168 1b0;8 .strtab 2318 71;9 .shstrtab 2389 47")]
    [InlineData("compact",
        "1 .text 1000 21;2 .rodata 1028 28;3 .notes 1050 18;4 .data 2000 18;5 .bss 2018 100;6 .debug_demo 2018 8;"
        + "7 .symtab 2020 1b0;8 .strtab 21d0 71;9 .shstrtab 2241 47")]
    public void Sections(string layout, string sections)
    {
        ElfBytes image = Split("--layout", layout);
        Assert.Equal(
            sections.Split(';'),
            Enumerable.Range(1, image.SectionCount - 1).Select(i => string.Create(
                CultureInfo.InvariantCulture, $"{i} {image.Name(i)} {image.Offset(i):x} {image.Size(i):x}")));
        ElfBytes linked = ElfBytes.Kernel();
        foreach (string name in new[] { ".text", ".rodata", ".notes", ".data", ".debug_demo" })
        {
            (int old, int now) = (linked.Find(name), image.Find(name));
            Assert.Equal(
                linked.Bytes.AsSpan(linked.Offset(old), linked.Size(old)).ToArray(),
                image.Bytes.AsSpan(image.Offset(now), image.Size(now)).ToArray());
            Assert.Equal(linked.Address(old), image.Address(now));
            Assert.Equal(linked.U64(linked.Header(old) + 8), image.U64(image.Header(now) + 8)); // flags
            Assert.Equal(linked.U64(linked.Header(old) + 48), image.U64(image.Header(now) + 48)); // alignment
        }
    }

    [Theory]
    [InlineData("reuse")]
    [InlineData("compact")]
    public void Program_headers_and_symbols(string layout)
    {
        ElfBytes image = Split("--layout", layout);
        ElfBytes linked = ElfBytes.Kernel();
        byte[] wanted = linked.Bytes[64..(64 + (3 * 56))];
        BitConverter.GetBytes(0x18ul).CopyTo(wanted, 56 + 32);
        BitConverter.GetBytes(0x118ul).CopyTo(wanted, 56 + 40);
        Assert.Equal(wanted, image.Bytes[64..(64 + (3 * 56))]);
        Assert.Equal(KeptSymbols, string.Join(' ', image.Symbols().Select(symbol => symbol.StartsWith('@') ? Section(symbol) : symbol)));
        Assert.Equal(12u, image.U32(image.Header(7) + 44)); // index of the first that is not local
        Assert.Equal(8u, image.U32(image.Header(7) + 40)); // .strtab
        Assert.Equal(9, image.U16(62)); // .shstrtab
        Assert.Equal(linked.Bytes[..40], image.Bytes[..40]);
        Assert.Equal(linked.Bytes[48..60], image.Bytes[48..60]);
    }

    [Fact]
    public void What_was_module_information_is_zeros()
    {
        ElfBytes image = Split();
        Assert.Equal(-1, image.Bytes.AsSpan().IndexOf("toy.license"u8));
        Assert.Equal(new byte[0x215b - 0x2018], image.Bytes[0x2018..0x215b]);
    }

    [Fact]
    public void Table_and_module_files()
    {
        _work.Done("split", "vmlinux.unstripped", "--relocs", "r", "--modinfo", "m", "--builtin", "b");
        Assert.Equal(_work.Done("relocs", "vmlinux.unstripped").Output, _work.Get("r"));
        Assert.Equal("kernel/drivers/toy/toy.ko\nkernel/lib/one.ko\nkernel/lib/two.ko\n", _work.Text("b"));
        Assert.Equal(66, _work.Get("m").Length);
        Assert.EndsWith("lib/one lib/two\0", _work.Text("m"), StringComparison.Ordinal);
        Assert.Equal(["b", "m", "r", "vmlinux.unstripped"], _work.Names);
        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(_work.At("m")) & UnixFileMode.UserExecute);
    }

    [Fact]
    public void A_global_device_table_is_warned_of()
    {
        ProgramResult result = _work.Done("split", "vmlinux.unstripped", "-o", "vmlinux", "-q");
        Assert.Equal(
            "kelf: warning: vmlinux.unstripped: 1 symbols __mod_device_table__… are not local; they are removed all the same\n",
            result.Errors);
        // A local one, as 7.3 has them, is nothing to speak of.
        ElfBytes image = ElfBytes.Kernel();
        int symbol = image.Offset(13) + (24 * image.Symbol("__mod_device_table__kmod_toy__of__ids"));
        image.Bytes[symbol + 4] = 1;
        _work.Put("local", image);
        Assert.Equal("", _work.Done("split", "local", "-o", "vmlinux", "-q").Errors);
    }

    [Fact]
    public void The_mode_is_that_of_the_input()
    {
        const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.GroupRead;
        File.SetUnixFileMode(_work.At("vmlinux.unstripped"), Mode);
        Split();
        Assert.Equal(Mode, File.GetUnixFileMode(_work.At("vmlinux")));
    }

    [Fact]
    public void Json()
    {
        ProgramResult result = _work.Done("split", "vmlinux.unstripped", "-o", "vmlinux", "--json");
        Assert.Equal(
            """
            {"image":"vmlinux.unstripped","size":10576,"splitSize":9808,"layout":"reuse","removed":{"debugRelocations":
            {"sections":1,"bytes":24},"loadedRelocations":{"sections":4,"bytes":264},"bssZeros":256,"moduleInformation":67,
            "symbolsOfSections":1,"symbolsOfDeviceTables":1},"warnings":
            """.ReplaceLineEndings(""),
            string.Concat(Encoding.UTF8.GetString(result.Output).Split('[')[0].Where(c => !char.IsWhiteSpace(c))));
        Assert.Equal(9808, _work.Get("vmlinux").Length);
    }

    [Fact]
    public void Relocations_may_be_kept()
    {
        ElfBytes image = Split("--keep-relocs");
        Assert.Equal(15, image.SectionCount);
        Assert.DoesNotContain(".modinfo", Enumerable.Range(0, 15).Select(image.Name));
        int relocations = image.Find(".rela.data");
        Assert.Equal(".data", image.Name((int)image.U32(image.Header(relocations) + 44)));
        Assert.Equal(".symtab", image.Name((int)image.U32(image.Header(relocations) + 40)));
    }

    [Fact]
    public void Relocations_for_a_loader_stay()
    {
        ElfBytes linked = ElfBytes.Kernel().Rename(".debug_demo", ".rela.dyn");
        _work.Put("vmlinux.unstripped", linked);
        Assert.Contains(".rela.dyn", Names(Split("--layout", "compact")));
    }

    private static IEnumerable<string> Names(ElfBytes image) => Enumerable.Range(0, image.SectionCount).Select(image.Name);

    // Section symbols have no name of their own.
    private static string Section(string symbol) => symbol == "@.text" || symbol.Length > 2 && symbol[1] == '.' ? symbol[1..] + symbol : "@";

    private ElfBytes Split(params string[] more)
    {
        _work.Done(["split", "vmlinux.unstripped", "-o", "vmlinux", "-q", .. more]);
        return _work.Image("vmlinux");
    }
}
