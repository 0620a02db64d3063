// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Cli.CommandLine;

/// <summary>
/// Options that had another name. One name means one thing in all commands (docs/options.md); what was written before is
/// still understood, and stands neither in the help nor among the completions.
/// </summary>
internal static class OldSpellings
{
    private static readonly (string Command, string Old, string New)[] s_spellings =
    [
        ("decode", "--side", "--side-from"),
        ("initcalls", "--check", "--verify"),
        ("initcalls", "-c", "--verify"),
        ("kallsyms", "--layout", "--kernel"),
        ("kheaders create", "--check", "--strip-differences"),
        ("lookup", "--side", "--side-from"),
        ("modpost", "--release", "--kernel"),
        ("relocs", "--rules", "--kernel"),
        ("sorttable", "-s", "--nm-listing"),
        ("split", "--builtin", "--modules-builtin"),
        ("split", "--check", "--verify"),
        ("split", "--rules", "--kernel"),
        ("split", "--vmlinux", "--output"),
        ("sysmap", "--layout", "--kernel"),
    ];

    /// <summary>The command line with the names of today.</summary>
    /// <param name="arguments">A command, and what follows it.</param>
    public static IReadOnlyList<string> Replace(IReadOnlyList<string> arguments) => arguments switch
    {
        [var command, var part, ..] when !part.StartsWith('-') => Replace(Replace(arguments, command), $"{command} {part}"),
        [var command, ..] => Replace(arguments, command),
        _ => arguments,
    };

    /// <summary>The arguments of a command with the names of today.</summary>
    /// <param name="arguments">What follows the command.</param>
    /// <param name="command">Its name: <c>kheaders create</c>.</param>
    public static IReadOnlyList<string> Replace(IReadOnlyList<string> arguments, string command)
    {
        (string, string Old, string New)[] spellings = Array.FindAll(s_spellings, spelling => spelling.Command == command);
        if (spellings.Length == 0)
        {
            return arguments;
        }

        string[] replaced = [.. arguments];
        for (int i = 0; i < replaced.Length && replaced[i] != "--"; i++)
        {
            foreach ((_, string old, string today) in spellings)
            {
                if (TryReplace(replaced[i], old, today) is { } found)
                {
                    replaced[i] = found;
                    break;
                }
            }
        }

        return replaced;
    }

    // --old, --old=VALUE, -o, -oVALUE.
    private static string? TryReplace(string argument, string old, string today)
    {
        if (argument == old)
        {
            return today;
        }

        string glue = old.StartsWith("--", StringComparison.Ordinal) ? "=" : "";
        return argument.StartsWith(old + glue, StringComparison.Ordinal)
            ? $"{today}={argument[(old.Length + glue.Length)..].TrimStart('=')}"
            : null;
    }
}
