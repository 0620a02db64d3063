// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;

using Kelf.Cli.CommandLine;
using Kelf.Kernel.Relocs;
using Kelf.Kernel.Shared;

namespace Kelf.Cli.Commands.Relocs;

/// <summary>The options of tables that <c>kelf relocs</c> and <c>kelf split</c> share.</summary>
internal static class RelocsOptionSet
{
    private static readonly Option<string> s_rules = new("--kernel")
    {
        Description = "Rules of Linux 6.1, 6.12 or 7.3. Default: those of the version in the image, else 7.3",
        HelpName = "VERSION",
    };

    private static readonly Option<string> s_format = new("--table-format")
    {
        Description = "2: two lists, as in 7.3; 3: with the inverse list, as in 6.12",
        HelpName = "N",
    };

    private static readonly Option<bool> s_allowDuplicates = new("--allow-dup")
    {
        Description = "Keep a place that two relocations name",
    };

    private static readonly Option<bool> s_allowEmpty = new("--allow-empty")
    {
        Description = "Make an empty table of an image without relocations",
    };

    /// <summary>The same as <see cref="s_compatible"/>, for a tool that make starts: <c>KELF_RELOCS=compat</c>.</summary>
    private const string Variable = "KELF_RELOCS";

    private static readonly Option<bool> s_compatible = new("--compat")
    {
        Description = "The bytes of the original, which leaves out places that lld relaxed to absolute addresses. Also: "
            + "KELF_RELOCS=compat in the environment",
    };

    /// <summary>
    /// True when the environment asks for the bytes of the original. Another value is a mistake that nobody would see else:
    /// the kernel differs only when it is moved.
    /// </summary>
    /// <exception cref="RefusedException">The value is neither <c>compat</c> nor empty.</exception>
    public static bool IsCompatible => Environment.GetEnvironmentVariable(Variable) switch
    {
        null or "" => false,
        "compat" => true,
        string other => throw new RefusedException(Variable, $"it is 'compat' or not set, not '{other}'"),
    };

    /// <summary>Adds the options to a command.</summary>
    public static void AddTo(Command command)
    {
        s_rules.AcceptOnlyFromAmong("6.1", "6.12", "7.3");
        s_format.AcceptOnlyFromAmong("2", "3");
        command.Options.Add(s_rules);
        command.Options.Add(s_format);
        command.Options.Add(s_compatible);
        command.Options.Add(s_allowDuplicates);
        command.Options.Add(s_allowEmpty);
        command.Validators.Add(result => ExclusiveOptions.Refuse(result, s_rules, s_format));
    }

    /// <summary>The options of a parsed command line.</summary>
    public static RelocsOptions Bind(ParseResult parsed) => new()
    {
        Rules = (parsed.GetValue(s_rules), parsed.GetValue(s_format)) switch
        {
            ("6.1", _) => RelocationRules.Linux61,
            ("6.12", _) or (_, "3") => RelocationRules.Linux612,
            ("7.3", _) or (_, "2") => RelocationRules.Linux73,
            _ => null,
        },
        IsCompatible = parsed.GetValue(s_compatible) || IsCompatible,
        AllowDuplicates = parsed.GetValue(s_allowDuplicates),
        AllowEmpty = parsed.GetValue(s_allowEmpty),
    };
}
