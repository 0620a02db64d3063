// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;
using System.CommandLine.Parsing;

using Kelf.Cli.CommandLine;
using Kelf.Kernel.SymbolPaths.Lookup;

namespace Kelf.Cli.Commands.SymbolPaths.Lookup;

/// <summary><c>kelf lookup</c>: symbols by file and name, name, position or address.</summary>
internal static class LookupCommand
{
    private static readonly string[] s_examples =
    [
        "kelf lookup vmlinux kernel/irq/irqdesc.c:type_show",
        "kelf lookup vmlinux irqdesc.c:type_show type_show,3 0xffffffff810b62d4",
        "kelf lookup vmlinux vfs_write+0x50/0x3a0 'vfs_*' net/core/gro.c kernel::sync::Arc::new",
        "kelf lookup --line vmlinux vfs_write+0x50/0x3a0 0xffffffff810b62d4",
        "kelf lookup --traceable vmlinux vfs_write",
        "kelf lookup --modules . vmlinux 'veth!veth_xmit'",
        "kelf lookup --side-from vmlinux.ksympath System.map type_show",
    ];

    private static readonly Argument<string> s_image = new("IMAGE")
    {
        Description = "A linked kernel (vmlinux), a module (.ko, .ko.gz, .ko.xz, .ko.zst), a System.map, or a boot image (bzImage, Image.gz)",
    };

    private static readonly Argument<string[]> s_queries = new("QUERY")
    {
        Description = "PATH:NAME (or the end of a path), NAME, NAME,POSITION, NAME+0xOFFSET/0xSIZE, a pattern, PATH, PATH:LINE, "
            + "0xADDRESS; "
            + "each also as MODULE!QUERY",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<string> s_symbols = new("--symbols")
    {
        Description = "Look up what a list names, too, one query in a line; - is standard input",
        HelpName = "LIST",
    };

    private static readonly Option<bool> s_traceable = new("--traceable")
    {
        Description = "Say whether ftrace, kprobes and livepatches may use each function, why not, and where it is inlined",
    };

    private static readonly Option<bool> s_json = new("--json") { Description = "Print JSON" };
    private static readonly LineOptions s_lines = new();
    private static readonly ImageSetOptions s_images = new();

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        Command command = new("lookup", "Look symbols up by file and name, name, position or address.") { s_image, s_queries, s_symbols, s_traceable, s_json };
        s_lines.AddTo(command);
        s_images.AddTo(command);
        command.Validators.Add(Refuse);
        command.WithExamples(s_examples);
        command.SetAction(parsed => LookupRun.Run(
            new LookupArguments(
                parsed.GetRequiredValue(s_image), parsed.GetValue(s_queries) ?? [], parsed.GetValue(s_symbols),
                parsed.GetValue(s_traceable), s_lines.Bind(parsed), parsed.GetValue(s_json)),
            s_images.Bind(parsed), s_images.Jobs(parsed)));
        return command;
    }

    private static void Refuse(CommandResult result)
    {
        ExclusiveOptions.Refuse(result, s_traceable, s_lines.Line);
        ExclusiveOptions.Refuse(result, s_json, s_lines.Format);
        ExclusiveOptions.Refuse(result, s_json, s_lines.Source);
        IReadOnlyList<Token> queries = result.GetResult(s_queries)?.Tokens ?? [];
        if (queries.Count == 0 && result.GetResult(s_image) is { Tokens.Count: 1 } && result.GetResult(s_symbols) is not { Implicit: false })
        {
            result.AddError("missing operand: QUERY");
        }

        foreach (Token query in queries)
        {
            if (SymbolQuery.TryParse(query.Value) is null)
            {
                result.AddError($"'{query.Value}' is no query: {LookupArguments.Queries}");
            }
        }
    }
}
