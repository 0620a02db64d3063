// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;
using System.Globalization;

using Kelf.Cli.CommandLine;
using Kelf.Cli.Terminal;
using Kelf.Kernel.Kabi.History;
using Kelf.Kernel.Kabi.Rules;
using Kelf.Kernel.Kabi.Snapshots;

namespace Kelf.Cli.Commands.Kabi;

/// <summary><c>kelf kabi history add</c>: builds put into a history, one after the other.</summary>
internal static class KabiHistoryAddCommand
{
    private static readonly string[] s_examples =
    [
        "kelf kabi history add --series 6.12 6.12.1.kabi 6.12.2.kabi",
        "kelf kabi history add --store /srv/kabi --series 6.12 --flavour cloud --build 6.12.9-1 --rules rules build",
    ];

    private static readonly KabiSources s_sources = new();

    private static readonly Argument<string[]> s_from = new("SOURCE")
    {
        Description = "Builds, the oldest first: snapshots, build trees, symtypes, Module.symvers, vmlinux, directories with modules",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string> s_store = KabiHistoryOptions.Store();
    private static readonly Option<string> s_library = KabiHistoryOptions.Library();
    private static readonly Option<string> s_series = new("--series")
    {
        Description = "The branch that they are builds of",
        HelpName = "NAME",
        DefaultValueFactory = _ => "main",
    };

    private static readonly Option<string> s_arch = new("--arch")
    {
        Description = "The machine; what the first source says if this is not given",
        HelpName = "NAME",
    };

    private static readonly Option<string> s_flavour = new("--flavour")
    {
        Description = "The configuration",
        HelpName = "NAME",
        DefaultValueFactory = _ => "default",
    };

    private static readonly Option<string> s_build = new("--build")
    {
        Description = "The name of the build, if there is one source; else builds have the names of their files",
        HelpName = "NAME",
    };

    private static readonly Option<string> s_rules = new("--rules", "-r")
    {
        Description = "Rules that say which changes are tolerated",
        HelpName = "FILE",
    };

    private static readonly Option<bool> s_quiet = new("--quiet", "-q") { Description = "No summary" };

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        Command command = new("add", "Add builds to the history: of each, what differs from the one before.")
        {
            s_from, s_store, s_series, s_arch, s_flavour, s_build, s_rules, s_quiet, s_library,
        };
        s_sources.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(s_build) is not null && result.GetValue(s_from) is { Length: > 1 })
            {
                result.AddError("option '--build' names one build, and there are several sources");
            }
        });
        command.WithExamples(s_examples);
        command.SetAction(parsed => s_sources.ReadEach(parsed, read => Add(parsed, read)));
        return command;
    }

    private static int Add(ParseResult parsed, Func<string, Snapshot> read)
    {
        string store = parsed.GetRequiredValue(s_store);
        FindingRules rules = parsed.GetValue(s_rules) is { } file ? FindingRules.Read(file) : FindingRules.None;
        HistoryWriter? writer = null;
        try
        {
            foreach (string source in parsed.GetRequiredValue(s_from))
            {
                Snapshot snapshot = read(source);
                if (writer is null)
                {
                    HistoryPlace place = new(
                        parsed.GetRequiredValue(s_series), parsed.GetValue(s_arch) ?? snapshot.Machine ?? "any", parsed.GetRequiredValue(s_flavour));
                    writer = HistoryWriter.Open(store, place, KabiHistoryOptions.LibraryOf(parsed, s_library));
                    if (writer.LastSnapshot is { } last)
                    {
                        writer.Follow(read(last));
                    }
                }

                string name = parsed.GetValue(s_build) ?? NameOf(source);
                HistoryAddition added = RunTimes.Current.Measure("add", () => writer.Add(name, snapshot, rules));
                if (!parsed.GetValue(s_quiet))
                {
                    StandardError.WriteLine(Summary(store, added));
                }
            }
        }
        finally
        {
            writer?.Dispose();
        }

        return ExitStatus.Done;
    }

    // 6.12.1.kabi is a file of build 6.12.1, build-6.12.1/ a directory.
    private static string NameOf(string source)
    {
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(source)));
        return name.EndsWith(".kabi", StringComparison.Ordinal) ? name[..^".kabi".Length] : name;
    }

    private static string Summary(string store, HistoryAddition added) => added.IsNew
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"kelf: {store}: build {added.Seq}, {added.Build}: {added.Exports} rows of exports, {added.Records} of types, {added.Findings} findings, {added.Bytes} bytes")
        : $"kelf: {store}: {added.Build} is there already, and is the same";
}
