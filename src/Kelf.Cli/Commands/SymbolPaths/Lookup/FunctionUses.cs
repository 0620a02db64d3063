// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Cli.Terminal;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Images;
using Kelf.Kernel.Shared.Threads;
using Kelf.Kernel.SymbolPaths.Lookup;
using Kelf.Kernel.SymbolPaths.Tracing;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Names;

namespace Kelf.Cli.Commands.SymbolPaths.Lookup;

/// <summary>What may use the symbols that <c>kelf lookup --traceable</c> found, and where they are inlined.</summary>
internal sealed class FunctionUses
{
    private readonly Dictionary<SymbolImage, FunctionJudge> _judges;
    private readonly Dictionary<string, InlinedCopies> _copies;

    private FunctionUses(Dictionary<SymbolImage, FunctionJudge> judges, Dictionary<string, InlinedCopies> copies) =>
        (_judges, _copies) = (judges, copies);

    /// <summary>Finds out.</summary>
    /// <param name="path">The image, for messages.</param>
    /// <param name="finder">The image and the modules.</param>
    /// <param name="answers">What was found in them.</param>
    /// <param name="limit">What the compressed sections of an image may expand to.</param>
    /// <param name="workers">Gives the threads.</param>
    /// <exception cref="RefusedException">An image is a list of symbols.</exception>
    public static FunctionUses Find(
        string path, SymbolFinder finder, IReadOnlyList<SymbolAnswer> answers, DecompressionLimit limit, WorkerSource workers)
    {
        if (finder.Images.Any(image => image.Elf is null))
        {
            throw new RefusedException(path, "a list of symbols does not say what may use them: give the image that it was made from");
        }

        bool? hasLivepatch = finder.Images.Select(FunctionJudge.HasLivepatch).FirstOrDefault(known => known is not null);
        Dictionary<SymbolImage, FunctionJudge> judges = finder.Images.ToDictionary(
            image => image, image => new FunctionJudge(image, hasLivepatch));
        HashSet<string> names =
        [
            .. answers.Select(answer => answer.Query.Name).Where(name => name.Length > 0),
            .. answers.SelectMany(answer => answer.Hits).Select(NameOf),
        ];
        Dictionary<string, InlinedCopies> copies = new(StringComparer.Ordinal);
        foreach (SymbolImage image in finder.Images)
        {
            try
            {
                foreach ((string name, InlinedCopies found) in InlineSearch.Find(image.Elf!, names, limit.For(image.Elf!.Image.Length), workers))
                {
                    copies[name] = copies.TryGetValue(name, out InlinedCopies? others)
                        ? new InlinedCopies(others.Count + found.Count, [.. others.Into.Union(found.Into).Order(StringComparer.Ordinal)])
                        : found;
                }
            }
            catch (MalformedFileException malformed)
            {
                WarningList.Current.Add(malformed.ToWarning(WarningKind.LeftOut, "no inlined copies are known"));
            }
        }

        return new FunctionUses(judges, copies);
    }

    /// <summary>What may use a symbol.</summary>
    public FunctionUse Of(SymbolHit hit) => _judges[hit.Image].Judge(hit.Entry);

    /// <summary>The inlined copies of a symbol's function, or null.</summary>
    public InlinedCopies? CopiesOf(SymbolHit hit) => CopiesOf(NameOf(hit));

    /// <summary>The inlined copies of a function, or null.</summary>
    public InlinedCopies? CopiesOf(string name) => _copies.GetValueOrDefault(name);

    // Of a function's variants only the function itself has copies.
    private static string NameOf(SymbolHit hit) =>
        Utf8Name.ToText(FunctionVariant.FunctionOf(hit.Image.Listing.NameOf(hit.Entry), out _));
}
