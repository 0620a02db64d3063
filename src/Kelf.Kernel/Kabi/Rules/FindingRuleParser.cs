// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Kabi.Findings;
using Kelf.Kernel.Kabi.Types;

namespace Kelf.Kernel.Kabi.Rules;

/// <summary>Reads rules, a line each. <c>#</c> begins a comment, but not in quotes.</summary>
internal static class FindingRuleParser
{
    private static readonly (string Word, FindingSubject Subject)[] s_subjects =
    [
        ("MODULE", FindingSubject.Module), ("NAMESPACE", FindingSubject.Namespace), ("SYMBOL", FindingSubject.Symbol), ("TYPE", FindingSubject.Type),
        ("KIND", FindingSubject.Kind), ("CHANGE", FindingSubject.Change),
    ];

    /// <summary>Reads the text of rules.</summary>
    /// <exception cref="MalformedTextException">A rule is malformed.</exception>
    public static List<FindingRule> Parse(ReadOnlySpan<byte> text, string file)
    {
        List<FindingRule> rules = [];
        Utf8Lines lines = new(text, file);
        while (lines.Next())
        {
            List<string> words = Words(Encoding.UTF8.GetString(lines.Line), lines);
            if (words.Count > 0)
            {
                rules.Add(Rule(words, lines));
            }
        }

        return rules;
    }

    private static List<string> Words(string line, in Utf8Lines lines)
    {
        List<string> words = [];
        StringBuilder word = new();
        bool isQuoted = false;
        foreach (char letter in line)
        {
            if (letter == '#' && !isQuoted)
            {
                break;
            }

            if (letter == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (letter is ' ' or '\t' or '\f' or '\r' && !isQuoted)
            {
                Take();
            }
            else
            {
                word.Append(letter);
            }
        }

        if (isQuoted)
        {
            throw lines.Wrong("The quote does not end");
        }

        Take();
        return words;

        void Take()
        {
            if (word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }
    }

    private static FindingRule Rule(List<string> words, in Utf8Lines lines)
    {
        int named = Array.FindIndex(s_subjects, known => known.Word == words[0]);
        // A name may be one of these words; then a verdict follows it.
        bool hasSubject = named >= 0 && words.Count > 2 && Verdict(words[1]) is null;
        if (words.Count < 2)
        {
            throw lines.Wrong("The rule is incomplete, must be in the form '[type] <pattern> <verdict>'");
        }

        int at = hasSubject ? 1 : 0;
        string pattern = words[at];
        FindingVerdict? verdict = Verdict(words[at + 1]);
        if (verdict is null)
        {
            throw lines.Wrong(!hasSubject && words.Count > 2 && Verdict(words[2]) is not null
                ? $"Invalid rule type '{words[0]}', must be one of {string.Join(", ", s_subjects.Select(known => known.Word))}"
                : $"Invalid verdict '{words[at + 1]}', must be PASS, WARN or FAIL");
        }

        FindingSubject subject = hasSubject ? s_subjects[named].Subject : SubjectOf(pattern);
        if (subject == FindingSubject.Kind && !pattern.AsSpan().ContainsAny("*?[") && ChangeKind.Find(pattern) is null)
        {
            throw lines.Wrong($"No kind of finding is called '{pattern}'");
        }

        string reason = "";
        foreach (string option in words.Skip(at + 2))
        {
            string[] parts = option.Split('=', 2);
            reason = parts switch
            {
                ["reason", var text] => text,
                ["ref", var link] => reason.Length > 0 ? $"{reason} ({link})" : link,
                ["until", _] => reason,
                _ => throw lines.Wrong($"Unexpected string found after the verdict: '{option}' is none of reason=, ref=, until="),
            };
        }

        try
        {
            return new FindingRule(lines.Number, subject, pattern, verdict.Value, reason);
        }
        catch (FormatException exception)
        {
            throw lines.Wrong(exception.Message);
        }
    }

    private static FindingVerdict? Verdict(string word) => word switch
    {
        "PASS" => FindingVerdict.Pass,
        "WARN" => FindingVerdict.Warn,
        "FAIL" => FindingVerdict.Fail,
        _ => null,
    };

    // As suse-kabi-tools infers it: a path is a module; capitals only are a namespace.
    private static FindingSubject SubjectOf(string pattern) =>
        pattern.Contains('/', StringComparison.Ordinal) || pattern == "vmlinux" ? FindingSubject.Module
        : pattern.All(letter => char.ToUpperInvariant(letter) == letter) ? FindingSubject.Namespace
        : FindingSubject.Symbol;
}
