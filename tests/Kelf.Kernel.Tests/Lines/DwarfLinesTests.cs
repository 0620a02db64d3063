// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Lines;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Threads;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Errors;
using Kelf.TestSupport;

using Xunit;

using static Kelf.TestSupport.Dw;

namespace Kelf.Kernel.Tests.Lines;

/// <summary>Places of a kernel and of modules, with their paths below the source tree.</summary>
public sealed class DwarfLinesTests
{
    private readonly List<Diagnostic> _warnings = [];

    [Theory]
    // Names as compilers write them, the directory they ran in, and what the line table has.
    [InlineData("init/main.c", "/src", "fs/open.c", "fs/open.c")]
    [InlineData("../init/main.c", "/src/build", "../fs/open.c", "fs/open.c")]
    [InlineData("/src/init/main.c", "/obj", "/src/fs/../fs/./open.c", "fs/open.c")]
    [InlineData("/src/init/main.c", "/obj", "arch/x86/include/generated/asm/a.h", "arch/x86/include/generated/asm/a.h")]
    [InlineData("init/main.c", "debian/build/amd64", "fs/open.c", "fs/open.c")]
    [InlineData("init/main.c", "/src", "/usr/lib/rustlib/core.rs", "/usr/lib/rustlib/core.rs")]
    public void Paths_of_a_kernel_begin_at_the_tree_of_its_first_file(string first, string directory, string file, string expected)
    {
        using NativeBuffer image = Image(ElfType.Executable, directory, (first, 0x10, [file]));
        using DwarfLines lines = Open(image);
        Assert.True(lines.HasLines);
        Assert.Equal([$"main {expected}:5"], lines.Find([0x10])[0].Select(Show));
        Assert.Empty(_warnings);
    }

    [Theory]
    [InlineData("/src/fs/nfs/dir.c", "/obj", "fs/nfs/dir.c")]
    [InlineData("fs/nfs/dir.c", "/src", "fs/nfs/dir.c")]
    [InlineData("/home/me/mine/mine.c", "/home/me/mine", "mine.c")]
    public void A_module_is_of_the_tree_whose_headers_it_includes(string name, string directory, string expected)
    {
        using NativeBuffer module = Image(
            ElfType.Relocatable, directory, (name, 0x10, [name, "/src/tools/include/linux/types.h", "/src/include/linux/fs.h"]));
        using DwarfLines lines = Open(module);
        Assert.Equal([$"main {expected}:5"], lines.Find([0x10])[0].Select(Show));
    }

    [Fact]
    public void A_module_is_of_its_kernels_tree_where_that_is_known()
    {
        using NativeBuffer image = Image(ElfType.Executable, "/obj", ("/src/init/main.c", 0x10, ["/src/init/main.c"]));
        using DwarfLines kernel = Open(image);
        using NativeBuffer module = Image(ElfType.Relocatable, "/obj", ("/src/fs/nfs/dir.c", 0x10, ["/src/fs/nfs/dir.c"]));
        using DwarfLines lines = Open(module, kernel.Roots);
        Assert.Equal(["main fs/nfs/dir.c:5"], lines.Find([0x10])[0].Select(Show));
        // Otherwise what its sources have in common is all that there is.
        using DwarfLines alone = Open(module);
        Assert.Equal(["main dir.c:5"], alone.Find([0x10])[0].Select(Show));
    }

    [Fact]
    public void Many_addresses_at_once_have_the_answers_of_each()
    {
        (string, ulong, string[])[] units =
            [("init/main.c", 0x10, ["init/main.c"]), .. Enumerable.Range(1, 300).Select(i => ($"fs/f{i}.c", 0x10 + (ulong)i, new[] { $"fs/f{i}.c" }))];
        using NativeBuffer image = Image(ElfType.Executable, "/src", units);
        ulong[] addresses = [.. Enumerable.Range(0x8, 400).Select(i => (ulong)i).Reverse()];
        using DwarfLines together = Open(image, workers: new FixedWorkers(4));
        using DwarfLines single = Open(image);
        IReadOnlyList<PlaceChain>[] found = together.Find(addresses);
        Assert.Equal(301, found.Count(chains => chains.Count == 1));
        Assert.Equal(
            addresses.SelectMany(address => single.Find([address])[0].Select(Show)), found.SelectMany(chains => chains.Select(Show)));
        // What is known is not looked up again, and is the same.
        Assert.Same(found[^9], together.Find([addresses[^9]])[0]);
    }

    [Fact]
    public void Without_debugging_information_nothing_is_known()
    {
        using NativeBuffer image = new ElfBuilder(type: ElfType.Executable).Section(".text", new byte[16]).BuildInMemory();
        using DwarfLines lines = Open(image);
        Assert.False(lines.HasLines);
        Assert.Empty(lines.Find([0x10])[0]);
        Assert.Empty(_warnings);
    }

