// SPDX-License-Identifier: GPL-2.0-only
using System.Text.RegularExpressions;

using Kelf.Figures.Results;

namespace Kelf.Figures.Texts;

/// <summary>
/// A document with places for what is made of results: <c>&lt;!-- figures: NAME --&gt;</c> and <c>&lt;!-- end of figures --&gt;</c>, each
/// in a line of its own. What stands between them is replaced; the rest of the document is its author's.
/// </summary>
internal sealed partial class Document
{
    private const string End = "<!-- end of figures -->";

    private Document(string path, string text)
    {
        Path = path;
        Text = text;
        string[] names = [.. Places()];
        if (Begin().Count(text) != names.Length || text.Split(End).Length - 1 != names.Length)
        {
            throw new FigureException($"{path}: a place for figures has no beginning or no end");
        }

        if (names.GroupBy(name => name).FirstOrDefault(places => places.Count() > 1) is { } twice)
        {
            throw new FigureException($"{path}: two places for {twice.Key}");
        }
    }

    /// <summary>In the repository.</summary>
    public string Path { get; }

    /// <summary>With what was filled in.</summary>
    public string Text { get; private set; }

    /// <summary>Reads one.</summary>
    public static Document Read(string root, string path) => new(path, File.ReadAllText(System.IO.Path.Combine(root, path)));

    /// <summary>Fills one place.</summary>
    public void Fill(string name, string content)
    {
        if (!Places().Contains(name))
        {
            throw new FigureException($"{Path} has no place for {name}: <!-- figures: {name} -->");
        }

        Text = Place().Replace(Text, match => match.Groups["name"].Value == name ? $"<!-- figures: {name} -->\n\n{content}\n\n{End}" : match.Value);
    }

    /// <summary>
    /// Fills all places with results: of a name, or, where the name ends with an asterisk, of all names that begin so and have no place
    /// before.
    /// </summary>
    public void FillWithResults(ResultSet results)
    {
        string[] places = [.. Places()];
        string[] named = [.. places.Where(name => !IsPattern(name))];
        List<string> left = [.. results.Names.Except(named)];
        foreach (string place in places)
        {
            string[] names = IsPattern(place) ? [.. left.Where(name => name.StartsWith(place[..^1], StringComparison.Ordinal))] : [place];
            left.RemoveAll(names.Contains);
            Fill(place, names.Length == 0 ? "None." : string.Join("\n\n", names.Select(name => ResultTable.Of(results.Get(name, Path)))));
        }

        if (left.Count > 0)
        {
            throw new FigureException($"{Path} has no place for {left[0]}: <!-- figures: {left[0]} -->");
        }
    }

    private static bool IsPattern(string place) => place.EndsWith('*');

    private IEnumerable<string> Places() => Place().Matches(Text).Select(match => match.Groups["name"].Value);

    [GeneratedRegex(@"^<!-- figures: (?<name>[^\n]+) -->$(?:(?!<!-- figures: ).)*?^<!-- end of figures -->$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Place();

    [GeneratedRegex("<!-- figures: ")]
    private static partial Regex Begin();
}
