// SPDX-License-Identifier: GPL-2.0-only
using System.Text;
using System.Text.RegularExpressions;

using Kelf.Cli.Tests.Initcalls;
using Kelf.Cli.Tests.Kbuild;
using Kelf.Cli.Tests.Kheaders;
using Kelf.Cli.Tests.Relocs;
using Kelf.Cli.Tests.Sorttable;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Cli.Tests.MinimalSystem;

/// <summary>
/// The root of a system with kelf, the C library that it is linked to, and a small input for each command; nothing else: no other
/// library, no program, no /proc, no /dev.
/// </summary>
internal sealed partial class MinimalRoot : IDisposable
{
    private static readonly string[] s_libc = ["ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1", "libc.so.6", "libm.so.6"];

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("kelf-root-");

    public MinimalRoot()
    {
        foreach (string library in Libraries())
        {
            Copy(library, library[1..]);
        }

        Copy(ProgramRun.Kelf, "kelf");
        string demo = Path.Combine(Repository.SourceTree.Root, "tests", "Fixtures", "demo", "demo.o");
        Copy(demo, "demo.o");
        Write("zstd.o", new ElfBuilder().Section(".debug_info", new byte[64], packing: SectionPacking.Zstd).Build());
        Write("rules", []);
        Write("linked", ElfBytes.Kernel().Bytes);
        Write("unsorted", SorttableDirectory.Image.ToElf().Build());
        Write("init.o", InitcallsDirectory.Elf("kmod_a__5_9_probe6"));
        Write("init.a", new ArchiveBuilder(isThin: true).Thin("init.o/", 1).Build());
        byte[] kernel = new ElfBuilder(type: ElfType.Executable).Section(".rodata", BootImages.Kernel).Build();
        Write("bzImage", BootImages.BzImage(BootImages.Gzip(kernel)));
        Write("bzImage.xz", BootImages.BzImage(BootImages.Xz(kernel)));
        WriteKernel();
        CopyDirectory(new KheadersDirectory(), folder => folder.PathOf(""), "kheaders");
        CopyDirectory(new ToyTree(7, 3), tree => tree.Root, "linux");
    }

    /// <summary>
    /// Runs the kelf of the root in it. Null if the system does not allow that.
    /// </summary>
    public ProgramResult? Run(params IEnumerable<string> arguments)
    {
        const int CannotChangeRoot = 125; // chroot(1)
        ProgramResult result = ProgramRun.Run("chroot", "/", [_root.FullName, "/kelf", .. arguments], [], []);
        return result.Exit == CannotChangeRoot ? null : result;
    }

    public void Dispose() => _root.Delete(recursive: true);

    // Two files with a function of one name; the number after __uniq is the MD5 of the first one's source.
    private void WriteKernel()
    {
        const string Unique = "f.__uniq.296982505731931075164646426729994327801";
        Write("vmlinux", new KallsymsImage
        {
            Functions = [(Unique, 0x10), ("g", 0x20), ("f", 0x30)],
            Files = new Dictionary<int, string> { [0] = "a.c", [2] = "b.c" },
        }.ToElf().Build());
        Write("net/a.o", Object("a.c", Unique, "g"));
        Write("net/b.o", Object("b.c", "f"));
        Write("vmlinux.a", new ArchiveBuilder(isThin: true).Thin("net/a.o/", 1).Thin("net/b.o/", 1).Build());
        Write("System.map", Encoding.ASCII.GetBytes("ffffffff81000000 T _text\nffffffff81000010 t g\nffffffff81000080 T _etext\n"));
        Write("log", Encoding.ASCII.GetBytes(" g+0x1/0x10\n"));
    }

    private static byte[] Object(string file, params string[] functions)
    {
        ElfBuilder elf = new ElfBuilder()
            .Section(".text", new byte[0x40], flags: ElfSectionFlags.Allocated | ElfSectionFlags.Executable)
            .Symbol(file, ElfSymbol.AbsoluteSection, binding: ElfSymbolBinding.Local, type: ElfSymbolType.File);
        for (int i = 0; i < functions.Length; i++)
        {
            elf.Symbol(functions[i], ".text", (ulong)(16 * i), 4, ElfSymbolBinding.Local, ElfSymbolType.Function);
        }

        return elf.Build();
    }

    // What the dynamic linker wants for the program, which may be the C library alone.
    private static string[] Libraries()
    {
        string list = Encoding.UTF8.GetString(ProgramRun.Run("ldd", "/", [ProgramRun.Kelf], [], []).Output);
        string[] paths = [.. PathInList().Matches(list).Select(match => match.Groups[1].Value)];
        Assert.NotEmpty(paths);
        Assert.All(paths, path => Assert.Contains(Path.GetFileName(path), s_libc));
        return paths;
    }

    private void Copy(string from, string name)
    {
        string target = Path.Combine(_root.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        // Through links, which libraries are.
        File.WriteAllBytes(target, File.ReadAllBytes(from));
        File.SetUnixFileMode(target, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private void CopyDirectory<T>(T folder, Func<T, string> path, string name)
        where T : IDisposable
    {
        using (folder)
        {
            string from = path(folder);
            foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
            {
                Copy(file, Path.Combine(name, Path.GetRelativePath(from, file)));
            }
        }
    }

    private void Write(string name, byte[] contents)
    {
        string path = Path.Combine(_root.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, contents);
    }

    // "  libc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x...)", "  /lib64/ld-linux-x86-64.so.2 (0x...)"
    [GeneratedRegex(@"(/\S+) \(0x")]
    private static partial Regex PathInList();
}
