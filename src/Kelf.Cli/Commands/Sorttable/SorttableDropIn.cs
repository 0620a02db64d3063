// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Cli.CommandLine;
using Kelf.Cli.Terminal;
using Kelf.Kernel.Sorttable;

namespace Kelf.Cli.Commands.Sorttable;

/// <summary>
/// The drop-in for <c>sorttable</c>: its command line and exit statuses. What the original is told when it is compiled is
/// found out from the image: which tables there are.
/// </summary>
internal static class SorttableDropIn
{
    /// <summary>The base name of argv[0] that selects this command.</summary>
    public const string Name = "sorttable";

    private const string Usage = "usage: sorttable [-s nm-file] vmlinux...\n";

    // The original returns -1 from main.
    private const int UnreadableListing = 255;

    private static readonly GnuOption s_listing = new(string.Empty, 's', TakesValue: true);

    // What a kernel tree that uses kelf asks for (kbuild/fragments/sorttable.mk).
    private static bool ZeroesLost => Environment.GetEnvironmentVariable("KELF_LOST_CALLS") == "zero";

    /// <summary>Runs the tool.</summary>
    /// <param name="invokedAs">argv[0], which messages about options begin with.</param>
    /// <param name="arguments">What follows it.</param>
    /// <returns>The exit status of the original.</returns>
    public static int Run(string invokedAs, IReadOnlyList<string> arguments)
    {
        bool isPosix = Environment.GetEnvironmentVariable("POSIXLY_CORRECT") is not null;
        GnuOptionReader reader = new(invokedAs, [s_listing], arguments, operandsEndOptions: isPosix);
        OriginalFunctions? original = null;
        try
        {
            while (reader.TryNext(out _, out string? path))
            {
                original = NmListing.Read(path!);
            }
        }
        catch (GnuOptionException exception)
        {
            StandardError.WriteLine(exception.Message);
            StandardError.WriteText(Usage);
            return ExitStatus.Done;
        }
        catch (UnreadableFileException exception)
        {
            Voice.Of(Name).Error(exception.Message);
            return UnreadableListing;
        }

        if (reader.Operands.Count == 0)
        {
            StandardError.WriteText(Usage);
            return ExitStatus.Done;
        }

        // Without a listing the original zeroes nothing, and kernels that have none given cannot cope with zeroes.
        (IReadOnlyList<(string File, SorttableResult Result)> sorted, IReadOnlyList<Exception> failures) = SorttableFiles.Run(
            reader.Operands,
            new SorttableOptions { Original = original, KeepsDropped = original is null, ZeroesLost = ZeroesLost });
        foreach ((string file, SorttableResult result) in sorted)
        {
            if (result.Mcount?.KeptAgainstOriginal is > 0 and { } number)
            {
                StandardError.WriteLine($"{Name}: {file}: {SorttableSummary.Kept(number)}");
            }
        }

        return failures.Count == 0 ? ExitStatus.Done : throw new AggregateException(failures);
    }
}
