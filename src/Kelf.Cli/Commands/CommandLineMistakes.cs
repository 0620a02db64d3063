// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;
using System.CommandLine.Parsing;

namespace Kelf.Cli.Commands;

/// <summary>What is wrong with a parsed command line, in words that name the nearest thing that would be right.</summary>
internal static class CommandLineMistakes
{
    /// <summary>The mistakes in the order of the command line; empty when it can be run.</summary>
    public static IReadOnlyList<string> Of(ParseResult parsed)
    {
        // Help and version are given whatever else stands on the line; the library then reports no errors either.
        if (parsed.Action is not null && parsed.Errors.Count == 0 && !IsOfCommand(parsed))
        {
            return [];
        }

        List<string> mistakes = [.. UnknownOptions(parsed)];
        if (parsed.CommandResult.Command is RootCommand && parsed.UnmatchedTokens is [var word, ..] && mistakes.Count == 0)
        {
            mistakes.Add(Unknown("command", word, parsed.CommandResult.Command.Subcommands.Select(command => command.Name)));
        }

        return mistakes.Count > 0 ? mistakes : [.. parsed.Errors.Select(error => Sentence(error.Message)).Distinct()];
    }

    private static bool IsOfCommand(ParseResult parsed) =>
        ReferenceEquals(parsed.Action, parsed.CommandResult.Command.Action);

    // The library takes an unknown option for an operand where operands may stand. Only after "--" it is one.
    private static IEnumerable<string> UnknownOptions(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        HashSet<Token> operands = new(
            command.Arguments.SelectMany(argument => parsed.GetResult(argument)?.Tokens ?? []),
            ReferenceEqualityComparer.Instance);
        foreach (Token token in parsed.Tokens)
        {
            if (token.Type == TokenType.DoubleDash)
            {
                yield break;
            }

            if (token.Value is ['-', _, ..] && (operands.Contains(token) || parsed.UnmatchedTokens.Contains(token.Value)))
            {
                yield return Unknown(
                    "option",
                    token.Value.Split('=')[0],
                    command.Options.SelectMany(option => (string[])[option.Name, .. option.Aliases]));
            }
        }
    }

    // The library's sentences, as kelf writes messages: one line, small first letter, no full stop.
    private static string Sentence(string message)
    {
        string line = string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.');
        return char.ToLowerInvariant(line[0]) + line[1..];
    }

    private static string Unknown(string kind, string word, IEnumerable<string> known) =>
        NearestWord.To(word, known) is { } near
            ? $"unknown {kind} '{word}'; did you mean '{near}'?"
            : $"unknown {kind} '{word}'";
}
