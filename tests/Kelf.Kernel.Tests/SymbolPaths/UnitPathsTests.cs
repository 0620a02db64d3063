// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Lines;
using Kelf.Kernel.Shared.Threads;
using Kelf.Kernel.SymbolPaths;
using Kelf.Kernel.SymbolPaths.Attribution;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

using static Kelf.TestSupport.Dw;

namespace Kelf.Kernel.Tests.SymbolPaths;

/// <summary>What units tell of a few functions is what they tell when all symbols are asked for.</summary>
public sealed class UnitPathsTests
{
    private const ulong Base = 0xffff_ffff_8100_0000;
    private const string Untold = "(not told)";

    private static readonly (string Name, ulong Offset, string? File, string Expected)[] s_functions =
    [
        ("__pfx_open", 0x0c, "open.c", Untold), // objtool's
        ("open", 0x10, null, "fs/open.c"),
        ("entry", 0x20, "entry.o", "arch/x86/entry/entry.S"),
        ("entry_end", 0x28, null, "arch/x86/entry/entry.S"),
        ("copy", 0x30, "memcpy.o", "(none)"), // its unit has the name of what it includes
        ("copy_end", 0x38, null, "(none)"),
        ("stray", 0x40, "entry.o", Untold), // of no unit
        ("two", 0x50, "two.c", Untold), // of two units
        ("borrowed", 0x60, "copy_template.o", "(none)"), // most of this file is of another unit
        ("own", 0x70, null, "fs/open.c"),
        ("own2", 0x78, null, "fs/open.c"),
        ("crate", 0x90, "k.1234-cgu.0", "rust/k.rs"),
    ];

    [Fact]
    public void Few_functions_have_the_paths_that_they_have_among_all()
    {
        using NativeBuffer file = Kernel().BuildInMemory("vmlinux");
        ElfFile image = ElfFile.Parse(file.Contents);
        RuntimeSymbols listing = KernelListing.Read(image);
        PathAttribution all = new PathAttributor(
            listing, DwarfSource.Of(image, listing, FileGroups.Read(image, listing.Names), knowsGlobals: true, [], [], DecompressionLimit.Standard.For(file.Contents.Length), WorkerSource.None, _ => { })).Run();
        using DwarfLines lines = DwarfLines.Open(image, null, [], null, WorkerSource.None, _ => { });
        UnitPaths units = new(image, lines);
        Dictionary<string, string> told = new(StringComparer.Ordinal);
        for (int i = 0; i < listing.Count; i++)
        {
            bool isTold = units.TryFind(listing, i, out string? path);
            told[listing.TextOf(i)] = isTold ? path ?? "(none)" : Untold;
            if (isTold)
            {
                Assert.Equal((listing.TextOf(i), all.PathOf(i)), (listing.TextOf(i), path));
            }
        }

        Assert.Equal(s_functions.Select(function => (function.Name, function.Expected)), s_functions.Select(function => (function.Name, told[function.Name])));
        Assert.Equal(("(none)", "arch/x86/entry/entry.S"), (told["label"], told["global"]));
    }

    private static ElfBuilder Kernel()
    {
        KallsymsImage kernel = new()
        {
            Functions = [.. s_functions.Select(function => (function.Name, function.Offset))],
            Files = s_functions.Select((function, i) => (i, function.File)).Where(pair => pair.File is not null).ToDictionary(pair => pair.i, pair => pair.File!),
        };
        return new DwarfBuilder()
            .Unit(Unit("init/main.c", 0x00, 8))
            .Unit(Unit("fs/open.c", 0x10, 0x10))
            .Unit(Unit("arch/x86/entry/entry.S", 0x20, 0x10, isAssembly: true))
            .Unit(Unit("arch/x86/lib/copy_template.S", 0x30, 0x10, isAssembly: true))
            .Unit(Unit("fs/two.c", 0x50, 0x10))
            .Unit(Unit("fs/twice.c", 0x50, 0x10))
            .Unit(Unit("arch/x86/lib/copy_template.S", 0x60, 0x10, isAssembly: true))
            .Unit(Unit("fs/open.c", 0x70, 0x10))
            .Unit(Unit("rust/k.rs/@/k.1234-cgu.0", 0x90, 0x10))
            .AddTo(kernel.ToElf()
                .Symbol("label", ".text", Base + 0x24)
                .Symbol("global", ".text", Base + 0x2c, 4, ElfSymbolBinding.Global, ElfSymbolType.Function));
    }

    private static DieSpec Unit(string name, ulong offset, ulong length, bool isAssembly = false) => Die(
        DwTag.CompileUnit,
        [Name(name), At(DwAttribute.CompDir, DwForm.String, "/src"), At(DwAttribute.Language, DwForm.Data2, isAssembly ? 0x8001UL : 0x1dUL), .. Code(Base + offset, length)]);
}
