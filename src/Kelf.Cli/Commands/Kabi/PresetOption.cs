// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;

using Kelf.Kernel.Kabi.Rules;

namespace Kelf.Cli.Commands.Kabi;

/// <summary><c>--preset</c>: a distribution, by name.</summary>
internal static class PresetOption
{
    private static string Names => string.Join(", ", Preset.All.Select(preset => preset.Name));

    /// <summary>The option.</summary>
    /// <param name="meaning">What the distribution decides.</param>
    public static Option<string> Create(string meaning) => new("--preset") { Description = $"{meaning}: {Names}", HelpName = "NAME" };

    /// <summary>Refuses names that are none.</summary>
    public static void Check(Command command, Option<string> option) => command.Validators.Add(result =>
    {
        if (result.GetValue(option) is { } preset && Preset.Find(preset) is null)
        {
            result.AddError($"option '--preset' takes {Names}, not '{preset}'");
        }
    });

    /// <summary>The preset; null without one.</summary>
    public static Preset? Bind(ParseResult parsed, Option<string> option) => parsed.GetValue(option) is { } name ? Preset.Find(name) : null;
}
