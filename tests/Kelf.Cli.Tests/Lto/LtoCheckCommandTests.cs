// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Cli.Tests.Lto;

public sealed class LtoCheckCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kelf-lto-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Each_file_has_a_line_and_its_problems()
    {
        Write("good.o", new ElfBuilder().Section(".text", [1], flags: ElfSectionFlags.Executable).Symbol("f", ".text"));
        Write("bad.o", new ElfBuilder().Section(".text", [1], flags: ElfSectionFlags.Executable).Symbol("hot", ".text"));
        Assert.Equal((0, "good.o: does not say if LTO linked it, 0 promoted symbols, 0 problems\n", ""), Kelf("good.o"));
        Assert.Equal(
            (1, """
                good.o: does not say if LTO linked it, 0 promoted symbols, 0 problems
                bad.o: does not say if LTO linked it, 0 promoted symbols, 1 problems
                  function hot: with -ffunction-sections its section is taken for another

                """, ""),
            Kelf("good.o", "bad.o"));
        Assert.Equal(
            """
            {
              "files": [
                {
                  "file": "bad.o",
                  "isLto": null,
                  "promotedSymbols": 0,
                  "problems": [
                    "function hot: with -ffunction-sections its section is taken for another"
                  ]
                }
              ]
            }

            """,
            Kelf("--json", "bad.o").Output);
    }

    [Fact]
    public void Bitcode_is_no_linked_file_and_the_message_says_what_is()
    {
        File.WriteAllBytes(Path.Combine(_folder.FullName, "a.o"), new BitcodeBuilder().Function("f").Build());
        Assert.Equal(
            "kelf: error: a.o: not an ELF object but LLVM bitcode (Clang LTO): it has no DWARF yet, give the LTO-linked vmlinux.o "
            + "instead\n",
            Kelf("a.o").Errors);
    }

    private void Write(string name, ElfBuilder elf) => File.WriteAllBytes(Path.Combine(_folder.FullName, name), elf.Build());

    private (int Exit, string Output, string Errors) Kelf(params string[] arguments)
    {
        ProgramResult result = ProgramRun.RunKelf(_folder.FullName, ["lto-check", .. arguments]);
        return (result.Exit, Encoding.UTF8.GetString(result.Output), result.Errors);
    }
}
