// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;

using Kelf.Kernel.SymbolPaths.Inputs;

namespace Kelf.Cli.Commands.SymbolPaths;

/// <summary>The options of commands that look symbols up: where paths come from, and the modules beside the image.</summary>
internal sealed class ImageSetOptions
{
    private readonly Option<string> _side = new("--side-from")
    {
        Description = "Take the paths of IMAGE from a file that `kelf sympaths --side` wrote",
        HelpName = "FILE",
    };

    private readonly Option<string[]> _modules = new("--modules", "-m")
    {
        Description = "A module, or a directory with modules in and below it; may be given several times",
        HelpName = "PATH",
    };

    private readonly PathInputOptions _inputs = new();

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_modules);
        command.Options.Add(_side);
        _inputs.AddTo(command);
    }

    /// <summary>Threads, or null.</summary>
    public int? Jobs(ParseResult parsed) => _inputs.Jobs(parsed);

    /// <summary>What a command line says.</summary>
    public ImageSetInputs Bind(ParseResult parsed) => new(
        _inputs.Bind(parsed) with { Side = parsed.GetValue(_side) }, parsed.GetValue(_modules) ?? []);
}
