// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Cli.Terminal;
using Kelf.Kernel.Symvers;

namespace Kelf.Cli.Commands;

/// <summary>
/// The drop-in for <c>gendwarfksyms</c>: its options, its messages, its exit statuses. A symbolic link of this name to
/// kelf is all that a kernel tree needs.
/// </summary>
internal static class GendwarfksymsCommand
{
    /// <summary>The base name of argv[0] that selects this command.</summary>
    public const string Name = "gendwarfksyms";

    /// <summary>Runs the tool.</summary>
    /// <param name="invokedAs">argv[0], which messages about options begin with.</param>
    /// <param name="arguments">What follows it.</param>
    /// <returns>The exit status of the original.</returns>
    public static int Run(string invokedAs, IReadOnlyList<string> arguments)
    {
        GendwarfksymsOptions options;
        try
        {
            options = GendwarfksymsOptions.Parse(invokedAs, arguments);
        }
        catch (GnuOptionException exception)
        {
            StandardError.Write(exception.Message + "\n" + GendwarfksymsOptions.Usage);
            return ExitStatus.Failed;
        }

        if (options.Help)
        {
            StandardError.Write(GendwarfksymsOptions.Usage);
            return ExitStatus.Done;
        }

        if (options.Files.Count == 0)
        {
            StandardError.Write(GendwarfksymsOptions.Usage);
            Voice.Gendwarfksyms.Error("no input files?");
            return ExitStatus.Failed;
        }

        SymbolList symbols = SymbolListInput.ReadStandardInput();
        // As the original: nothing else is opened for an empty list.
        return symbols.Count == 0 ? ExitStatus.Done : Run(options, symbols);
    }

    private static int Run(GendwarfksymsOptions options, SymbolList symbols) => throw new NotSupportedException();
}
