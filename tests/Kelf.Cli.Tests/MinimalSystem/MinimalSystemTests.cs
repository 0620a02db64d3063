// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Xunit;

namespace Kelf.Cli.Tests.MinimalSystem;

/// <summary>
/// Every command works where there is a C library and nothing else, or says in one line what it lacks. As root, as the test changes
/// the root directory.
/// </summary>
public sealed class MinimalSystemTests
{
    private const string NoXz = "xz needs liblzma.so.5, which is not installed: install liblzma5 (Debian, Ubuntu, openSUSE), ";
    private const string NoHistory = "no history with builds of that kind is there";

    /// <summary>A run of each command: its status, and what it prints on either stream.</summary>
    private static readonly Dictionary<string, (string Arguments, int Exit, string Prints)> s_runs = new(StringComparer.Ordinal)
    {
        ["symvers"] = ("demo.o", 0, "#SYMVER "),
        ["relocs"] = ("linked", 0, ""),
        ["split"] = ("linked -o split --relocs split.relocs -q", 0, ""),
        ["sorttable"] = ("unsorted", 0, ""),
        ["mcount"] = ("--list demo.o", 0, ""),
        ["initcalls"] = ("init.a", 0, "SECTIONS"),
        ["kabi history add"] = ("demo.o", 2, "the history needs libduckdb.so, which is not installed"),
        ["kabi history approved"] = ("", 2, NoHistory),
        ["kabi history builds"] = ("", 2, NoHistory),
        ["kabi history diff"] = ("a b", 2, NoHistory),
        ["kabi history loads"] = ("demo.o", 2, NoHistory),
        ["kabi history query"] = ("SELECT", 2, NoHistory),
        ["kabi history symbol"] = ("f", 2, NoHistory),
        ["kabi history type"] = ("f", 2, NoHistory),
        ["kabi history unstable"] = ("", 2, NoHistory),
        ["modpost"] = ("demo.o", 1, "missing MODULE_LICENSE()"),
        ["kheaders create"] = ("--srctree kheaders/src --objtree kheaders/obj --compress none -o headers.tar", 0, "kelf: "),
        ["kheaders extract"] = ("-C headers bzImage", 1, NoXz),
        ["config extract"] = ("bzImage", 0, "CONFIG_A=y\n"),
        ["image info"] = ("bzImage", 0, "version:  Linux version 7.3.4"),
        ["image extract"] = ("-o kernel bzImage", 0, ""),
        ["lto-check"] = ("demo.o", 0, "demo.o: "),
        ["kallsyms"] = ("System.map", 0, "kallsyms_names"),
        ["sysmap"] = ("vmlinux", 0, " T _text\n"),
        ["link"] = ("-- ld -m elf_x86_64 vmlinux.unstripped", 1, "kelf: error: "),
        ["sympaths"] = ("--sources promoted --paths all vmlinux", 0, "net/a.c:f"),
        ["lookup"] = ("vmlinux g", 0, "net/a.c"),
        ["decode"] = ("vmlinux log", 0, "g+0x1/0x10"),
        ["lineinfo"] = ("--module demo.o -o demo.lines.o", 0, "kelf: demo.lines.o: "),
        ["kbuild enable"] = ("linux --tools all", 0, ""),
        ["kbuild status"] = ("linux", 0, ""),
        ["kbuild disable"] = ("linux", 0, ""),
        ["kabi snapshot"] = ("-o demo.kabi demo.o", 2, "zstd needs libzstd.so.1"),
        ["kabi compare"] = ("demo.o demo.o", 0, "The same: "),
        ["kabi explain"] = ("demo.o demo.o nothing", 2, "nothing"),
        ["kabi modules"] = ("--on demo.o demo.o", 1, "unknown symbol strcmp"),
        ["kabi rules check"] = ("rules demo.o demo.o", 0, ""),
        ["kabi rules suggest"] = ("demo.o demo.o", 0, ""),
        ["kabi show"] = ("demo.o nothing", 2, "nothing"),
        ["kabi verify"] = ("demo.o", 0, "proved 6"),
        ["completion"] = ("bash", 0, "complete -o default"),
        ["help"] = ("", 0, "Usage:"),
        ["version"] = ("", 0, "kelf "),
        ["--as gendwarfksyms"] = ("demo.o", 0, ""),
        ["--as relocs"] = ("linked", 0, ""),
        ["--as sorttable"] = ("unsorted", 0, ""),
        ["--as recordmcount"] = ("demo.o", 0, ""),
        ["--as generate_initcall_order.pl"] = ("init.a", 0, "SECTIONS"),
        ["--as gen_kheaders.sh"] = ("headers.tar.xz srclist objlist @0", 1, "gen_kheaders.sh: error: "),
        ["--as ksymtypes"] = ("compare symtypes symtypes", 2, "Failed to query the path 'symtypes'"),
        ["--as ksymvers"] = ("compare Module.symvers Module.symvers", 2, "Failed to open the file 'Module.symvers'"),
        ["--as kallsyms"] = ("System.map", 0, "kallsyms_names"),
        ["--as gen_lineinfo"] = ("--module demo.o", 0, "/* SPDX-License-Identifier"),
        ["--as faddr2line"] = ("demo.o g+0x1", 0, "no match for g+0x1"),
        ["--as decode_stacktrace.sh"] = ("vmlinux", 0, ""),
        ["--as link-vmlinux.sh"] = ("ld -m elf_x86_64 vmlinux.unstripped", 1, "link-vmlinux.sh: error: "),
    };

