// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Cli.CommandLine;
using Kelf.Cli.Terminal;
using Kelf.Kernel.Link;
using Kelf.Kernel.Shared.Threads;
using Kelf.Kernel.SymbolPaths.Inputs;

namespace Kelf.Cli.Commands.Link;

/// <summary>A run of <c>kelf link</c>, or of the script's drop-in.</summary>
internal static class LinkRun
{
    /// <summary>Links.</summary>
    /// <param name="arguments">The four arguments of the script.</param>
    /// <param name="options">What is asked for.</param>
    /// <param name="voice">How messages begin.</param>
    /// <returns>The exit status; of a program that failed, its status.</returns>
    public static int Run(IReadOnlyList<string> arguments, LinkOptions options, Voice voice)
    {
        if (CommandWorkers.IsDryRun)
        {
            return ExitStatus.Done;
        }

        // Kbuild runs this in a rule that does not pass the jobserver on.
        using WorkerSource workers = CommandWorkers.FindQuietly(TimeSpan.Zero, options.Jobs);
        try
        {
            LinkSettings settings = LinkEnvironment.Read(arguments) with
            {
                IsSinglePass = options.IsSinglePass,
                HasEarlyRelocations = options.HasEarlyRelocs,
                DebugApart = options.DebugApart,
                SplitLayout = options.Layout,
                Paths = options.Paths is { } paths
                    ? ImagePaths.Tables(paths, new PathInputs { Decompression = options.Decompression, Warn = WarningList.Current.Add }, workers)
                    : null,
            };
            new KernelLink(settings, NewHost(voice), workers).Run();
            return ExitStatus.Done;
        }
        catch (LinkFailedException failure)
        {
            StandardError.WriteLines(failure.Message, failure.Advice);
            if (failure.Detail is { } detail)
            {
                voice.Error(detail);
            }

            return ExitStatus.Failed;
        }
    }

    /// <summary>Links one object of all of a kernel.</summary>
    /// <param name="arguments">LD, KBUILD_LDFLAGS, LDFLAGS_vmlinux, the object, and options of <c>ld -r</c>.</param>
    /// <param name="jobs">Threads at most, or null.</param>
    /// <param name="voice">How messages begin.</param>
    /// <returns>The exit status; of a program that failed, its status.</returns>
    public static int RunObject(IReadOnlyList<string> arguments, int? jobs, Voice voice)
    {
        if (CommandWorkers.IsDryRun)
        {
            return ExitStatus.Done;
        }

        using WorkerSource workers = CommandWorkers.FindQuietly(TimeSpan.Zero, jobs);
        string[] flags = LinkEnvironment.Words(arguments.ElementAtOrDefault(4) ?? "");
        new ObjectLink(LinkEnvironment.Read(arguments), flags, NewHost(voice), workers).Run();
        return ExitStatus.Done;
    }

    private static LinkHost NewHost(Voice voice) =>
        new(voice, printsCommands: (Environment.GetEnvironmentVariable("KBUILD_VERBOSE") ?? "").Contains('1'));
}
