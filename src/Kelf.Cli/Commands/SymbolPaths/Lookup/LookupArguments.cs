// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Files;
using Kelf.Kernel.SymbolPaths.Lookup;

namespace Kelf.Cli.Commands.SymbolPaths.Lookup;

/// <summary>What a command line of <c>kelf lookup</c> says.</summary>
/// <param name="Image">The image.</param>
/// <param name="Texts">The queries, which are some.</param>
/// <param name="List">A file with more of them, <c>-</c> for standard input, or null.</param>
/// <param name="IsTraceable">What may use each function is asked for.</param>
/// <param name="Lines">What of places in the source is asked for; null for nothing.</param>
/// <param name="IsJson">Print JSON.</param>
internal sealed record LookupArguments(
    string Image, IReadOnlyList<string> Texts, string? List, bool IsTraceable, LineRequest? Lines, bool IsJson)
{
    /// <summary>What queries look like.</summary>
    public const string Queries = "PATH:NAME, PATH:LINE, NAME, NAME,POSITION, NAME+0xOFFSET or 0xADDRESS";

    /// <summary>All queries, those of the list last. In it empty lines, and such that begin with <c>#</c>, are none.</summary>
    /// <exception cref="UnreadableFileException">The list cannot be read.</exception>
    /// <exception cref="RefusedException">A line of it is no query.</exception>
    public IReadOnlyList<SymbolQuery> ReadQueries()
    {
        List<SymbolQuery> queries = [.. Texts.Select(SymbolQuery.TryParse).OfType<SymbolQuery>()];
        if (List is null)
        {
            return queries;
        }

        string name = List == InputBytes.StandardInput ? InputBytes.StandardInputName : List;
        int number = 0;
        foreach (string line in InputBytes.ReadLines(List).Select(line => line.Trim()))
        {
            number++;
            if (line.Length > 0 && line[0] != '#')
            {
                queries.Add(SymbolQuery.TryParse(line)
                    ?? throw new RefusedException(name, $"line {number}: '{line}' is no query: {Queries}"));
            }
        }

        return queries;
    }
}
