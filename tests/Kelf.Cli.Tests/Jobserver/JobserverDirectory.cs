// SPDX-License-Identifier: GPL-2.0-only
using Kelf.TestSupport;

namespace Kelf.Cli.Tests.Jobserver;

/// <summary>A directory with an object, and runs of kelf that work on it long enough to be watched.</summary>
internal sealed class JobserverDirectory : IDisposable
{
    // Half a second of work on an idle machine.
    private const int Objects = 4000;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kelf-jobs-");

    public JobserverDirectory()
    {
        File.Copy(Path.Combine(Path.GetDirectoryName(SymversProgram.Fixtures)!, "demo", "demo.o"), At("o"));
    }

    /// <summary>Its path.</summary>
    public string Root => _folder.FullName;

    /// <summary>The command line of a run, without the program.</summary>
    public static IReadOnlyList<string> Arguments { get; } = ["symvers", .. Enumerable.Repeat("o", Objects)];

    /// <summary>Starts a run inside a make that the test plays.</summary>
    public Task<ProgramResult> StartInside(TokenPipe make, string program, params IEnumerable<string> before) =>
        Task.Run(() => ProgramRun.Run(
            program, Root, [.. before, .. Arguments, "-q"], [], [KeyValuePair.Create("MAKEFLAGS", $" -j2 --jobserver-auth={make.Address}")]));

    /// <summary>Runs make on a makefile, and counts threads.</summary>
    public ProgramResult Make(string makefile, KelfThreads threads, params IEnumerable<string> arguments)
    {
        File.WriteAllText(At("Makefile"), $"RUN := {ProgramRun.Kelf} {string.Join(' ', Arguments)}\n{makefile}");
        Task<ProgramResult> run = Task.Run(() => ProgramRun.Run("make", Root, arguments, [], []));
        threads.Watch(run);
        return run.Result;
    }

    /// <summary>The path of a file in the directory.</summary>
    public string At(string name) => Path.Combine(_folder.FullName, name);

    public void Dispose() => _folder.Delete(recursive: true);
}
