// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Kelf.Cli.CommandLine;

/// <summary>The option <c>-j</c>, which means the same in every parallel command.</summary>
internal static class JobsOption
{
    /// <summary>The option; its value is null where the user leaves the number to make or to the machine.</summary>
    public static Option<int?> Create() => new("--jobs", "-j")
    {
        Description = "Threads at most. Default: what make gives, else the number of processors",
        HelpName = "N",
    };

    /// <summary>Refuses what is no number from 1.</summary>
    public static void Refuse(CommandResult result, Option<int?> option)
    {
        if (result.GetResult(option) is { Implicit: false, Tokens: [var jobs] } && TryParse(jobs.Value) is null)
        {
            result.AddError($"option '-j' takes a number from 1, not '{jobs.Value}'");
        }
    }

    /// <summary>Reads a number of threads.</summary>
    /// <returns>Null if the text is no number from 1.</returns>
    public static int? TryParse(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0 ? number : null;
}
