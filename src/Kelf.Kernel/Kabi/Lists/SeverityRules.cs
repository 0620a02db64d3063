// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Kabi.Types;
using Kelf.Kernel.Shared.Files;

namespace Kelf.Kernel.Kabi.Lists;

/// <summary>What the pattern of a rule is compared with.</summary>
public enum RuleSubject
{
    /// <summary>The path of what exports the symbol.</summary>
    Module,

    /// <summary>The namespace of the symbol, if it has one.</summary>
    Namespace,

    /// <summary>The symbol's name.</summary>
    Symbol,
}

/// <summary>A rule: what it is about, and whether a change of that is tolerated.</summary>
/// <param name="Line">Number of its line, from 1.</param>
/// <param name="Subject">What the pattern is compared with.</param>
/// <param name="Pattern">The pattern, as it is written.</param>
/// <param name="IsTolerant">True for <c>PASS</c>, false for <c>FAIL</c>.</param>
public sealed record SeverityRule(int Line, RuleSubject Subject, string Pattern, bool IsTolerant)
{
    private readonly Wildcard _wildcard = new(Pattern);

    /// <summary>Is the rule about this export?</summary>
    public bool Matches(string name, string module, string @namespace) => Subject switch
    {
        RuleSubject.Module => Fits(module),
        RuleSubject.Namespace => @namespace.Length > 0 && Fits(@namespace),
        _ => Fits(name),
    };

    private bool Fits(string text) => _wildcard.Matches(Encoding.UTF8.GetBytes(text));
}

/// <summary>
/// Rules that say which changes are tolerated (suse-kabi-tools, <c>suse-kabi-tools(5)</c>): <c>[MODULE|NAMESPACE|SYMBOL] PATTERN PASS|FAIL</c>
/// on each line, <c>#</c> begins a comment. The first that matches decides.
/// </summary>
public sealed class SeverityRules(IReadOnlyList<SeverityRule> rules)
{
    private static readonly char[] s_blanks = [' ', '\t', '\f', '\r'];

    /// <summary>The rules, in order.</summary>
    public IReadOnlyList<SeverityRule> Rules { get; } = rules;

    /// <summary>Reads rules.</summary>
    /// <exception cref="UnreadableFileException">The file cannot be read.</exception>
    /// <exception cref="MalformedTextException">A rule is malformed.</exception>
    public static SeverityRules Read(string path)
    {
        using InputBytes input = InputBytes.Open(path);
        return Parse(input.Contents.Span(), path);
    }

    /// <summary>Reads the text of rules.</summary>
    public static SeverityRules Parse(ReadOnlySpan<byte> text, string file)
    {
        List<SeverityRule> rules = [];
        Utf8Lines lines = new(text, file);
        while (lines.Next())
        {
            string line = Encoding.UTF8.GetString(lines.Line);
            string[] words = line.Split('#')[0].Split(s_blanks, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 0)
            {
                rules.Add(ReadRule(words, lines));
            }
        }

        return new SeverityRules(rules);
    }

    /// <summary>The rule that decides about an export, or null when none does.</summary>
    public SeverityRule? Find(string name, string module, string @namespace) =>
        Rules.FirstOrDefault(rule => rule.Matches(name, module, @namespace));

    private static SeverityRule ReadRule(string[] words, in Utf8Lines lines)
    {
        if (words.Length == 1)
        {
            throw lines.Wrong("The rule is incomplete, must be in the form '[type] <pattern> <verdict>'");
        }

        RuleSubject subject = words.Length == 2 ? SubjectOf(words[0]) : words[0] switch
        {
            "MODULE" => RuleSubject.Module,
            "NAMESPACE" => RuleSubject.Namespace,
            "SYMBOL" => RuleSubject.Symbol,
            _ => throw lines.Wrong($"Invalid rule type '{words[0]}', must be either MODULE, NAMESPACE or SYMBOL"),
        };
        (string pattern, string verdict) = words.Length == 2 ? (words[0], words[1]) : (words[1], words[2]);
        bool isTolerant = verdict switch
        {
            "PASS" => true,
            "FAIL" => false,
            _ => throw lines.Wrong($"Invalid verdict '{verdict}', must be either PASS or FAIL"),
        };
        if (words.Length > 3)
        {
            throw lines.Wrong("Unexpected string found after the verdict");
        }

        try
        {
            return new SeverityRule(lines.Number, subject, pattern, isTolerant);
        }
        catch (FormatException exception)
        {
            throw lines.Wrong(exception.Message);
        }
    }

    // A path is a module; capitals only, digits and stars among them, are a namespace.
    private static RuleSubject SubjectOf(string pattern) =>
        pattern.Contains('/', StringComparison.Ordinal) || pattern == "vmlinux" ? RuleSubject.Module
        : pattern.All(letter => char.ToUpperInvariant(letter) == letter) ? RuleSubject.Namespace
        : RuleSubject.Symbol;
}
