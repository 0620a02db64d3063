// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

namespace Kelf.Cli.Tests.Initcalls;

/// <summary>
/// A directory with <c>one.o</c> (bitcode), <c>two.o</c> (ELF) and <c>all.a</c>, a thin archive of both, <c>two.o</c> first.
/// </summary>
internal sealed class InitcallsDirectory : IDisposable
{
    /// <summary>The script of <c>all.a</c>.</summary>
    public const string Script = """
        SECTIONS {
        	.initcall6.init : {
        		*(.initcall6.init..kmod_two__5_9_probe) ;
        		*(.initcall6.init..kmod_one__7_10_one_a) ;
        		*(.initcall6.init..kmod_one__11_20_one_b) ;
        	}
        	.con_initcall.init : {
        		*(.con_initcall.init..kmod_two__6_12_cons) ;
        	}
        	.initcallearly.init : {
        		*(.initcallearly.init..kmod_one__13_30_probe) ;
        	}
        }

        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kelf-initcalls-");

    public InitcallsDirectory()
    {
        Write("one.o", new BitcodeBuilder().Function("f")
            .Symbol("__initcall__kmod_one__11_20_one_b6", 0x2000).Symbol("__initcall__kmod_one__7_10_one_a6", 0x2000)
            .Symbol("__initcall__kmod_one__13_30_probeearly", 0x2000).Build());
        Write("two.o", Elf("kmod_two__5_9_probe6", "kmod_two__6_12_conscon"));
        Write("all.a", new ArchiveBuilder(isThin: true).Thin("two.o/", 1).Thin("one.o/", 1).Build());
    }

    public string Path => _folder.FullName;

    public static byte[] Elf(params string[] names)
    {
        ElfBuilder elf = new ElfBuilder().Section(".x", new byte[64]);
        Array.ForEach(names, name => elf.Symbol("__initcall__" + name, ".x", binding: ElfSymbolBinding.Local));
        return elf.Build();
    }

    public string PathOf(string name) => System.IO.Path.Combine(Path, name);

    public void Write(string name, byte[] contents) => File.WriteAllBytes(PathOf(name), contents);

    public string Read(string name) => File.ReadAllText(PathOf(name));

    public (int Exit, string Output, string Errors) Kelf(params string[] arguments) =>
        Text(ProgramRun.RunKelf(Path, ["initcalls", .. arguments]));

    public (int Exit, string Output, string Errors) DropIn(params string[] arguments) =>
        Text(ProgramRun.RunAs("generate_initcall_order.pl", Path, arguments));

    public void Dispose() => _folder.Delete(recursive: true);

    private static (int Exit, string Output, string Errors) Text(ProgramResult result) =>
        (result.Exit, Encoding.UTF8.GetString(result.Output), result.Errors);
}
