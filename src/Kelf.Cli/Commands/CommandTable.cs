// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;

using Kelf.Cli.Commands.Images;
using Kelf.Cli.Commands.Initcalls;
using Kelf.Cli.Commands.Kabi;
using Kelf.Cli.Commands.Kallsyms;
using Kelf.Cli.Commands.Kbuild;
using Kelf.Cli.Commands.Kheaders;
using Kelf.Cli.Commands.Lines;
using Kelf.Cli.Commands.Link;
using Kelf.Cli.Commands.Lto;
using Kelf.Cli.Commands.Mcount;
using Kelf.Cli.Commands.Modpost;
using Kelf.Cli.Commands.Relocs;
using Kelf.Cli.Commands.Sorttable;
using Kelf.Cli.Commands.Split;
using Kelf.Cli.Commands.SymbolPaths;
using Kelf.Cli.Commands.SymbolPaths.Lookup;
using Kelf.Cli.Commands.Symvers;
using Kelf.Cli.Terminal;

namespace Kelf.Cli.Commands;

/// <summary>
/// What kelf can be called as: its commands, and the names of the tools that it stands in for. Dispatch, help, completion,
/// <c>make install</c> and the tests of man pages read it.
/// </summary>
internal static class CommandTable
{
    /// <summary>The commands, in the order of the help.</summary>
    public static IReadOnlyList<CommandEntry> Commands { get; } =
    [
        new("symvers", SymversCommand.Create),
        new("relocs", RelocsCommand.Create),
        new("split", SplitCommand.Create),
        new("sorttable", SorttableCommand.Create),
        new("mcount", McountCommand.Create),
        new("initcalls", InitcallsCommand.Create),
        new("modpost", ModpostCommand.Create),
        new("kabi", KabiCommand.Create),
        new("kheaders", KheadersCommand.Create),
        new("config", ConfigCommand.Create),
        new("image", ImageCommand.Create),
        new("lto-check", LtoCheckCommand.Create),
        new("kallsyms", KallsymsCommand.Create),
        new("sysmap", SysmapCommand.Create),
        new("link", LinkCommand.Create),
        new("sympaths", SympathsCommand.Create),
        new("lookup", LookupCommand.Create),
        new("decode", DecodeCommand.Create),
        new("lineinfo", LineinfoCommand.Create),
        new("kbuild", KbuildCommand.Create),
        new("completion", CompletionCommand.Create),
        new("help", HelpCommand.Create),
        new("version", VersionCommand.Create),
    ];

    /// <summary>The tools that kelf stands in for when it is started under their names.</summary>
    public static IReadOnlyList<DropIn> DropIns { get; } =
    [
        new(GendwarfksymsCommand.Name, Voice.Gendwarfksyms, GendwarfksymsCommand.Run),
        new(SorttableDropIn.Name, Voice.Of(SorttableDropIn.Name), SorttableDropIn.Run),
        new(RecordmcountCommand.Name, Voice.Of(RecordmcountCommand.Name), RecordmcountCommand.Run),
        new(RelocsDropIn.Name, Voice.Of(RelocsDropIn.Name), (_, arguments) => RelocsDropIn.Run(arguments)),
        new(InitcallsDropIn.Name, Voice.Of(InitcallsDropIn.Name), (_, arguments) => InitcallsDropIn.Run(arguments)),
        new(ModpostDropIn.Name, Voice.Of(ModpostDropIn.Name), ModpostDropIn.Run),
        new(KheadersDropIn.Name, Voice.WithCodes(KheadersDropIn.Name), (_, arguments) => KheadersDropIn.Run(arguments)),
        new(KsymtypesDropIn.Name, Voice.Of(KsymtypesDropIn.Name), (_, arguments) => KsymtypesDropIn.Run(arguments)),
        new(KsymversDropIn.Name, Voice.Of(KsymversDropIn.Name), (_, arguments) => KsymversDropIn.Run(arguments)),
        new(KallsymsDropIn.Name, Voice.Of(KallsymsDropIn.Name), KallsymsDropIn.Run),
        new(GenLineinfoDropIn.Name, Voice.Of(GenLineinfoDropIn.Name), GenLineinfoDropIn.Run),
        new(LinkDropIn.Name, Voice.Of(LinkDropIn.Name), (_, arguments) => LinkDropIn.Run(arguments)),
        new(DecodeStacktraceDropIn.Name, Voice.Of(DecodeStacktraceDropIn.Name), DecodeStacktraceDropIn.Run),
        new(Faddr2lineDropIn.Name, Voice.Of(Faddr2lineDropIn.Name), (_, arguments) => Faddr2lineDropIn.Run(arguments)),
    ];

    /// <summary>The command that a command line begins with, or all where it begins with another word.</summary>
    public static IEnumerable<Command> NeededFor(IReadOnlyList<string> arguments)
    {
        CommandEntry[] named = arguments.Count == 0 ? [] : [.. Commands.Where(entry => entry.Name == arguments[0])];
        return (named.Length > 0 ? named : Commands).Select(entry => entry.Create());
    }
}

/// <summary>A command of kelf.</summary>
/// <param name="Name">The word that names it.</param>
/// <param name="Create">Makes it, with its options and commands below it.</param>
internal sealed record CommandEntry(string Name, Func<Command> Create);

/// <summary>A tool that kelf stands in for.</summary>
/// <param name="Name">File name of the tool.</param>
/// <param name="Voice">How its messages begin.</param>
/// <param name="Run">Obeys its command line: argv[0], the arguments; gives the exit status.</param>
internal sealed record DropIn(string Name, Voice Voice, Func<string, string[], int> Run);
