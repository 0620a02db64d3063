// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Cli.Terminal;
using Kelf.Kernel.Shared;
using Kelf.Kernel.SymbolPaths.Inputs;

namespace Kelf.Cli.Commands.SymbolPaths;

/// <summary>Whether a log was written by the kernel and the modules that are given: their build IDs and releases tell.</summary>
/// <param name="log">The log, for messages.</param>
/// <param name="image">The kernel.</param>
/// <param name="identify">Tells what the kernel says of itself.</param>
/// <param name="force">Another build ID is no error.</param>
internal sealed class LogOrigin(string log, string image, Func<ImageIdentity> identify, bool force)
{
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);

    /// <summary>The log names the build ID of its kernel.</summary>
    /// <exception cref="RefusedException">It is another.</exception>
    public void CheckBuildId(string buildId)
    {
        if (_told.Add(buildId))
        {
            Compare("the log", image, identify(), buildId);
        }
    }

    /// <summary>The log names the build ID of a module.</summary>
    /// <exception cref="RefusedException">It is another.</exception>
    public void CheckModule(string name, string? buildId, string path, ImageIdentity identity) =>
        Compare($"module {name} in the log", path, identity, buildId);

    /// <summary>The log names a release.</summary>
    public void CheckRelease(string release)
    {
        if (_told.Add(release) && identify().Release is { } other && other != release)
        {
            WarningList.Current.Add(Diagnostic.Warning(WarningKind.OtherRelease, $"the log is of release {release}, {image} is {other}") with
            {
                File = log,
            });
        }
    }

    private void Compare(string what, string path, ImageIdentity identity, string? buildId)
    {
        if (identity.CanHave(buildId))
        {
            return;
        }

        string text = $"{what} is of build ID {buildId}, {path} is {identity.PrintedBuildId}";
        if (!force)
        {
            throw new RefusedException(log, $"{text}: `debuginfod-find debuginfo {buildId}` may have the right one, `--force` decodes all the same");
        }

        WarningList.Current.Add(Diagnostic.Warning(WarningKind.OtherBuild, text) with { File = log });
    }
}
