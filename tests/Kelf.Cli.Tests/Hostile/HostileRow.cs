// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;
using Kelf.TestSupport.Hostile;

namespace Kelf.Cli.Tests.Hostile;

/// <summary>A row of docs/hostile-input.md: an input of which a command was once the square, or may become it.</summary>
/// <param name="Command">The command.</param>
/// <param name="Input">The input, as the document calls it.</param>
/// <param name="Size">The smaller of the two sizes that are compared; the other is twice that.</param>
/// <param name="Make">Writes the input of a size into a directory, and tells the arguments.</param>
internal sealed record HostileRow(string Command, string Input, int Size, Func<string, int, string[]> Make)
{
    private const string Image = "vmlinux";

    /// <summary>All rows.</summary>
    public static IReadOnlyList<HostileRow> All { get; } =
    [
        new("symvers", "variables whose names are ends of one string", 30_000, (folder, n) =>
        {
            Write(folder, "list", "a\n"u8.ToArray());
            Write(folder, "e.o", HostileObjects.OfSharedNames(n));
            return ["symvers", "-q", "--symbols", "list", "e.o"];
        }),
        new("symvers", "tables of abbreviations in each other", 10_000, (folder, n) =>
        {
            Write(folder, "list", "a\n"u8.ToArray());
            Write(folder, "e.o", HostileObjects.OfOverlappingAbbreviations(n));
            return ["symvers", "-q", "--symbols", "list", "e.o"];
        }),
        new("symvers", "symbol tables that are the same bytes", 4_000, (folder, n) =>
        {
            Write(folder, "e.o", HostileKernels.OfEqualTables(n, ElfType.Relocatable));
            return ["symvers", "-q", "e.o"];
        }),
        new("symvers", "types in a ring, which each symbol enters elsewhere", 8_000, (folder, n) => Ring(folder, n, hasRivals: false)),
        new("symvers --canonical", "types in a ring, one of them with two texts", 2_000, (folder, n) =>
            [.. Ring(folder, n, hasRivals: true), "--canonical"]),
        new("relocs", "relocations to names that are ends of one", 8_000, (folder, n) =>
            [.. Only(folder, HostileKernels.OfRelocations(n), "relocs", "--text")]),
        new("split", "relocations to names that are ends of one", 8_000, (folder, n) =>
            [.. Only(folder, HostileKernels.OfRelocations(n), "split", "-o", "out", "--relocs", "out.relocs")]),
        new("sorttable", "symbol tables that are the same bytes", 4_000, (folder, n) =>
            [.. Only(folder, HostileKernels.OfEqualTables(n, ElfType.Executable), "sorttable")]),
        new("mcount", "symbol tables that are the same bytes", 4_000, (folder, n) =>
            [.. Only(folder, HostileKernels.OfEqualTables(n, ElfType.Relocatable), "mcount", "--list")]),
        new("kallsyms", "chosen names", 25_000, (folder, n) =>
            [.. Only(folder, HostileKernels.Of(HostileKernels.ChosenNames(n)), "kallsyms", "-o", "out.o")]),
        new("kallsyms", "places that look like tables", 2_000, (folder, n) =>
            [.. Only(folder, HostileKernels.OfFalseTables(n), "kallsyms", "--decode")]),
        new("sysmap", "names that are ends of one", 8_000, (folder, n) =>
            [.. Only(folder, HostileKernels.OfSharedEnds(n, ElfType.Executable), "sysmap", "-o", "out")]),
        new("sympaths", "files of one name", 2_000, (folder, n) =>
        {
            Write(folder, "vmlinux.a", HostileObjects.ArchiveOf(n, HostileObjects.OfFile("main.c", "init")));
            return Only(folder, HostileKernels.Of(HostileKernels.EqualNames(n), _ => "main.c"), "sympaths");
        }),
        new("sympaths", "a prefix and a function of one name, again and again", 80_000, (folder, n) =>
            Only(folder, HostileKernels.Of([.. Enumerable.Range(0, n).Select(i => i % 2 == 0 ? "__pfx_f"u8.ToArray() : "f"u8.ToArray())]),
                "sympaths")),
        new("sympaths", "objects that were made from one of as many sources", 1_000, (folder, n) =>
        {
            Write(folder, "vmlinux.a", HostileObjects.ArchiveOf(n, HostileObjects.OfFile("main.c", "init")));
            for (int i = 0; i < n; i++)
            {
                Write(folder, $".m{i}.cmd", Encoding.ASCII.GetBytes($"savedcmd_m{i} := ld -r -o m{i} x.o\n"));
                Write(folder, $".y{i}.o.cmd", Encoding.ASCII.GetBytes($"source_y{i}.o := y{i}.c\n"));
            }

            string parts = string.Join(' ', Enumerable.Range(0, n).Select(i => $"y{i}.o"));
            Write(folder, ".x.o.cmd", Encoding.ASCII.GetBytes($"savedcmd_x.o := ld -r -o x.o {parts}\n"));
            return Only(folder, HostileKernels.Of(HostileKernels.EqualNames(n), _ => "other.c"), "sympaths");
        }),
        new("sympaths", "objects that were made from one of as many sources, and another", 2_000, (folder, n) =>
        {
            Write(folder, "vmlinux.a", HostileObjects.ArchiveOf(n, HostileObjects.OfFile("main.c", "init")));
            Write(folder, ".z.o.cmd", "source_z.o := z.c\n"u8.ToArray());
            for (int i = 0; i < n; i++)
            {
                Write(folder, $".m{i}.cmd", Encoding.ASCII.GetBytes($"savedcmd_m{i} := ld -r -o m{i} x.o z.o\n"));
                Write(folder, $".y{i}.o.cmd", Encoding.ASCII.GetBytes($"source_y{i}.o := y{i}.c\n"));
            }

            string parts = string.Join(' ', Enumerable.Range(0, n).Select(i => $"y{i}.o"));
            Write(folder, ".x.o.cmd", Encoding.ASCII.GetBytes($"savedcmd_x.o := ld -r -o x.o {parts}\n"));
            return Only(folder, HostileKernels.Of(HostileKernels.EqualNames(n), _ => "other.c"), "sympaths");
        }),
        new("lookup", "symbols at one address", 120_000, (folder, n) =>
            [.. Only(folder, HostileKernels.Of(HostileKernels.EqualNames(n), sameAddress: true), "lookup"),
                .. Enumerable.Range(0, n / 10).Select(_ => "0xffffffff81000000")]),
        new("decode", "frames of one name that as many symbols have", 4_000, (folder, n) =>
        {
            Write(folder, "log", HostileObjects.Log(n, inOneLine: false));
            return [.. Only(folder, HostileKernels.Of(HostileKernels.EqualNames(n)), "decode"), "log"];
        }),
        new("decode", "frames in one line", 20_000, (folder, n) =>
        {
            Write(folder, "log", HostileObjects.Log(n, inOneLine: true));
            return [.. Only(folder, HostileKernels.Of(HostileKernels.EqualNames(1)), "decode"), "log"];
        }),
        new("decode", "frames of as many names that nothing has", 40_000, (folder, n) =>
            [.. Logged(folder, string.Concat(Enumerable.Range(0, n).Select(i => $" unknown{i}@a_{i}+0x1/0x2 [m{i % 8}]\n"))), "-m", "."]),
        new("decode", "frames of one boot each, with addresses", 40_000, (folder, n) =>
            Logged(folder, string.Concat(Enumerable.Range(0, n).Select(i => $"Linux version 7.3 (\n[<{0xffffffff81000000 + (ulong)i:x}>] init+0x0/0x1\n")))),
        new("decode", "a message of the journal with frames", 40_000, (folder, n) =>
            Logged(folder, "{\"MESSAGE\":\"" + string.Concat(Enumerable.Repeat("\\u0069nit+0x0/0x1\\n", n)) + "\"}\n")),
        new("decode", "brackets, colours and signs in one line", 40_000, (folder, n) =>
            Logged(folder, string.Concat(Enumerable.Repeat("[<ffffffff81000000>]\u001b[1;1+0x1/[<+init+0x1 from ", n)))),
        new("decode", "a frame that stays open, and guesses after it", 40_000, (folder, n) =>
        {
            Write(folder, "log", Encoding.ASCII.GetBytes("init+0x0/0x9\n" + string.Concat(Enumerable.Repeat(" ? init+0x0/0x9\n", n))));
            return [.. Only(folder, HostileKernels.Of(HostileKernels.EqualNames(100)), "decode"), "log"];
        }),
        new("decode", "frames in as many inlined functions of one function", 4_000, (folder, n) =>
        {
            Write(folder, "log", HostileLines.LogOfInlined(n));
            return [.. Only(folder, HostileLines.OfInlined(n), "decode"), "log"];
        }),
        new("initcalls", "thin archives that name each other", 3, (folder, n) =>
        {
            for (int i = 0; i < 8; i++)
            {
                Write(folder, $"a{i}.a", HostileObjects.ThinArchiveOf(n, i == 7 ? "e.o" : $"a{i + 1}.a"));
            }

            Write(folder, "e.o", HostileObjects.OfFile("a.c", "f"));
            return ["initcalls", "a0.a"];
        }),
        new("initcalls", "an object that a thin archive names again and again", 2_000, (folder, n) =>
        {
            Write(folder, "a.a", HostileObjects.ThinArchiveOf(n, "e.o"));
            Write(folder, "e.o", HostileKernels.OfSharedEnds(n, ElfType.Relocatable, "__initcall__"));
            return ["initcalls", "a.a"];
        }),
        new("initcalls", "members of an archive that are all compressed", 4_000, (folder, n) =>
        {
            // 24 bytes for 128 KiB each.
            Write(folder, "a.a", HostileObjects.ArchiveOf(n, Packing.ZstdRunFrame(blocks: 1, value: 0)));
            return ["initcalls", "a.a"];
        }),
        new("lto-check", "symbol tables that are the same bytes", 4_000, (folder, n) =>
            [.. Only(folder, HostileKernels.OfEqualTables(n, ElfType.Executable), "lto-check")]),
        new("image", "as many unplaced symbols as sections", 12_000, (folder, n) =>
            [.. Only(folder, HostileKernels.OfUnplacedSymbols(n), "image", "info")]),
        new("config", "as many unplaced symbols as sections", 12_000, (folder, n) =>
            [.. Only(folder, HostileKernels.OfUnplacedSymbols(n), "config", "extract")]),
        new("kheaders create", "links that lead to each other", 4_000, (folder, n) =>
        {
            for (int i = 0; i < n; i++)
            {
                string link = Path.Combine(folder, $"a{i}.h");
                File.Delete(link);
                File.CreateSymbolicLink(link, $"a{i + 1}.h");
            }

            Write(folder, $"a{n}.h", "#define A\n"u8.ToArray());
            Write(folder, "source", Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, n + 1).Select(i => $"./a{i}.h\n"))));
            Write(folder, "object", []);
            return
            [
                "kheaders", "create", "-q", "-f", "--dereference", "never", "--srctree", ".", "--lists", "source", "object", "-o", "out.tar.xz",
            ];
        }),
        new("kheaders", "symbol tables that are the same bytes", 4_000, (folder, n) =>
            [.. Only(folder, HostileKernels.OfEqualTables(n, ElfType.Executable), "kheaders", "extract", "-C", "headers")]),
        new("ksymtypes compare", "an export of many small files, and one file with all types", 10_000, (folder, n) =>
        {
            string types = string.Concat(Enumerable.Range(0, n).Select(i => $"s#{i} struct {i} {{ int a ; }}\n"));
            string small = string.Concat(Enumerable.Range(0, n).Select(i => $"\n/* {i} */\nf int f ( void )\n"));
            // What is read first is first in the order of names, in which files are compared.
            Write(folder, "old", Encoding.ASCII.GetBytes($"/* all */\n{types}{small}"));
            Write(folder, "new", Encoding.ASCII.GetBytes($"/* all */\n{types}f int f ( void )\n"));
            return ["--as", "ksymtypes", "compare", "old", "new"];
        }),
        new("modpost", "a dump with exports of one name", 100_000, (folder, n) =>
        {
            Write(folder, "dump", Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("0x1\tf\tvmlinux\tEXPORT_SYMBOL\t\n", n))));
            return ["modpost", "-i", "dump"];
        }),
        new("modpost", "a dump of many lines", 200_000, (folder, n) =>
        {
            Write(folder, "dump", Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, n).Select(i => $"0x{i:x8}\ts{i}\tm{i}\tEXPORT_SYMBOL\tN{i}\n"))));
            return ["modpost", "-i", "dump"];
        }),
        new("modpost", "namespaces that are imported, and as many that are not", 20_000, (folder, n) =>
        {
            Write(folder, "dump", Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, n).Select(i => $"0x1\ts{i}\tvmlinux\tEXPORT_SYMBOL\tN{i}\n"))));
            Write(folder, "m.o", HostileModules.OfImports(n, Enumerable.Range(0, n).Select(i => $"import_ns=M{i}")));
            return ["modpost", "-M", "-e", "-N", "-i", "dump", "m.o"];
        }),
        new("modpost", "undefined symbols with hints", 20_000, (folder, n) =>
        {
            Write(folder, "Kconfig", "config FOO\n\ttristate \"Foo\"\n"u8.ToArray());
            Write(folder, "Kbuild", "obj-y += drivers/\n"u8.ToArray());
            Directory.CreateDirectory(Path.Combine(folder, "drivers"));
            Write(folder, "drivers/Makefile", "obj-$(CONFIG_FOO) += foo.o\n"u8.ToArray());
            Write(folder, "drivers/foo.c", Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, n).Select(i => $"EXPORT_SYMBOL(s{i});\n"))));
            Write(folder, "m.o", HostileModules.OfImports(n, []));
            return ["modpost", "-M", "--all-undefined", "m.o"];
        }),
        new("modpost", "exports at one label, with a long namespace", 20_000, (folder, n) =>
        {
            Write(folder, "m.o", HostileModules.OfOneLabel(n));
            return ["modpost", "-M", "m.o"];
        }),
        new("modpost", "symbols that are one table of devices", 4_000, (folder, n) =>
        {
            Write(folder, "m.o", HostileModules.OfEqualTables(n));
            return ["modpost", "-M", "m.o"];
        }),
        new("modpost", "a list that names one object again and again", 4_000, (folder, n) =>
        {
            Write(folder, "m.o", HostileModules.OfOneLabel(1));
            Write(folder, "m.mod", Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("m.o\n", n))));
            Write(folder, ".m.o.cmd", Encoding.ASCII.GetBytes("savedcmd_m.o := cc\n" + string.Concat(Enumerable.Range(0, n).Select(i => $"#SYMVER s{i} 0x{i:x}\n"))));
            return ["modpost", "-M", "--versions", "m.o"];
        }),
        new("modpost --explain", "references from as many functions as they lead to", 40_000, (folder, n) =>
        {
            Write(folder, "m.o", HostileModules.OfReferences(n));
            return ["modpost", "--explain", "m.o"];
        }),
        new("modpost --by-type", "references in as many members of one structure", 4_000, (folder, n) =>
        {
            Write(folder, "m.o", HostileModules.OfMembers(n));
            return ["modpost", "--by-type", "m.o"];
        }),
    ];

    private static string[] Logged(string folder, string log)
    {
        Write(folder, "log", Encoding.ASCII.GetBytes(log));
        return [.. Only(folder, HostileKernels.Of(HostileKernels.EqualNames(1)), "decode"), "log"];
    }

    private static string[] Only(string folder, byte[] image, params string[] arguments)
    {
        Write(folder, Image, image);
        return [.. arguments, Image];
    }

    private static string[] Ring(string folder, int count, bool hasRivals)
    {
        Write(folder, "list", Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, count).Select(i => $"v{i:d8}\n"))));
        Write(folder, "e.o", HostileObjects.OfRing(count, hasRivals));
        return ["symvers", "-q", "--symbols", "list", "e.o"];
    }

    private static void Write(string folder, string name, byte[] bytes) => File.WriteAllBytes(Path.Combine(folder, name), bytes);
}
