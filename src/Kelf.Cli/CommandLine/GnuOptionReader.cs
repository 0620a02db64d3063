// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Cli.CommandLine;

/// <summary>
/// Reads a command line as GNU's <c>getopt_long</c> does, with its messages: options and operands in any order, letters
/// bundled, long names abbreviated where that is unambiguous, <c>--</c> ends the options. Options are handed out one by
/// one, because what an earlier one does (<c>--help</c>) may come before a later one is found to be wrong.
/// </summary>
/// <param name="program">The program's name in messages: argv[0].</param>
/// <param name="options">The options; messages list candidates in this order.</param>
/// <param name="arguments">The command line without argv[0].</param>
/// <param name="operandsEndOptions">With <c>POSIXLY_CORRECT</c>, everything after the first operand is an operand.</param>
/// <param name="hasLongNames">False for <c>getopt</c>, to which the second dash of <c>--x</c> is one of the letters.</param>
internal sealed class GnuOptionReader(
    string program, IReadOnlyList<GnuOption> options, IReadOnlyList<string> arguments, bool operandsEndOptions, bool hasLongNames = true)
{
    private readonly List<string> _operands = [];
    private int _next;
    private string _letters = string.Empty; // of a bundle, those that are not yet handed out

    /// <summary>What is no option; complete when <see cref="TryNext"/> has returned false.</summary>
    public IReadOnlyList<string> Operands => _operands;

    /// <summary>Hands out the next option.</summary>
    /// <param name="option">The option.</param>
    /// <param name="value">Its value, or null when it takes none.</param>
    /// <returns>False at the end of the command line.</returns>
    /// <exception cref="GnuOptionException">
    /// An option is unknown or ambiguous, lacks its value, or has one too many.
    /// </exception>
    public bool TryNext(out GnuOption option, out string? value)
    {
        while (_letters.Length == 0 && _next < arguments.Count)
        {
            string argument = arguments[_next++];
            if (string.Equals(argument, "--", StringComparison.Ordinal))
            {
                TakeOperandsFrom(_next);
            }
            else if (hasLongNames && argument.StartsWith("--", StringComparison.Ordinal))
            {
                (option, value) = Long(argument[2..]);
                return true;
            }
            else if (argument is ['-', _, ..])
            {
                _letters = argument[1..];
            }
            else if (operandsEndOptions)
            {
                TakeOperandsFrom(_next - 1);
            }
            else
            {
                _operands.Add(argument);
            }
        }

        if (_letters.Length == 0)
        {
            (option, value) = (null!, null);
            return false;
        }

        (option, value) = Letter();
        return true;
    }

    private void TakeOperandsFrom(int first)
    {
        _operands.AddRange(arguments.Skip(first));
        _next = arguments.Count;
    }

    private (GnuOption Option, string? Value) Letter()
    {
        char letter = _letters[0];
        _letters = _letters[1..];
        GnuOption option = options.FirstOrDefault(candidate => candidate.Short == letter)
            ?? throw Wrong($"invalid option -- '{letter}'");
        if (!option.TakesValue)
        {
            return (option, null);
        }

        string? value = _letters.Length > 0 ? _letters : NextArgument();
        _letters = string.Empty;
        return (option, value ?? throw Wrong($"option requires an argument -- '{letter}'"));
    }

    private (GnuOption Option, string? Value) Long(string text)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        string name = equals < 0 ? text : text[..equals];
        GnuOption option = Find(name, text);
        if (!option.TakesValue)
        {
            return equals < 0 ? (option, null) : throw Wrong($"option '--{option.Long}' doesn't allow an argument");
        }

        string? value = equals < 0 ? NextArgument() : text[(equals + 1)..];
        return (option, value ?? throw Wrong($"option '--{option.Long}' requires an argument"));
    }

    private GnuOption Find(string name, string text)
    {
        GnuOption[] candidates = [.. options.Where(option => option.Long.StartsWith(name, StringComparison.Ordinal))];
        GnuOption? exact = Array.Find(candidates, option => option.Long.Length == name.Length);
        return (exact, candidates) switch
        {
            ({ } option, _) => option,
            (_, [var option]) => option,
            (_, []) => throw Wrong($"unrecognized option '--{text}'"),
            _ => throw Wrong($"option '--{text}' is ambiguous; possibilities: {Quoted(candidates)}"),
        };
    }

    private static string Quoted(IEnumerable<GnuOption> options) =>
        string.Join(' ', options.Select(option => $"'--{option.Long}'"));

    // Whatever it looks like: getopt takes "--" and "-x" for a value, too.
    private string? NextArgument() => _next < arguments.Count ? arguments[_next++] : null;

    private GnuOptionException Wrong(string what) => new($"{program}: {what}");
}
