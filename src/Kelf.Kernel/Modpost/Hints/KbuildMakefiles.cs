// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared.Files;

namespace Kelf.Kernel.Modpost.Hints;

/// <summary>
/// Finds the configuration options that an object is built for, as the makefiles of its directories say
/// (<c>Documentation/kbuild/makefiles.rst</c>): <c>obj-$(CONFIG_FOO) += foo.o</c>, <c>foo-$(CONFIG_BAR) += bar.o</c>,
/// <c>obj-$(CONFIG_NET) += net/</c>. What makefiles compute otherwise is not followed.
/// </summary>
/// <param name="root">The tree.</param>
internal sealed class KbuildMakefiles(string root)
{
    private readonly Dictionary<string, List<Rule>> _rules = new(StringComparer.Ordinal);

    /// <summary>The options that have to be set, those of the object itself first; none where it is always built, or not known.</summary>
    /// <param name="source">Path of a source below the tree.</param>
    public IReadOnlyList<string> OptionsOf(string source)
    {
        List<string> options = [];
        string directory = DirectoryOf(source);
        string word = Path.ChangeExtension(source[directory.Length..].TrimStart('/'), ".o");
        while (true)
        {
            Add(directory, word, options);
            if (directory.Length == 0)
            {
                return [.. options.Distinct(StringComparer.Ordinal)];
            }

            string parent = DirectoryOf(directory);
            word = directory[parent.Length..].TrimStart('/') + "/";
            directory = parent;
        }
    }

    private void Add(string directory, string word, List<string> options)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        while (seen.Add(word) && RuleOf(directory, word, options) is { } rule)
        {
            options.AddRange(rule.Options);
            if (rule.Name is "obj" or "lib")
            {
                return;
            }

            // A part of an object that is linked of several.
            word = rule.Name + ".o";
        }
    }

    // Several lines may name one object or directory, each for another option: one that needs no more than what is known is enough.
    private Rule? RuleOf(string directory, string word, List<string> options)
    {
        Rule[] rules = [.. RulesOf(directory).Where(rule => rule.Words.Contains(word, StringComparer.Ordinal))];
        return Array.Find(rules, rule => Array.TrueForAll(rule.Options, options.Contains)) ?? rules.FirstOrDefault();
    }

    private List<Rule> RulesOf(string directory)
    {
        if (!_rules.TryGetValue(directory, out List<Rule>? rules))
        {
            rules = [];
            foreach (string name in new[] { "Kbuild", "Makefile" })
            {
                string path = Path.Combine(root, directory, name);
                if (File.Exists(path))
                {
                    Read(path, rules);
                }
            }

            _rules.Add(directory, rules);
        }

        return rules;
    }

    private static void Read(string path, List<Rule> rules)
    {
        List<List<string>> conditions = [];
        string joined = "";
        foreach (string line in InputBytes.ReadLines(path))
        {
            if (line.EndsWith('\\'))
            {
                joined += line[..^1] + " ";
                continue;
            }

            string text = (joined + line).Trim();
            joined = "";
            if (text.StartsWith("if", StringComparison.Ordinal))
            {
                // Of ifndef and ifneq what has to be set is not known.
                bool isPositive = text.StartsWith("ifdef", StringComparison.Ordinal) || text.StartsWith("ifeq", StringComparison.Ordinal);
                conditions.Add(isPositive ? OptionsIn(text) : []);
            }
            else if (text.StartsWith("else", StringComparison.Ordinal) && conditions.Count > 0)
            {
                conditions[^1] = [];
            }
            else if (text.StartsWith("endif", StringComparison.Ordinal) && conditions.Count > 0)
            {
                conditions.RemoveAt(conditions.Count - 1);
            }
            else if (TryRead(text, out string name, out string condition, out string words))
            {
                rules.Add(new Rule(
                    name, [.. OptionsIn(condition), .. conditions.SelectMany(options => options)],
                    words.Split('#')[0].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
            }
        }
    }

    // NAME-y, NAME-m, NAME-objs or NAME-$(CONFIG_OPTION), an assignment of any kind, words.
    private static bool TryRead(string text, out string name, out string condition, out string words)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        string left = equals < 0 ? "" : text[..equals].TrimEnd(' ', '\t', ':', '+', '?');
        words = equals < 0 ? "" : text[(equals + 1)..];
        int dash = left.IndexOf("-$(", StringComparison.Ordinal) is >= 0 and int computed ? computed : left.LastIndexOf('-');
        name = dash < 0 ? "" : left[..dash];
        condition = dash < 0 ? "" : left[(dash + 1)..];
        return name.Length > 0 && !name.Contains(' ', StringComparison.Ordinal)
            && (condition is "y" or "m" or "objs" || condition.StartsWith("$(", StringComparison.Ordinal));
    }

    private static List<string> OptionsIn(string text)
    {
        const string Start = "CONFIG_";
        List<string> options = [];
        for (int at = text.IndexOf(Start, StringComparison.Ordinal); at >= 0; at = text.IndexOf(Start, at, StringComparison.Ordinal))
        {
            int first = at += Start.Length;
            while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] == '_'))
            {
                at++;
            }

            options.Add(text[first..at]);
        }

        return options;
    }

    private static string DirectoryOf(string path) => path.LastIndexOf('/') is > 0 and int slash ? path[..slash] : "";

    /// <summary>A line of a makefile.</summary>
    /// <param name="Name"><c>obj</c> or <c>lib</c>, or what is linked of the words.</param>
    /// <param name="Options">What has to be set for it.</param>
    /// <param name="Words">Objects and directories.</param>
    private sealed record Rule(string Name, string[] Options, string[] Words);
}
