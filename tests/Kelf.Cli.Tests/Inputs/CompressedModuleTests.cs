// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Cli.Tests.Relocs;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Cli.Tests.Inputs;

/// <summary>
/// Distributions compress modules. Every command that reads objects says of a compressed one what it says of the object itself,
/// and what would have to change one says so and leaves it alone.
/// </summary>
public sealed class CompressedModuleTests : IDisposable
{
    private const string CannotBeEdited = ": it is compressed, and has to be changed or copied as it lies: decompress it first\n";

    private static readonly string[] s_compressions = [".gz", ".xz", ".zst"];

    // The same names in each: the names are in what is printed.
    private readonly WorkDirectory _plain = new();
    private readonly WorkDirectory _packed = new();

    public void Dispose()
    {
        _plain.Dispose();
        _packed.Dispose();
    }

    /// <summary>Each command that reads objects, modules or images.</summary>
    public static TheoryData<string> Commands =>
    [
        "symvers -q demo.o",
        "symvers -q --json demo.o",
        "symvers -q --explain ring_push demo.o",
        "symvers -q --symbols names demo.o",
        "--as gendwarfksyms demo.o",
        "initcalls demo.ko",
        "initcalls --list demo.ko",
        "initcalls --verify vmlinux.o demo.ko",
        "mcount --list demo.ko",
        "mcount -o out demo.ko",
        "lto-check demo.ko",
        "sympaths --json demo.ko",
        "sympaths --paths all demo.ko",
        "sympaths --explain f demo.ko",
        "sympaths -o out demo.ko",
        "lookup demo.ko f",
        "lookup vmlinux f --modules demo.ko",
        "decode demo.ko log",
        "decode vmlinux log -m demo.ko",
        "sysmap -a demo.ko",
        "sysmap vmlinux",
        "kallsyms vmlinux -o out",
        "kallsyms vmlinux --text",
        "kallsyms vmlinux -o out --previous tables.o --like demo.o",
        "kallsyms vmlinux -o out --paths all",
        "kallsyms --verify vmlinux",
        "kallsyms --decode vmlinux",
        "relocs linked",
        "relocs --reloc-info linked",
        "split vmlinux.split --relocs-from linked --relocs out -q",
        "split --verify vmlinux",
        "config extract image",
        "image extract image -o out",
    ];

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_command_reads_it_as_the_object_itself(string command)
    {
        foreach (string compression in s_compressions)
        {
            Fill(_plain, _ => "");
            Fill(_packed, name => name is "vmlinux.split" or "names" or "log" ? "" : compression);
            ProgramResult expected = Run(_plain, command), found = Run(_packed, command);
            Assert.DoesNotContain("error", expected.Errors, StringComparison.Ordinal);
            Assert.True(expected.Output.Length > 0 || File.Exists(_plain.At("out")), $"nothing was written: {expected.Errors}");
            Assert.Equal((expected.Exit, expected.Errors), (found.Exit, found.Errors));
            Assert.Equal(Encoding.UTF8.GetString(expected.Output), Encoding.UTF8.GetString(found.Output));
            Assert.Equal(_plain.Names, _packed.Names);
            if (File.Exists(_plain.At("out")))
            {
                Assert.Equal(_plain.Get("out"), _packed.Get("out"));
            }
        }
    }

    [Theory]
    [InlineData("mcount demo.ko", "demo.ko")]
    [InlineData("sorttable vmlinux", "vmlinux")]
    [InlineData("split linked -o out", "linked")]
    [InlineData("split linked --in-place --relocs r", "linked")]
    public void A_command_that_would_change_it_leaves_it_alone(string command, string file)
    {
        Fill(_packed, _ => ".xz");
        _packed.Refused(file + CannotBeEdited[..^1], command.Split(' '));
    }

    [Fact]
    public void Recordmcount_leaves_it_alone()
    {
        Fill(_packed, _ => ".zst");
        byte[] before = _packed.Get("demo.ko");
        ProgramResult result = _packed.Run("--as", "recordmcount", "demo.ko");
        Assert.Equal((1, "recordmcount: error: demo.ko" + CannotBeEdited + "demo.ko: failed\n"), (result.Exit, result.Errors));
        Assert.Equal(before, _packed.Get("demo.ko"));
    }

    [Fact]
    public void A_table_of_MIPS_is_not_put_into_one()
    {
        ElfBuilder elf = new ElfBuilder(ElfClass.Elf32, machine: ElfMachine.Mips, type: ElfType.Executable)
            .Section(".data.reloc", new byte[64], flags: ElfSectionFlags.Allocated)
            .Section(".text", new byte[8], flags: ElfSectionFlags.Allocated)
            .Symbol("_relocation_start", ".data.reloc").Symbol("_relocation_end", ".data.reloc", 64).Symbol("_text", ".text");
        _packed.Put("vmlinux", BootImages.Gzip(elf.Relocate(".text", 0, 2, "_text").Build()));
        byte[] before = _packed.Get("vmlinux");
        ProgramResult result = _packed.Run("relocs", "vmlinux");
        Assert.Equal((1, "kelf: error: vmlinux" + CannotBeEdited), (result.Exit, result.Errors));
        Assert.Equal(before, _packed.Get("vmlinux"));
    }

