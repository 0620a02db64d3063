// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Shared;
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
            .BuildInMemory();
        IReadOnlyList<byte[]> names = ExportMarkers.Read(ElfFile.Parse(buffer.Contents));
        Assert.Equal(["for_gpl", "plain", "single"], names.Select(Encoding.ASCII.GetString));
    }

    [Fact]
    public void An_object_may_export_nothing()
    {
        using NativeBuffer buffer = new ElfBuilder().Section(".text", [0]).Symbol("f", ".text").BuildInMemory();
        Assert.Empty(ExportMarkers.Read(ElfFile.Parse(buffer.Contents)));
    }
}
