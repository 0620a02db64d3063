// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Cli.CommandLine;

namespace Kelf.Cli.Commands.Kabi;

/// <summary>
/// A command line in the manner of suse-kabi-tools: global options, a command, then its options and operands in any order. Options are
/// neither abbreviated nor bundled; a value follows a letter directly or as the next argument, a long name after <c>=</c> or as
/// the next argument.
/// </summary>
/// <param name="command">The command, for messages; <c>global</c> before there is one.</param>
/// <param name="options">The options.</param>
/// <param name="arguments">What is to be read.</param>
internal sealed class SuseCommandLine(string command, IReadOnlyList<GnuOption> options, IReadOnlyList<string> arguments)
{
    private int _next;
    private bool _hasEnded;

    /// <summary>An option or operand.</summary>
    /// <param name="Option">The option's long name; null for an operand.</param>
    /// <param name="Value">The option's value, or the operand.</param>
    /// <param name="Argument">The argument that has the option, as it was given.</param>
    public sealed record Item(string? Option, string? Value, string Argument);

    /// <summary>What was not read yet.</summary>
    public IReadOnlyList<string> Rest => [.. arguments.Skip(_next)];

    /// <summary>Reads the next option or operand; null at the end.</summary>
    /// <exception cref="SuseToolException">An option is unknown, or lacks its value.</exception>
    public Item? Next()
    {
        if (_next == arguments.Count)
        {
            return null;
        }

        string argument = arguments[_next++];
        if (!_hasEnded && argument == "--")
        {
            _hasEnded = true;
            return Next();
        }

        return _hasEnded || !argument.StartsWith('-') ? new Item(null, argument, argument) : Option(argument);
    }

    private Item Option(string argument)
    {
        foreach (GnuOption option in options)
        {
            string name = "--" + option.Long, letter = "-" + option.Short;
            if (argument == name || (option.Short is not null && argument == letter))
            {
                return new Item(option.Long, option.TakesValue ? Value(argument) : null, argument);
            }

            if (option.TakesValue && argument.StartsWith(name + "=", StringComparison.Ordinal))
            {
                return new Item(option.Long, argument[(name.Length + 1)..], argument);
            }

            if (option.TakesValue && option.Short is not null && argument.StartsWith(letter, StringComparison.Ordinal))
            {
                return new Item(option.Long, argument[2..], argument);
            }
        }

        throw new SuseToolException($"Unrecognized {command} option '{argument}'");
    }

    private string Value(string argument) =>
        _next < arguments.Count ? arguments[_next++] : throw new SuseToolException($"Missing argument for '{argument}'");
}
