// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Cli.CommandLine;
using Kelf.Kernel.Modpost.Releases;
using Kelf.Kernel.Modpost.Settings;

namespace Kelf.Cli.Commands.Modpost;

/// <summary>The options of the originals, all of one letter.</summary>
internal static class ModpostLetters
{
    private const string WithValue = "iTodu";

    /// <summary>Those that a release's modpost has.</summary>
    public static IReadOnlyList<GnuOption> Of(ModpostRelease release)
    {
        string letters = release switch
        {
            ModpostRelease.Linux61 => "eimnToaWwENd",
            ModpostRelease.Linux612 => "eiMmnTtoauWwENd",
            _ => "eiMmnTtoauWwENdxb",
        };
        return [.. letters.Select(letter => new GnuOption(
            string.Empty, letter, TakesValue: WithValue.Contains(letter, StringComparison.Ordinal)))];
    }

    /// <summary>Adds an option to those before it; of one that is repeated the last counts, but for <c>-i</c>.</summary>
    public static ModpostOptions Apply(ModpostOptions options, char letter, string? value) => letter switch
    {
        'M' => options with { ReadsExports = true },
        'm' => options with { HasVersions = true },
        'b' => options with { HasBasicVersions = true },
        'x' => options with { HasExtendedVersions = true },
        'a' => options with { HashesAllSources = true },
        'E' => options with { FailsOnMismatch = true },
        'w' => options with { AllowsUndefined = true },
        'N' => options with { AllowsMissingNamespaces = true },
        'W' => options with { HasExtraWarnings = true },
        'n' => options with { SkipsUnreadable = true },
        'e' => options with { IsExternal = true },
        't' => options with { Trims = true },
        'T' => options with { ObjectList = value },
        'u' => options with { Whitelist = value },
        'o' => options with { Dump = value },
        'd' => options with { NamespaceDependencies = value },
        'i' => options with { Dumps = [.. options.Dumps, value!] },
        _ => throw new ArgumentOutOfRangeException(nameof(letter)),
    };
}
