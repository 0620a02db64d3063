// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Cli.CommandLine;
using Kelf.Cli.Terminal;

namespace Kelf.Cli.Commands.Kabi;

/// <summary>A command of one of suse-kabi-tools.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Options">Its options, without <c>--help</c>.</param>
/// <param name="Run">Runs it.</param>
/// <param name="Help">What <c>--help</c> prints.</param>
internal sealed record SuseCommand(string Name, IReadOnlyList<GnuOption> Options, Func<SuseArguments, int> Run, string Help);

/// <summary>The arguments of a command.</summary>
/// <param name="command">The command.</param>
/// <param name="line">What follows it.</param>
/// <param name="isDebugging">Whether to say what is read.</param>
internal sealed class SuseArguments(string command, SuseCommandLine line, bool isDebugging)
{
    private readonly List<string> _operands = [];

    /// <summary>What is no option; complete after <see cref="Read"/>.</summary>
    public IReadOnlyList<string> Operands => _operands;

    /// <summary>Hands out the options one by one.</summary>
    /// <exception cref="SuseToolException">An option is wrong.</exception>
    /// <exception cref="OperationCanceledException">Help is asked for.</exception>
    public void Read(Action<SuseCommandLine.Item> option)
    {
        while (line.Next() is { } item)
        {
            if (item.Option == SuseTool.HelpOption.Long)
            {
                throw new OperationCanceledException();
            }

            if (item.Option is null)
            {
                _operands.Add(item.Value!);
            }
            else
            {
                option(item);
            }
        }
    }

    /// <summary>The only operand.</summary>
    /// <param name="what">What it is, for messages.</param>
    public string One(string what) => Operands.Count switch
    {
        0 => throw Missing(what),
        1 => Operands[0],
        _ => throw Excess(1),
    };

    /// <summary>The two operands, sources of something.</summary>
    /// <param name="what">What they are sources of.</param>
    public (string First, string Second) Two(string what) => Operands.Count switch
    {
        0 => throw new SuseToolException($"The first {what} source is missing"),
        1 => throw new SuseToolException($"The second {what} source is missing"),
        2 => (Operands[0], Operands[1]),
        _ => throw Excess(2),
    };

    /// <summary>The error that something is missing.</summary>
    public SuseToolException Missing(string what) => new($"The {command} {what} is missing");

    /// <summary>Says what is done, when that was asked for.</summary>
    public void Tell(string what)
    {
        if (isDebugging)
        {
            StandardError.WriteLine(what);
        }
    }

    private SuseToolException Excess(int wanted) => new($"Excess {command} argument '{Operands[wanted]}' specified");
}

/// <summary>A tool of suse-kabi-tools: global options and commands.</summary>
/// <param name="name">Its name.</param>
/// <param name="help">What <c>--help</c> prints before there is a command.</param>
/// <param name="commands">Its commands.</param>
internal sealed class SuseTool(string name, string help, IReadOnlyList<SuseCommand> commands)
{
    private static readonly GnuOption s_version = new("version");
    private static readonly GnuOption s_debug = new("debug", 'd');
    private static readonly GnuOption s_timing = new("timing");

    /// <summary>Prints help.</summary>
    public static GnuOption HelpOption { get; } = new("help", 'h');

    /// <summary>Runs the tool.</summary>
    /// <returns>The status of the command; 2 after an error.</returns>
    public int Run(IReadOnlyList<string> arguments) => SuseToolException.Run(() =>
    {
        SuseCommandLine line = new("global", [HelpOption, s_version, s_debug, s_timing], arguments);
        bool isDebugging = false;
        while (line.Next() is { } item)
        {
            if (item.Option is null)
            {
                SuseCommand command = commands.FirstOrDefault(candidate => candidate.Name == item.Value)
                    ?? throw new SuseToolException($"Unrecognized command '{item.Value}'");
                return Run(command, line.Rest, isDebugging);
            }

            if (item.Option == HelpOption.Long || item.Option == s_version.Long)
            {
                StandardOutput.WriteText(item.Option == HelpOption.Long ? help : $"{name} ({ProgramVersion.Text})\n");
                return ExitStatus.Done;
            }

            isDebugging |= item.Option == s_debug.Long;
        }

        throw new SuseToolException("No command specified");
    });

    private static int Run(SuseCommand command, IReadOnlyList<string> rest, bool isDebugging)
    {
        try
        {
            return command.Run(new SuseArguments(command.Name, new(command.Name, [HelpOption, .. command.Options], rest), isDebugging));
        }
        catch (OperationCanceledException)
        {
            StandardOutput.WriteText(command.Help);
            return ExitStatus.Done;
        }
    }
}
