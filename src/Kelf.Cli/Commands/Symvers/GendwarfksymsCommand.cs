// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Cli.CommandLine;
using Kelf.Cli.Terminal;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Files;
using Kelf.Kernel.Shared.Inputs;
using Kelf.Kernel.Shared.Threads;
using Kelf.Kernel.Symvers.Selection;
using Kelf.Kernel.Symvers.Settings;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Cli.Commands.Symvers;

/// <summary>
/// The drop-in for <c>gendwarfksyms</c>: its options, its messages, its exit statuses. A symbolic link of this name to
/// kelf is all that a kernel tree needs.
/// </summary>
internal static class GendwarfksymsCommand
{
    /// <summary>The base name of argv[0] that selects this command.</summary>
    public const string Name = "gendwarfksyms";

    // Nearly all objects of a kernel are done by then: starting a thread for them would only cost the others' time.
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(20);

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
            StandardError.WriteLine(exception.Message);
            StandardError.WriteText(GendwarfksymsOptions.Usage);
            return ExitStatus.Failed;
        }

        if (options.Help)
        {
            StandardError.WriteText(GendwarfksymsOptions.Usage);
            return ExitStatus.Done;
        }

        if (options.Files.Count == 0)
        {
            StandardError.WriteText(GendwarfksymsOptions.Usage);
            Voice.Gendwarfksyms.Error("no input files?");
            return ExitStatus.Failed;
        }

        SymbolList symbols = SymbolListInput.ReadStandardInput();
        if (options.Debug)
        {
            for (int symbol = 0; symbol < symbols.Count; symbol++)
            {
                Debug($"symbol_read_exports: {PrintableText.Of(symbols[symbol])}");
            }

            Debug($"symbol_read_exports: {symbols.Count} exported symbols");
        }

        // As the original: nothing else is opened for an empty list.
        if (symbols.Count > 0)
        {
            Run(options, symbols);
        }

        return ExitStatus.Done;
    }

    private static void Run(GendwarfksymsOptions options, SymbolList symbols)
    {
        using OutputFile? symtypes = options.Symtypes is { } path ? OutputFile.Create(path, keepsTime: true) : null;
        using StandardErrorSink dump = new();
        using WorkerSource workers = CommandWorkers.FindQuietly(s_patience);
        SymversOptions toolOptions = new()
        {
            Stable = options.Stable,
            Workers = workers,
            DumpDies = options.DumpDies,
            DumpTypes = options.DumpTypes,
            DumpVersions = options.DumpVersions,
        };
        VersionTable versions = ListedVersions.Compute(
            options.Files.Select(file => ObjectInput.OfFile(file)),
            MaxDecompressedOption.UsualOf("kelf symvers"),
            symbols,
            toolOptions,
            static (_, warning) => Warn(warning),
            symtypes,
            dump,
            static () => { });
        dump.Flush();
        foreach (int symbol in options.Debug ? versions.TableOrder : [])
        {
            if (versions[symbol] is { } version)
            {
                Debug($"expand_symbol: {PrintableText.Of(symbols[symbol])} = {version:x8}");
            }
        }

        foreach (string name in versions.MissingNames())
        {
            WarningList.Current.Add(SymversRun.NoInformation(name));
        }

        ByteBuilder lines = new();
        versions.WriteTo(lines);
        symtypes?.Commit();
        StandardOutput.Write(lines.Bytes);
    }

    // The original's messages have none of the kind, and a kernel with DWARF 4 would have one for each object.
    private static void Warn(Diagnostic warning)
    {
        if (warning.Kind is not (WarningKind.NotCovered or WarningKind.UntypedExports))
        {
            WarningList.Current.Add(warning);
        }
    }

    // The names are those of the original's functions, which its users search for.
    private static void Debug(string line) => StandardError.WriteLine($"{Name}: {line}");
}
