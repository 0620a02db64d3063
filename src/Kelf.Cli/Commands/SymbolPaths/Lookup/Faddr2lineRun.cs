// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text;

using Kelf.Cli.CommandLine;
using Kelf.Cli.Terminal;
using Kelf.Kernel.Lines;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Threads;
using Kelf.Kernel.SymbolPaths.Inputs;
using Kelf.Kernel.SymbolPaths.Lookup;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Cli.Commands.SymbolPaths.Lookup;

/// <summary>A run under the name of <c>faddr2line</c>.</summary>
internal sealed class Faddr2lineRun
{
    // That so many lines are shown before and after each place is in the original's list.
    private const int Around = 5;

    // It is in init/main.c: so the original finds the tree of a vmlinux, and so modules have whole paths.
    private const string First = "start_kernel";

    private readonly StringBuilder _text = new();
    private readonly bool _is64;
    private readonly Dictionary<ulong, IReadOnlyList<SourcePlace>> _places;
    private readonly SourceExcerpts? _excerpts;
    private bool _hasBlocks;

    private Faddr2lineRun(bool is64, Dictionary<ulong, IReadOnlyList<SourcePlace>> places, SourceExcerpts? excerpts) =>
        (_is64, _places, _excerpts) = (is64, places, excerpts);

    /// <summary>Looks up and prints.</summary>
    /// <param name="path">The image or module.</param>
    /// <param name="texts">The places.</param>
    /// <param name="isList">Show the source.</param>
    /// <returns>The exit status, which is 0 also when nothing was found.</returns>
    public static int Run(string path, IReadOnlyList<string> texts, bool isList)
    {
        using WorkerSource workers = CommandWorkers.Find(null, warns: false);
        ImageSetInputs inputs = new(new PathInputs { Warn = Warn }, []) { Lines = new LineInputs { KeepsPaths = true } };
        using ImageSet images = ImageSet.Open(path, inputs, new HashSet<string>(), workers);
        SymbolImage image = images.Finder.Images[0];
        if (image is not { Elf: { } elf, Lines: { } lines })
        {
            StandardError.WriteLine("ERROR: CONFIG_DEBUG_INFO not enabled");
            return ExitStatus.Failed;
        }

        FaddrQuery?[] queries = [.. texts.Select(FaddrQuery.TryParse)];
        ILookup<string, SectionSymbol> symbols = SectionSymbol.Find(elf, [First, .. queries.OfType<FaddrQuery>().Select(query => query.Name)]);
        ulong[] addresses =
        [
            .. queries.OfType<FaddrQuery>()
                .SelectMany(query => symbols[query.Name].Where(symbol => IsFitting(query, symbol)).Select(symbol => AddressOf(query, symbol)))
                .Distinct(),
        ];
        string tree = TreeOf(symbols[First].FirstOrDefault(), lines);
        Faddr2lineRun run = new(
            elf.Class == ElfClass.Elf64,
            addresses.Zip(lines.Find(addresses)).ToDictionary(
                pair => pair.First,
                pair => (IReadOnlyList<SourcePlace>)[.. pair.Second.Take(1).SelectMany(chain => chain.Places).Select(place => Below(tree, place))]),
            isList ? new SourceExcerpts(["."], Around, Missing) : null);
        for (int i = 0; i < queries.Length; i++)
        {
            if (queries[i] is { } query)
            {
                run.Answer(query, symbols[query.Name]);
            }
            else
            {
                StandardError.WriteLine($"bad func+offset {texts[i]}");
            }
        }

        StandardOutput.Write(Encoding.UTF8.GetBytes(run._text.ToString()));
        return ExitStatus.Done;
    }

    // That there are no lines is said in the original's words.
    private static void Warn(Diagnostic warning)
    {
        if (warning.Kind != WarningKind.NoLines)
        {
            WarningList.Current.Add(warning);
        }
    }

    private static void Missing(string file) => StandardError.WriteLine($"can't open {file}");

    private static string TreeOf(SectionSymbol? first, ILineSource lines)
    {
        const string MainFile = "init/main.c";
        return first is not null && lines.Find([first.Address])[0] is [{ Places: [{ File: { } path }, ..] }, ..]
            && path.EndsWith(MainFile, StringComparison.Ordinal)
            ? path[..^MainFile.Length]
            : "";
    }

    private static SourcePlace Below(string tree, SourcePlace place)
    {
        if (tree.Length == 0 || place.File?.StartsWith(tree, StringComparison.Ordinal) != true)
        {
            return place;
        }

        string path = place.File[tree.Length..];
        while (path.StartsWith("./", StringComparison.Ordinal))
        {
            path = path[2..];
        }

        return place with { File = path };
    }

    // What is no number fits nothing.
    private static bool IsFitting(FaddrQuery query, SectionSymbol symbol) =>
        symbol.Size > 0 && ShellNumber.TryParse(query.Offset) <= symbol.Size
        && (query.Size is null || ShellNumber.TryParse(query.Size) == symbol.Size);

    private static ulong AddressOf(FaddrQuery query, SectionSymbol symbol) => symbol.Address + (ShellNumber.TryParse(query.Offset) ?? 0);

    private void Answer(FaddrQuery query, IEnumerable<SectionSymbol> symbols)
    {
        bool isDone = false;
        List<string> skipped = [];
        foreach (SectionSymbol symbol in symbols)
        {
            if (Complaint(symbol) is { } complaint)
            {
                StandardError.WriteLine(complaint);
                return;
            }

            if (!IsFitting(query, symbol))
            {
                skipped.Add(Mismatch(query, symbol));
                continue;
            }

            FaddrText.AppendHead(_text, ref _hasBlocks, query.Name, query.Offset, symbol.Size);
            FaddrText.Append(_text, _places[AddressOf(query, symbol)], _excerpts);
            isDone = true;
        }

        if (!isDone)
        {
            skipped.ForEach(line => _text.Append(line));
            StandardError.WriteLine($"no match for {query.Text}");
        }
    }

    private string? Complaint(SectionSymbol symbol)
    {
        if (symbol.Section is null)
        {
            return $"bad section size: section: {NameOf(symbol.Symbol.SectionNumber)}";
        }

        string address = $"0x{symbol.Symbol.Value.ToString(_is64 ? "x16" : "x8", CultureInfo.InvariantCulture)}";
        return symbol.Size == 0 ? $"bad symbol size: sym_addr: {address} cur_sym_addr: {address}" : null;
    }

    // As readelf prints it.
    private static string NameOf(uint section) => section switch
    {
        0 => "UND",
        ElfSymbol.AbsoluteSection => "ABS",
        ElfSymbol.CommonSection => "COM",
        _ => $"{section}",
    };

    private static string Mismatch(FaddrQuery query, SectionSymbol symbol)
    {
        string why = query.Size is { } size && ShellNumber.TryParse(size) != symbol.Size
            ? $"{size} != 0x{symbol.Size:x}"
            : $"{query.Offset} > 0x{symbol.Size:x}";
        return PrintableText.Of($"skipping {query.Name} address at 0x{symbol.Symbol.Value + (ShellNumber.TryParse(query.Offset) ?? 0):x} due to size mismatch ({why})") + "\n";
    }
}