    [Theory]
    [InlineData(".gz", "gzip")]
    [InlineData(".xz", "xz")]
    [InlineData(".zst", "zstd")]
    public void Image_info_says_what_it_is(string compression, string format)
    {
        Fill(_packed, _ => compression);
        string text = Encoding.UTF8.GetString(_packed.Done("image", "info", "demo.ko").Output);
        Assert.Contains($" of {format} (", text, StringComparison.Ordinal);
        Assert.Contains("module:   demo, for an unknown kernel\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Modules_in_a_directory_are_found_by_name()
    {
        Fill(_plain, _ => "");
        Directory.CreateDirectory(_plain.At("lib"));
        foreach (string compression in s_compressions)
        {
            File.WriteAllBytes(_plain.At($"lib/{compression[1..]}-module.ko{compression}"), Packed(compression, Module(name: null)));
        }

        _plain.Put("log", "f+0x1/0x10 [xz_module]\nf+0x1/0x10 [zst_module]\n"u8.ToArray());
        string frames = Encoding.UTF8.GetString(_plain.Done("decode", "--json", "vmlinux", "log", "-m", "lib").Output);
        Assert.Equal(2, frames.Split("\"evidence\": \"name\"").Length - 1);
        foreach (string module in new[] { "gz_module", "xz_module", "zst_module" })
        {
            ProgramResult found = _plain.Done("lookup", "vmlinux", $"{module}!f", "-m", "lib");
            Assert.Contains($"[{module} .text] f\n", Encoding.UTF8.GetString(found.Output), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Outputs_have_the_names_that_those_of_the_object_have()
    {
        Fill(_plain, _ => "");
        File.WriteAllBytes(_plain.At("packed.o.xz"), BootImages.Xz(_plain.Get("demo.o")));
        _plain.Done("symvers", "-q", "--output-dir", "versions", "packed.o.xz");
        Assert.Equal("packed.symvers", Path.GetFileName(Assert.Single(Directory.GetFiles(_plain.At("versions")))));
    }

    [Theory]
    [InlineData("initcalls a.ko.xz")]
    [InlineData("lto-check a.ko.xz")]
    [InlineData("mcount --list a.ko.xz")]
    [InlineData("sysmap a.ko.xz")]
    [InlineData("relocs a.ko.xz")]
    [InlineData("symvers a.ko.xz")]
    [InlineData("sympaths a.ko.xz")]
    [InlineData("kallsyms --verify a.ko.xz")]
    public void A_damaged_one_is_malformed(string command)
    {
        _packed.Put("a.ko.xz", BootImages.Xz(Module("demo"))[..^20]);
        _packed.Refused("a.ko.xz: +0x0: xz file is cut short", command.Split(' '));
    }

    private static ProgramResult Run(WorkDirectory folder, string command) =>
        ProgramRun.Run(ProgramRun.Kelf, folder.Root, command.Split(' '), "ring_push\n"u8.ToArray(), []);

    private static void Fill(WorkDirectory folder, Func<string, string> compression)
    {
        byte[] kernel = new KallsymsImage { Files = new Dictionary<int, string> { [0] = "a.c", [2] = "b.c" } }.ToElf().Build();
        byte[] symvers = File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(SymversCase.Fixtures)!, "demo", "demo.o"));
        folder.Put("plain-vmlinux", kernel);
        folder.Done("kallsyms", "plain-vmlinux", "-o", "tables.o");
        byte[] tables = folder.Get("tables.o");
        folder.Put("plain-linked", ElfBytes.Kernel());
        folder.Done("split", "plain-linked", "-o", "vmlinux.split", "-q");
        (string Name, byte[] Bytes)[] files =
        [
            ("demo.o", symvers), ("demo.ko", Module("demo")), ("vmlinux", kernel), ("vmlinux.o", Module("demo")), ("tables.o", tables),
            ("linked", ElfBytes.Kernel().Bytes), ("vmlinux.split", folder.Get("vmlinux.split")),
            ("image", new ElfBuilder(type: ElfType.Executable).Section(".rodata", BootImages.Kernel).Build()),
            ("names", "ring_push\n"u8.ToArray()), ("log", "f+0x1/0x10\nf+0x1/0x10 [demo]\n"u8.ToArray()),
        ];
        foreach ((string name, byte[] bytes) in files)
        {
            folder.Put(name, Packed(compression(name), bytes));
        }

        File.Delete(folder.At("out"));
    }

    private static byte[] Packed(string compression, byte[] bytes) => compression switch
    {
        ".gz" => BootImages.Gzip(bytes),
        ".xz" => BootImages.Xz(bytes),
        ".zst" => Packing.ZstdFrame(bytes),
        _ => bytes,
    };

    // Two functions that call the tracer, and an initcall.
    private static byte[] Module(string? name)
    {
        const ElfSectionFlags Code = ElfSectionFlags.Allocated | ElfSectionFlags.Executable;
        ElfBuilder elf = new ElfBuilder()
            .Section(".text", [0xe8, .. new byte[15], 0xe8, .. new byte[15]], flags: Code)
            .Section(".modinfo", name is null ? [] : Encoding.ASCII.GetBytes($"name={name}\0"))
            .Section(".gnu.linkonce.this_module", new byte[64], flags: ElfSectionFlags.Allocated)
            .Section(".initcall6.init", new byte[4], flags: ElfSectionFlags.Allocated)
            .Symbol("demo.c", ElfSymbol.AbsoluteSection, binding: ElfSymbolBinding.Local, type: ElfSymbolType.File)
            .Symbol("f", ".text", 0, 16, ElfSymbolBinding.Local, ElfSymbolType.Function)
            .Symbol("__initcall__kmod_demo__5_9_probe6", ".initcall6.init", binding: ElfSymbolBinding.Local)
            .Symbol("g", ".text", 16, 16, type: ElfSymbolType.Function)
            .Symbol("__fentry__", null);
        return elf.Relocate(".text", 1, 4, "__fentry__", -4).Relocate(".text", 17, 4, "__fentry__", -4).Build();
    }
}
