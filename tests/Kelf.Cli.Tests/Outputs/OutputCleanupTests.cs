// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Cli.Tests.Relocs;

using Xunit;

namespace Kelf.Cli.Tests.Outputs;

/// <summary>However a run ends, its outputs are old or new, and nothing of it is left beside them.</summary>
public sealed class OutputCleanupTests : IDisposable
{
    private readonly WorkDirectory _work = new WorkDirectory().Put("vmlinux", ElfBytes.Kernel());

    public void Dispose() => _work.Dispose();

    // The run hangs in the middle, as nobody reads the fifo, and has its image written by then.
    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    [InlineData("HUP", 129)]
    [InlineData("KILL", 137)]
    public void A_signal_between_two_outputs_leaves_nothing(string signal, int status)
    {
        _work.Put("out", [1]);
        Shell($$"""
            mkfifo fifo
            env --default-signal "$KELF" split vmlinux -o out --relocs new --modinfo fifo & process=$!
            until ls -l /proc/$process/fd | grep -qE "$PWD/[#.]"; do kill -0 $process || exit 2; done
            kill -{{signal}} $process
            wait $process
            test $? = {{status}}
            """);
        Assert.Equal([1], _work.Get("out"));
        Assert.Equal(["fifo", "out", "vmlinux"], _work.Names);
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("HUP")]
    [InlineData("KILL")]
    public void A_signal_at_any_moment_leaves_old_or_new(string signal)
    {
        _work.Done("split", "vmlinux", "-o", "image", "--relocs", "table");
        // Moments from before the start to after the end of a run. A file has a name for the few microseconds before it takes
        // that of another: SIGKILL, which nothing can answer, may once meet them.
        int most = signal == "KILL" ? 1 : 0;
        Shell($$"""
            left=0
            began=$(date +%s%N)
            "$KELF" split -q vmlinux -o out --relocs relocs
            took=$((($(date +%s%N) - began) / 1000))
            for ((run = 0; run < 20; run++)); do
                echo old > out; echo old > relocs
                env --default-signal "$KELF" split -q vmlinux -o out --relocs relocs & process=$!
                sleep "$(printf 0.%06d $((took * run / 18 % 1000000)))"
                kill -{{signal}} $process 2> /dev/null
                wait $process 2> /dev/null
                echo old | cmp -s - out || cmp out image || exit 2
                echo old | cmp -s - relocs || cmp relocs table || exit 3
                ls -A | grep -q '^\.kelf-' && left=$((left + 1)) && rm .kelf-*
                test "$(ls -A | tr '\n' ' ')" = 'image out relocs table vmlinux ' || exit 4
            done
            test $left -le {{most}} || exit 5
            """);
    }

    // Of thousands of outputs those beyond the first hundreds have names while they wait. The run is stopped while there are some.
    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    [InlineData("HUP", 129)]
    public void A_signal_while_thousands_wait_leaves_nothing(string signal, int status)
    {
        string source = Path.Combine(Repository.SourceTree.Root, "tests", "Fixtures", "demo", "demo.o");
        Directory.CreateDirectory(_work.At("in"));
        for (int i = 0; i < 3000; i++)
        {
            File.Copy(source, _work.At($"in/{i}.o"));
        }

        Shell($$"""
            mkdir out
            env --default-signal "$KELF" symvers -q -j 2 --output-dir out in & process=$!
            until find out -name '.kelf-*' | grep -q .; do kill -0 $process || exit 2; done
            kill -STOP $process
            find out -name '.kelf-*' | grep -q . || exit 3
            kill -{{signal}} $process
            kill -CONT $process
            wait $process
            test $? = {{status}} || exit 4
            test -z "$(find out -type f)"
            """);
    }

    // A directory is as whole as a file.
    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    [InlineData("HUP", 129)]
    public void A_signal_while_headers_are_unpacked_leaves_nothing(string signal, int status)
    {
        using Kheaders.KheadersDirectory headers = new();
        for (int i = 0; i < 3000; i++)
        {
            headers.Write($"src/include/linux/h{i}.h", $"#define H{i}\n");
        }

        Assert.Equal((0, "", ""), headers.Create("-o", _work.At("archive")));
        Shell($$"""
            env --default-signal "$KELF" kheaders extract -C headers archive & process=$!
            until ls -A | grep -q '^\.kelf-'; do kill -0 $process || exit 2; done
            kill -STOP $process
            ls -A | grep -q '^\.kelf-' || exit 3
            kill -{{signal}} $process
            kill -CONT $process
            wait $process
            test $? = {{status}} || exit 4
            test "$(ls -d .kelf-* headers 2> /dev/null)" = '' || exit 5
            "$KELF" kheaders extract -C headers archive
            test "$(find headers -name 'h*.h' | wc -l)" = 3000
            """);
    }

