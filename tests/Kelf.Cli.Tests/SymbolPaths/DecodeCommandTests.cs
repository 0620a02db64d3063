// SPDX-License-Identifier: GPL-2.0-only
using System.Diagnostics;
using System.Text;
using System.Text.Json;

using Kelf.Cli.Tests.Kallsyms;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Cli.Tests.SymbolPaths;

/// <summary><c>kelf decode</c> as a program: streams, whose log it is, and where modules are.</summary>
public sealed class DecodeCommandTests : IDisposable
{
    private const string Id = "0123456789abcdef0123456789abcdef01234567";
    private const string Other = "ffffffffffffffffffffffffffffffffffffffff";

    private readonly KallsymsDirectory _folder = new();

    public DecodeCommandTests() => _folder.Write("vmlinux", Kernel());

    public void Dispose() => _folder.Dispose();

    /// <summary>Each line is there before the next one is written: nothing but blocking reads.</summary>
    [Fact]
    public void A_line_is_decoded_before_the_next_one_comes()
    {
        using Process kelf = Start("decode", "--no-lines", "vmlinux");
        foreach (string line in new[] { "no frame", "[    1.0]  f+0x1/0x10", "? g+0x1/0x10", "Kernel Offset: disabled", "[<ffffffff81000011>]" })
        {
            kelf.StandardInput.Write(line + "\n");
            kelf.StandardInput.Flush();
            string expected = line == "[<ffffffff81000011>]" ? line + " f+0x1/0x10" : line;
            Assert.Equal(expected, kelf.StandardOutput.ReadLine());
        }

        kelf.StandardInput.Write("the end has no line feed");
        kelf.StandardInput.Close();
        Assert.Equal("the end has no line feed", kelf.StandardOutput.ReadToEnd());
        kelf.WaitForExit();
        Assert.Equal((0, ""), (kelf.ExitCode, kelf.StandardError.ReadToEnd()));
    }

    [Fact]
    public void A_file_and_a_pipe_are_printed_alike()
    {
        byte[] log = [.. "f+0x1/0x10\r\n\0\xff"u8, 0xff, .. " g+0x1/0x10\n"u8, .. Enumerable.Repeat((byte)'x', 300_000), .. "\nf+0x1/0x10"u8];
        _folder.Write("log", log);
        ProgramResult file = Run([], "decode", "--no-lines", "vmlinux", "log");
        Assert.Equal(log, file.Output);
        Assert.Equal(log, Run(log, "decode", "--no-lines", "vmlinux").Output);
        Assert.Equal(log, Run(log, "decode", "--no-lines", "vmlinux", "-").Output);
        Assert.Equal(log, Shell("\"$KELF\" decode --no-lines vmlinux < log").Output);
        Assert.Equal(log, Shell("cat log | \"$KELF\" decode --no-lines vmlinux /proc/self/fd/0").Output);
    }

