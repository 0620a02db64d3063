// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;

using Kelf.Cli.CommandLine;
using Kelf.Cli.Terminal;
using Kelf.Kernel.Kabi.Output;
using Kelf.Kernel.Kabi.Snapshots;
using Kelf.Kernel.Shared;

namespace Kelf.Cli.Commands.Kabi;

/// <summary><c>kelf kabi show</c>: what a kernel knows of one name.</summary>
internal static class KabiShowCommand
{
    private static readonly string[] s_examples =
    [
        "kelf kabi show build kmalloc",
        "kelf kabi show 6.12.1.kabi 'struct file'",
    ];

    private static readonly KabiSources s_sources = new();

    private static readonly Argument<string> s_from = new("SOURCE")
    {
        Description = "A build tree, symtypes, Module.symvers, an image, a directory with modules, a package, or a snapshot",
    };

    private static readonly Argument<string[]> s_names = new("NAME")
    {
        Description = "Exports, and types: 'struct file', s#file, or file",
        Arity = ArgumentArity.OneOrMore,
    };

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        Command command = new("show", "Show exports and types of a kernel: declaration, layout with holes, and which exports lead to a type.")
        {
            s_from, s_names,
        };
        s_sources.AddTo(command);
        command.WithExamples(s_examples);
        command.SetAction(parsed => s_sources.Read(
            parsed, [[parsed.GetRequiredValue(s_from)]], kernels => Show(kernels[0], parsed.GetRequiredValue(s_names))));
        return command;
    }

    private static int Show(Snapshot snapshot, string[] names)
    {
        List<string> shown = [];
        foreach (string name in names)
        {
            shown.Add(TypeView.Show(snapshot, name) ?? throw new RefusedException(snapshot.Name, $"no export and no type is called '{name}'"));
        }

        StandardOutput.WriteText(string.Join('\n', shown));
        return ExitStatus.Done;
    }
}
