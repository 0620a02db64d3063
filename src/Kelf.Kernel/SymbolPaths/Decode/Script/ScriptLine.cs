// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

namespace Kelf.Kernel.SymbolPaths.Decode.Script;

/// <summary>A line with an address as <c>decode_stacktrace.sh</c> takes it apart: its last word is the symbol, whatever it is.</summary>
/// <remarks>
/// <code>
/// [   12.3]  do_one+0x5a/0x290 [mod 0123] (P)
/// Before     Symbol            Module     After
/// </code>
/// </remarks>
internal sealed class ScriptLine
{
    private static readonly char[] s_separators = [' ', '\t', '\n'];

    private ScriptLine(string before, string blanks, string symbol, string module, string? buildId, string after) =>
        (Before, Blanks, Symbol, Module, BuildId, After) = (before, blanks, symbol, module, buildId, after);

    /// <summary>The words before the symbol, with the blanks between them.</summary>
    public string Before { get; }

    /// <summary>The blanks before the symbol.</summary>
    public string Blanks { get; }

    /// <summary>The word that is taken for the symbol.</summary>
    public string Symbol { get; }

    /// <summary>The module, or nothing.</summary>
    public string Module { get; }

    /// <summary>The module's build ID, or null.</summary>
    public string? BuildId { get; }

    /// <summary>The letters of arm64 after it, or nothing.</summary>
    public string After { get; }

    /// <summary>True for lines that the script looks at: <c>[&lt;…&gt;]</c>, or a frame with lower-case digits.</summary>
    public static bool IsOne(string line) => HasAddress(line) || HasFrame(line);

    /// <summary>Takes a line apart.</summary>
    public static ScriptLine Parse(string line)
    {
        SortedDictionary<int, string> words = Numbered(line.Split(s_separators, StringSplitOptions.RemoveEmptyEntries));
        SortedDictionary<int, string> blanks = Numbered(BlanksIn(line));
        int last = words.Count - 1;
        foreach ((int number, _) in words.Where(word => HasAddress(word.Value)).ToArray())
        {
            words.Remove(number);
            blanks.Remove(number);
        }

        string after = "";
        if (HasLetters(Word(words, last)))
        {
            after = words[last];
            words.Remove(last);
            blanks.Remove(last--);
        }

        // "[module" and "build-id]" were one.
        if (IsEndOfBuildId(Word(words, last)))
        {
            words[last - 1] = $"{Word(words, last - 1)} {words[last]}";
            words.Remove(last);
            blanks.Remove(last--);
        }

        string symbol = Word(words, last);
        string module = "";
        string? buildId = null;
        if (HasBrackets(symbol))
        {
            (module, buildId) = ModuleIn(symbol);
            symbol = Word(words, last - 1);
            words.Remove(last - 1);
            blanks.Remove(last - 1);
        }

        words.Remove(last);
        StringBuilder before = new();
        foreach ((int number, string word) in words)
        {
            before.Append(Echoed(blanks.GetValueOrDefault(number, "") + word));
        }

        return new ScriptLine(before.ToString(), blanks.GetValueOrDefault(last, ""), symbol, module, buildId, after);
    }

    /// <summary>The line with another text for its symbol.</summary>
    public string With(string symbol) => Before + Blanks + symbol + (Module.Length > 0 ? $" {Module}" : "") + (After.Length > 0 ? $" {After}" : "");

    /// <summary>What <c>echo</c> of bash makes of a word: <c>-n</c> and the like are its options.</summary>
    public static string Echoed(string text) => text.Length > 1 && text[0] == '-' && text.AsSpan(1).IndexOfAnyExcept('n', 'e', 'E') < 0 ? "" : text;

    private static SortedDictionary<int, string> Numbered(IEnumerable<string> texts)
    {
        SortedDictionary<int, string> numbered = [];
        foreach (string text in texts)
        {
            numbered.Add(numbered.Count, text);
        }

        return numbered;
    }

    private static string Word(SortedDictionary<int, string> words, int number) => words.GetValueOrDefault(number, "");

    // What stands before each word; other white space than that between words counts, too.
    private static IEnumerable<string> BlanksIn(string line)
    {
        int start = 0;
        for (int i = 0; i < line.Length; i++)
        {
            bool isSpace = IsSpace(line[i]);
            if (!isSpace && (i == 0 || IsSpace(line[i - 1])))
            {
                yield return line[start..i];
            }

            start = isSpace ? start : i + 1;
        }
    }

    private static bool IsSpace(char character) => character is ' ' or (>= '\t' and <= '\r');

    private static (string Name, string? BuildId) ModuleIn(string word)
    {
        string module = word.EndsWith(')') ? word[..^1] : word;
        module = module.StartsWith('[') ? module[1..] : module;
        module = module.EndsWith(']') ? module[..^1] : module;
        int first = module.IndexOf(' ', StringComparison.Ordinal);
        string buildId = module[(first + 1)..];
        string name = first < 0 ? module : module[..module.LastIndexOf(' ')];
        return (name, name == buildId || buildId.Length == 0 ? null : buildId);
    }

    // \[<[^]]+>\]
    private static bool HasAddress(string text)
    {
        for (int start = 0; start < text.Length && text.IndexOf(']', start) is >= 0 and int end; start = end + 1)
        {
            int open = text.IndexOf("[<", start, end - start, StringComparison.Ordinal);
            if (open >= 0 && text[end - 1] == '>' && end - 1 > open + 2)
            {
                return true;
            }
        }

        return false;
    }

    // \[[^]]+\]
    private static bool HasBrackets(string text)
    {
        for (int start = 0; start < text.Length && text.IndexOf(']', start) is >= 0 and int end; start = end + 1)
        {
            int open = text.IndexOf('[', start, end - start);
            if (open >= 0 && end > open + 1)
            {
                return true;
            }
        }

        return false;
    }

    // [^+ ]+\+0x[0-9a-f]+/0x[0-9a-f]+
    private static bool HasFrame(string line)
    {
        for (int plus = line.IndexOf("+0x", StringComparison.Ordinal); plus >= 0; plus = line.IndexOf("+0x", plus + 1, StringComparison.Ordinal))
        {
            int slash = EndOfDigits(line, plus + 3);
            if (plus > 0 && line[plus - 1] is not ('+' or ' ') && slash > plus + 3
                && string.CompareOrdinal(line, slash, "/0x", 0, 3) == 0 && EndOfDigits(line, slash + 3) > slash + 3)
            {
                return true;
            }
        }

        return false;
    }

    // \([A-Z]*\)
    private static bool HasLetters(string word)
    {
        for (int open = word.IndexOf('('); open >= 0; open = word.IndexOf('(', open + 1))
        {
            int end = open + 1;
            while (end < word.Length && char.IsAsciiLetterUpper(word[end]))
            {
                end++;
            }

            if (end < word.Length && word[end] == ')')
            {
                return true;
            }
        }

        return false;
    }

    // ^[0-9a-f]+\]
    private static bool IsEndOfBuildId(string word) => EndOfDigits(word, 0) is > 0 and int end && end < word.Length && word[end] == ']';

    private static int EndOfDigits(string text, int start)
    {
        int end = start;
        while (end < text.Length && char.IsAsciiHexDigitLower(text[end]))
        {
            end++;
        }

        return end;
    }
}
