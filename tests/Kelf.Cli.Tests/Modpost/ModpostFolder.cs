// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Cli.Tests.Modpost;

/// <summary>
/// The kernel with two modules: <c>vmlinux.o</c> of one object <c>core.o</c>, <c>m1.o</c>, <c>m-2.o</c>, the lists and
/// command files of their build.
/// </summary>
internal sealed class ModpostFolder : IDisposable
{
    private static readonly string[] s_coreVersions =
    [
        "counter 0x0000abcd", "do_work 0x12345678", "helper 0xdeadbeef", "kvm_only 0x00000063", "module_layout 0xac3df945",
        "trimmed_away 0x1",
    ];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kelf-modpost-");

    public ModpostFolder()
    {
        Write("vmlinux.o", Vmlinux().Build());
        Write(".vmlinux.objs", "core.o\n");
        WriteCommand("core", s_coreVersions);
        Write("m1.o", M1().Build());
        Write("m1.mod", "m1.o\n");
        Write("m1.c", "int m1;\n");
        WriteCommand("m1", "m1_api 0x0badf00d");
        Write("m-2.o", M2().Build());
        Write("m-2.mod", "m-2.o\n");
        WriteCommand("m-2");
        Write("modules.order", "m1.o\nm-2.o\n");
    }

    public string Root => _folder.FullName;

    /// <summary>A kernel that exports five symbols.</summary>
    public static ElfBuilder Vmlinux() => Exporting(
        new ElfBuilder().Section(".text", new byte[64], flags: ElfSectionFlags.Allocated).Section(".data", new byte[64], flags: ElfSectionFlags.Allocated),
        ("counter", ".data", "", ""), ("do_work", ".text", "GPL", ""), ("helper", ".text", "", "SUB_NS"),
        ("kvm_only", ".text", "GPL", "module:m-2,kvm*"), ("module_layout", ".data", "", ""));

    public static ElfBuilder M1() => Exporting(
        Module("license=GPL v2", "import_ns=SUB_NS", "description=d").Symbol("cleanup_module", ".text", type: ElfSymbolType.Function),
        ("m1_api", ".text", "GPL", "SUB_NS")).Needs("do_work", "helper", "counter").Symbol("maybe", null, binding: ElfSymbolBinding.Weak);

    public static ElfBuilder M2() => Module("license=GPL", "import_ns=SUB_NS", "description=d").Needs("m1_api", "kvm_only");

    /// <summary>A module with <c>init_module</c>.</summary>
    public static ElfBuilder Module(params string[] information) => new ElfBuilder()
        .Section(".text", new byte[64], flags: ElfSectionFlags.Allocated)
        .Section(".modinfo", Encoding.ASCII.GetBytes(string.Concat(information.Select(entry => entry + "\0"))), flags: ElfSectionFlags.Allocated)
        .Symbol("init_module", ".text", type: ElfSymbolType.Function);

    /// <summary>Adds exports to an object: a record in <c>.export_symbol</c> for each, in which a licence and a namespace are.</summary>
    public static ElfBuilder Exporting(ElfBuilder elf, params (string Name, string Section, string Licence, string Namespace)[] exports)
    {
        const ulong Record = 64;
        byte[] records = new byte[exports.Length * (int)Record];
        elf.Section(".export_symbol", records, flags: ElfSectionFlags.Allocated);
        for (int i = 0; i < exports.Length; i++)
        {
            (string name, _, string licence, string space) = exports[i];
            Encoding.ASCII.GetBytes($"{licence}\0{space}\0").CopyTo(records, i * (int)Record);
            elf.Symbol("__export_symbol_" + name, ".export_symbol", (ulong)i * Record, binding: ElfSymbolBinding.Local);
        }

        for (int i = 0; i < exports.Length; i++)
        {
            (string name, string section, _, _) = exports[i];
            elf.Symbol(name, section, type: section == ".text" ? ElfSymbolType.Function : ElfSymbolType.Object)
                .Relocate(".export_symbol", ((ulong)i * Record) + Record - 8, 1, name);
        }

        return elf;
    }

    public string PathOf(string name) => Path.Combine(Root, name);

    public void Write(string name, byte[] contents)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        File.WriteAllBytes(PathOf(name), contents);
    }

    public void Write(string name, string text) => Write(name, Encoding.Latin1.GetBytes(text));

    /// <summary>Writes what Kbuild leaves beside an object, with versions at its end.</summary>
    public void WriteCommand(string name, params string[] versions) => Write(
        $".{name}.o.cmd",
        $"savedcmd_{name}.o := gcc -c -o {name}.o {name}.c\n\nsource_{name}.o := {name}.c\n\ndeps_{name}.o := \\\n\n"
            + string.Concat(versions.Select(version => $"#SYMVER {version}\n")));

    public string Read(string name) => File.ReadAllText(PathOf(name), Encoding.Latin1);

    public bool Has(string name) => File.Exists(PathOf(name));

    /// <summary>Runs the drop-in, with words between blanks: status and messages.</summary>
    public (int Exit, string Errors) Run(string arguments)
    {
        ProgramResult result = ProgramRun.RunAs("modpost", Root, arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Empty(result.Output);
        return (result.Exit, result.Errors);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}

/// <summary>What test objects have.</summary>
internal static class ModpostObjects
{
    /// <summary>Adds undefined symbols.</summary>
    public static ElfBuilder Needs(this ElfBuilder elf, params string[] names)
    {
        Array.ForEach(names, name => elf.Symbol(name, null));
        return elf;
    }
}
