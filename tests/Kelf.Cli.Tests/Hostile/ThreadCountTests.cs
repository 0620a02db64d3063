// SPDX-License-Identifier: GPL-2.0-only
using System.Security.Cryptography;

using Kelf.Cli.Tests.Kheaders;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;
using Kelf.TestSupport.Hostile;

using Xunit;

using static Kelf.TestSupport.Dw;

namespace Kelf.Cli.Tests.Hostile;

/// <summary>
/// Every command with a parallel part writes the same bytes, messages included, with one thread, two and eight, on inputs on which
/// threads collide: several units or members are wrong, several warn, or all together ask for too much.
/// </summary>
public sealed class ThreadCountTests : IDisposable
{
    private const int Units = 30;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kelf-threads-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Symvers_of_units_of_which_some_are_wrong()
    {
        // The lowest is said: an unknown abbreviation in the units 7, 8 and 20.
        string errors = Symvers(i => [Variable(i, Die($"t{i}", DwTag.BaseType, Name("int"), ByteSize(4), Encoding(5)))
            with { Code = i is 7 or 8 or 20 ? 99u : null }]);
        Assert.Contains("abbreviation code 99", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Symvers_of_units_that_warn()
    {
        string errors = Symvers(i => [Die(DwTag.Variable, Name($"v{i}"), Flag(DwAttribute.External), At(DwAttribute.Type, DwForm.Ref4, 0xffff))]);
        Assert.Matches(@"\Akelf: warning: e\.o: .* leads to no entry, taken for void \(30 such warnings; -v lists them\)\n\z", errors);
        string[] all = Same("symvers", "-q", "-v", "--symbols", "list", "e.o").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Units, all.Length);
        Assert.Equal(all.Order(StringComparer.Ordinal), all);
        Assert.StartsWith(all[0], errors, StringComparison.Ordinal);
        // As the original has it: a line for each, in the order of the units.
        ProgramResult original = ProgramRun.Run(
            ProgramRun.Kelf, _folder.FullName, ["--as", "gendwarfksyms", "e.o"], File.ReadAllBytes(Path.Combine(_folder.FullName, "list")), []);
        Assert.Equal(Units, original.Errors.Split("leads to no entry").Length - 1);
        Assert.DoesNotContain("such warnings", original.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData()]
    [InlineData("--per-unit")]
    [InlineData("--canonical")]
    public void Symvers_of_units_whose_texts_are_too_long_together(params string[] options)
    {
        string errors = Symvers(i => [.. Doubling(i, 16)], options);
        Assert.Equal(!options.Contains("--canonical"), errors.Contains("the texts of the types exceed 64 MiB", StringComparison.Ordinal));
    }

    [Fact]
    public void Symvers_of_objects_of_which_some_are_wrong()
    {
        ArchiveBuilder archive = new();
        for (int i = 0; i < Units; i++)
        {
            archive.Member($"m{i}.o/", i % 7 == 3 ? System.Text.Encoding.ASCII.GetBytes($"no object {i}") : Exporting(i));
        }

        Write("all.a", archive.Build());
        Same("symvers", "-q", "all.a");
    }

    [Fact]
    public void Symvers_of_objects_whose_results_would_have_one_file()
    {
        Write("e.o", Exporting(1));
        string[] objects = [.. Enumerable.Range(0, Units).Select(i => $"d{i % 5}/../e.o")];
        for (int i = 0; i < 5; i++)
        {
            _folder.CreateSubdirectory($"d{i}");
        }

        Assert.Contains("would hold the results of", Same(["symvers", "-q", "--output-dir", "out", .. objects]), StringComparison.Ordinal);
    }

    [Fact]
    public void Initcalls_of_members_of_which_some_are_wrong()
    {
        ArchiveBuilder archive = new(isThin: true);
        for (int i = 0; i < Units; i++)
        {
            archive.Thin(i % 3 == 0 ? $"missing{i}/" : i % 3 == 1 ? $"bad{i}/" : $"more{i % 2}.a/", 1);
            Write($"bad{i}", System.Text.Encoding.ASCII.GetBytes($"no object {i}"));
        }

        Write("all.a", archive.Build());
        Write("more0.a", new ArchiveBuilder(isThin: true).Thin("more1.a/", 1).Thin("bad1/", 1).Build());
        Write("more1.a", new ArchiveBuilder(isThin: true).Thin("more0.a/", 1).Thin("bad4/", 1).Build());
        Assert.Contains("archive contains itself: all.a -> more0.a -> more1.a -> more0.a", Same("initcalls", "all.a"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(29, 1)]
    [InlineData(15, 15)]
    [InlineData(1, 29)]
    public void Sympaths_of_units_of_two_versions(int recent, int old)
    {
        (byte[] info, byte[] abbreviations, byte[] ranges, byte[] lists) = HostileObjects.MixedUnits(old, recent, ranges: 20_000);
        Write("vmlinux", ImageOf(info, abbreviations, (".debug_ranges", ranges), (".debug_rnglists", lists)));
        string errors = Same("sympaths", "--sources", "dwarf", "vmlinux");
        // Each section pays for some 16 of its own units, and for no other's.
        Assert.Equal(recent > 17 || old > 17, errors.Contains("overlap", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("sympaths", "vmlinux")]
    [InlineData("lookup", "vmlinux", "f")]
    [InlineData("decode", "vmlinux", "log")]
    [InlineData("kallsyms", "--paths", "all", "--text", "vmlinux")]
    public void Paths_of_objects_of_which_some_are_wrong(params string[] command)
    {
        Write("vmlinux", new KallsymsImage { Files = new Dictionary<int, string> { [0] = "a.c", [2] = "b.c" } }.ToElf().Build());
        Write("log", "f+0x1/0x10\nf+0x1/0x20\n"u8.ToArray());
        ArchiveBuilder archive = new();
        for (int i = 0; i < Units; i++)
        {
            archive.Member($"m{i}.o/", i % 7 == 3 ? System.Text.Encoding.ASCII.GetBytes($"no object {i}") : HostileObjects.OfFile(i % 2 == 0 ? "a.c" : "b.c", "f"));
        }

        Write("vmlinux.a", archive.Build());
        Assert.Contains("this object tells no paths (4 such warnings; -v lists them)", Same(command), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-o", "out", "--relocs", "out.relocs", "--modinfo", "out.modinfo", "--modules-builtin", "out.builtin")]
    [InlineData("-o", "out", "--relocs", "out.relocs", "--layout", "objcopy", "--check-abs", "--json")]
    [InlineData("-o", "nowhere/out", "--relocs", "nowhere/out.relocs", "--check-abs")]
    public void Split_makes_the_image_beside_the_table(params string[] options)
    {
        Write("vmlinux", Relocs.ElfBytes.Kernel().Bytes);
        string errors = Same(["split", "-q", .. options, "vmlinux"]);
        Assert.Equal(options.Contains("nowhere/out"), errors.Contains("nowhere/out: No such file", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData()]
    [InlineData("--single-pass")]
    [InlineData("--paths", "all")]
    public void Link_gives_the_same_image(params string[] options)
    {
        (string Result, string Image, string Map)[] results =
        [
            .. Threads().Select(threads =>
            {
                using Link.ToyKernel kernel = new();
                string result = $"{kernel.Link([.. options, "-j", threads])}";
                return (result, Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(kernel.At("vmlinux.unstripped")))), kernel.Read("System.map"));
            }),
        ];
        Assert.All(results, result => Assert.Equal(results[0], result));
    }

    [Theory]
    [InlineData("link -j 0 -- a b c d")]
    [InlineData("split -j many -o out vmlinux")]
    public void What_is_no_number_of_threads_is_refused(string command)
    {
        ProgramResult result = ProgramRun.RunKelf(_folder.FullName, command.Split(' '));
        Assert.StartsWith("kelf: error: option '-j' takes a number from 1, not '", result.Errors, StringComparison.Ordinal);
        Assert.Equal(2, result.Exit);
    }

    [Theory]
    [InlineData()]
    [InlineData("--compress", "same")]
    public void Kheaders_of_headers_of_which_some_cannot_be_read(params string[] options)
    {
        using KheadersDirectory folder = new();
        File.Delete(folder.PathOf("src/include/linux/a.h"));
        File.Delete(folder.PathOf("src/include/linux/tty-x.h"));
        string[] results = [.. Threads().Select(threads => $"{folder.Create(["-j", threads, "--force", .. options])}")];
        Assert.All(results, result => Assert.Equal(results[0], result));
        Assert.Contains("a.h", results[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData()]
    [InlineData("--compress", "same")]
    public void Kheaders_have_the_same_bytes(params string[] options)
    {
        using KheadersDirectory folder = new();
        for (int i = 0; i < 200; i++)
        {
            folder.Write($"src/include/linux/h{i}.h", $"/* {i} */\n#define H{i} {new string('x', i * 10)}\n");
        }

        byte[][] archives =
        [
            .. Threads().Select(threads =>
            {
                (int exit, _, string errors) = folder.Create(["-j", threads, "--force", "-o", "k.tar.xz", .. options]);
                Assert.Equal((0, ""), (exit, errors));
                return File.ReadAllBytes(folder.PathOf("obj/k.tar.xz"));
            }),
        ];
        Assert.All(archives, archive => Assert.Equal(archives[0], archive));
    }

    // More than once each: chance has to have a chance.
    private static IEnumerable<string> Threads() => ["1", "2", "8", "2", "8", "2", "8"];

    private static DieSpec Variable(int unit, params DieItem[] type) => Die(
        DwTag.Variable, [Name($"v{unit}"), Flag(DwAttribute.External), .. type.OfType<AttributeSpec>()]);

    /// <summary>A variable whose type, without names, has twice as much text for each level.</summary>
    private static IEnumerable<DieItem> Doubling(int unit, int levels)
    {
        yield return Die($"t{unit}.0", DwTag.BaseType, Name("int"), ByteSize(4), Encoding(5));
        for (int level = 1; level <= levels; level++)
        {
            yield return Die(
                $"t{unit}.{level}", DwTag.StructureType, ByteSize(8),
                Die(DwTag.Member, Type($"t{unit}.{level - 1}"), Location(0)), Die(DwTag.Member, Type($"t{unit}.{level - 1}"), Location(4)));
        }

        // Only a definition counts for --per-unit: DW_OP_addr.
        yield return Die(
            DwTag.Variable, Name($"v{unit}"), Flag(DwAttribute.External), Type($"t{unit}.{levels}"),
            At(DwAttribute.Location, DwForm.Exprloc, [3, (byte)(unit * 8), 0, 0, 0, 0, 0, 0, 0]));
    }

    private static byte[] Exporting(int number) => new DwarfBuilder()
        .Unit(Die(
            DwTag.CompileUnit, Die("int", DwTag.BaseType, Name("int"), ByteSize(4), Encoding(5)),
            Die(DwTag.Variable, Name($"v{number}"), Flag(DwAttribute.External), Type("int"))))
        .AddTo(new ElfBuilder().Section(".data", new byte[8]).Symbol($"v{number}", ".data").Symbol($"__export_symbol_v{number}", ".data"))
        .Build();

    private static byte[] ImageOf(byte[] info, byte[] abbreviations, params (string Name, byte[] Contents)[] others)
    {
        PlainElf elf = new(ElfType.Executable);
        uint text = elf.Section(
            ".text", ElfSectionType.ProgramBits, new byte[0x2000], ElfSectionFlags.Allocated | ElfSectionFlags.Executable, HostileKernels.Base);
        elf.Section(".debug_info", ElfSectionType.ProgramBits, info);
        elf.Section(".debug_abbrev", ElfSectionType.ProgramBits, abbreviations);
        foreach ((string name, byte[] contents) in others)
        {
            elf.Section(name, ElfSectionType.ProgramBits, contents);
        }

        elf.Symbols(
            "\0f\0_text\0"u8,
            [
                .. Enumerable.Range(0, Units).Select(i => new PlainSymbol(
                    1, PlainSymbol.LocalFunction, (ushort)text, HostileKernels.Base + ((ulong)i * 0x100), 4)),
                new PlainSymbol(3, PlainSymbol.GlobalPlain, (ushort)text, HostileKernels.Base),
            ],
            Units);
        return elf.Build();
    }

    /// <summary>Runs <c>symvers</c> on an object of many units, whose variables are listed.</summary>
    private string Symvers(Func<int, DieItem[]> items, params string[] options)
    {
        DwarfBuilder dwarf = new();
        ElfBuilder elf = new ElfBuilder().Section(".data", new byte[8]);
        for (int i = 0; i < Units; i++)
        {
            dwarf.Unit(Die(DwTag.CompileUnit, [Name($"u{i}.c"), .. items(i)]));
            elf.Symbol($"v{i}", ".data", (ulong)i * 8);
        }

        Write("e.o", dwarf.AddTo(elf).Build());
        Write("list", System.Text.Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, Units).Select(i => $"v{i}\n"))));
        return Same(["symvers", "-q", "--symbols", "list", .. options, "e.o"]);
    }

    /// <summary>Runs a command with several numbers of threads.</summary>
    /// <returns>What all of them wrote to standard error.</returns>
    private string Same(params string[] arguments)
    {
        (int Exit, string Output, string Errors, string Files)[] results =
        [
            .. Threads().Select(threads =>
            {
                ProgramResult result = ProgramRun.RunKelf(_folder.FullName, [.. arguments, "-j", threads]);
                return (result.Exit, System.Text.Encoding.Latin1.GetString(result.Output), result.Errors, Outputs());
            }),
        ];
        Assert.All(results, result => Assert.Equal(results[0], result));
        Assert.InRange(results[0].Exit, 0, 3);
        return results[0].Errors;
    }

    /// <summary>The files that a run wrote, all of which are called after <c>out</c>, and what is in them.</summary>
    private string Outputs() => string.Join('\n', _folder.EnumerateFiles("out*").OrderBy(file => file.Name, StringComparer.Ordinal)
        .Select(file => $"{file.Name} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file.FullName)))}"));

    private void Write(string name, byte[] bytes) => File.WriteAllBytes(Path.Combine(_folder.FullName, name), bytes);
}
