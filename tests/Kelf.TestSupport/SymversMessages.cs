// SPDX-License-Identifier: GPL-2.0-only
using System.Text.RegularExpressions;

namespace Kelf.TestSupport;

/// <summary>Compares what a run says on standard error with what a golden case wants there.</summary>
public static partial class SymversMessages
{
    private const string Error = "error: gendwarfksyms: ";

    /// <summary>What is wrong with the messages of a run, or null.</summary>
    /// <param name="golden">The case.</param>
    /// <param name="errors">Its standard error.</param>
    public static string? Difference(SymversCase golden, string errors)
    {
        if (golden.ReadText("stderr-line") is { } line)
        {
            string[] lines = errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            return lines.Length == 1 && Regex.IsMatch(lines[0], line.TrimEnd('\n'))
                ? null
                : $"one line like `{line.TrimEnd('\n')}` is wanted, not: {errors}";
        }

        if (golden.ReadText("stderr-pattern") is { } patterns)
        {
            string? absent = patterns.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .FirstOrDefault(pattern => !Regex.IsMatch(errors, pattern, RegexOptions.Multiline));
            return absent is null ? null : $"`{absent}` is not in: {errors}";
        }

        if (golden.ReadText("stderr-sorted") is { } sorted)
        {
            return OfLines(Sorted(sorted), Sorted(errors));
        }

        return golden.Has("stderr-any") || SymversCase.IsOriginal
            ? null
            : OfLines(
                FunctionName().Replace(golden.ReadText("stderr") ?? string.Empty, "$1").Split('\n'), errors.Split('\n'));
    }

    private static string[] Sorted(string text) =>
        [.. FunctionName().Replace(text, "$1").Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)];

    // The original names the C function that complains, and its errors say little: kelf may say more.
    private static string? OfLines(string[] expected, string[] actual)
    {
        for (int i = 0; i < Math.Max(expected.Length, actual.Length); i++)
        {
            (string? wanted, string? line) = (expected.ElementAtOrDefault(i), actual.ElementAtOrDefault(i));
            bool isSame = wanted is not null && line is not null && wanted.StartsWith(Error, StringComparison.Ordinal)
                ? line.StartsWith(Error, StringComparison.Ordinal) && line.Contains(wanted[Error.Length..], StringComparison.Ordinal)
                : wanted == line;
            if (!isSame)
            {
                return $"standard error, line {i + 1}\nexpected: {wanted ?? "(no more)"}\nactual:   {line ?? "(no more)"}";
            }
        }

        return null;
    }

    [GeneratedRegex(@"^((?:error|warning): gendwarfksyms: )\w+: ", RegexOptions.Multiline)]
    private static partial Regex FunctionName();
}
