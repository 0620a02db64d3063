// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;
using System.CommandLine.Parsing;

using Kelf.Cli.CommandLine;
using Kelf.Kernel.SymbolPaths.Lookup;

namespace Kelf.Cli.Commands.SymbolPaths;

/// <summary><c>kelf lookup</c>: symbols by file and name, name, position or address.</summary>
internal static class LookupCommand
{
    private static readonly string[] s_examples =
    [
        "kelf lookup vmlinux kernel/irq/irqdesc.c:type_show",
        "kelf lookup vmlinux irqdesc.c:type_show type_show,3 0xffffffff810b62d4",
        "kelf lookup --modules . vmlinux 'veth!veth_xmit'",
        "kelf lookup --side-from vmlinux.ksympath System.map type_show",
    ];

    private static readonly Argument<string> s_image = new("IMAGE")
    {
        Description = "A linked kernel (vmlinux), a module (.ko, .ko.gz, .ko.xz, .ko.zst), a System.map, or a boot image (bzImage, Image.gz)",
    };

    private static readonly Argument<string[]> s_queries = new("QUERY")
    {
        Description = "PATH:NAME (or the end of a path), NAME, NAME,POSITION, 0xADDRESS; each also as MODULE!QUERY",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<bool> s_json = new("--json") { Description = "Print JSON" };
    private static readonly ImageSetOptions s_images = new();

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        Command command = new("lookup", "Look symbols up by file and name, name, position or address.") { s_image, s_queries, s_json };
        s_images.AddTo(command);
        command.Validators.Add(Refuse);
        command.WithExamples(s_examples);
        command.SetAction(parsed => LookupRun.Run(
            parsed.GetRequiredValue(s_image), parsed.GetRequiredValue(s_queries), s_images.Bind(parsed), s_images.Jobs(parsed),
            parsed.GetValue(s_json)));
        return command;
    }

    private static void Refuse(CommandResult result)
    {
        foreach (Token query in result.GetResult(s_queries)?.Tokens ?? [])
        {
            if (SymbolQuery.TryParse(query.Value) is null)
            {
                result.AddError($"'{query.Value}' is no query: PATH:NAME, NAME, NAME,POSITION or 0xADDRESS");
            }
        }
    }
}
