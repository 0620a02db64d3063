// SPDX-License-Identifier: GPL-2.0-only
using System.Diagnostics;
using System.Text;

using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Editing;

using Xunit;

namespace Kelf.ObjectFiles.Tests.Elf.Editing;

/// <summary>An object of a compiler whose sections and symbols were changed: the linker takes it, and the program runs.</summary>
public sealed class LinkerTests : IDisposable
{
    // gone() has a section of its own, and nothing refers to it; the counter is what an added symbol names.
    private const string Source = """
        static int table[3] = { 30, 10, 2 };
        int counter = 1;
        extern int added;
        __attribute__((noinline)) static int sum(int *from) { return from[0] + from[1] + from[2]; }
        int gone(void) { return sum(table) + 100; }
        int main(void) { return sum(table) + added - counter; }
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kelf-editing-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_program_of_an_edited_object_runs(bool isPacked)
    {
        Assert.SkipWhen(Run("gcc", "--version") is null, "there is no gcc");
        File.WriteAllText(In("a.c"), Source);
        Assert.Equal(0, Run("gcc", "-O1 -fno-asynchronous-unwind-tables -ffunction-sections -c a.c"));
        using (ElfFile elf = ElfFile.Open(In("a.o")))
        {
            ElfEditor editor = new(elf);
            foreach (ElfSection section in elf.Sections)
            {
                if (section.Name is ".text.gone" or ".rela.text.gone" or ".comment")
                {
                    editor.Remove(section.Index);
                }
            }

            SymbolTableEditor symbols = editor.EditSymbols(elf.SymbolSection!);
            ElfSymbol counter = default;
            symbols.Keep((in ElfSymbolTable table, in ElfSymbol symbol) =>
            {
                counter = table.NameOf(symbol).SequenceEqual("counter"u8) ? symbol : counter;
                return !editor.Numbers.Removes(symbol.SectionNumber);
            });
            symbols.Add("local.label", counter with { Info = (byte)ElfSymbolType.Object });
            symbols.Apply();
            using FileStream output = File.Create(In("b.o"));
            if (isPacked)
            {
                EditedTables tables = editor.MakeTables(SectionNaming.Compacted);
                tables.Reserve(PackedArrangement.Make(tables)).WriteTo(output.Write);
            }
            else
            {
                editor.WriteTo(output.Write);
            }
        }

        File.WriteAllText(In("added.c"), "int added = 1;");
        Assert.Equal(0, Run("gcc", "-o program b.o added.c -Wl,--fatal-warnings"));
        Assert.Equal(42, Run(In("program"), ""));
        using ElfFile result = ElfFile.Open(In("b.o"));
        Assert.False(result.TryFindSection(".text.gone", out _));
        List<string> names = [];
        ElfSymbolTable after = result.SymbolTable;
        foreach (ElfSymbol symbol in after)
        {
            names.Add(Encoding.ASCII.GetString(after.NameOf(symbol)));
        }

        Assert.Contains("local.label", names);
        Assert.DoesNotContain("gone", names);
    }

    private string In(string name) => Path.Combine(_folder.FullName, name);

    private int? Run(string program, string arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = _folder.FullName,
                RedirectStandardOutput = true,
            })!;
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
