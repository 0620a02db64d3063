// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

namespace Kelf.Cli.Tests.Kheaders;

/// <summary>
/// A small source tree <c>src</c> with each kind of header, and an object tree <c>obj</c> with its lists: what the kernel's script
/// makes of it is known byte for byte.
/// </summary>
internal sealed class KheadersDirectory : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kelf-kheaders-");

    public KheadersDirectory()
    {
        Write("src/include/linux/a.h", "/* SPDX-License-Identifier: GPL-2.0 */\n/*\n * A comment\n */\n#define A 1 /* one */\n");
        Write("src/include/linux/b.h", "#define URL \"x/*y*/z\" // keep */\n");
        File.SetUnixFileMode(PathOf("src/include/linux/b.h"), (UnixFileMode)0b111_101_101);
        File.CreateSymbolicLink(PathOf("src/include/linux/link.h"), "a.h");
        Write("src/include/linux/tty/t.h", "/*tty*/int t;\n");
        Write("src/include/linux/tty-x.h", "int x;\n");
        Write("src/include/linux/tty.h", "int h;");
        File.SetUnixFileMode(PathOf("src/include/linux/tty.h"), (UnixFileMode)0b110_000_000);
        Write("src/arch/x86/include/asm/empty.h", "");
        Write("src/include/generated/stale.h", "stale");
        Write("src/include/linux/Kbuild", "# none");
        Write("obj/include/generated/autoconf.h", "#define AUTOCONF_INCLUDED\n#define CONFIG_X 1\n");
        Write("obj/include/generated/utsversion.h", "late");
        Write("obj/arch/x86/include/generated/asm/ioctl.h", "#include <asm-generic/ioctl.h>\n");
        Write(
            "obj/kernel/srclist",
            "../src/arch/x86/include/asm/empty.h\n../src/include/linux/a.h\n../src/include/linux/b.h\n../src/include/linux/link.h\n"
            + "../src/include/linux/tty-x.h\n../src/include/linux/tty.h\n../src/include/linux/tty/t.h\n");
        Write("obj/kernel/objlist", "include/generated/autoconf.h\narch/x86/include/generated/asm/ioctl.h\n");
    }

    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    public void Write(string name, string contents)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        File.WriteAllText(PathOf(name), contents);
    }

    public void Append(string name, string contents) => File.AppendAllText(PathOf(name), contents);

    public bool Exists(string name) => File.Exists(PathOf(name));

    /// <summary><c>kelf kheaders create</c> in the object tree.</summary>
    public (int Exit, string Output, string Errors) Create(params string[] options) =>
        Run(ProgramRun.Kelf, ["kheaders", "create", "-q", "--srctree", "../src", .. options]);

    /// <summary>kelf under the name of the script, with the options in the environment.</summary>
    public (int Exit, string Output, string Errors) DropIn(string options, params string[] arguments) =>
        DropInWith([new("KELF_KHEADERS", options), new("srctree", "../src")], arguments);

    /// <summary>kelf under the name of the script, as make of Linux 6.1 and 6.12 runs it in an object tree of its own.</summary>
    public (int Exit, string Output, string Errors) DropInOfOneArgument(
        string options, string time = "2026-01-01 UTC", string zone = "UTC") => DropInWith(
        [
            new("KELF_KHEADERS", options), new("srctree", "../src"), new("SRCARCH", "x86"), new("building_out_of_srctree", "1"),
            new("KBUILD_BUILD_TIMESTAMP", time), new("TZ", zone),
        ],
        "kernel/k.tar.xz");

    /// <summary>kelf under the name of the script.</summary>
    public (int Exit, string Output, string Errors) DropInWith(KeyValuePair<string, string>[] environment, params string[] arguments)
    {
        string link = PathOf("gen_kheaders.sh");
        if (!File.Exists(link))
        {
            File.CreateSymbolicLink(link, ProgramRun.Kelf);
        }

        return Run(link, arguments, environment);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private (int Exit, string Output, string Errors) Run(
        string program, IEnumerable<string> arguments, params KeyValuePair<string, string>[] environment)
    {
        ProgramResult result = ProgramRun.Run(
            program, PathOf("obj"), arguments, [], [new("TZ", "UTC"), new("XZ", "xz"), new("srctree", ""), .. environment]);
        return (result.Exit, Encoding.UTF8.GetString(result.Output), result.Errors);
    }
}
