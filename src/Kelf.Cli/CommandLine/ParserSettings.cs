// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;

namespace Kelf.Cli.CommandLine;

/// <summary>What differs here from the habits of the command-line library.</summary>
internal static class ParserSettings
{
    private static readonly TryReplaceToken s_readResponseFile = new ParserConfiguration().ResponseFileTokenReplacer!;

    /// <summary>How command lines are read: <c>@FILE</c> is a file with arguments, but <c>@1767225600</c> is a time.</summary>
    public static ParserConfiguration Value { get; } = new() { ResponseFileTokenReplacer = ReplaceToken };

    /// <summary>The option <c>--help</c>. That of the library has <c>/h</c> and <c>/?</c> as well, which may be paths.</summary>
    public static HelpOption CreateHelpOption() => new("--help", "-h", "-?");

    private static bool ReplaceToken(string token, out IReadOnlyList<string>? replacement, out string? error)
    {
        if (token.All(c => char.IsAsciiDigit(c) || c is '-' or '.'))
        {
            (replacement, error) = (null, null);
            return false;
        }

        return s_readResponseFile(token, out replacement, out error);
    }
}
