// SPDX-License-Identifier: GPL-2.0-only
using System.Text.RegularExpressions;

using Markdig;
using Markdig.Extensions.AutoIdentifiers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

using Xunit;

namespace Kelf.Cli.Tests.Repository;

/// <summary>Links in documents lead somewhere: to a file, and to a heading of it; those to elsewhere are well-formed.</summary>
public sealed partial class LinkTests
{
    // Headings have the names that forges give them.
    private static readonly MarkdownPipeline s_pipeline = new MarkdownPipelineBuilder()
        .UseAutoIdentifiers(AutoIdentifierOptions.GitHub).UsePipeTables().Build();

    private static readonly Dictionary<string, MarkdownDocument> s_documents = SourceTree.Files("", "*.md")
        .ToDictionary(path => path, path => Markdown.Parse(SourceTree.Read(path), s_pipeline), StringComparer.Ordinal);

    [Fact]
    public void Links_of_documents_lead_somewhere()
    {
        const int Least = 60;
        (string Document, string Link)[] links = [.. s_documents.SelectMany(document => Links(document.Value).Select(link => (document.Key, link)))];
        Assert.InRange(links.Length, Least, int.MaxValue);
        Assert.Empty(from link in links where !Leads(link.Document, link.Link) select $"{link.Document}: nothing at `{link.Link}`");
    }

    [Theory]
    [InlineData("docs/no.md", false)]
    [InlineData("docs/faq.md", true)]
    [InlineData("#install", true)]
    [InlineData("#instal", false)]
    [InlineData("docs/android.md#what-was-not-run", true)]
    [InlineData("docs/android.md#what", false)]
    [InlineData("https://semver.org", true)]
    [InlineData("https//semver.org", false)]
    public void What_leads_nowhere_is_seen(string link, bool leads) => Assert.Equal(leads, Leads("README.md", link));

    [Fact]
    public void Man_pages_refer_to_pages_that_exist()
    {
        string[] pages = [.. SourceTree.Files("docs/man", "*.1")];
        HashSet<string> names = [.. pages.Select(page => Path.GetFileNameWithoutExtension(page))];
        Assert.Empty(
            from page in pages
            from Match reference in Reference().Matches(SourceTree.Read(page))
            where !names.Contains(reference.Groups[1].Value)
            select $"{page}: no page {reference.Groups[1].Value}");
    }

    private static bool Leads(string document, string link)
    {
        if (link.StartsWith("https://", StringComparison.Ordinal))
        {
            return Uri.IsWellFormedUriString(link, UriKind.Absolute);
        }

        string[] parts = link.Split('#', 2);
        string target = parts[0].Length == 0
            ? document
            : Path.GetRelativePath(SourceTree.Root, Path.Combine(SourceTree.Root, Path.GetDirectoryName(document)!, parts[0]));
        return parts.Length == 1
            ? Path.Exists(Path.Combine(SourceTree.Root, target))
            : s_documents.TryGetValue(target, out MarkdownDocument? text)
                && text.Descendants<HeadingBlock>().Any(heading => heading.GetAttributes().Id == parts[1]);
    }

    private static IEnumerable<string> Links(MarkdownDocument document) =>
    [
        .. document.Descendants<LinkInline>().Select(link => link.Url ?? ""),
        // Charts for light and dark are written in HTML.
        .. document.Descendants<HtmlBlock>().Select(block => block.Lines.ToString())
            .Concat(document.Descendants<HtmlInline>().Select(inline => inline.Tag))
            .SelectMany(html => HtmlLink().Matches(html)).Select(match => match.Groups[1].Value),
    ];

    [GeneratedRegex(@"\b(?:src|srcset|href)=""([^""]+)""")]
    private static partial Regex HtmlLink();

    [GeneratedRegex(@"(?m)^\.Xr (kelf[\w-]*|gendwarfksyms|ksym\w+) 1")]
    private static partial Regex Reference();
}
