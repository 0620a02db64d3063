// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;

using Kelf.Kernel.SymbolPaths.Inputs;

namespace Kelf.Cli.Commands.SymbolPaths;

/// <summary>The options of commands that look symbols up: where paths come from, and the modules beside the image.</summary>
internal sealed class ImageSetOptions
{
    private readonly Option<string[]> _sides = new("--side-from")
    {
        Description = "Take the paths of IMAGE from a file of `kelf sympaths --side`, or lines and paths from one of `kelf lineinfo`; "
            + "given again, lines of modules",
        HelpName = "FILE",
    };

    private readonly Option<string[]> _modules = new("--modules", "-m")
    {
        Description = "A module, or a directory with modules in and below it; may be given several times",
        HelpName = "PATH",
    };

    private readonly Option<string[]> _debugRoots = new("--debug-root")
    {
        Description = "A directory of debug files, as /usr/lib/debug is one; may be given several times",
        HelpName = "DIR",
    };

    private readonly Option<string> _base = new("--base")
    {
        Description = "The directory that paths of lines begin at; auto, the default, is the source tree of the image",
        HelpName = "DIR",
    };

    private readonly PathInputOptions _inputs = new();

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_modules);
        command.Options.Add(_sides);
        command.Options.Add(_debugRoots);
        command.Options.Add(_base);
        _inputs.AddTo(command);
    }

    /// <summary>Threads, or null.</summary>
    public int? Jobs(ParseResult parsed) => _inputs.Jobs(parsed);

    /// <summary>What a command line says.</summary>
    public ImageSetInputs Bind(ParseResult parsed)
    {
        string[] sides = parsed.GetValue(_sides) ?? [];
        return new(_inputs.Bind(parsed) with { Side = sides.FirstOrDefault() }, parsed.GetValue(_modules) ?? [])
        {
            Lines = new LineInputs
            {
                ModuleSides = [.. sides.Skip(1)],
                DebugRoots = parsed.GetValue(_debugRoots) ?? [],
                Base = parsed.GetValue(_base) is { } start && start != "auto" ? start : null,
            },
        };
    }
}
