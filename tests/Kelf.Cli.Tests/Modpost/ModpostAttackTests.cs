// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Cli.Tests.Modpost;

/// <summary>Damaged objects, odd files and full disks: a message, the status of the original, and nothing half written.</summary>
public sealed class ModpostAttackTests : IDisposable
{
    private const string Build = "-M -m -b -x -o Module.symvers -T modules.order vmlinux.o";

    private readonly ModpostFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(".modinfo", "NOBITS", "(.modinfo) has no contents in the file (SHT_NOBITS)")]
    [InlineData(".text", "OFFSET", "(.text) begins after the end of the file (0x")]
    [InlineData(".symtab", "STRINGS", "m1.o: ")]
    [InlineData(".rela.export_symbol", "INFO", "m1.o: sh_info")]
    [InlineData(".rela.export_symbol", "SIZE", "m1.o: ")]
    [InlineData(".export_symbol", "SHORT", "m1.o: .export_symbol")]
    public void A_damaged_section_is_an_error_with_its_place(string section, string damage, string message)
    {
        ElfBuilder builder = ModpostFolder.M1();
        builder.With(section, header => damage switch
        {
            "NOBITS" => header with { Type = (uint)ElfSectionType.NoBits },
            "OFFSET" => header with { Offset = 1ul << 40 },
            "STRINGS" => header with { Link = 99 },
            "INFO" => header with { Info = 99 },
            "SIZE" => header with { Size = 1ul << 40 },
            _ => header with { Size = 20 },
        });
        _folder.Write("m1.o", builder.Build());
        (int exit, string errors) = _folder.Run(Build);

        Assert.Equal(1, exit);
        Assert.Contains(message, errors, StringComparison.Ordinal);
        Assert.False(_folder.Has("Module.symvers"));
        Assert.False(_folder.Has("m1.mod.c"));
    }

    [Fact]
    public void Section_numbers_of_another_table_of_symbols_end_the_run()
    {
        ElfBuilder builder = new() { ForceExtendedIndices = true };
        builder.Section(".text", new byte[4]).Symbol("x", ".text", 0, 4, ElfSymbolBinding.Local, ElfSymbolType.Object)
            .With(".symtab_shndx", header => header with { Link = 1 });
        _folder.Write("m1.o", builder.Build());
        (int exit, string errors) = _folder.Run("-M m1.o");
        Assert.Equal(1, exit);
        Assert.Matches("^ERROR: modpost: m1.o: SYMTAB_SHNDX has bad sh_link: 1!=[0-9]+\n$", errors);
    }

    [Theory]
    [InlineData("licence", 60)]
    [InlineData("namespace", 63)]
    public void Strings_of_exports_end_in_their_section(string what, int from)
    {
        ElfBuilder builder = ModpostFolder.Exporting(ModpostFolder.Module("license=GPL", "description=d"), ("x", ".text", "", ""));
        byte[] record = builder.ContentsOf(".export_symbol");
        Array.Fill(record, (byte)'x', what == "licence" ? 0 : 1, record.Length - (what == "licence" ? 0 : 1));
        _folder.Write("m1.o", builder.Build());
        (int exit, string errors) = _folder.Run("-M m1.o");

        Assert.Equal(1, exit);
        Assert.StartsWith("ERROR: modpost: m1.o: .export_symbol", errors, StringComparison.Ordinal);
        Assert.InRange(from, 0, record.Length);
    }

    [Fact]
    public void A_table_of_devices_that_many_symbols_are_ends_the_run()
    {
        ElfBuilder builder = ModpostFolder.Module("license=GPL", "description=d").Section(".rodata", new byte[40_000], flags: ElfSectionFlags.Allocated);
        for (int i = 0; i < 400; i++)
        {
            builder.Symbol($"__mod_device_table__{i}__kmod_m1__pci__t{i}", ".rodata", 0, 40_000, ElfSymbolBinding.Local, ElfSymbolType.Object);
        }

        _folder.Write("m1.o", builder.Build());
        (int exit, string errors) = _folder.Run("-M m1.o");
        Assert.Equal(1, exit);
        Assert.Contains("device tables overlap: together they have over 16 times the file's size", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("m1.o\nother.o\nm1.o\n", "0x00000001")]
    [InlineData("other.o\nm1.o\nm1.o\nother.o\n", "0x00000002")]
    public void Of_a_command_file_that_is_named_twice_the_last_place_counts(string list, string version)
    {
        _folder.Write("m1.mod", list);
        _folder.WriteCommand("m1", "m1_api 0x1");
        _folder.WriteCommand("other", "m1_api 0x2");
        Assert.Equal((0, ""), _folder.Run(Build));
        Assert.Contains($"{version}\tm1_api\tm1\t", _folder.Read("Module.symvers"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_namespace_longer_than_any_build_writes_is_a_parse_error()
    {
        _folder.Write("in", $"0x0\tx\tvmlinux\tEXPORT_SYMBOL\t{new string('N', 4096)}\n");
        Assert.Equal((0, ""), _folder.Run("-i in -e"));
        _folder.Write("in", $"0x0\tx\tvmlinux\tEXPORT_SYMBOL\t{new string('N', 4097)}\n");
        Assert.Equal((1, "ERROR: modpost: parse error in symbol dump file in, line 1\n"), _folder.Run("-i in -e"));
    }

    [Fact]
    public void A_full_disk_is_told_and_leaves_nothing()
    {
        Assert.Equal((1, "/dev/full: No space left on device\n"), _folder.Run("-M -o /dev/full vmlinux.o"));
        Assert.DoesNotContain(Directory.GetFiles(_folder.Root), file => Path.GetFileName(file).StartsWith(".kelf", StringComparison.Ordinal));
    }

    [Fact]
    public void A_directory_in_the_place_of_an_output_is_told()
    {
        Directory.CreateDirectory(_folder.PathOf("m1.mod.c"));
        (int exit, string errors) = _folder.Run(Build);
        Assert.Equal((1, "m1.mod.c: Is a directory\n"), (exit, errors));
    }

    [Fact]
    public void A_link_in_the_place_of_an_output_stays_one()
    {
        _folder.Write("real", "before");
        File.CreateSymbolicLink(_folder.PathOf("Module.symvers"), "real");
        Assert.Equal((0, ""), _folder.Run(Build));
        Assert.Contains("do_work", _folder.Read("real"), StringComparison.Ordinal);
        Assert.NotNull(new FileInfo(_folder.PathOf("Module.symvers")).LinkTarget);
    }

    [Theory]
    [InlineData("odd\nname", "odd\nname.ko")]
    [InlineData("-name", "./-name.ko")]
    [InlineData("naïve€", "naïve€.ko")]
    [InlineData("a b'c\"d", "a b'c\"d.ko")]
    public void Names_of_objects_are_any(string name, string label)
    {
        string path = name.StartsWith('-') ? "./" + name : name;
        _folder.Write(name + ".o", ModpostFolder.Module("license=GPL", "description=d").Needs("gone").Build());
        ProgramResult result = ProgramRun.RunAs("modpost", _folder.Root, "-M", "-w", path + ".o");
        Assert.Equal((0, $"WARNING: modpost: {label}: symbol 'gone' undefined!\n"), (result.Exit, result.Errors));
        Assert.True(_folder.Has(name + ".mod.c"));
    }

    [Fact]
    public void A_pipe_in_the_place_of_an_object_does_not_hang()
    {
        using System.Diagnostics.Process made = System.Diagnostics.Process.Start("mkfifo", _folder.PathOf("pipe.o"));
        made.WaitForExit();
        (int exit, string errors) = _folder.Run("pipe.o");
        Assert.Equal(1, exit);
        Assert.StartsWith("pipe.o: ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_standard_error_it_runs_to_its_end()
    {
        DirectoryInfo links = Directory.CreateTempSubdirectory("kelf-as-");
        string link = Path.Combine(links.FullName, "modpost");
        File.CreateSymbolicLink(link, ProgramRun.Kelf);
        ProgramResult result = ProgramRun.Run("/bin/sh", _folder.Root, ["-c", $"'{link}' {Build} -W gone.o 2>&- >&- <&-; echo $?"], [], []);
        links.Delete(recursive: true);
        Assert.Equal("1\n", Encoding.UTF8.GetString(result.Output));
    }
}
