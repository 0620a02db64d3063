// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Cli.Tests.Relocs;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

using static Kelf.TestSupport.Dw;

namespace Kelf.Cli.Tests.Inputs;

/// <summary>Files that become shorter while they are mapped. The system then ends a process with SIGBUS; kelf says a line.</summary>
public sealed class TruncatedInputTests : IDisposable
{
    private readonly WorkDirectory _work = new();

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

    // What waits for its place has a name when its descriptor is among the last three quarters that a process may have. The dump
    // of the first member does not fit into the pipe that nobody reads, so that kelf waits with the second one still to read.
    [Fact]
    public void What_has_a_temporary_name_is_removed()
    {
        byte[] member = ObjectWithALongDump();
        _work.Put("two.a", new ArchiveBuilder().Member("a.o/", member).Member("b.o/", member).Build());
        ProgramResult result = Shell(
            """
            mkdir out; mkfifo fifo; exec 3<>fifo
            (
                ulimit -n 64
                for ((n = 4; n < 24; n++)); do eval "exec $n</dev/null"; done
                exec "$0" symvers -q -j1 --dump-dies --output-dir out two.a 3>&- 2>fifo
            ) & pid=$!
            until find out -name '.kelf-*' | grep -q . || ! kill -0 $pid; do sleep 0.05; done
            find out -name '.kelf-*' | grep -q . || exit 2
            truncate -s 0 two.a
            exec 4<fifo 3>&-
            tail -n 1 <&4 >&2
            wait $pid
            status=$?
            test -z "$(find out -type f)" || exit 3
            exit $status
            """);
        Assert.Equal(
            (1, "kelf: error: two.a: it was truncated, or became unreadable, while it was read\n"), (result.Exit, result.Errors));
    }

    private static byte[] ObjectWithALongDump()
    {
        DieItem[] members = [.. Enumerable.Range(0, 5000).Select(i => Die(DwTag.Member, Name($"member_{i}"), Type("int")))];
        return new DwarfBuilder()
            .Unit(Die(
                DwTag.CompileUnit,
                Die("int", DwTag.BaseType, Name("int"), ByteSize(4), Encoding(5)),
                Die("s", DwTag.StructureType, [Name("s"), ByteSize(4), .. members]),
                Die(DwTag.Variable, Name("v"), Type("s"))))
            .AddTo(new ElfBuilder().Section(".export_symbol", [0]).Symbol("__export_symbol_v", ".export_symbol", binding: ElfSymbolBinding.Local))
            .Build();
    }

    private ProgramResult Shell(string script, params string[] arguments) =>
        ProgramRun.Run("/bin/bash", _work.Root, ["-c", script, ProgramRun.Kelf, .. arguments], [], []);
}
