// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Shared.Images;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Kernel.Tests.Shared;

public sealed class ExportMarkersTests
{
    [Fact]
    public void Labels_give_the_names_in_the_order_of_nm()
    {
        using NativeBuffer buffer = new ElfBuilder()
            .Section(".export_symbol", [0, 0, 0])
            .Symbol("__export_symbol_zone", ".export_symbol", 0, binding: ElfSymbolBinding.Local)
            .Symbol("__export_symbol_alpha", ".export_symbol", 1, binding: ElfSymbolBinding.Local)
            .Symbol("__export_symbol_", ".export_symbol", 2, binding: ElfSymbolBinding.Local)
            .Symbol("__export_symbol_Beta", ".export_symbol", 2, binding: ElfSymbolBinding.Local)
            .Symbol("alpha", null)
            .BuildInMemory();
        IReadOnlyList<byte[]> names = ExportMarkers.Read(ElfFile.Parse(buffer.Contents));
        Assert.Equal(["Beta", "alpha", "zone"], names.Select(Encoding.ASCII.GetString));
    }

    [Fact]
    public void A_linked_file_has_a_table_of_exports()
    {
        using NativeBuffer buffer = new ElfBuilder()
            .Section("__ksymtab", new byte[12]).Section("__ksymtab_gpl", new byte[12]).Section("__ksymtab_strings", [0])
            .Section("___ksymtab+single", new byte[12])
            .Symbol("__ksymtab_plain", "__ksymtab", binding: ElfSymbolBinding.Local)
            .Symbol("__ksymtab_for_gpl", "__ksymtab_gpl", binding: ElfSymbolBinding.Local)
            .Symbol("__ksymtab_single", "___ksymtab+single", binding: ElfSymbolBinding.Local)
            .Symbol("__ksymtab_elsewhere", "__ksymtab_strings", binding: ElfSymbolBinding.Local)
            .Symbol("__ksymtab_undefined", null)
            .Section(".text", [0])
            .Symbol("plain", ".text").Symbol("for_gpl", ".text").Symbol("single", ".text").Symbol("elsewhere", ".text")
            .BuildInMemory();
        IReadOnlyList<byte[]> names = ExportMarkers.Read(ElfFile.Parse(buffer.Contents));
        Assert.Equal(["for_gpl", "plain", "single"], names.Select(Encoding.ASCII.GetString));
    }

    [Fact]
    public void A_table_without_the_symbols_exports_nothing()
    {
        // X.mod.o and .vmlinux.export.o of modpost.
        using NativeBuffer buffer = new ElfBuilder()
            .Section("___ksymtab+f", new byte[12])
            .Symbol("__ksymtab_f", "___ksymtab+f", binding: ElfSymbolBinding.Local)
            .Symbol("f", null)
            .BuildInMemory();
        Assert.Empty(ExportMarkers.Read(ElfFile.Parse(buffer.Contents)));
    }

    [Fact]
    public void An_object_may_export_nothing()
    {
        using NativeBuffer buffer = new ElfBuilder().Section(".text", [0]).Symbol("f", ".text").BuildInMemory();
        Assert.Empty(ExportMarkers.Read(ElfFile.Parse(buffer.Contents)));
    }
}
