// SPDX-License-Identifier: GPL-2.0-only
using System.Diagnostics;
using System.Text;

using Xunit;

namespace Kelf.Cli.Tests.Repository;

/// <summary>What is inside of <c>out/kelf</c>: the newest runtime, and nothing that it should not need.</summary>
public sealed class NativeProgramTests
{
    // A start pages in what it touches; a program that doubles does so for a reason that somebody should know.
    private const long LargestSize = 15_000_000;

    [Fact]
    public void The_runtime_is_that_of_the_sdk()
    {
        ProcessStartInfo start = new(
            "dotnet", ["msbuild", "src/Kelf.Cli", "-getProperty:BundledNETCoreAppPackageVersion", "-nologo"])
        {
            WorkingDirectory = SourceTree.Root,
            RedirectStandardOutput = true,
        };
        using Process msbuild = Process.Start(start)!;
        string pack = msbuild.StandardOutput.ReadToEnd().Trim();
        msbuild.WaitForExit();

        string version = Encoding.UTF8.GetString(ProgramRun.RunKelf(SourceTree.Root, "--version").Output);
        Assert.EndsWith($"(.NET {pack})\n", version, StringComparison.Ordinal);
    }

    [Fact]
    public void It_needs_the_c_library_and_no_other()
    {
        string dynamic = Readelf("--dynamic");
        IEnumerable<string> needed = dynamic.Split('\n')
            .Where(line => line.Contains("(NEEDED)", StringComparison.Ordinal))
            .Select(line => line.Split('[', ']')[1])
            .Order(StringComparer.Ordinal);
        Assert.Subset(
            new HashSet<string>(["ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1", "libc.so.6", "libm.so.6"], StringComparer.Ordinal),
            new HashSet<string>(needed, StringComparer.Ordinal));
        Assert.DoesNotContain("RUNPATH", dynamic, StringComparison.Ordinal);
        Assert.DoesNotContain("RPATH", dynamic, StringComparison.Ordinal);
    }

    // A class of the runtime that asks for random numbers or a hash brings its shim of OpenSSL, which looks for the library when it
    // is first used.
    [Theory]
    [InlineData("openssl")]
    [InlineData("libssl")]
    [InlineData("libcrypto")]
    public void It_has_no_trace_of_a_cryptography_library(string name)
    {
        byte[] program = File.ReadAllBytes(ProgramRun.Kelf);
        foreach (Encoding encoding in (Encoding[])[Encoding.Latin1, Encoding.Unicode])
        {
            int at = encoding.GetString(program).IndexOf(name, StringComparison.OrdinalIgnoreCase);
            Assert.True(at < 0, $"'{name}' is in the program, in {encoding.WebName}, at {at}");
        }
    }

    [Fact]
    public void It_stays_small() => Assert.InRange(new FileInfo(ProgramRun.Kelf).Length, 1_000_000, LargestSize);

    private static string Readelf(string what)
    {
        ProcessStartInfo start = new("readelf", ["--wide", what, ProgramRun.Kelf]) { RedirectStandardOutput = true };
        using Process readelf = Process.Start(start)!;
        string text = readelf.StandardOutput.ReadToEnd();
        readelf.WaitForExit();
        Assert.Equal(0, readelf.ExitCode);
        return text;
    }
}
