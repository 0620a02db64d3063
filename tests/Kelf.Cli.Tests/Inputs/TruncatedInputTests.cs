// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Cli.Tests.Relocs;

using Xunit;

namespace Kelf.Cli.Tests.Inputs;

/// <summary>Files that become shorter while they are mapped. The system then ends a process with SIGBUS; kelf says a line.</summary>
public sealed class TruncatedInputTests : IDisposable
{
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

    private ProgramResult Shell(string script, params string[] arguments) =>
        ProgramRun.Run("/bin/bash", _work.Root, ["-c", script, ProgramRun.Kelf, .. arguments], [], []);
}
