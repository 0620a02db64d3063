// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;
using System.CommandLine.Parsing;

using Kelf.Kernel.SymbolPaths.Modes;

namespace Kelf.Cli.Commands.SymbolPaths;

/// <summary>The options that say how names of a table get paths: the same for all commands that make one.</summary>
internal sealed class PathModeChoice
{
    private static readonly string[] s_modes = ["none", "side", "alias", "dup", "all"];
    private static readonly string[] s_lengths = ["full", "shortest"];

    private readonly Option<string> _length = new Option<string>("--path-length")
    {
        Description = "Whole paths (full), or as few last components as tell symbols of one name apart (shortest)",
        HelpName = "LENGTH",
    }.AcceptOnlyFromAmong(s_lengths);

    private readonly Option<bool> _aliasData = new("--alias-data")
    {
        Description = "With --paths alias: also data, and names that a compiler numbered",
    };

    /// <summary>Makes the options.</summary>
    /// <param name="what">What the command does with paths, and in which modes.</param>
    public PathModeChoice(string what)
    {
        Mode = new Option<string>("--paths") { Description = what, HelpName = "MODE" }.AcceptOnlyFromAmong(s_modes);
    }

    /// <summary>The option <c>--paths</c>.</summary>
    public Option<string> Mode { get; }

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(Mode);
        command.Options.Add(_length);
        command.Options.Add(_aliasData);
        command.Validators.Add(result =>
        {
            foreach (Option option in new Option[] { _length, _aliasData })
            {
                if (IsGiven(result, option) && !IsGiven(result, Mode))
                {
                    result.AddError($"option '{option.Name}' needs '{Mode.Name}'");
                }
            }
        });
    }

    /// <summary>What a command line says; null without <c>--paths</c>.</summary>
    public PathModeOptions? Bind(ParseResult parsed) => parsed.GetValue(Mode) is not { } mode ? null : new PathModeOptions
    {
        Mode = Parse(mode)!.Value,
        ShortestPaths = parsed.GetValue(_length) == "shortest",
        AliasData = parsed.GetValue(_aliasData),
    };

    /// <summary>The mode of a name, or null.</summary>
    public static PathMode? Parse(string name) => Array.IndexOf(s_modes, name) is >= 0 and var index ? (PathMode)index : null;

    private static bool IsGiven(CommandResult result, Option option) => result.GetResult(option) is { Implicit: false };
}
