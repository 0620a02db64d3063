// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Cli.Tests.Repository.Examples;

/// <summary>A block of a document or of a man page that shows commands, and what they print.</summary>
/// <param name="Document">Its path from the root of the repository.</param>
/// <param name="Folder">The folder of tests/Fixtures that a copy is made of, to run it in.</param>
/// <param name="IsConsole">The document says that it is run: a block <c>```console</c>.</param>
/// <param name="Text">The lines: commands begin with <c>$ </c>, what follows is what they print.</param>
internal sealed record Example(string Document, string Folder, bool IsConsole, string Text)
{
    private const string Prompt = "$ ";

    /// <summary>Its commands, each with its lines as one.</summary>
    public IReadOnlyList<string> Commands { get; } = [.. CommandsOf(Text)];

    /// <summary>Something stands below a command.</summary>
    public bool ShowsOutput { get; } = HasPrompt(Text) && Lines(Text).Any(line => !line.StartsWith(Prompt, StringComparison.Ordinal));

    /// <summary>Commands, with what <paramref name="run"/> says that each prints, as a block.</summary>
    public string Rewritten(Func<string, string> run) =>
        string.Concat(Text.Replace("\\\n", "\\\r", StringComparison.Ordinal).Split('\n')
            .Where(line => line.StartsWith(Prompt, StringComparison.Ordinal))
            .Select(line => line.Replace('\r', '\n'))
            .Select(line => $"{line}\n{run(Unfolded(line)[Prompt.Length..])}"));

    // Without a prompt each line is one, as in recipes.
    private static IEnumerable<string> CommandsOf(string text) => HasPrompt(text)
        ? Lines(text).Where(line => line.StartsWith(Prompt, StringComparison.Ordinal)).Select(line => line[Prompt.Length..])
        : Lines(text);

    private static bool HasPrompt(string text) => text.StartsWith(Prompt, StringComparison.Ordinal);

    private static string[] Lines(string text) => Unfolded(text).TrimEnd('\n').Split('\n');

    // A line that ends with a backslash goes on in the next one.
    private static string Unfolded(string text) => text.Replace("\\\n", "", StringComparison.Ordinal);
}
