// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Cli.CommandLine;
using Kelf.Cli.Terminal;
using Kelf.Kernel.Link;
using Kelf.Kernel.Shared.Threads;
using Kelf.Kernel.SymbolPaths.Inputs;
using Kelf.Kernel.SymbolPaths.Modes;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Cli.Commands.Link;

/// <summary>A run of <c>kelf link</c>, or of the script's drop-in.</summary>
internal static class LinkRun
{
    /// <summary>Links.</summary>
    /// <param name="arguments">The four arguments of the script.</param>
    /// <param name="isSinglePass">Link once.</param>
    /// <param name="hasEarlyRelocs">Keep relocations in the link before the last.</param>
    /// <param name="debugApart">Where the image with debugging sections goes that the linker does not see, or null.</param>
    /// <param name="paths">How names of symbols get paths, or null.</param>
    /// <param name="decompression">What an image may expand to when paths are looked for in its debugging information.</param>
    /// <param name="jobs">Threads at most, or null.</param>
    /// <param name="voice">How messages begin.</param>
    /// <returns>The exit status; of a program that failed, its status.</returns>
    public static int Run(
        IReadOnlyList<string> arguments, bool isSinglePass, bool hasEarlyRelocs, string? debugApart, PathModeOptions? paths,
        DecompressionLimit decompression, int? jobs, Voice voice)
    {
        if (CommandWorkers.IsDryRun)
        {
            return ExitStatus.Done;
        }

        bool printsCommands = (Environment.GetEnvironmentVariable("KBUILD_VERBOSE") ?? "").Contains('1');
        // Kbuild runs this in a rule that does not pass the jobserver on.
        using WorkerSource workers = CommandWorkers.FindQuietly(TimeSpan.Zero, jobs);
        try
        {
            LinkSettings settings = LinkEnvironment.Read(arguments) with
            {
                IsSinglePass = isSinglePass,
                HasEarlyRelocations = hasEarlyRelocs,
                DebugApart = debugApart,
                Paths = paths is null ? null : ImagePaths.Tables(paths, new PathInputs { Decompression = decompression, Warn = WarningList.Current.Add }, workers),
            };
            new KernelLink(settings, new LinkHost(voice, printsCommands), workers).Run();
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
}
