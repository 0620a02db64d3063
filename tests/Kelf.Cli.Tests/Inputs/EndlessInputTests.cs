// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Cli.Tests.Relocs;

using Xunit;

namespace Kelf.Cli.Tests.Inputs;

/// <summary>Inputs without an end, and those that cannot be opened: refused with a line that says so, in every place that takes a file.</summary>
public sealed class EndlessInputTests : IDisposable
{
    private readonly WorkDirectory _work = new WorkDirectory().Put("image", ElfBytes.Kernel());

    public EndlessInputTests()
    {
        Assert.Equal(0, ProgramRun.Run("/bin/sh", _work.Root, ["-c", "mkfifo fifo; ln -s loop loop"], [], []).Exit);
        _work.Put("log", "[    0.1] nothing\n"u8.ToArray());
    }

    /// <summary>Command lines with INPUT in a place of each command that takes a file.</summary>
    public static TheoryData<string> Commands =>
    [
        "symvers INPUT", "symvers --symbols INPUT image", "symvers --explain start_kernel INPUT",
        "kallsyms INPUT", "kallsyms image --previous INPUT", "kallsyms --verify INPUT", "sysmap INPUT",
        "relocs INPUT", "split INPUT -o v", "split image --relocs r --relocs-from INPUT", "sorttable INPUT", "sorttable -s INPUT image",
        "mcount INPUT", "initcalls INPUT", "image info INPUT", "image extract INPUT -o v",
        "config extract INPUT", "kheaders extract INPUT -C v", "lto-check INPUT",
        "sympaths INPUT", "sympaths image --map INPUT", "sympaths image --archive INPUT", "sympaths image --compile-commands INPUT",
        "lookup INPUT start_kernel", "lookup image start_kernel --side INPUT", "lookup image start_kernel --modules INPUT", "decode INPUT log", "decode image INPUT",
    ];

    public void Dispose() => _work.Dispose();

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_fifo_without_writer_and_an_endless_device_are_refused(string command)
    {
        Refused(command, "fifo", "Not a regular file", "no program writes to this pipe");
        Refused(command, "/dev/zero", "Not a regular file");
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void The_system_says_why_a_file_cannot_be_opened(string command)
    {
        Refused(command, "loop", "Too many levels of symbolic links");
        Refused(command, "image/o", "Not a directory");
    }

    [Fact]
    public void Standard_input_is_read_up_to_a_limit()
    {
        ProgramResult result = Shell("exec \"$0\" symvers --symbols - image </dev/zero");
        Assert.Equal(
            (1, "kelf: error: standard input: more than 256 MiB: of what is no regular file, no more is read\n"), (result.Exit, result.Errors));
    }

    [Fact]
    public void A_pipe_is_read_where_it_may_be_one()
    {
        _work.Put("list", "ring_push\n"u8.ToArray());
        _work.Put("demo.o", File.ReadAllBytes(Path.Combine(Repository.SourceTree.Root, "tests", "Fixtures", "demo", "demo.o")));
        byte[] expected = _work.Done("symvers", "--symbols", "list", "demo.o").Output;
        Assert.NotEmpty(expected);
        Assert.Equal(expected, Shell("(sleep 0.1; echo ring_push) | \"$0\" symvers --symbols - demo.o").Output);
        Assert.Equal(expected, Shell("\"$0\" symvers --symbols <(sleep 0.1; echo ring_push) demo.o").Output);
        Assert.Equal(expected, Shell(
            "exec 3<>fifo; \"$0\" symvers --symbols fifo demo.o 3>&- & sleep 0.3; echo ring_push >&3; exec 3>&-; wait").Output);
        string info = Encoding.UTF8.GetString(_work.Done("image", "info", "image").Output);
        Assert.Equal(info.Replace("image", "-", StringComparison.Ordinal), Encoding.UTF8.GetString(Shell("\"$0\" image info - < image").Output));
    }

    [Fact]
    public void What_has_to_be_a_file_says_that_standard_input_is_none()
    {
        ProgramResult result = Shell("exec \"$0\" relocs -");
        Assert.Equal(
            (1, "kelf: error: -: standard input is not read here: give a file (./- is one of that name)\n"), (result.Exit, result.Errors));
    }

    [Fact]
    public void Without_descriptors_the_message_says_so()
    {
        int refused = 0;
        for (int limit = 4; limit < 12; limit++)
        {
            ProgramResult result = Shell($"ulimit -n {limit}; exec \"$0\" relocs image -o /dev/null");
            Assert.DoesNotContain("Success", result.Errors, StringComparison.Ordinal);
            Assert.True(result.Exit == 0 || (result.Exit == 1 && result.Errors == "kelf: error: image: Too many open files\n"), result.Errors);
            refused += result.Exit;
        }

        Assert.InRange(refused, 1, 7);
    }

    private void Refused(string command, string input, params string[] reasons)
    {
        ProgramResult result = _work.Run(command.Replace("INPUT", input, StringComparison.Ordinal).Split(' '));
        Assert.True(result.Exit is 1 or 2, $"{command}, {input}: status {result.Exit}, {result.Errors}");
        Assert.Contains(reasons, reason => result.Errors.Contains($"{input}: {reason}", StringComparison.Ordinal));
    }

    private ProgramResult Shell(string script) => ProgramRun.Run("/bin/bash", _work.Root, ["-c", script, ProgramRun.Kelf], [], []);
}
