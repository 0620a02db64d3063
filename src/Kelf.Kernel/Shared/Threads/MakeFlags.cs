// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Shared.Threads;

/// <summary>
/// What GNU make says in <c>MAKEFLAGS</c> about parallel work: <c> -j4 --jobserver-auth=3,4</c> gives the jobserver
/// <c>3,4</c>, and <c>w -j1 -- CC=gcc</c> none, but that one job at a time is wanted.
/// </summary>
/// <param name="Jobserver">Where tokens come from: <c>fifo:PATH</c> or <c>R,W</c>; null without a jobserver.</param>
/// <param name="IsSequential">One job at a time was asked for: <c>-j1</c>.</param>
/// <param name="IsDryRun">
/// Nothing is to be done, <c>-n</c>. Make runs the recipes that may ask its jobserver all the same.
/// </param>
public sealed record MakeFlags(string? Jobserver, bool IsSequential, bool IsDryRun)
{
    // The second is how make before 4.2 says it.
    private static readonly string[] s_jobserverOptions = ["--jobserver-auth=", "--jobserver-fds="];

    /// <summary>Reads the variable.</summary>
    /// <param name="text">Its value, or null outside make.</param>
    public static MakeFlags Parse(string? text)
    {
        string[] words = (text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        // Options of one letter that take no value come first, and without a hyphen.
        bool isDryRun = words is [var first, ..] && first[0] != '-' && !first.Contains('=') && first.Contains('n');
        MakeFlags flags = new(null, false, isDryRun);
        string previous = "";
        foreach (string word in words)
        {
            // What follows are variables of make's command line, and their values may look like anything.
            if (word == "--")
            {
                break;
            }

            if (word.StartsWith("-j", StringComparison.Ordinal) || previous == "-j")
            {
                flags = flags with { IsSequential = word is "-j1" or "1" };
            }

            // Several may be there: each make adds its own after that of the make above it.
            if (s_jobserverOptions.FirstOrDefault(option => word.StartsWith(option, StringComparison.Ordinal)) is { } option)
            {
                flags = flags with { Jobserver = word[option.Length..] };
            }

            previous = word;
        }

        return flags;
    }
}