    [Fact]
    public void A_terminal_is_told_that_it_is_waited_for()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/script"), "script(1) is not installed");
        ProgramResult result = Shell("script -qec '\"$KELF\" decode --no-lines vmlinux > out' /dev/null < /dev/null");
        Assert.Contains("kelf: the log is read from the terminal; its end is Ctrl-D", Encoding.UTF8.GetString(result.Output), StringComparison.Ordinal);
        Assert.DoesNotContain("terminal", Shell("\"$KELF\" decode --no-lines vmlinux < /dev/null").Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void The_log_of_another_build_is_refused_unless_it_is_forced()
    {
        _folder.Write("log", $"CPU: 0 UID: 0 PID: 1 Comm: a Not tainted 7.3.4-test #1  {Other}\n f+0x1/0x10\n");
        (int exit, string output, string errors) = _folder.Kelf("decode", "--no-lines", "vmlinux", "log");
        Assert.Equal((1, ""), (exit, output));
        Assert.Equal(
            $"kelf: error: log: the log is of build ID {Other}, vmlinux is {Id}: `debuginfod-find debuginfo {Other}` may have the right one, "
            + "`--force` decodes all the same\n", errors);
        (exit, output, errors) = _folder.Kelf("decode", "--force", "--no-lines", "vmlinux", "log");
        Assert.Equal((0, _folder.Read("log")), (exit, output));
        Assert.Equal($"kelf: warning: log: the log is of build ID {Other}, vmlinux is {Id}\n", errors);
        _folder.Write("log", $"CPU: 0 UID: 0 PID: 1 Comm: a Not tainted 7.3.4-test #1  {Id}\r\n");
        Assert.Equal((0, ""), (_folder.Kelf("decode", "--no-lines", "vmlinux", "log").Exit, _folder.Kelf("decode", "--no-lines", "vmlinux", "log").Errors));
        // What was printed before it was known stays.
        ProgramResult stream = Run(Encoding.ASCII.GetBytes($"first\nCPU: 0 PID: 1 Comm: a 7.3.4-test #1 {Other}\n"), "decode", "--no-lines", "vmlinux");
        Assert.Equal(1, stream.Exit);
        Assert.Contains("standard input: the log is of build ID", stream.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Linux version 7.3.4-test (a@b) #1\n", false)]
    [InlineData("Linux version 7.3.4 (a@b) #1\n", true)]
    [InlineData("Linux version 7.3.4 (a@b) #1\nLinux version 7.3.4 (a@b) #1\n", true)]
    [InlineData("CPU: 0 UID: 0 PID: 1 Comm: a Tainted: G W 7.3.4-test #1 PREEMPT(voluntary)\n", false)]
    [InlineData("CPU: 0 UID: 0 PID: 1 Comm: a Tainted: G W 7.3.5 #1 PREEMPT(voluntary)\n", true)]
    [InlineData("Linux version %s (%s)\n", false)]
    public void The_log_of_another_release_is_warned_of_once(string log, bool isOther)
    {
        _folder.Write("log", log);
        (int exit, string output, string errors) = _folder.Kelf("decode", "--no-lines", "vmlinux", "log");
        Assert.Equal((0, log), (exit, output));
        string release = log.Split(' ').First(word => word.StartsWith("7.", StringComparison.Ordinal) || word == "%s");
        Assert.Equal(isOther ? $"kelf: warning: log: the log is of release {release}, vmlinux is 7.3.4-test\n" : "", errors);
    }

    [Theory]
    [InlineData("m/veth.ko", "")]
    [InlineData("m/kernel/net/veth.ko.xz", ".xz")]
    [InlineData("m/other-name.ko.gz", ".gz")]
    public void A_module_is_found_by_its_name_or_its_build_id(string path, string compression)
    {
        _folder.Write(path, Packed(compression, Module("veth", Id)));
        _folder.Write("log", $" veth_xmit+0x1/0x10 [veth {Id}]\n");
        (int exit, string output, string errors) = _folder.Kelf("decode", "--no-lines", "--json", "-m", "m", "vmlinux", "log");
        Assert.Equal((0, ""), (exit, errors));
        using JsonDocument json = JsonDocument.Parse(output);
        Assert.Equal(1, json.RootElement[0].GetProperty("candidates").GetArrayLength());
        Assert.Equal(Id, json.RootElement[0].GetProperty("buildId").GetString());
        // A file that is given is what it says itself.
        _folder.Write("log", " veth_xmit+0x1/0x10 [veth]\n");
        Assert.Equal("", _folder.Kelf("decode", "--no-lines", "-m", path, "vmlinux", "log").Errors);
    }

    [Fact]
    public void Of_several_files_the_one_of_the_build_id_is_taken_and_another_build_is_refused()
    {
        _folder.Write("a/veth.ko", Module("veth", Other, "unknown"));
        _folder.Write("b/veth.ko", Module("veth", Id));
        _folder.Write("log", $" veth_xmit+0x1/0x10 [veth {Id}]\n");
        Assert.Contains("\"evidence\": \"name\"", _folder.Kelf("decode", "--no-lines", "--json", "-m", "a", "-m", "b", "vmlinux", "log").Output, StringComparison.Ordinal);
        (int exit, string output, string errors) = _folder.Kelf("decode", "--no-lines", "-m", "a", "vmlinux", "log");
        Assert.Equal((1, ""), (exit, output));
        Assert.StartsWith($"kelf: error: log: module veth in the log is of build ID {Id}, a/veth.ko is {Other}: ", errors, StringComparison.Ordinal);
        (exit, output, errors) = _folder.Kelf("decode", "--no-lines", "-f", "-m", "a", "vmlinux", "log");
        Assert.Equal((0, _folder.Read("log"), $"kelf: warning: log: module veth in the log is of build ID {Id}, a/veth.ko is {Other}\n"), (exit, output, errors));
    }

    [Fact]
    public void Modules_beside_the_image_are_found_without_an_option()
    {
        _folder.Write("drivers/net/veth.ko", Module("veth", Id));
        _folder.Write("log", " veth_xmit+0x1/0x10 [veth]\n");
        Assert.Contains("functions of veth are left as they are: give the modules with --modules", _folder.Kelf("decode", "--no-lines", "vmlinux", "log").Errors, StringComparison.Ordinal);
        _folder.Write("modules.order", "");
        (int exit, string output, string errors) = _folder.Kelf("decode", "--no-lines", "--json", "vmlinux", "log");
        Assert.Equal((0, ""), (exit, errors));
        Assert.Contains("\"evidence\": \"name\"", output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_odd_of_a_frame_stands_with_it_in_json()
    {
        _folder.Write("log", " g+0x1/0x99\n unknown+0x1/0x10\n g+0x1/0x10\n");
        using JsonDocument json = JsonDocument.Parse(_folder.Kelf("decode", "--no-lines", "--json", "vmlinux", "log").Output);
        Assert.Equal(
            ["other-sizes", "", ""],
            json.RootElement.EnumerateArray().Select(frame => string.Join(
                ' ', frame.GetProperty("warnings").EnumerateArray().Select(warning => warning.GetProperty("kind").GetString()))));
    }

    /// <summary>Two functions, a build ID and a banner.</summary>
    private static byte[] Kernel()
    {
        byte[] banner = new byte[80];
        Encoding.ASCII.GetBytes("Linux version 7.3.4-test (a@b) #1\n").CopyTo(banner, 0);
        KallsymsImage image = new() { Functions = [("f", 0x10), ("g", 0x20), ("h", 0x30)] };
        ulong address = image.Base + 0x8000;
        return image.ToElf()
            .Section(".init.rodata", banner, flags: ElfSectionFlags.Allocated)
            .With(".init.rodata", header => header with { Address = address })
            .Symbol("linux_banner", ".init.rodata", address, (ulong)banner.Length, type: ElfSymbolType.Object)
            .Section(".note.gnu.build-id", Note(Id), ElfSectionType.Note, ElfSectionFlags.Allocated)
            .Build();
    }

    private static byte[] Module(string name, string id, string function = "veth_xmit") => new ElfBuilder()
        .Section(".text", new byte[0x40], flags: ElfSectionFlags.Allocated | ElfSectionFlags.Executable)
        .Section(".gnu.linkonce.this_module", new byte[0x40], flags: ElfSectionFlags.Allocated)
        .Section(".modinfo", Encoding.ASCII.GetBytes($"name={name}\0"), flags: ElfSectionFlags.Allocated)
        .Section(".note.gnu.build-id", Note(id), ElfSectionType.Note, ElfSectionFlags.Allocated)
        .Symbol(function, ".text", 0, 0x10, ElfSymbolBinding.Local, ElfSymbolType.Function)
        .Symbol("end", ".text", 0x10, 0x10, ElfSymbolBinding.Local, ElfSymbolType.Function)
        .Build();

    // gABI 4.1 ch. 5, "Note Section".
    private static byte[] Note(string id) => new ByteAssembler(ObjectFiles.Bytes.ByteOrder.Little)
        .U32(4).U32((ulong)id.Length / 2).U32(3).Bytes([.. "GNU\0"u8, .. Convert.FromHexString(id)]).ToArray();

    private static byte[] Packed(string compression, byte[] file) => compression switch
    {
        ".xz" => BootImages.Xz(file),
        ".gz" => BootImages.Gzip(file),
        _ => file,
    };

    private ProgramResult Run(byte[] input, params string[] arguments) =>
        ProgramRun.Run(ProgramRun.Kelf, Path.GetDirectoryName(_folder.PathOf("vmlinux"))!, arguments, input, []);

    private ProgramResult Shell(string script) => ProgramRun.Run(
        "/bin/sh", Path.GetDirectoryName(_folder.PathOf("vmlinux"))!, ["-c", script], [], [KeyValuePair.Create("KELF", ProgramRun.Kelf)]);

    private Process Start(params string[] arguments) => Process.Start(new ProcessStartInfo(ProgramRun.Kelf, arguments)
    {
        WorkingDirectory = Path.GetDirectoryName(_folder.PathOf("vmlinux")),
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;
}
