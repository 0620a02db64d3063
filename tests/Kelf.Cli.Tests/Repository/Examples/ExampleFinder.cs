// SPDX-License-Identifier: GPL-2.0-only
using System.Text.RegularExpressions;

using Markdig;
using Markdig.Syntax;

namespace Kelf.Cli.Tests.Repository.Examples;

/// <summary>Finds the examples in documents and in man pages.</summary>
internal static partial class ExampleFinder
{
    private const string Demo = "demo";

    /// <summary>All of the repository.</summary>
    public static IReadOnlyList<Example> All { get; } =
    [
        .. SourceTree.Files("", "*.md").SelectMany(InDocument),
        .. SourceTree.Files("docs/man", "*.1").SelectMany(InManualPage),
    ];

    /// <summary>Blocks of a document; a comment above one may say where to run it: <c>&lt;!-- in tests/Fixtures/lto --&gt;</c>.</summary>
    public static IEnumerable<Example> InDocument(string path)
    {
        MarkdownDocument document = Markdown.Parse(SourceTree.Read(path));
        foreach (FencedCodeBlock block in document.Descendants<FencedCodeBlock>())
        {
            ContainerBlock parent = block.Parent!;
            int place = parent.IndexOf(block);
            string above = place > 0 && parent[place - 1] is HtmlBlock comment ? comment.Lines.ToString() : "";
            string text = block.Lines.ToString() + "\n";
            if (block.Info == "console" || (string.IsNullOrEmpty(block.Info) && HasCommand().IsMatch(text)))
            {
                yield return new Example(path, FolderIn(above), block.Info == "console", text);
            }
        }
    }

    /// <summary>Displays and lines in the section EXAMPLES; the comment is <c>.\" in tests/Fixtures/lto</c>.</summary>
    public static IEnumerable<Example> InManualPage(string path)
    {
        Match section = Section().Match(SourceTree.Read(path));
        foreach (Match display in Display().Matches(section.Value))
        {
            yield return new Example(path, FolderIn(display.Groups["above"].Value), IsConsole: false, Plain(display.Groups["text"].Value));
        }
    }

    private static string FolderIn(string comment) => Folder().Match(comment) is { Success: true } match ? match.Groups[1].Value : Demo;

    // What roff has escapes for.
    private static string Plain(string text) => text.Replace(@"\e", @"\", StringComparison.Ordinal)
        .Replace(@"\(aq", "'", StringComparison.Ordinal)
        .Replace(@"\(dq", "\"", StringComparison.Ordinal)
        .Replace(@"\&", "", StringComparison.Ordinal)
        .Replace(@"\-", "-", StringComparison.Ordinal);

    [GeneratedRegex(@"(?m)^(\$ |kelf )")]
    private static partial Regex HasCommand();

    [GeneratedRegex(@"\bin tests/Fixtures/(\S+)")]
    private static partial Regex Folder();

    [GeneratedRegex(@"^\.Sh EXAMPLES\n(?:(?!\.Sh ).*\n)*", RegexOptions.Multiline)]
    private static partial Regex Section();

    [GeneratedRegex(@"(?<above>^\.\\"".*\n)?(?:^\.Bd -literal.*\n(?<text>(?:(?!\.Ed).*\n)*)\.Ed|^\.Dl (?<text>.*\n))", RegexOptions.Multiline)]
    private static partial Regex Display();
}
