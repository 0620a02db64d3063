// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Tests.Support;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.ObjectFiles.Tests.Elf;

/// <summary>Files opened by their path, and <c>foreach</c> over what they hold.</summary>
public sealed class ElfIterationTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void A_file_is_read_by_its_path_until_it_is_disposed_of()
    {
        File.WriteAllBytes(_path, Object().Build());
        ElfFile elf = ElfFile.Open(_path);
        Assert.Equal(_path, elf.Image.Source.File);
        List<string> names = [];
        foreach (ElfSection section in elf.Sections)
        {
            names.Add(section.Name);
        }

        Assert.Equal(["", ".text", ".data"], names[..3]);
        elf.Dispose();
        elf.Dispose();
        Assert.Throws<ObjectDisposedException>(() => elf.Image.Span(0, 1));
    }

    [Fact]
    public void What_is_no_elf_is_unmapped_again()
    {
        File.WriteAllText(_path, "no object");
        NotElfException error = Assert.Throws<NotElfException>(() => ElfFile.Open(_path));
        Assert.Equal((ForeignFormat.Other, $"{_path}: not an ELF object"), (error.Format, error.Message));
        Assert.DoesNotContain(_path, File.ReadAllText("/proc/self/maps"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_parsed_file_is_its_owners()
    {
        using NativeBuffer buffer = Object().BuildInMemory();
        ElfFile elf = ElfFile.Parse(buffer.Contents);
        elf.Dispose();
        Assert.Equal(3, elf.SymbolTable.Count);
    }

    [Fact]
    public void Symbols_and_relocations_are_walked_in_order_without_allocation()
    {
        using NativeBuffer buffer = Object().BuildInMemory();
        ElfFile elf = ElfFile.Parse(buffer.Contents);
        ElfSymbolTable symbols = elf.SymbolTable;
        List<string> found = [];
        foreach (ElfSymbol symbol in symbols)
        {
            found.Add($"{symbol.Index} {Encoding.ASCII.GetString(symbols.NameOf(symbol))} {symbol.Value}");
        }

        Assert.Equal(["0  0", "1 f 0", "2 g 4"], found);
        Assert.True(elf.TryFindSection(".rela.text", out ElfSection? section));
        ElfRelocationTable relocations = elf.Relocations(section);
        found.Clear();
        foreach (ElfRelocation relocation in relocations)
        {
            found.Add($"{relocation.Offset} {relocation.SymbolIndex} {relocation.Addend}");
        }

        Assert.Equal(["0 2 7", "8 1 0"], found);
        Allocation.None(4 + 7, () =>
        {
            long sum = 0;
            foreach (ElfSymbol symbol in symbols)
            {
                sum += (long)symbol.Value;
            }

            foreach (ElfRelocation relocation in relocations)
            {
                sum += relocation.Addend;
            }

            return sum;
        });
        foreach (ElfSymbol symbol in default(ElfSymbolTable))
        {
            Assert.Fail($"symbol {symbol.Index} of no table");
        }
    }

    private static ElfBuilder Object() => new ElfBuilder()
        .Section(".text", new byte[16]).Section(".data", [1]).Symbol("f", ".text").Symbol("g", ".text", 4)
        .Relocate(".text", 0, 1, "g", 7).Relocate(".text", 8, 1, "f");
}
