// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Cli.Tests.Relocs;

using Xunit;

namespace Kelf.Cli.Tests.Inputs;

/// <summary>Files that become shorter while they are mapped. The system then ends a process with SIGBUS; kelf says a line.</summary>
public sealed class TruncatedInputTests : IDisposable
{
    private const int SymbolTable = 2; // SHT_SYMTAB

    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    // The map comes through a pipe, so that kelf waits in the middle of its work, with the image mapped.
    [Theory]
    [InlineData("image", "image")]
    [InlineData("im\u001bage", "im\\x1bage")]
    public void A_line_says_which_file_it_was(string name, string printed)
    {
        _work.Put(name, ElfBytes.Kernel());
        ProgramResult result = Shell(
            """
            mkfifo fifo; exec 3<>fifo; "$0" sympaths "$1" --map fifo 3>&- & pid=$!
            until grep -qF "$2/im" /proc/$pid/maps || ! kill -0 $pid; do sleep 0.05; done
            truncate -s 0 "$1"
            printf 'Linker script and memory map\n\n.text 0x1000 0x10\n .text 0x1000 0x10 a.o\n' >&3
            exec 3>&-; wait $pid
            """,
            name, _work.Root);
        Assert.Equal(
            (1, $"kelf: error: {printed}: it was truncated, or became unreadable, while it was read\n"), (result.Exit, result.Errors));
    }

    [Fact]
    public void In_place_nothing_is_read_of_what_was_cut_off()
    {
        ElfBytes image = ElfBytes.Kernel();
        int table = Enumerable.Range(0, image.SectionCount).Single(i => image.Type(i) == SymbolTable);
        byte[] symbols = image.Bytes[image.Offset(table)..(image.Offset(table) + image.Size(table))];
        // The table comes last, pages behind all else, which is what stays of the file.
        int place = (image.Bytes.Length + 0x10000) & ~0xf;
        ElfBytes last = new([.. image.Bytes, .. new byte[place - image.Bytes.Length], .. symbols]);
        last.Set64(last.Header(table) + 24, (ulong)place);
        _work.Put("image", last);
        _work.Done("split", "image", "--in-place", "-q");
        Assert.InRange(_work.Get("image").Length, 1, place - 1);
        Assert.Equal(_work.Image("image").Symbols(), Split(ElfBytes.Kernel()).Symbols());
    }

    private ElfBytes Split(ElfBytes image)
    {
        _work.Put("plain", image);
        _work.Done("split", "plain", "--in-place", "-q");
        return _work.Image("plain");
    }

    private ProgramResult Shell(string script, params string[] arguments) =>
        ProgramRun.Run("/bin/bash", _work.Root, ["-c", script, ProgramRun.Kelf, .. arguments], [], []);
}
