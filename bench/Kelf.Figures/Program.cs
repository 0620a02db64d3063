// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Figures.Charts;
using Kelf.Figures.Results;
using Kelf.Figures.Texts;

namespace Kelf.Figures;

/// <summary>
/// Writes what README, docs/bench.md and docs/charts show of <c>bench/results</c>. The same results give the same bytes on each machine:
/// nothing is asked of its fonts, its time or its language.
/// </summary>
internal static class Program
{
    private const string Usage = """
        usage: Kelf.Figures [--check] [FOLDER]
          FOLDER    the repository; default the current directory
          --check   writes nothing, and fails when a file is not what would be written

        """;

    private static int Main(string[] arguments)
    {
        bool check = arguments is ["--check", ..];
        string[] folders = arguments[(check ? 1 : 0)..];
        if (folders.Length > 1 || folders.Any(folder => folder.StartsWith('-')))
        {
            Console.Error.Write(Usage);
            return 2;
        }

        try
        {
            string root = folders.SingleOrDefault() ?? ".";
            return check ? Compare(root, Make(root)) : Write(root, Make(root));
        }
        catch (Exception exception) when (exception is FigureException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"figures: {exception.Message}");
            return 1;
        }
    }

    // From the path in the repository to the text.
    private static SortedDictionary<string, string> Make(string root)
    {
        ResultSet results = ResultSet.Read(root);
        Overview overview = Overview.Read(root, results);
        SortedDictionary<string, string> files = new(StringComparer.Ordinal);
        Document readme = Document.Read(root, "README.md");
        readme.Fill("overview", OverviewTable.Of(overview));
        files.Add(readme.Path, readme.Text);
        Document tables = Document.Read(root, "docs/bench.md");
        tables.FillWithResults(results);
        files.Add(tables.Path, tables.Text);
        foreach (Theme theme in Theme.All)
        {
            files.Add($"docs/charts/time-{theme.Name}.svg", RatioChart.Time(overview).ToSvg(theme));
            files.Add($"docs/charts/memory-{theme.Name}.svg", RatioChart.Memory(overview).ToSvg(theme));
        }

        return files;
    }

    private static int Write(string root, SortedDictionary<string, string> files)
    {
        foreach ((string path, string text) in files)
        {
            string file = Path.Combine(root, path);
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
            if (!File.Exists(file) || File.ReadAllText(file) != text)
            {
                File.WriteAllText(file, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
                Console.WriteLine($"figures: {path}");
            }
        }

        return 0;
    }

    private static int Compare(string root, SortedDictionary<string, string> files)
    {
        string[] others = [.. files.Keys.Where(path => !File.Exists(Path.Combine(root, path)) || File.ReadAllText(Path.Combine(root, path)) != files[path])];
        foreach (string path in others)
        {
            Console.Error.WriteLine($"figures: {path} is not what bench/results gives: `make figures` writes it");
        }

        return others.Length == 0 ? 0 : 1;
    }
}
