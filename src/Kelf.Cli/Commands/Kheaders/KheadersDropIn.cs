// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;

using Kelf.Cli.CommandLine;
using Kelf.Cli.Terminal;
using Kelf.Kernel.Kheaders.Lists;
using Kelf.Kernel.Kheaders.Settings;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Cli.Commands.Kheaders;

/// <summary>
/// The drop-in for <c>kernel/gen_kheaders.sh</c>: the four arguments of Linux 7.3 or the one of 6.1 and 6.12, and their environment.
/// Options of <c>kelf kheaders create</c> may be given in <c>KELF_KHEADERS</c>.
/// </summary>
internal static class KheadersDropIn
{
    /// <summary>The base name of argv[0] that selects this command.</summary>
    public const string Name = "gen_kheaders.sh";

    /// <summary>The variable with further options.</summary>
    public const string OptionsVariable = "KELF_KHEADERS";

    private const string Usage =
        "gen_kheaders.sh ARCHIVE SRCLIST OBJLIST TIMESTAMP\n"
        + "The archive, the lists of headers in the source and the object tree, and the time of all members, which may be empty.\n"
        + "gen_kheaders.sh ARCHIVE\n"
        + "The same of Linux 6.1 and 6.12: the headers of $srctree, if $building_out_of_srctree is set, and of this directory.\n";

    /// <summary>Runs the tool.</summary>
    /// <returns>The exit status.</returns>
    public static int Run(IReadOnlyList<string> arguments)
    {
        if (arguments.Count is not (1 or 4))
        {
            StandardError.WriteText(Usage);
            return ExitStatus.WrongUsage;
        }

        Voice voice = Voice.WithCodes(Name);
        KheadersCreateArguments? asked = new();
        // The command-line library is looked at only when it is needed.
        if (Environment.GetEnvironmentVariable(OptionsVariable) is { Length: > 0 } options
            && (asked = OfVariable(options, voice)) is null)
        {
            return ExitStatus.WrongUsage;
        }

        asked = asked with
        {
            Output = arguments[0],
            SourceTree = KheadersCreateCommand.Variable("srctree") ?? ".",
            Compression = CompressorOfBuild() ?? asked.Compression,
            IsQuiet = true,
        };
        return KheadersCreateRun.Run(arguments.Count == 1 ? OfTrees(asked) : OfLists(asked, arguments));
    }

    private static KheadersCreateArguments OfLists(KheadersCreateArguments asked, IReadOnlyList<string> arguments) => asked with
    {
        Lists = [arguments[1], arguments[2]],
        Timestamp = arguments[3],
        DependencyFile = DependencyFile.PathFor(arguments[0]),
    };

    // Make runs this form whatever has changed: only if something has is there anything to tell.
    private static KheadersCreateArguments OfTrees(KheadersCreateArguments asked) => asked with
    {
        Lists = [],
        ObjectTree = ".",
        SourceTree = KheadersCreateCommand.Variable("building_out_of_srctree") is null ? "." : asked.SourceTree,
        SourceArch = KheadersCreateCommand.Variable("SRCARCH"),
        Scope = HeaderScope.AllOfBoth,
        Timestamp = KheadersCreateCommand.Variable("KBUILD_BUILD_TIMESTAMP") ?? string.Empty,
        Starting = () => StandardOutput.WriteText($"  GEN     {PrintableText.Of(asked.Output)}\n"),
    };

    // What the kernel's Makefile sets by itself is no wish.
    private static XzChoice? CompressorOfBuild() =>
        Environment.GetEnvironmentVariable("XZ") is { } command && command.Trim() is not ("" or "xz")
            ? XzChoice.OfCommand(command)
            : null;

    private static KheadersCreateArguments? OfVariable(string options, Voice voice)
    {
        ParseResult parsed = KheadersCreateCommand.Create()
            .Parse(OldSpellings.Replace(options.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries), "kheaders create"), ParserSettings.Value);
        IReadOnlyList<string> mistakes = CommandLineMistakes.Of(parsed);
        foreach (string mistake in mistakes)
        {
            voice.Error($"{OptionsVariable}: {mistake}");
        }

        return mistakes.Count == 0 ? KheadersCreateCommand.Bind(parsed) : null;
    }
}
