// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

namespace Kelf.Cli.Tests.Link;

/// <summary>
/// A build directory with all that the last links of a kernel need, and a linker that writes down what it is asked for before
/// the system's does it. Programs that only a real kernel has do nothing.
/// </summary>
internal sealed class ToyKernel : IDisposable
{
    private const string Image = "vmlinux.unstripped";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kelf-link-");
    private readonly Dictionary<string, string> _environment = new(StringComparer.Ordinal)
    {
        ["SRCARCH"] = "x86",
        ["MAKE"] = "true",
        ["KBUILD_LDS"] = "kernel.lds",
    };

    private string _imageFlags = "-z max-page-size=4096 --no-warn-rwx-segments";

    public ToyKernel()
    {
        Configure("64BIT", "KALLSYMS", "KALLSYMS_ALL", "X86_KERNEL_IBT");
        Write("vmlinux.o", Functions(100));
        Write(".vmlinux.export.o", new ElfBuilder().Section(".export_symbol", new byte[8]).Symbol("__export_f", ".export_symbol").Build());
        Directory.CreateDirectory(At("init"));
        Write("init/version-timestamp.o", new ElfBuilder()
            .Section(".rodata", "now\0"u8.ToArray(), flags: ElfSectionFlags.Allocated).Symbol("linux_banner", ".rodata").Build());
        WriteScript("");
        WriteLinker("");
    }

    /// <summary>The images that were linked so far, in order.</summary>
    public IReadOnlyList<string> Links => Has("links") ? File.ReadAllLines(At("links")) : [];

    public void Dispose() => _folder.Delete(recursive: true);

    public string At(string name) => Path.Combine(_folder.FullName, name);

    public bool Has(string name) => File.Exists(At(name));

    public string Read(string name) => File.ReadAllText(At(name));

    public void Export(string variable, string value) => _environment[variable] = value;

    public void Configure(params IEnumerable<string> options)
    {
        Directory.CreateDirectory(At("include/config"));
        File.WriteAllLines(At("include/config/auto.conf"), options.Select(option => $"CONFIG_{option}=y"));
    }

    /// <summary>Writes the linker's script.</summary>
    /// <param name="more">More of the text section, e.g. symbols.</param>
    public void WriteScript(string more) => File.WriteAllText(At("kernel.lds"), $$"""
        SECTIONS {
            . = 0xffffffff81000000;
            .text : { _text = .; _stext = .; *(.text) {{more}} _etext = .; }
            .rodata : { __start_rodata = .; *(.rodata) __end_rodata = .; }
            /DISCARD/ : { *(.export_symbol) }
        }
        """);

    /// <summary>Writes the linker.</summary>
    /// <param name="before">Commands of the shell to run first, where <c>$image</c> is what is to be made.</param>
    public void WriteLinker(string before) => WriteProgram("linker", $$"""
        for argument; do [ "$last" = -o ] && image=$argument; last=$argument; done
        echo "$image" >> links
        {{before}}
        exec ld "$@"
        """);

    public void WriteProgram(string name, string commands)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(name))!);
        File.WriteAllText(At(name), $"#!/bin/sh\n{commands}\n");
        File.SetUnixFileMode(At(name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Lets the links keep relocations.</summary>
    public void KeepRelocations() => _imageFlags += " --emit-relocs";

    /// <summary>Runs <c>kelf link</c>.</summary>
    public (int Exit, string Output, string Errors) Link(params IEnumerable<string> options) =>
        Run(ProgramRun.Kelf, ["link", .. options, "--", .. Arguments()]);

    /// <summary>Runs the script's drop-in.</summary>
    public (int Exit, string Output, string Errors) DropIn(params string[] arguments)
    {
        string link = At("link-vmlinux.sh");
        if (!File.Exists(link))
        {
            File.CreateSymbolicLink(link, ProgramRun.Kelf);
        }

        return Run(link, arguments is [] ? Arguments() : arguments);
    }

    /// <summary>Runs kelf.</summary>
    public (int Exit, string Output, string Errors) Kelf(params string[] arguments) => Run(ProgramRun.Kelf, arguments);

    /// <summary>An object with small functions.</summary>
    private static byte[] Functions(int count)
    {
        ElfBuilder elf = new ElfBuilder().Section(
            ".text", new byte[16 * count], flags: ElfSectionFlags.Allocated | ElfSectionFlags.Executable);
        for (int i = 0; i < count; i++)
        {
            elf.Symbol($"do_something_{i}", ".text", (ulong)(16 * i), 16, ElfSymbolBinding.Global, ElfSymbolType.Function);
        }

        return elf.Build();
    }

    private string[] Arguments() => [At("linker"), "-m elf_x86_64", _imageFlags, Image];

    private void Write(string name, byte[] contents) => File.WriteAllBytes(At(name), contents);

    private (int Exit, string Output, string Errors) Run(string program, IEnumerable<string> arguments)
    {
        ProgramResult result = ProgramRun.Run(program, _folder.FullName, arguments, [], _environment);
        return (result.Exit, Encoding.UTF8.GetString(result.Output), result.Errors);
    }
}
