// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;
using System.CommandLine.Parsing;

namespace Kelf.Cli.CommandLine;

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
            mistakes.Add(UnknownCommand(word, parsed.CommandResult.Command));
        }

        return mistakes.Count > 0 ? mistakes : [.. parsed.Errors.Select(Describe).Distinct()];
    }

    // What the library says of a missing operand names the command, which the user knows, and not the operand.
    private static string Describe(ParseError error) => error.SymbolResult switch
    {
        ArgumentResult { Parent: CommandResult, Argument: var operand, Tokens: var given }
            when given.Count < operand.Arity.MinimumNumberOfValues => $"missing operand: {operand.Name}",
        _ => Sentence(error.Message),
    };

    /// <summary>The words for a command that there is not.</summary>
    /// <param name="word">What was written.</param>
    /// <param name="command">What it would have to be a command of.</param>
    public static string UnknownCommand(string word, Command command) =>
        Unknown("command", word, [.. command.Subcommands.Select(candidate => candidate.Name)]);

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
                string word = token.Value.Split('=')[0];
                string[] known = [.. command.Options.SelectMany(option => (string[])[option.Name, .. option.Aliases])];
                yield return known.Contains(word)
                    ? $"option '{word}' belongs after the command: kelf {NameOf(parsed.CommandResult)} {word}"
                    : Unknown("option", word, known);
            }
        }
    }

    private static string NameOf(CommandResult result) =>
        result.Parent is CommandResult { Parent: not null } parent ? $"{NameOf(parent)} {result.Command.Name}" : result.Command.Name;

    // The library's sentences, as kelf writes messages: one line, small first letter, no full stop.
    private static string Sentence(string message)
    {
        string line = string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.');
        return char.ToLowerInvariant(line[0]) + line[1..];
    }

    private static string Unknown(string kind, string word, IReadOnlyCollection<string> known) =>
        NearestWord.To(word, known) is { Count: > 0 } near
            ? $"unknown {kind} '{word}'; did you mean {string.Join(" or ", near.Select(one => $"'{one}'"))}?"
            : $"unknown {kind} '{word}'";
}
