// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Cli.CommandLine;
using Kelf.Cli.Terminal;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Threads;
using Kelf.Kernel.SymbolPaths.Inputs;
using Kelf.Kernel.SymbolPaths.Lookup;

namespace Kelf.Cli.Commands.SymbolPaths;

/// <summary>A run of <c>kelf lookup</c>.</summary>
internal static class LookupRun
{
    // As a script wants them: nothing found and several found are different things.
    private const int NoneFound = 2;
    private const int SeveralFound = 3;

    /// <summary>Looks up and prints.</summary>
    /// <returns>0 when each query has one answer, 2 when one has none, 3 when one has several.</returns>
    public static int Run(string image, IReadOnlyList<string> texts, ImageSetInputs inputs, int? jobs, bool json)
    {
        if (CommandWorkers.IsDryRun)
        {
            return ExitStatus.Done;
        }

        SymbolQuery[] queries = [.. texts.Select(SymbolQuery.TryParse).OfType<SymbolQuery>()];
        using WorkerSource workers = CommandWorkers.Find(jobs);
        using ImageSet images = ImageSet.Open(image, inputs, Wanted(queries), workers);
        (SymbolQuery Query, IReadOnlyList<SymbolHit> Hits)[] answers = [.. queries.Select(query => (query, images.Finder.Find(query)))];
        foreach ((SymbolQuery query, IReadOnlyList<SymbolHit> hits) in answers)
        {
            if (hits.Count == 0)
            {
                WarningList.Current.Add(Diagnostic.Warning(WarningKind.NotFound, $"{query.Text}: not found") with { Symbol = query.Text });
            }

            WarnOfInitial(query, hits);
        }

        if (json)
        {
            StandardOutput.Write(LookupText.Json(answers));
        }
        else
        {
            StandardOutput.WriteText(LookupText.Lines(answers));
        }

        return answers.Any(answer => answer.Hits.Count == 0) ? NoneFound
            : answers.Any(answer => answer.Hits.Count > 1) ? SeveralFound
            : ExitStatus.Done;
    }

    // A query without a module is about all of them.
    private static HashSet<string>? Wanted(SymbolQuery[] queries) => Array.TrueForAll(queries, query => query.Module is not null)
        ? [.. queries.Select(query => SymbolFinder.ModuleName(query.Module!))]
        : null;

    private static void WarnOfInitial(SymbolQuery query, IReadOnlyList<SymbolHit> hits)
    {
        if (hits.FirstOrDefault(hit => hit.Image.Listing.EqualNames(hit.Entry) > 1 && hit.Image.IsInitial(hit.Entry)) is { } hit)
        {
            WarningList.Current.Add(Diagnostic.Warning(
                WarningKind.InitialPositions,
                $"{query.Text}: positions are those while {hit.Image.Module} is loaded; afterwards the symbols of its initialisation are gone") with
            {
                Symbol = query.Text,
            });
        }
    }
}
