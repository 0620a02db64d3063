// SPDX-License-Identifier: GPL-2.0-only
using System.Diagnostics;

using Kelf.TestSupport;

using Xunit;

namespace Kelf.Cli.Tests.Sorttable;

/// <summary><c>kelf sorttable</c>.</summary>
public sealed class SorttableCommandTests : IDisposable
{
    private static readonly DateTime Earlier = new(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc);

    private readonly SorttableDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Sorts_what_there_is_and_says_so()
    {
        ProgramResult result = _folder.Kelf("vmlinux");
        Assert.Equal(
            (0, "kelf: vmlinux: exceptions 2 (2 moved), ORC 2 (2 moved), tracer calls 3 (1 zeroed)\n", ""),
            (result.Exit, result.Errors, SorttableDirectory.Text(result)));
        Assert.Equal(SorttableDirectory.Sorted.ToElf().Build(), _folder.Read("vmlinux"));
    }

    [Fact]
    public void A_second_run_writes_nothing()
    {
        _folder.Kelf("vmlinux");
        File.SetLastWriteTimeUtc(_folder.PathOf("vmlinux"), Earlier);
        ProgramResult result = _folder.Kelf("vmlinux");
        Assert.Equal(
            (0, "kelf: vmlinux: exceptions 2 (0 moved), ORC 2 (0 moved), tracer calls 3 (0 zeroed); was sorted, nothing written\n"),
            (result.Exit, result.Errors));
        Assert.Equal(Earlier, File.GetLastWriteTimeUtc(_folder.PathOf("vmlinux")));
    }

    [Theory]
    [InlineData("-q vmlinux", "")]
    [InlineData("--quiet vmlinux", "")]
    [InlineData("--orc vmlinux", "kelf: vmlinux: exceptions 2 (2 moved), ORC 2 (2 moved)\n")]
    [InlineData("--mcount vmlinux", "kelf: vmlinux: exceptions 2 (2 moved), tracer calls 3 (1 zeroed)\n")]
    [InlineData("--orc --mcount vmlinux", "kelf: vmlinux: exceptions 2 (2 moved), ORC 2 (2 moved), tracer calls 3 (1 zeroed)\n")]
    [InlineData("--mcount --keep-dropped vmlinux", "kelf: vmlinux: exceptions 2 (2 moved), tracer calls 3 (0 zeroed)\n")]
    [InlineData(
        "--mcount -s listing vmlinux",
        "kelf: vmlinux: exceptions 2 (2 moved), tracer calls 3 (1 zeroed, 1 kept that the original would zero)\n")]
    public void Options(string commandLine, string errors)
    {
        _folder.Write("listing", "ffffffff81000000 0000000000000010 T f\n"u8.ToArray());
        ProgramResult result = _folder.Kelf(commandLine);
        Assert.Equal((0, errors, ""), (result.Exit, result.Errors, SorttableDirectory.Text(result)));
    }

    [Fact]
    public void Json_is_for_programs()
    {
        _folder.Write("other", (SorttableDirectory.Image with { Orc = null, Mcount = null }).ToElf().Build());
        ProgramResult result = _folder.Kelf("-q --json vmlinux other");
        Assert.Equal((0, ""), (result.Exit, result.Errors));
        Assert.Equal(
            """
            {
              "files": [
                {
                  "file": "vmlinux",
                  "exceptions": {
                    "entries": 2,
                    "moved": 2
                  },
                  "orc": {
                    "entries": 2,
                    "moved": 2
                  },
                  "mcount": {
                    "entries": 3,
                    "zeroed": 1,
                    "keptAgainstOriginal": null
                  },
                  "bytesWritten": 44
                },
                {
                  "file": "other",
                  "exceptions": {
                    "entries": 2,
                    "moved": 2
                  },
                  "orc": null,
                  "mcount": null,
                  "bytesWritten": 22
                }
              ]
            }

            """,
            SorttableDirectory.Text(result));
    }

    /// <summary>Later steps of a build, and hard links, see the same file.</summary>
    [Fact]
    public void The_file_is_changed_in_place()
    {
        using Process link = Process.Start("ln", [_folder.PathOf("vmlinux"), _folder.PathOf("hard")]);
        link.WaitForExit();
        File.CreateSymbolicLink(_folder.PathOf("soft"), "vmlinux");
        Assert.Equal(0, _folder.Kelf("soft").Exit);
        Assert.Equal(SorttableDirectory.Sorted.ToElf().Build(), _folder.Read("hard"));
        Assert.NotNull(new FileInfo(_folder.PathOf("soft")).LinkTarget);
    }

