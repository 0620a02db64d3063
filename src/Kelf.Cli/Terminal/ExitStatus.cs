// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Cli.Terminal;

/// <summary>
/// What the process returns. Commands that compare follow diff(1) instead; under an original tool's name the status is
/// the original's.
/// </summary>
internal static class ExitStatus
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>Malformed or unreadable input, or a failed check.</summary>
    public const int Failed = 1;

    /// <summary>Wrong command line.</summary>
    public const int WrongUsage = 2;

    /// <summary>An assumption of kelf itself is broken: <c>EX_SOFTWARE</c> of sysexits.h.</summary>
    public const int InternalError = 70;

    /// <summary>
    /// Who reads standard output has gone, as in <c>kelf … | head</c>: what a shell says of a program that SIGPIPE ends.
    /// The runtime ignores that signal.
    /// </summary>
    public const int ReaderGone = 128 + 13;
}
