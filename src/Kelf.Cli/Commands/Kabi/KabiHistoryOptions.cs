// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;

using Kelf.Kernel.Kabi.History;

namespace Kelf.Cli.Commands.Kabi;

/// <summary>The options of all that asks a history: where it is, which part of it, how the answer looks.</summary>
internal sealed class KabiHistoryOptions
{
    /// <summary>Where a history is if nothing says so.</summary>
    public const string DefaultStore = "kabi-history";

    private readonly Option<string> _store = Store();
    private readonly Option<string> _library = Library();
    private readonly Option<string> _series = new("--series") { Description = "Look at this branch only", HelpName = "NAME" };
    private readonly Option<string> _arch = new("--arch") { Description = "Look at this machine only", HelpName = "NAME" };
    private readonly Option<string> _flavour = new("--flavour") { Description = "Look at this configuration only", HelpName = "NAME" };
    private readonly Option<string> _format = new("--format") { Description = "How to answer: text, csv or json", HelpName = "FORMAT" };
    private readonly Option<bool> _json = new("--json") { Description = "Print the result as JSON" };

    /// <summary>Makes the option that says where the history is.</summary>
    public static Option<string> Store() => new("--store")
    {
        Description = "The directory of the history",
        HelpName = "DIR",
        DefaultValueFactory = _ => DefaultStore,
    };

    /// <summary>Makes the option that says where DuckDB is.</summary>
    public static Option<string> Library() => new("--duckdb")
    {
        Description = "DuckDB's library, if it is neither beside kelf nor where the system has libraries; also KELF_DUCKDB",
        HelpName = "FILE",
    };

    /// <summary>The library that was named, or null.</summary>
    public static string? LibraryOf(ParseResult parsed, Option<string> option) =>
        parsed.GetValue(option) ?? (Environment.GetEnvironmentVariable("KELF_DUCKDB") is { Length: > 0 } named ? named : null);

    /// <summary>Gives a command the options.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_store, _series, _arch, _flavour, _format, _json, _library])
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result =>
        {
            if (result.GetValue(_format) is { } format and not ("text" or "csv" or "json"))
            {
                result.AddError($"option '--format' takes text, csv, json, not '{format}'");
            }
        });
    }

    /// <summary>Opens the history.</summary>
    public HistoryDatabase Open(ParseResult parsed) => HistoryDatabase.Open(
        parsed.GetRequiredValue(_store), parsed.GetValue(_series), parsed.GetValue(_arch), parsed.GetValue(_flavour), LibraryOf(parsed, _library));

    /// <summary>How to answer.</summary>
    public string Format(ParseResult parsed) => parsed.GetValue(_json) ? "json" : parsed.GetValue(_format) ?? "text";
}