    /// <summary>Files may not be larger than 1 KiB: the exceptions are written, the flag is not.</summary>
    [Fact]
    public void A_write_that_fails_is_taken_back()
    {
        byte[] file = (SorttableDirectory.Image with { TextSize = 0x300, Orc = [.. Enumerable.Range(0, 200).Select(
            i => (0xffff_ffff_8100_0000 + (ulong)(200 - i), new byte[6]))] }).ToElf().Build();
        _folder.Write("vmlinux", file);
        ProgramResult result = ProgramRun.Run(
            "/bin/bash", _folder.Path, ["-c", $"ulimit -f 1; exec '{ProgramRun.Kelf}' sorttable vmlinux"], [], []);
        Assert.Equal((1, "kelf: error: vmlinux: File too large\n"), (result.Exit, result.Errors));
        Assert.Equal(file, _folder.Read("vmlinux"));
    }

    [Theory]
    [InlineData("text", "text: not an ELF object")]
    [InlineData("empty", "empty: the file is empty")]
    [InlineData("short", "short: +0x3c: ELF header of 64 bytes is cut short")]
    [InlineData("cut", "reaches outside the file")]
    [InlineData("object.o", "object.o: ELF type 1 is not that of a linked image (2 or 3); sort after the last link")]
    [InlineData("odd", "odd: .orc_unwind+0x0: 0xb bytes are no multiple of the 6 bytes of an ORC entry")]
    [InlineData("no-flag", "no-flag: no variable main_extable_sort_needed: this is not a kernel image that sorts at build time")]
    [InlineData("missing", "missing: No such file or directory")]
    [InlineData(".", ".: Is a directory")]
    public void What_cannot_be_sorted_is_left_alone(string name, string message)
    {
        byte[] image = SorttableDirectory.Image.ToElf().Build();
        byte[]? file = name switch
        {
            "text" => "hello, world; this is no image\n"u8.ToArray(),
            "empty" => [],
            "short" => image[..60],
            "cut" => image[..(image.Length / 2)],
            "object.o" => (SorttableDirectory.Image with { Type = ObjectFiles.Elf.ElfType.Relocatable }).ToElf().Build(),
            "odd" => SorttableDirectory.Image.ToElf().With(".orc_unwind", header => header with { Size = 11 }).Build(),
            "no-flag" => (SorttableDirectory.Image with { SortNeeded = null }).ToElf().Build(),
            _ => null,
        };
        if (file is not null)
        {
            _folder.Write(name, file);
        }

        // What comes after it is sorted all the same.
        ProgramResult result = _folder.Kelf($"-q {name} vmlinux");
        Assert.Equal((1, ""), (result.Exit, SorttableDirectory.Text(result)));
        Assert.StartsWith("kelf: error: ", result.Errors, StringComparison.Ordinal);
        Assert.Contains(message, result.Errors, StringComparison.Ordinal);
        Assert.Equal(1, result.Errors.Count(c => c == '\n'));
        Assert.Equal(SorttableDirectory.Sorted.ToElf().Build(), _folder.Read("vmlinux"));
        if (file is not null)
        {
            Assert.Equal(file, _folder.Read(name));
        }
    }

    [Theory]
    [InlineData("", "kelf: error: missing operand: FILE")]
    [InlineData("--ork vmlinux", "kelf: error: unknown option '--ork'; did you mean '--orc'?")]
    public void Wrong_command_line(string commandLine, string error)
    {
        ProgramResult result = _folder.Kelf(commandLine);
        Assert.Equal((2, error + "\nTry 'kelf sorttable --help'.\n"), (result.Exit, result.Errors));
        Assert.Equal(SorttableDirectory.Image.ToElf().Build(), _folder.Read("vmlinux"));
    }

    [Fact]
    public void A_listing_that_cannot_be_read_is_an_error()
    {
        ProgramResult result = _folder.Kelf("-s missing vmlinux");
        Assert.Equal((1, "kelf: error: missing: No such file or directory\n"), (result.Exit, result.Errors));
        Assert.Equal(SorttableDirectory.Image.ToElf().Build(), _folder.Read("vmlinux"));
    }
}