    [Fact]
    public void Every_command_runs_with_a_C_library_alone()
    {
        using MinimalRoot root = Root();
        string[] commands = [.. Commands(""), .. s_runs.Keys.Where(key => key.StartsWith("--as ", StringComparison.Ordinal))];
        Assert.True(commands.Length > 25, string.Join(' ', commands));
        // Those of kbuild in the order of the table: what is disabled has to be enabled.
        Assert.All(commands.OrderBy(command => s_runs.Keys.ToList().IndexOf(command)), command =>
        {
            Assert.True(s_runs.ContainsKey(command), $"{command}: no run is known");
            (string arguments, int exit, string prints) = s_runs[command];
            ProgramResult result = root.Run($"{command} {arguments}".Split(' ', StringSplitOptions.RemoveEmptyEntries))!;
            string all = Encoding.UTF8.GetString(result.Output) + result.Errors;
            Assert.True(result.Exit == exit, $"{command}: status {result.Exit}: {all}");
            Assert.Contains(prints, all, StringComparison.Ordinal);
            Assert.DoesNotContain("please report", all, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void A_missing_library_costs_what_needs_it()
    {
        using MinimalRoot root = Root();
        ProgramResult info = root.Run("image", "info", "bzImage")!;
        string text = Encoding.UTF8.GetString(info.Output);
        Assert.Equal((0, ""), (info.Exit, info.Errors));
        Assert.Contains("inside:   ELF", text, StringComparison.Ordinal);
        Assert.Contains("config:   1 options set", text, StringComparison.Ordinal);
        Assert.Contains("headers:  none\n", text, StringComparison.Ordinal);
        Assert.Contains(
            "problem:  bzImage: not looked into 1 place where a stream may begin: " + NoXz, text, StringComparison.Ordinal);

        ProgramResult noKernel = root.Run("image", "info", "bzImage.xz")!;
        Assert.Equal((0, ""), (noKernel.Exit, noKernel.Errors));
        Assert.Contains("kind:     bzImage", Encoding.UTF8.GetString(noKernel.Output), StringComparison.Ordinal);
        Assert.StartsWith("kelf: error: bzImage.xz: " + NoXz, root.Run("config", "extract", "bzImage.xz")!.Errors, StringComparison.Ordinal);
        Assert.StartsWith("kelf: error: bzImage.xz: " + NoXz, root.Run("image", "extract", "-o", "k", "bzImage.xz")!.Errors, StringComparison.Ordinal);
        Assert.StartsWith(
            "kelf: error: zstd.o: .debug_info: zstd needs libzstd.so.1, which is not installed: install libzstd1 (Debian, ",
            root.Run("symvers", "zstd.o")!.Errors, StringComparison.Ordinal);
    }

    private static MinimalRoot Root()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can change the root directory");
        MinimalRoot root = new();
        if (root.Run("--version") is null)
        {
            root.Dispose();
            Assert.Skip("the system does not let root change the root directory");
        }

        return root;
    }

    // What the program itself names when it is asked what can follow.
    private static IEnumerable<string> Commands(string parent)
    {
        string line = $"kelf {(parent.Length > 0 ? parent + " " : "")}";
        ProgramResult result = ProgramRun.RunKelf("/", $"[suggest:{line.Length}]", line);
        foreach (string word in Encoding.UTF8.GetString(result.Output).Split('\n').Where(word => word.Length > 0 && char.IsAsciiLetter(word[0])))
        {
            string command = parent.Length > 0 ? $"{parent} {word}" : word;
            string[] parts = s_runs.ContainsKey(command) ? [] : [.. Commands(command)];
            foreach (string part in parts.Length > 0 ? parts : [command])
            {
                yield return part;
            }
        }
    }
}
