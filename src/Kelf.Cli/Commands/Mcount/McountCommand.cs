// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;
using System.CommandLine.Parsing;

using Kelf.Cli.CommandLine;
using Kelf.Kernel.Mcount;

namespace Kelf.Cli.Commands.Mcount;

/// <summary><c>kelf mcount</c>: tables of traced functions.</summary>
internal static class McountCommand
{
    private static readonly string[] s_examples =
    [
        "kelf mcount --nop vmlinux.o",
        "kelf mcount --style recordmcount -w drivers/net/*.o",
        "kelf mcount --list vmlinux.o",
    ];

    private static readonly Argument<string[]> s_files = new("FILE")
    {
        Description = "Relocatable objects; each is replaced by the same with its table",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string> s_style = new Option<string>("--style")
    {
        Description = "Whose table: recordmcount (listed sections; other calls become NOPs) or objtool (all executable "
            + "sections). Default: objtool for x86-64 and PowerPC, recordmcount for other machines",
        HelpName = "STYLE",
    }.AcceptOnlyFromAmong("recordmcount", "objtool");

    private static readonly Option<bool> s_nop = new("--nop")
    {
        Description = "Turn the recorded calls into NOPs (objtool --mnop; x86-64)",
    };

    private static readonly Option<bool> s_warn = new("--warn-ignored", "-w")
    {
        Description = "Name sections with calls that are not recorded",
    };

    private static readonly Option<bool> s_list = new("--list", "-l")
    {
        Description = "Print the functions of the table, and write nothing",
    };

    private static readonly Option<bool> s_json = new("--json") { Description = "Print the list as JSON" };

    private static readonly Option<bool> s_quiet = new("--quiet", "-q") { Description = "Do not name objects without anything to do" };

    private static readonly Option<string> s_output = new("--output", "-o")
    {
        Description = "Write the object there, changed or not, and leave FILE as it is",
        HelpName = "OUT",
    };

    private static readonly Option<string> s_maxDecompressed = MaxDecompressedOption.Create();

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        Command command = new("mcount", "Add the table of traced functions, __mcount_loc, to relocatable objects.")
        {
            s_files,
            s_style,
            s_nop,
            s_warn,
            s_list,
            s_json,
            s_quiet,
            s_output,
            s_maxDecompressed,
        };
        command.Validators.Add(Refuse);
        command.WithExamples(s_examples);
        command.SetAction(parsed => McountRun.Run(Bind(parsed)));
        return command;
    }

    private static void Refuse(CommandResult result)
    {
        MaxDecompressedOption.Refuse(result, s_maxDecompressed);
        if (Has(result, s_output) && Has(result, s_list))
        {
            result.AddError("options '--output' and '--list' exclude each other");
        }

        if (Has(result, s_output) && result.GetResult(s_files) is { Tokens.Count: > 1 })
        {
            result.AddError("option '--output' takes one FILE");
        }

        if (Has(result, s_json) && !Has(result, s_list))
        {
            result.AddError("option '--json' needs '--list'");
        }

        if (Has(result, s_nop) && result.GetResult(s_style) is { Tokens: [{ Value: "recordmcount" }] })
        {
            result.AddError("option '--nop' needs '--style objtool'");
        }
    }

    private static bool Has(CommandResult result, Option option) => result.GetResult(option) is { Implicit: false };

    private static McountArguments Bind(ParseResult parsed) => new()
    {
        Files = parsed.GetRequiredValue(s_files),
        Options = new McountOptions
        {
            Style = parsed.GetValue(s_style) switch
            {
                null => null,
                "objtool" => McountStyle.Objtool,
                _ => McountStyle.Recordmcount,
            },
            Nop = parsed.GetValue(s_nop),
        },
        Output = parsed.GetValue(s_output),
        WarnsOfIgnored = parsed.GetValue(s_warn),
        List = parsed.GetValue(s_list),
        Json = parsed.GetValue(s_json),
        Decompression = MaxDecompressedOption.Bind(parsed, s_maxDecompressed),
        Quiet = parsed.GetValue(s_quiet),
    };
}
