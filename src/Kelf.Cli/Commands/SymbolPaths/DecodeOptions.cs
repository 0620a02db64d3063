// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;

using Kelf.Cli.CommandLine;
using Kelf.Kernel.Lines;

namespace Kelf.Cli.Commands.SymbolPaths;

/// <summary>The options of <c>kelf decode</c> that say what is looked up and how it is printed.</summary>
internal sealed class DecodeOptions
{
    private static readonly string[] s_formats = ["log", "script", "json"];
    private static readonly string[] s_inlineForms = ["rows", "line", "none"];

    private readonly Option<string> _format = new Option<string>("--format")
    {
        Description = "log, the default; script, as decode_stacktrace.sh prints it; json, what each frame may be",
        HelpName = "FORM",
    }.AcceptOnlyFromAmong(s_formats);

    private readonly Option<bool> _json = new("--json") { Description = "The same as --format=json" };

    private readonly Option<bool> _lines = new("--lines") { Description = "It is an error when nothing knows lines" };

    private readonly Option<bool> _noLines = new("--no-lines") { Description = "Name files alone, from whatever tells them" };

    private readonly Option<string> _inline = new Option<string>("--inline")
    {
        Description = "Inlined functions: rows above their frame, the default; line, in its line; none",
        HelpName = "FORM",
    }.AcceptOnlyFromAmong(s_inlineForms);

    private readonly Option<bool> _asTheyAre = new("--return-address", "-R")
    {
        Description = "Look up where calls return to, not the calls before",
    };

    private readonly Option<bool> _discriminator = new("--discriminator")
    {
        Description = "Print discriminators, which tell blocks of one line from each other",
    };

    private readonly Option<bool> _code = new("--code")
    {
        Description = "Disassemble the lines `Code: …` with objdump",
    };

    private readonly Option<bool> _force = new("--force", "-f")
    {
        Description = "Decode the log of a kernel with another build ID, and functions of other sizes, too",
    };

    private readonly Option<bool> _demangle = new("--demangle")
    {
        Description = "Print names that Rust made as people write them; else these follow the frame",
    };

    private readonly Option<bool> _verbose = VerboseOption.Create();

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        Option[] options = [_format, _json, _lines, _noLines, _inline, _asTheyAre, _discriminator, _code, _force, _demangle, _verbose];
        foreach (Option option in options)
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result =>
        {
            ExclusiveOptions.Refuse(result, _lines, _noLines);
            ExclusiveOptions.Refuse(result, _format, _json);
        });
    }

    /// <summary>What a command line says.</summary>
    public DecodeSettings Bind(ParseResult parsed) => new()
    {
        Format = parsed.GetValue(_json) ? DecodeFormat.Json : (DecodeFormat)IndexOf(s_formats, parsed.GetValue(_format)),
        Lines = parsed.GetValue(_lines) ? true : parsed.GetValue(_noLines) ? false : null,
        Inline = (InlineForm)IndexOf(s_inlineForms, parsed.GetValue(_inline)),
        AddressesAsTheyAre = parsed.GetValue(_asTheyAre),
        Discriminators = parsed.GetValue(_discriminator),
        Code = parsed.GetValue(_code),
        Force = parsed.GetValue(_force),
        Demangle = parsed.GetValue(_demangle),
    };

    private static int IndexOf(string[] words, string? word) => word is null ? 0 : Array.IndexOf(words, word);
}
