// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

namespace Kelf.Cli.Commands.Initcalls;

/// <summary>Numbers of threads as command lines and the environment give them.</summary>
internal static class ThreadCount
{
    /// <summary>Reads a number from 1.</summary>
    /// <returns>Null if it is none.</returns>
    public static int? Parse(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0 ? number : null;
}