    // Without /proc nothing can be made of a file without a name: outputs have names from the start, as on NFS.
    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    [InlineData("HUP", 129)]
    public void A_signal_takes_away_what_has_a_name(string signal, int status)
    {
        Assert.SkipUnless(
            ProgramRun.Run("/usr/bin/unshare", _work.Root, ["-m", "mount", "-t", "tmpfs", "none", "/proc"], [], []).Exit == 0,
            "only root mounts file systems");
        _work.Put("out", [1]);
        _work.Done("relocs", "vmlinux", "-o", "expected");
        Shell($$"""
            cat > script << 'END'
                mount -t tmpfs none /proc
                "$KELF" relocs vmlinux -o table || exit 2
                mkfifo fifo
                env --default-signal "$KELF" split -q vmlinux -o out --relocs new --modinfo fifo & process=$!
                until ls -A | grep -q '^\.kelf-.\{8\}-.\{12\}\.tmp$'; do kill -0 $process || exit 3; done
                kill -{{signal}} $process
                wait $process
                test $? = {{status}}
            END
            unshare -m bash script
            """);
        Assert.Equal([1], _work.Get("out"));
        Assert.Equal(_work.Get("expected"), _work.Get("table"));
        Assert.Equal(["expected", "fifo", "out", "script", "table", "vmlinux"], _work.Names);
    }

    // Each limit stops the work in place at another write.
    [Fact]
    public void An_image_that_is_stripped_in_place_survives_a_limit()
    {
        _work.Put("done", ElfBytes.Kernel());
        _work.Done("split", "done", "--in-place");
        for (int blocks = 0; blocks <= 12; blocks++)
        {
            _work.Put("image", ElfBytes.Kernel());
            ProgramResult result = Bash($"ulimit -c 0; ulimit -f {blocks}; \"$KELF\" split -q image --in-place");
            Assert.True(result.Exit == 0 || result.Errors == "kelf: error: image: File too large\n", result.Errors);
            Assert.True(result.Exit == 0 || _work.Get("image").Length == ElfBytes.Kernel().Bytes.Length);
            _work.Done("split", "image", "--in-place");
            Assert.Equal(_work.Get("done"), _work.Get("image"));
        }
    }

    // `ulimit -f` is left at what it does by default: to send a signal that ends the process.
    [Theory]
    [InlineData("split vmlinux -o out --relocs table --modinfo info", "out")]
    [InlineData("split vmlinux -o new --relocs table", "new")]
    public void A_limit_on_the_size_of_files_is_an_error_as_others(string command, string file)
    {
        _work.Put("out", [1]);
        ProgramResult result = Bash($"ulimit -c 0; ulimit -f 1; \"$KELF\" {command}");
        Assert.Equal((1, $"kelf: error: {file}: File too large\n"), (result.Exit, result.Errors));
        Assert.Equal([1], _work.Get("out"));
        Assert.Equal(["out", "vmlinux"], _work.Names);
    }

    [Theory]
    [InlineData("split ../vmlinux -o out --relocs table --modinfo info", "out")]
    [InlineData("split ../vmlinux -o new --relocs table", "new")]
    public void A_full_disk_leaves_what_was_there(string command, string file)
    {
        string mount = Directory.CreateDirectory(_work.At("mount")).FullName;
        // Two pages: one for what is there, and one that is too little.
        Assert.SkipUnless(
            ProgramRun.Run("/bin/mount", _work.Root, ["-t", "tmpfs", "-o", "size=8k", "none", mount], [], []).Exit == 0,
            "only root mounts file systems");
        try
        {
            File.WriteAllBytes(Path.Combine(mount, "out"), [1]);
            ProgramResult result = Bash($"cd mount; \"$KELF\" {command}");
            Assert.Equal((1, $"kelf: error: {file}: No space left on device\n"), (result.Exit, result.Errors));
            Assert.Equal([1], File.ReadAllBytes(Path.Combine(mount, "out")));
            Assert.Equal(["out"], Directory.EnumerateFileSystemEntries(mount).Select(Path.GetFileName));
        }
        finally
        {
            ProgramRun.Run("/bin/umount", _work.Root, [mount], [], []);
        }
    }

    private ProgramResult Bash(string script) => ProgramRun.Run(
        "/bin/bash", _work.Root, ["-c", script], [], [KeyValuePair.Create("KELF", ProgramRun.Kelf)]);

    private void Shell(string script)
    {
        ProgramResult result = Bash(script);
        Assert.True(result.Exit == 0, $"{script}: {result.Exit}: {result.Errors}");
    }
}
