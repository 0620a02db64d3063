// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;
using System.CommandLine.Parsing;

namespace Kelf.Cli.CommandLine;

/// <summary>Options that make no sense together.</summary>
internal static class ExclusiveOptions
{
    /// <summary>Makes it an error to give both.</summary>
    public static void Refuse(CommandResult result, Option one, Option other)
    {
        if (result.GetResult(one) is { Implicit: false } && result.GetResult(other) is { Implicit: false })
        {
            result.AddError($"options '{one.Name}' and '{other.Name}' exclude each other");
        }
    }
}
