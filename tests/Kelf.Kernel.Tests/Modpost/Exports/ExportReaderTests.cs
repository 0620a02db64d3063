// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Modpost.Exports;
using Kelf.Kernel.Modpost.Messages;
using Kelf.Kernel.Modpost.Modules;
using Kelf.Kernel.Modpost.Objects;
using Kelf.Kernel.Modpost.Releases;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Errors;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Kernel.Tests.Modpost.Exports;

/// <summary>How exports are found in an object: by relocations of <c>.export_symbol</c>, in 6.1 by symbols.</summary>
public sealed class ExportReaderTests
{
    private readonly NameTable _names = new();
    private readonly MessageList _messages = new();
    private readonly ModpostModule _module = new("d/m", isDumped: false);

    [Theory]
    [InlineData("__export_symbol_f", "f", ElfSymbolBinding.Global, "GPL", null)]
    [InlineData("__export_symbol_f", "f", ElfSymbolBinding.Weak, "", null)]
    [InlineData("__export_symbol_f", "f", ElfSymbolBinding.Local, "", "local symbol 'f' was exported")]
    [InlineData("strange", "f", ElfSymbolBinding.Global, "", ".export_symbol section contains strange symbol 'strange'")]
    [InlineData(".Lf", "f", ElfSymbolBinding.Global, "", ".export_symbol section contains strange symbol ''")]
    [InlineData("__export_symbol_f", "g", ElfSymbolBinding.Global, "", ".export_symbol section references 'g', but it does not seem to be an export symbol")]
    [InlineData("__export_symbol_f", "f", ElfSymbolBinding.Global, "BSD", "unknown license 'BSD' was specified for 'f'")]
    public void A_record_is_an_export_or_an_error(string label, string target, ElfSymbolBinding binding, string licence, string? error)
    {
        ReadSection(Elf(label, target, binding, licence), ModpostRelease.Linux73);
        if (error is null)
        {
            Export export = Assert.Single(_module.Exports);
            Assert.Equal((target, licence.Length > 0, true, "NS"), (_names.TextOf(export.Name), export.IsGplOnly, export.IsFunction, export.Namespace));
            Assert.Equal(0, Assert.Single(_messages.Messages).Reference);
            return;
        }

        Assert.Empty(_module.Exports);
        Assert.Equal(new Message(MessageLevel.Error, $"d/m.ko: {error}", -1), Assert.Single(_messages.Messages));
    }

    [Fact]
    public void Release_6_12_names_the_module_in_another_way()
    {
        ReadSection(Elf("__export_symbol_f", "f", ElfSymbolBinding.Local, ""), ModpostRelease.Linux612);
        Assert.Equal("d/m: local symbol 'f' was exported", Assert.Single(_messages.Messages).Text);
    }

    [Theory]
    [InlineData(".init.text", ModpostRelease.Linux73, "d/m.ko: EXPORT_SYMBOL used for init symbol 'f'. Remove __init or EXPORT_SYMBOL.")]
    [InlineData(".exit.text", ModpostRelease.Linux73, "d/m.ko: EXPORT_SYMBOL used for exit symbol 'f'. Remove __exit or EXPORT_SYMBOL.")]
    [InlineData(".init.text", ModpostRelease.Linux612, "d/m: f: EXPORT_SYMBOL used for init symbol. Remove __init or EXPORT_SYMBOL.")]
    [InlineData(".initial", ModpostRelease.Linux73, null)]
    public void What_is_freed_is_not_exported(string section, ModpostRelease release, string? warning)
    {
        ReadSection(Elf("__export_symbol_f", "f", ElfSymbolBinding.Global, "", section), release);
        Assert.Single(_module.Exports);
        Assert.Equal(warning, _messages.Messages.Skip(1).SingleOrDefault().Text);
    }

    [Theory]
    [InlineData(60, "GPL\0NS\0")] // the word
    [InlineData(8, "GPL no end, and the section is full of it, so that there is none.")]
    [InlineData(8, "GPL\0a namespace without an end, and the section is full of it, y")]
    public void A_record_that_reaches_outside_of_its_section_is_malformed(int word, string strings)
    {
        byte[] records = new byte[64];
        Encoding.ASCII.GetBytes(strings[..Math.Min(64, strings.Length)]).CopyTo(records, 0);
        ElfBuilder elf = new ElfBuilder().Section(".text", [0]).Section(".export_symbol", records)
            .Symbol("__export_symbol_f", ".export_symbol", binding: ElfSymbolBinding.Local).Symbol("f", ".text")
            .Relocate(".export_symbol", (ulong)word, 1, "f");
        Assert.Throws<MalformedFileException>(() => ReadSection(elf, ModpostRelease.Linux73));
    }

