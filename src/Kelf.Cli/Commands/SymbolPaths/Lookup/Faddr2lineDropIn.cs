// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Cli.Terminal;

namespace Kelf.Cli.Commands.SymbolPaths.Lookup;

/// <summary>The drop-in for <c>scripts/faddr2line</c>: its command line, output and exit statuses.</summary>
internal static class Faddr2lineDropIn
{
    /// <summary>The base name of argv[0] that selects this command.</summary>
    public const string Name = "faddr2line";

    /// <summary>Runs the tool.</summary>
    /// <param name="arguments">Maybe <c>--list</c>, the object, the places.</param>
    /// <returns>The exit status of the original.</returns>
    public static int Run(IReadOnlyList<string> arguments)
    {
        if (arguments.Count < 2)
        {
            StandardError.WriteLine("usage: faddr2line [--list] <object file> <func+offset> <func+offset>...");
            return ExitStatus.Failed;
        }

        bool isList = arguments[0] == "--list";
        string image = arguments[isList ? 1 : 0];
        if (!File.Exists(image))
        {
            StandardError.WriteLine($"ERROR: can't find objfile {image}");
            return ExitStatus.Failed;
        }

        return Faddr2lineRun.Run(image, [.. arguments.Skip(isList ? 2 : 1)], isList);
    }
}
