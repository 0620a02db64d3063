// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Cli.CommandLine;
using Kelf.Cli.Terminal;
using Kelf.Kernel.Modpost.Releases;
using Kelf.Kernel.Modpost.Settings;

namespace Kelf.Cli.Commands.Modpost;

/// <summary>The drop-in for <c>scripts/mod/modpost</c> of three releases: options, messages and exit status of each.</summary>
internal static class ModpostDropIn
{
    /// <summary>The base name of argv[0] that selects this command.</summary>
    public const string Name = "modpost";

    // What the script of a kernel tree puts before the build's own arguments (kbuild/fragments/modpost.mk).
    private const string ReleaseOption = "--release";

    /// <summary>Runs the tool.</summary>
    /// <param name="invokedAs">argv[0], which messages about options begin with.</param>
    /// <param name="arguments">What follows it.</param>
    /// <returns>The exit status of the original.</returns>
    public static int Run(string invokedAs, IReadOnlyList<string> arguments)
    {
        string? version = null;
        if (arguments is [ReleaseOption, var given, ..])
        {
            (version, arguments) = (given, [.. arguments.Skip(2)]);
        }

        ModpostOptions options = new();
        while (arguments is [var flag, ..] && ModpostFlags.Apply(options, flag) is { } flagged)
        {
            (options, arguments) = (flagged, [.. arguments.Skip(1)]);
        }

        bool isPosix = Environment.GetEnvironmentVariable("POSIXLY_CORRECT") is not null;
        version = ReleaseFinder.TryParse(version ?? "") is null ? ReleaseFinder.VersionOfTree(FirstDump(arguments)) ?? "" : version!;
        ModpostRelease release = ReleaseFinder.TryParse(version) ?? ReleaseFinder.Newest;
        GnuOptionReader reader = new(invokedAs, ModpostLetters.Of(release), arguments, operandsEndOptions: isPosix, hasLongNames: false);
        options = options with { Release = release, UnknownRelease = ReleaseFinder.IsUnknown(version) ? version : null };
        try
        {
            while (reader.TryNext(out GnuOption option, out string? value))
            {
                options = ModpostLetters.Apply(options, option.Short!.Value, value);
            }
        }
        catch (GnuOptionException exception)
        {
            StandardError.WriteLine(exception.Message);
            return ExitStatus.Failed;
        }

        return ModpostCall.Run(options with { Objects = reader.Operands }, jobs: null);
    }

    // Which letters there are depends on the release, and that may depend on a dump.
    private static string? FirstDump(IReadOnlyList<string> arguments)
    {
        for (int i = 0; i < arguments.Count; i++)
        {
            if (arguments[i].StartsWith("-i", StringComparison.Ordinal))
            {
                return arguments[i].Length > 2 ? arguments[i][2..] : arguments.ElementAtOrDefault(i + 1);
            }
        }

        return null;
    }
}