    [Fact]
    public void What_is_malformed_is_told_once_and_the_rest_is_known()
    {
        using NativeBuffer image = new DwarfBuilder()
            .LineTable("good", new LineTableSpec { Files = ["init/main.c"], Program = program => program.File(0).Sequence(0x10, 5) })
            .LineTable("bad", new LineTableSpec { Files = ["bad.c"], Program = program => program.Address(0x20, width: 3) })
            .Unit(Die(DwTag.CompileUnit, [Name("init/main.c"), At(DwAttribute.CompDir, DwForm.String, "/src"), StmtList("good"), .. Code(0x10)]))
            .Unit(Die(DwTag.CompileUnit, [Name("bad.c"), StmtList("bad"), .. Code(0x20)]))
            .AddTo(new ElfBuilder(type: ElfType.Executable)).BuildInMemory();
        using DwarfLines lines = Open(image);
        Assert.False(lines.HasFailures);
        Assert.Equal([" init/main.c:5"], lines.Find([0x10])[0].Select(Show));
        Assert.Empty(lines.Find([0x20, 0x10])[0]);
        Assert.Empty(lines.Find([0x20])[0]);
        Diagnostic warning = Assert.Single(_warnings);
        Assert.Equal((WarningKind.LeftOut, ".debug_line", Severity.Warning), (warning.Kind, warning.Section, warning.Severity));
        Assert.Contains("an address of 3 bytes", warning.Text, StringComparison.Ordinal);
        Assert.True(lines.HasFailures);
    }

    [Fact]
    public void Information_that_is_malformed_as_a_whole_is_not_used()
    {
        using NativeBuffer image = new ElfBuilder(type: ElfType.Executable)
            .Section(".debug_line", new byte[4]).Section(".debug_info", [99, 0, 0, 0]).BuildInMemory();
        using DwarfLines lines = Open(image);
        Assert.False(lines.HasLines);
        Assert.Empty(lines.Find([0x10])[0]);
        Assert.EndsWith("no debugging information is used", Assert.Single(_warnings).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Functions_in_other_files_are_told_to_be_missing_once()
    {
        using NativeBuffer image = new DwarfBuilder()
            .LineTable("lines", new LineTableSpec { Files = ["init/main.c"], Program = program => program.File(0).Sequence(0x10, 5) })
            .Unit(
                new UnitSpec { Type = DwUnitType.Skeleton },
                Die(DwTag.SkeletonUnit, [At(DwAttribute.DwoName, DwForm.String, "init/main.dwo"), Name("init/main.c"), At(DwAttribute.CompDir, DwForm.String, "/src"), StmtList("lines"), .. Code(0x10)]))
            .AddTo(new ElfBuilder(type: ElfType.Executable)).BuildInMemory();
        using DwarfLines lines = Open(image);
        Assert.Empty(_warnings);
        Assert.Equal(["init/main.c"], lines.Find([0x10])[0].Select(chain => chain.Outermost.File));
        lines.Find([0x11]);
        lines.Find([0x10, 0x12]);
        Assert.Contains(".dwo files", Assert.Single(_warnings).Text, StringComparison.Ordinal);
    }

    // Each unit has a function of a byte, whose row is in the first file.
    private static NativeBuffer Image(ElfType type, string directory, params (string Name, ulong Address, string[] Files)[] units)
    {
        DwarfBuilder builder = new();
        foreach ((string name, ulong address, string[] files) in units)
        {
            builder
                .LineTable(name, new LineTableSpec
                {
                    Directories = [directory], Files = files, Program = program => program.Address(address).File(0).AdvanceLine(4).Copy().AdvancePc(1).End(),
                })
                .Unit(Die(DwTag.CompileUnit, [
                    Name(name), At(DwAttribute.CompDir, DwForm.String, directory), StmtList(name), .. Code(address),
                    Die(DwTag.Subprogram, [Name("main"), .. Code(address)])]));
        }

        return builder.AddTo(new ElfBuilder(type: type)).BuildInMemory();
    }

    private static DieItem[] Code(ulong address) => [At(DwAttribute.LowPc, DwForm.Addr, address), At(DwAttribute.HighPc, DwForm.Data1, 1)];

    private DwarfLines Open(NativeBuffer image, IReadOnlyList<string>? roots = null, WorkerSource? workers = null) => DwarfLines.Open(
        ElfFile.Parse(image.Contents), null, roots ?? [], null, workers ?? new FixedWorkers(1), _warnings.Add);

    private static string Show(PlaceChain chain) =>
        string.Join(" <- ", chain.Places.Select(place => $"{place.Function} {place.File ?? "?"}:{place.Line}"));
}
