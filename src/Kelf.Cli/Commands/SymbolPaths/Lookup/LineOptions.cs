// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

using Kelf.Kernel.Lines;

namespace Kelf.Cli.Commands.SymbolPaths.Lookup;

/// <summary>The options of <c>kelf lookup</c> that are about places in the source.</summary>
internal sealed class LineOptions
{
    private static readonly string[] s_forms = ["rows", "line", "none"];
    private static readonly string[] s_formats = ["text", "addr2line", "faddr2line"];

    private readonly Option<bool> _return = new("--return")
    {
        Description = "With --line: the queries are return addresses; the place is that of the call before",
    };

    private readonly Option<string> _inline = new Option<string>("--inline")
    {
        Description = "With --line: inlined functions each in a row (rows, the default), all in one line (line), or not (none)",
        HelpName = "FORM",
    }.AcceptOnlyFromAmong(s_forms);

    private readonly Option<string> _sourceDirectory = new("--source-dir")
    {
        Description = "Where --source finds the files. Default: where they were when the image was built",
        HelpName = "DIR",
    };

    /// <summary>The option <c>--line</c>.</summary>
    public Option<bool> Line { get; } = new("--line")
    {
        Description = "Print the place in the source, and the functions that are inlined there, from debugging information",
    };

    /// <summary>The option <c>--format</c>.</summary>
    public Option<string> Format { get; } = new Option<string>("--format")
    {
        Description = "With --line: print as kelf does (text, the default), as `addr2line -fi` or as faddr2line",
        HelpName = "FORMAT",
    }.AcceptOnlyFromAmong(s_formats);

    /// <summary>The option <c>--source</c>.</summary>
    public Option<int?> Source { get; } = new("--source")
    {
        Description = "With --line: show the source, N lines before and after each place; --source alone is --source=5",
        HelpName = "N",
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        Option[] options = [_return, _inline, Format, Source, _sourceDirectory];
        command.Options.Add(Line);
        foreach (Option option in options)
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result =>
        {
            foreach (Option option in options.Where(option => IsGiven(result, option) && !IsGiven(result, Line)))
            {
                result.AddError($"option '{option.Name}' needs '{Line.Name}'");
            }

            if (IsGiven(result, _sourceDirectory) && !IsGiven(result, Source))
            {
                result.AddError($"option '{_sourceDirectory.Name}' needs '{Source.Name}'");
            }

            if (result.GetResult(Source) is { Implicit: false, Tokens: [var lines] }
                && (!int.TryParse(lines.Value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number > 1000))
            {
                result.AddError($"option '{Source.Name}' takes a number up to 1000, not '{lines.Value}'");
            }
        });
    }

    /// <summary>What a command line says; null without <c>--line</c>.</summary>
    public LineRequest? Bind(ParseResult parsed) => !parsed.GetValue(Line) ? null : new LineRequest(
        parsed.GetValue(_return),
        (InlineForm)IndexOf(s_forms, parsed.GetValue(_inline)),
        (PlaceFormat)IndexOf(s_formats, parsed.GetValue(Format)),
        parsed.GetValue(Source),
        parsed.GetValue(_sourceDirectory));

    private static int IndexOf(string[] words, string? word) => word is null ? 0 : Array.IndexOf(words, word);

    private static bool IsGiven(CommandResult result, Option option) => result.GetResult(option) is { Implicit: false };
}
