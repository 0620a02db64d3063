// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Cli.Tests.Relocs;

using Xunit;

namespace Kelf.Cli.Tests.Outputs;

/// <summary>Outputs go where the system takes their path, whatever it looks like.</summary>
public sealed class OutputTargetTests : IDisposable
{
    private readonly WorkDirectory _work = new WorkDirectory().Put("vmlinux", ElfBytes.Kernel());
    private readonly byte[] _table;

    public OutputTargetTests()
    {
        _work.Done("relocs", "vmlinux", "-o", "expected");
        _table = _work.Get("expected");
    }

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData("sub", "link")]
    [InlineData("elsewhere", "../sub/link")]
    [InlineData("elsewhere", "$PWD/../sub/link")]
    public void A_relative_link_is_relative_to_its_folder(string folder, string path)
    {
        string name = Path.GetFileName(_work.Root);
        _work.Put(name, [1]);
        Shell($"mkdir sub elsewhere; ln -s ../{name} sub/link; cd {folder}; "
            + $"\"$KELF\" relocs ../vmlinux -o {path}");
        Assert.Equal(_table, _work.Get(name));
        Assert.Equal($"../{name}", new FileInfo(_work.At("sub/link")).LinkTarget);
        Shell($"rm {name}; ln -s {name} link; \"$KELF\" relocs vmlinux -o link; test -L link");
        Assert.Equal(_table, _work.Get(name));
        Assert.False(File.Exists("/" + name));
    }

    [Fact]
    public void A_link_to_nothing_makes_what_it_names()
    {
        Shell("mkdir sub; ln -s sub/made link; \"$KELF\" relocs vmlinux -o link");
        Assert.Equal(_table, _work.Get("sub/made"));
        Assert.Equal("sub/made", new FileInfo(_work.At("link")).LinkTarget);
    }

    [Fact]
    public void Links_in_a_circle_are_an_error()
    {
        Shell("ln -s two one; ln -s one two");
        ProgramResult result = _work.Run("relocs", "vmlinux", "-o", "one");
        Assert.Equal((1, "kelf: error: one: Too many levels of symbolic links\n"), (result.Exit, result.Errors));
        Assert.Equal(["expected", "one", "two", "vmlinux"], _work.Names);
    }

    // A device of its own: a fault must not take that of the machine.
    [Theory]
    [InlineData("null")]
    [InlineData("./../$BASE/null")]
    [InlineData("///$PWD/null")]
    [InlineData("link")]
    [InlineData("absolute")]
    public void A_device_stays_one(string path)
    {
        Assert.SkipUnless(ProgramRun.Run("/bin/mknod", _work.Root, ["null", "c", "1", "3"], [], []).Exit == 0, "only root makes devices");
        Shell($"ln -s null link; ln -s \"$PWD/null\" absolute; BASE=$(basename \"$PWD\"); \"$KELF\" relocs vmlinux -o \"{path}\"; "
            + "test -c null && test \"$(readlink link)\" = null");
        Assert.Equal(["absolute", "expected", "link", "null", "vmlinux"], _work.Names);
    }

    [Fact]
    public void A_full_device_is_an_error()
    {
        ProgramResult result = _work.Run("relocs", "vmlinux", "-o", "///dev/full");
        Assert.Equal((1, "kelf: error: ///dev/full: No space left on device\n"), (result.Exit, result.Errors));
        Shell("test -c /dev/full");
    }

    [Fact]
    public void The_reader_of_a_fifo_gets_everything()
    {
        Shell("mkfifo fifo; cat fifo > got & \"$KELF\" relocs vmlinux -o fifo; wait; test -p fifo");
        Assert.Equal(_table, _work.Get("got"));
        Assert.Equal(["expected", "fifo", "got", "vmlinux"], _work.Names);
    }

    [Theory]
    [InlineData("> log")]
    [InlineData(">> log")]
    [InlineData("| cat > log")]
    public void Standard_output_by_its_path_is_standard_output(string redirection)
    {
        foreach (string path in (string[])["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "/proc/thread-self/fd/1", "log-link"])
        {
            File.WriteAllText(_work.At("log"), "");
            Shell($"ln -sf /dev/stdout log-link; {{ printf before; \"$KELF\" relocs vmlinux -o {path}; printf after; }} {redirection}");
            Assert.Equal([.. "before"u8, .. _table, .. "after"u8], _work.Get("log"));
        }
    }

    [Fact]
    public void What_is_appended_to_stays()
    {
        _work.Put("log", "first\n"u8.ToArray());
        Shell("\"$KELF\" relocs vmlinux -o /dev/stdout >> log; \"$KELF\" relocs vmlinux -o /dev/fd/5 5>> log");
        Assert.Equal([.. "first\n"u8, .. _table, .. _table], _work.Get("log"));
    }

    [Fact]
    public void A_substituted_process_gets_everything()
    {
        Shell("\"$KELF\" relocs vmlinux -o >(cat > got; echo > done); while ! test -e done; do sleep 0.01; done");
        Assert.Equal(_table, _work.Get("got"));
    }

    [Fact]
    public void Shared_memory_is_an_ordinary_file_system()
    {
        string folder = Directory.CreateDirectory($"/dev/shm/kelf-test-{Guid.NewGuid():N}").FullName;
        try
        {
            string path = Path.Combine(folder, "table");
            _work.Done("relocs", "vmlinux", "-o", path);
            Assert.Equal(_table, File.ReadAllBytes(path));
            File.WriteAllBytes(path, new byte[_table.Length + 1000]);
            _work.Done("relocs", "vmlinux", "-o", path);
            Assert.Equal(_table, File.ReadAllBytes(path));
            _work.Done("split", "vmlinux", "-o", "image");
            _work.Done("split", "vmlinux", "-o", Path.Combine(folder, "image"));
            Assert.Equal(_work.Get("image"), File.ReadAllBytes(Path.Combine(folder, "image")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Names_of_250_bytes_are_written()
    {
        string name = new('n', 250);
        _work.Done("relocs", "vmlinux", "-o", name);
        Assert.Equal(_table, _work.Get(name));
        _work.Done("split", "vmlinux", "-o", "i" + name, "--relocs", name, "--modinfo", "m" + name);
        Assert.Equal(_table, _work.Get(name));
        Assert.Equal(["expected", "i" + name, "m" + name, name, "vmlinux"], _work.Names);
    }

    [Fact]
    public void An_image_may_go_to_standard_output_that_is_a_file()
    {
        _work.Done("split", "vmlinux", "-o", "image");
        Shell("printf head > out; \"$KELF\" split -q vmlinux -o /dev/stdout > out 2> err; cmp out image");
        Assert.DoesNotContain("error", _work.Text("err"), StringComparison.Ordinal);
        Shell("! \"$KELF\" split -q vmlinux -o /dev/stdout >> out 2> err; cmp out image");
        Assert.Equal(
            "kelf: error: /dev/stdout: is open for appending, and this is not written from its start to its end\n", _work.Text("err"));
    }

    [Fact]
    public void An_input_is_replaced_by_its_name_and_never_through_a_descriptor()
    {
        _work.Put("copy", ElfBytes.Kernel());
        Shell("ln -s copy link; \"$KELF\" sysmap copy -o link; \"$KELF\" sysmap vmlinux | cmp - copy");
        _work.Put("copy", ElfBytes.Kernel());
        Shell("! \"$KELF\" sysmap copy -o /dev/fd/5 5<> copy 2> err");
        Assert.Equal(ElfBytes.Kernel().Bytes, _work.Get("copy"));
        Assert.Equal("kelf: error: /dev/fd/5: is an input, too, and cannot be written while it is read\n", _work.Text("err"));
    }

    [Fact]
    public void Mode_and_owner_of_what_was_there_stay()
    {
        _work.Put("old", [1]);
        Shell("chmod 604 old; test $(id -u) != 0 || chown 12345:54321 old; stat -c '%a %u %g' old > before; "
            + "\"$KELF\" relocs vmlinux -o old; stat -c '%a %u %g' old | cmp - before");
        Assert.Equal(_table, _work.Get("old"));
    }

    [Fact]
    public void A_hard_link_is_replaced_and_verbose_says_so()
    {
        _work.Put("old", [1]);
        Shell("ln old link; \"$KELF\" relocs vmlinux -o link 2> err; ln -f old link; \"$KELF\" relocs -v vmlinux -o link 2> verbose");
        Assert.Equal(_table, _work.Get("link"));
        Assert.Equal([1], _work.Get("old"));
        Assert.Equal("", _work.Text("err"));
        Assert.Equal(
            "kelf: link: was one of 2 names of a file (hard links); the others have the old contents\n", _work.Text("verbose"));
    }

    // bash, for its process substitution; $KELF is the program.
    private void Shell(string script)
    {
        ProgramResult result = ProgramRun.Run(
            "/bin/bash", _work.Root, ["-c", script], [], [KeyValuePair.Create("KELF", ProgramRun.Kelf)]);
        Assert.True(result.Exit == 0, $"{script}: {result.Exit}: {result.Errors}");
        Assert.Equal("", result.Errors);
    }
}
