// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Cli.CommandLine;

namespace Kelf.Cli.Commands.Symvers;

/// <summary>What a command line of <c>gendwarfksyms</c> asks for.</summary>
internal sealed record GendwarfksymsOptions
{
    /// <summary>What <c>--help</c> and every refused command line print.</summary>
    public const string Usage = """
        Usage: gendwarfksyms [options] elf-object-file ... < symbol-list

        Options:
          -d, --debug          Print debugging information
              --dump-dies      Dump DWARF DIE contents
              --dump-die-map   Print debugging information about die_map changes
              --dump-types     Dump type strings
              --dump-versions  Dump expanded type strings used for symbol versions
          -s, --stable         Support kABI stability features
          -T, --symtypes file  Write a symtypes file
          -h, --help           Print this message


        """;

    private static readonly GnuOption s_debug = new("debug", 'd');
    private static readonly GnuOption s_dumpDies = new("dump-dies");
    private static readonly GnuOption s_dumpDieMap = new("dump-die-map");
    private static readonly GnuOption s_dumpTypes = new("dump-types");
    private static readonly GnuOption s_dumpVersions = new("dump-versions");
    private static readonly GnuOption s_stable = new("stable", 's');
    private static readonly GnuOption s_symtypes = new("symtypes", 'T', TakesValue: true);
    private static readonly GnuOption s_help = new("help", 'h');

    private static readonly GnuOption[] s_all =
        [s_debug, s_dumpDies, s_dumpDieMap, s_dumpTypes, s_dumpVersions, s_stable, s_symtypes, s_help];

    /// <summary>Print progress on stderr.</summary>
    public bool Debug { get; private init; }

    /// <summary>Print the text of each symbol while it is built; <c>--dump-die-map</c> asks for that, too.</summary>
    public bool DumpDies { get; private init; }

    /// <summary>Print type texts as they are stored.</summary>
    public bool DumpTypes { get; private init; }

    /// <summary>Print the text of each version.</summary>
    public bool DumpVersions { get; private init; }

    /// <summary>Apply kABI rules and conventions.</summary>
    public bool Stable { get; private init; }

    /// <summary>Where to write the symtypes file, or null.</summary>
    public string? Symtypes { get; private init; }

    /// <summary>Help was asked for; what stands after that on the line has not been looked at.</summary>
    public bool Help { get; private init; }

    /// <summary>The object files.</summary>
    public IReadOnlyList<string> Files { get; private init; } = [];

    /// <summary>Reads a command line.</summary>
    /// <param name="program">argv[0].</param>
    /// <param name="arguments">What follows it.</param>
    /// <exception cref="GnuOptionException">The command line is wrong.</exception>
    public static GendwarfksymsOptions Parse(string program, IReadOnlyList<string> arguments)
    {
        // Set is what counts: an empty value will do.
        bool isPosix = Environment.GetEnvironmentVariable("POSIXLY_CORRECT") is not null;
        GnuOptionReader reader = new(program, s_all, arguments, operandsEndOptions: isPosix);
        GendwarfksymsOptions result = new();
        while (reader.TryNext(out GnuOption option, out string? value))
        {
            if (option == s_help)
            {
                return result with { Help = true };
            }

            result = result.With(option, value);
        }

        return result with { Files = reader.Operands };
    }

    private GendwarfksymsOptions With(GnuOption option, string? value) => this with
    {
        Debug = Debug || option == s_debug,
        DumpDies = DumpDies || option == s_dumpDies || option == s_dumpDieMap,
        DumpTypes = DumpTypes || option == s_dumpTypes,
        DumpVersions = DumpVersions || option == s_dumpVersions,
        Stable = Stable || option == s_stable,
        Symtypes = option == s_symtypes ? value : Symtypes,
    };
}
