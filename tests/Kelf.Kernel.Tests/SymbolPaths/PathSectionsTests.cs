// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Images;
using Kelf.Kernel.SymbolPaths;
using Kelf.Kernel.SymbolPaths.Attribution;
using Kelf.Kernel.SymbolPaths.Modes;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Editing;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Kernel.Tests.SymbolPaths;

/// <summary>The sections with whole names of a module: <c>.symtab.paths</c> and <c>.strtab.paths</c>.</summary>
public sealed class PathSectionsTests
{
    [Theory]
    [InlineData(ElfClass.Elf64, ByteOrder.Little)]
    [InlineData(ElfClass.Elf64, ByteOrder.Big)]
    [InlineData(ElfClass.Elf32, ByteOrder.Big)]
    public void Each_symbol_has_the_place_of_its_whole_name(ElfClass elfClass, ByteOrder order)
    {
        using NativeBuffer module = Module(elfClass, order).BuildInMemory("a.ko");
        ElfFile elf = ElfFile.Parse(module.Contents);
        using NativeBuffer copy = InMemory.File(Written(PathSections.AddNames(elf, Paths(elf))), "copy.ko");
        ElfFile again = ElfFile.Parse(copy.Contents);

        Assert.True(again.TryFindSection(".symtab.paths", out ElfSection? places));
        Assert.True(again.TryFindSection(".strtab.paths", out ElfSection? strings));
        Assert.Equal(
            (strings.Index.Value, 4ul, ElfSectionFlags.None, ElfSectionFlags.None),
            (places.Link, places.EntrySize, places.Flags, strings.Flags));
        ElfSymbolTable symbols = NeededSymbols.Of(again);
        Assert.Equal((ulong)symbols.Count * 4, places.Size);
        List<string> names = [];
        Cursor cursor = again.Contents(places).Read(order);
        for (int i = 0; i < symbols.Count; i++)
        {
            uint place = cursor.U32();
            names.Add(place == 0 ? "" : Encoding.UTF8.GetString(again.Contents(strings).CString(place)));
        }

        // The null symbol, a.c, f, b.c, f, and one without a path.
        Assert.Equal(["", "", "net/a.c:f", "", "net/b.c:f", ""], names);
    }

    [Fact]
    public void What_was_in_the_module_stays()
    {
        byte[] before = Module(ElfClass.Elf64, ByteOrder.Little).Build();
        using NativeBuffer module = InMemory.File(before, "a.ko");
        ElfFile elf = ElfFile.Parse(module.Contents);
        using NativeBuffer copy = InMemory.File(Written(PathSections.AddNames(elf, Paths(elf))), "copy.ko");
        ElfFile again = ElfFile.Parse(copy.Contents);
        foreach (string name in new[] { ".text", ".symtab", ".strtab" })
        {
            Assert.True(elf.TryFindSection(name, out ElfSection? old));
            Assert.True(again.TryFindSection(name, out ElfSection? kept));
            Assert.Equal(old.Index, kept.Index);
            Assert.Equal(elf.Contents(old).Span().ToArray(), again.Contents(kept).Span().ToArray());
        }
    }

    [Fact]
    public void A_second_time_is_refused()
    {
        using NativeBuffer module = Module(ElfClass.Elf64, ByteOrder.Little).Section(".symtab.paths", []).BuildInMemory("a.ko");
        ElfFile elf = ElfFile.Parse(module.Contents);
        RefusedException refused = Assert.Throws<RefusedException>(() => PathSections.AddNames(elf, Paths(elf)));
        Assert.Equal("a.ko: has a section .symtab.paths already: give the file as it was before", refused.Message);
    }

    [Fact]
    public void A_signed_module_is_refused()
    {
        byte[] signed = [.. Module(ElfClass.Elf64, ByteOrder.Little).Build(), .. "~Module signature appended~\n"u8];
        using NativeBuffer module = InMemory.File(signed, "a.ko");
        ElfFile elf = ElfFile.Parse(module.Contents);
        RefusedException refused = Assert.Throws<RefusedException>(() => PathSections.AddNames(elf, Paths(elf)));
        Assert.Contains("the module is signed", refused.Message, StringComparison.Ordinal);
    }

    private static ElfBuilder Module(ElfClass elfClass, ByteOrder order) => new ElfBuilder(elfClass, order)
        .Section(".text", new byte[32], flags: ElfSectionFlags.Allocated | ElfSectionFlags.Executable)
        .Symbol("a.c", ElfSymbol.AbsoluteSection, binding: ElfSymbolBinding.Local, type: ElfSymbolType.File)
        .Symbol("f", ".text", 0, 4, ElfSymbolBinding.Local, ElfSymbolType.Function)
        .Symbol("b.c", ElfSymbol.AbsoluteSection, binding: ElfSymbolBinding.Local, type: ElfSymbolType.File)
        .Symbol("f", ".text", 16, 4, ElfSymbolBinding.Local, ElfSymbolType.Function)
        .Symbol("init_module", ".text", 8, 4, type: ElfSymbolType.Function);

    private static PathAttribution Paths(ElfFile module)
    {
        RuntimeSymbols listing = ModuleListing.Read(module);
        Assert.Equal(["f", "f", "init_module"], Enumerable.Range(0, listing.Count).Select(listing.TextOf));
        return new PathAttribution(
            listing, ["", "net/a.c", "net/b.c"], [1, 2, 0], [PathOrigin.File, PathOrigin.File, PathOrigin.None]);
    }

    private static byte[] Written(ElfEditor editor)
    {
        using MemoryStream bytes = new();
        editor.WriteTo(bytes.Write);
        return bytes.ToArray();
    }
}