    [Theory]
    [InlineData(ElfMachine.PaRisc, ElfClass.Elf64, 13, true)]
    [InlineData(ElfMachine.PaRisc, ElfClass.Elf32, 13, false)]
    [InlineData(ElfMachine.X8664, ElfClass.Elf64, 13, false)]
    [InlineData(ElfMachine.X8664, ElfClass.Elf64, 1, false)]
    [InlineData(ElfMachine.X8664, ElfClass.Elf64, 2, true)]
    public void A_function_has_a_type_of_functions(ElfMachine machine, ElfClass elfClass, byte type, bool isFunction)
    {
        ElfBuilder elf = new ElfBuilder(elfClass, machine == ElfMachine.PaRisc ? ByteOrder.Big : ByteOrder.Little, machine)
            .Section(".text", [0]).Section(".export_symbol", new byte[64])
            .Symbol("__export_symbol_f", ".export_symbol", binding: ElfSymbolBinding.Local).Symbol("f", ".text", type: (ElfSymbolType)type)
            .Relocate(".export_symbol", 8, 1, "f");
        ReadSection(elf, ModpostRelease.Linux73);
        Assert.Equal(isFunction, Assert.Single(_module.Exports).IsFunction);
    }

    [Fact]
    public void Exports_of_6_1_are_symbols_in_sections_of_their_own()
    {
        ElfBuilder elf = new ElfBuilder()
            .Section("___ksymtab+f", new byte[12]).Section("___ksymtab_gpl+g", new byte[12]).Section("elsewhere", new byte[12])
            .Section("__ksymtab_strings", "f\0NS\0g\0\0"u8.ToArray())
            .Symbol("__ksymtab_g", "___ksymtab_gpl+g").Symbol("__ksymtab_f", "___ksymtab+f").Symbol("__ksymtab_x", "elsewhere")
            .Symbol("__kstrtabns_f", "__ksymtab_strings", value: 2).Symbol("__kstrtabns_g", "__ksymtab_strings", value: 7)
            .Symbol("__kstrtabns_lost", "__ksymtab_strings", value: 0);
        using NativeBuffer buffer = elf.BuildInMemory("d/m.o");
        ScannedObject scanned = new("d/m.o", ModpostRelease.Linux61, ElfFile.Parse(buffer.Contents), _messages);
        ExportSymbolReader reader = new(scanned, _names, _module);
        foreach (ElfSymbol symbol in scanned.Symbols)
        {
            reader.Read(symbol, scanned.Names[symbol.Index]);
        }

        reader.ReadNamespaces();
        Assert.Equal(
            [("g", true, ""), ("f", false, "NS")],
            _module.Exports.Select(export => (_names.TextOf(export.Name), export.IsGplOnly, export.Namespace)));
    }

    [Fact]
    public void The_export_that_was_registered_last_answers_also_for_a_name_with_a_dot()
    {
        ExportIndex index = new(_names);
        Export first = new(_names.Add("foo"u8), _module);
        Export second = new(_names.Add("foo"u8), _module);
        Assert.Null(index.Register(first));
        Assert.Same(first, index.Register(second));
        Assert.Same(second, index.Find(_names.Add(".foo"u8)));
        Assert.Null(index.Find(_names.Add("..foo"u8)));
        Assert.Null(index.Find(_names.Add("bar"u8)));
    }

    private static ElfBuilder Elf(string label, string target, ElfSymbolBinding binding, string licence, string section = ".text")
    {
        byte[] records = new byte[64];
        Encoding.ASCII.GetBytes($"{licence}\0NS\0").CopyTo(records, 0);
        return new ElfBuilder().Section(section, [0]).Section(".export_symbol", records)
            .Symbol(label, ".export_symbol", binding: ElfSymbolBinding.Local)
            .Symbol(target, section, binding: binding, type: ElfSymbolType.Function)
            .Relocate(".export_symbol", 56, 1, target);
    }

    private void ReadSection(ElfBuilder elf, ModpostRelease release)
    {
        using NativeBuffer buffer = elf.BuildInMemory("d/m.o");
        ScannedObject scanned = new("d/m.o", release, ElfFile.Parse(buffer.Contents), _messages);
        Assert.True(scanned.File.TryFindSection(".export_symbol", out ElfSection? section));
        ExportSectionReader reader = new(scanned, _names, _module, section);
        foreach (ElfSection relocations in scanned.File.Sections)
        {
            if (relocations.Type is ElfSectionType.Relocations or ElfSectionType.RelocationsWithAddends && relocations.Info == section.Index.Value)
            {
                reader.Read(relocations);
            }
        }
    }
}
