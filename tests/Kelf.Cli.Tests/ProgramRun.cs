// SPDX-License-Identifier: GPL-2.0-only
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Kelf.Cli.Tests;

/// <summary>Runs programs as a user would, in processes of their own.</summary>
internal static class ProgramRun
{
    private const int CpuTime = 0; // RLIMIT_CPU
    private const int EndedByCpuTime = 128 + 24; // SIGXCPU

    // The tests' whole patience with one run, in seconds of the processor: on a busy machine a run may wait for minutes.
    private const ulong CpuSeconds = 300;

    /// <summary>Only what hangs without computing anything takes so long.</summary>
    private static readonly TimeSpan s_limit = TimeSpan.FromHours(1);

    /// <summary>The program under test: <c>out/kelf</c> of this repository.</summary>
    public static string Kelf { get; } = Path.Combine(Repository.SourceTree.Root, "out", "kelf");

    /// <summary>Runs <c>kelf ARGUMENTS</c> in <paramref name="folder"/>.</summary>
    public static ProgramResult RunKelf(string folder, params IEnumerable<string> arguments) =>
        Run(Kelf, folder, arguments, [], []);

    /// <summary>
    /// Runs kelf in <paramref name="folder"/> through a symbolic link with the name of a tool that it stands in for.
    /// </summary>
    public static ProgramResult RunAs(string name, string folder, params IEnumerable<string> arguments)
    {
        DirectoryInfo links = Directory.CreateTempSubdirectory("kelf-as-");
        try
        {
            string link = Path.Combine(links.FullName, name);
            File.CreateSymbolicLink(link, Kelf);
            return Run(link, folder, arguments, [], []);
        }
        finally
        {
            links.Delete(recursive: true);
        }
    }

    /// <summary>Runs a program.</summary>
    public static ProgramResult Run(
        string program,
        string folder,
        IEnumerable<string> arguments,
        byte[] input,
        IEnumerable<KeyValuePair<string, string>> environment)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardErrorEncoding = Encoding.UTF8,
        };
        start.Environment["LC_ALL"] = "C";
        start.Environment.Remove("POSIXLY_CORRECT");
        // The tests may run inside make themselves.
        start.Environment.Remove("MAKEFLAGS");
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start) ?? throw new InvalidOperationException($"cannot start {program}");
        // Fails when the process has ended already.
        _ = LimitResource(process.Id, CpuTime, [CpuSeconds, CpuSeconds + 5], 0);
        using MemoryStream output = new();
        Task copyOutput = process.StandardOutput.BaseStream.CopyToAsync(output);
        Task<string> readErrors = process.StandardError.ReadToEndAsync();
        try
        {
            process.StandardInput.BaseStream.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading its input, as it may after a wrong command line.
        }

        if (!process.WaitForExit(s_limit))
        {
            process.Kill();
            throw new TimeoutException($"{program} did not end within {s_limit}");
        }

        copyOutput.Wait();
        if (process.ExitCode == EndedByCpuTime)
        {
            throw new TimeoutException($"{program} did not end within {CpuSeconds} s of processor time");
        }

        return new ProgramResult(process.ExitCode, output.ToArray(), readErrors.Result);
    }

    [DllImport("libc", EntryPoint = "prlimit")]
    private static extern int LimitResource(int process, int resource, ulong[] softAndHard, nint old);
}

/// <summary>What a program left behind: exit status, standard output, standard error.</summary>
internal sealed record ProgramResult(int Exit, byte[] Output, string Errors);
