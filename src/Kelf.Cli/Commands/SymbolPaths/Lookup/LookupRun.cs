// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Cli.CommandLine;
using Kelf.Cli.Terminal;
using Kelf.Kernel.Lines;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Threads;
using Kelf.Kernel.SymbolPaths.Inputs;
using Kelf.Kernel.SymbolPaths.Lookup;

namespace Kelf.Cli.Commands.SymbolPaths.Lookup;

/// <summary>A run of <c>kelf lookup</c>.</summary>
internal static class LookupRun
{
    // As a script wants them: nothing found and several found are different things.
    private const int NoneFound = 2;
    private const int SeveralFound = 3;

    /// <summary>Looks up and prints.</summary>
    /// <returns>0 when each query has one answer, 2 when one has none, 3 when one has several.</returns>
    public static int Run(LookupArguments arguments, ImageSetInputs inputs, int? jobs)
    {
        if (CommandWorkers.IsDryRun)
        {
            return ExitStatus.Done;
        }

        IReadOnlyList<SymbolQuery> queries = arguments.ReadQueries();
        using WorkerSource workers = CommandWorkers.Find(jobs);
        using ImageSet images = ImageSet.Open(arguments.Image, inputs, Wanted(queries), workers);
        SymbolAnswer[] answers = arguments is { Lines: { } lines, IsJson: false }
            ? [.. images.AnswerPlaces(queries, lines.IsReturn)]
            : [.. queries.Select(images.Finder.Answer)];
        FunctionUses? uses = arguments.IsTraceable
            ? FunctionUses.Find(arguments.Image, images.Finder, answers, inputs.Paths.Decompression, workers)
            : null;
        IReadOnlyList<PlacedHit>? places = arguments.Lines is { } asked
            ? PlacedHit.Find([.. answers.SelectMany(answer => answer.Hits)], asked.IsReturn)
            : null;
        foreach (SymbolAnswer answer in answers)
        {
            if (answer.IsEmpty)
            {
                WarnOfNone(answer, images.Finder, uses);
            }

            WarnOfInitial(answer.Query, answer.Hits);
        }

        if (arguments.IsJson)
        {
            StandardOutput.Write(LookupJson.Of(answers, uses, places));
        }
        else if (arguments.Lines is { } request)
        {
            SourceExcerpts? excerpts = Excerpts(request, inputs, images.Finder);
            PlacedText text = new(request, excerpts);
            foreach (PlacedHit place in places!)
            {
                text.Add(place);
            }

            StandardOutput.WriteText(text.ToString());
        }
        else
        {
            StandardOutput.WriteText(LookupText.Lines(answers, uses));
        }

        return Array.Exists(answers, answer => answer.IsEmpty) ? NoneFound
            : Array.Exists(answers, answer => answer.IsAmbiguous) ? SeveralFound
            : ExitStatus.Done;
    }

    private static SourceExcerpts? Excerpts(LineRequest request, ImageSetInputs inputs, SymbolFinder finder)
    {
        if (request.Source is not { } around)
        {
            return null;
        }

        // A file is named below the tree: it is there where it was when the image was built, or where one was told that this is.
        string[] directories = request.SourceDirectory is { } given
            ? [given]
            :
            [
                .. new[] { inputs.Paths.SourceTree, inputs.Paths.ObjectTree }.OfType<string>(),
                .. finder.Images.Select(image => image.Lines).OfType<DwarfLines>().SelectMany(lines => lines.Roots),
                ".",
            ];
        return new SourceExcerpts(directories, around, file => WarningList.Current.Add(Diagnostic.Warning(
            WarningKind.NotFound, $"{file}: there is no such source file in {string.Join(", ", directories.Distinct())}: see --source-dir")));
    }

    // A query without a module is about all of them.
    private static HashSet<string>? Wanted(IReadOnlyList<SymbolQuery> queries) => queries.All(query => query.Module is not null)
        ? [.. queries.Select(query => SymbolFinder.ModuleName(query.Module!))]
        : null;

    private static void WarnOfNone(SymbolAnswer answer, SymbolFinder finder, FunctionUses? uses)
    {
        SymbolQuery query = answer.Query;
        string why = answer.Reason is { } reason ? $": {reason}: is it the kernel that this is from?"
            : uses?.CopiesOf(query.Name) is { } copies ? $" as a symbol: {LookupText.Describe(copies)}"
            : query.Address is null && !query.IsPattern && Near(query.Name, finder) is { Count: > 0 } near
                ? $"; did you mean {string.Join(" or ", near.Select(one => $"'{one}'"))}?"
            : "";
        WarningList.Current.Add(Diagnostic.Warning(WarningKind.NotFound, $"{query.Text}: not found{why}") with { Symbol = query.Text });
    }

    private static IReadOnlyList<string> Near(string name, SymbolFinder finder) => NearestWord.To(
        name, finder.Images.SelectMany(image => Enumerable.Range(0, image.Listing.Count).Select(image.DisplayName)).ToHashSet(StringComparer.Ordinal));

    private static void WarnOfInitial(SymbolQuery query, IReadOnlyList<SymbolHit> hits)
    {
        if (hits.FirstOrDefault(hit => hit.Image.IsInitial(hit.Entry) && hit.Image.Listing.EqualNames(hit.Entry) > 1) is { } hit)
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
