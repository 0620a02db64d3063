// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

namespace Kelf.Kernel.Kabi.Shapes;

/// <summary>
/// Reads the words of a record of genksyms: a C declaration, its types as references. Only what a comparison asks for is taken apart:
/// members, enumerators and parameters; types stay the words that C has for them.
/// </summary>
internal sealed class GenksymsParser
{
    // Structures in a kernel's structures are some five deep without a name between; bounds of arrays, three.
    private const int DeepestLevel = 100;

    // Specifiers that each of several declarators repeats.
    private const int MostRepeated = 64;

    private readonly string[] _words;
    private readonly int _level;

    private GenksymsParser(string[] words, int level = 0) => (_words, _level) = (words, level);

    /// <summary>Reads a record.</summary>
    /// <param name="words">Its words, without the name of the record.</param>
    /// <param name="kind">The letter of the type's kind; <c>'\0'</c> for an export.</param>
    /// <param name="name">The name of the type or export.</param>
    public static TypeNode Parse(string[] words, char kind, string name)
    {
        GenksymsParser parser = new(words);
        return kind switch
        {
            's' or 'u' => parser.Aggregate(kind == 'u' ? NodeKind.Union : NodeKind.Structure, name, 0, words.Length),
            'e' => parser.Enumeration(name),
            't' when words is ["typedef", ..] => new TypeNode
            {
                Kind = NodeKind.Typedef,
                Name = name,
                Target = parser.Declaration(1, words.Length, name).Type,
                Words = words,
            },
            '\0' => parser.Export(name),
            _ => new TypeNode { Kind = NodeKind.Other, Name = name, Words = words },
        };
    }

    private TypeNode Aggregate(NodeKind kind, string name, int start, int end)
    {
        int open = Find("{", start, end), close = Close(open, end);
        if (open < 0 || close < 0)
        {
            return new TypeNode { Kind = NodeKind.Other, Name = name, Words = _words };
        }

        bool isUnknown = close == open + 2 && _words[open + 1] == "UNKNOWN";
        List<MemberNode> members = [];
        foreach ((int first, int last) in isUnknown ? [] : Parts(open + 1, close, ";"))
        {
            Declarators(first, last, members);
        }

        return new TypeNode
        {
            Kind = kind,
            Name = name,
            Members = members,
            IsDeclaration = isUnknown,
            Words = new ArraySegment<string>(_words, start, end - start),
        };
    }

    // "s#list_head * next , * prev": what stands before the first declarator holds for all.
    private void Declarators(int start, int end, List<MemberNode> members)
    {
        List<(int First, int Last)> parts = Parts(start, end, ",");
        if (parts.Count == 0)
        {
            return;
        }

        (MemberNode first, int before) = Declarator(parts[0].First, parts[0].Last);
        members.Add(first);
        foreach ((int from, int to) in parts.Skip(1))
        {
            // The same words as if it had been declared by itself.
            string[] alone = [.. _words[parts[0].First..Math.Min(before, parts[0].First + MostRepeated)], .. _words[from..to]];
            members.Add(new GenksymsParser(alone, _level).Declaration(0, alone.Length, null));
        }
    }

    private MemberNode Declaration(int start, int end, string? name) => Declarator(start, end, name).Member;

    // A member, and where its declarator begins: at the first star or parenthesis after its specifiers, or at its name.
    private (MemberNode Member, int Declarator) Declarator(int start, int end, string? wanted = null)
    {
        int colon = FindLast(":", start, end);
        long? bits = colon > 0 && long.TryParse(string.Join(' ', _words[(colon + 1)..end]), NumberStyles.None, CultureInfo.InvariantCulture, out long size)
            ? size : null;
        int last = colon > 0 ? colon : end;
        int name = NameIn(start, last, wanted);
        int declarator = start;
        int depth = 0;
        for (int i = start; i < last; i++)
        {
            depth += _words[i] == "{" ? 1 : _words[i] == "}" ? -1 : 0;
            if (depth == 0 && (_words[i] is "*" or "(" || i == name))
            {
                declarator = i;
                break;
            }
        }

        string[] type = [.. Enumerable.Range(start, last - start).Where(i => i != name).Select(i => _words[i])];
        return (new MemberNode(name < 0 ? "" : _words[name], TypeOf(type), null, bits), declarator);
    }

    private TypeNode TypeOf(string[] words)
    {
        GenksymsParser parser = new(words, _level + 1);
        return words switch
        {
            _ when _level > DeepestLevel => new TypeNode { Kind = NodeKind.Other, Words = words },
            ["struct" or "union", "{", .., "}"] => parser.Aggregate(words[0] == "union" ? NodeKind.Union : NodeKind.Structure, "", 0, words.Length),
            [var only] when only.Length > 1 && only[1] == '#' => new TypeNode { Kind = NodeKind.Reference, Name = only, Words = words },
            [.., "]"] when System.Array.LastIndexOf(words, "[") is > 0 and int open => new TypeNode
            {
                Kind = NodeKind.Array,
                Name = string.Join(' ', words[open..]),
                Count = long.TryParse(string.Join(' ', words[(open + 1)..^1]), NumberStyles.None, CultureInfo.InvariantCulture, out long count) ? count : null,
                Target = parser.TypeOf(words[..open]),
                Words = words,
            },
            _ => new TypeNode { Kind = NodeKind.Base, Name = string.Join(' ', words), Words = words },
        };
    }

    // The name is the last identifier before a bound; of a pointer to a function that after the star in parentheses.
    private int NameIn(int start, int end, string? wanted)
    {
        int depth = 0, found = -1;
        for (int i = start; i < end; i++)
        {
            string word = _words[i];
            if (word is "{" or "[")
            {
                depth++;
            }
            else if (word is "}" or "]")
            {
                depth--;
            }
            else if (depth == 0 && word == "(" && i + 2 < end && _words[i + 1] == "*")
            {
                int inner = i + 1;
                while (inner < end && _words[inner] is "*" or "const" or "volatile")
                {
                    inner++;
                }

                if (inner < end && IsName(_words[inner]))
                {
                    return inner;
                }
            }
            else if (depth == 0 && word == "(" && i > start && _words[i - 1].StartsWith("__attribute", StringComparison.Ordinal))
            {
                i = Close(i, end) is var close and > 0 ? close : end;
            }
            else if (depth == 0 && (wanted is null ? IsName(word) : word == wanted))
            {
                found = i;
            }
        }

        // "unsigned int" alone has no name.
        return found > start || wanted is not null ? found : -1;
    }

    private static bool IsName(string word) =>
        word.Length > 0 && (char.IsAsciiLetter(word[0]) || word[0] == '_') && !(word.Length > 1 && word[1] == '#')
        && word is not ("const" or "volatile" or "unsigned" or "signed" or "int" or "long" or "short" or "char" or "void" or "struct" or "union"
            or "enum" or "float" or "double" or "_Bool" or "restrict" or "static" or "extern" or "inline" or "__int128" or "__attribute__");

    private TypeNode Enumeration(string name)
    {
        int open = Find("{", 0, _words.Length), close = Close(open, _words.Length);
        if (open < 0 || close < 0)
        {
            return new TypeNode { Kind = NodeKind.Other, Name = name, Words = _words };
        }

        bool isUnknown = close == open + 2 && _words[open + 1] == "UNKNOWN";
        List<EnumeratorNode> enumerators = [];
        string last = "";
        long next = 0;
        foreach ((int first, int end) in isUnknown ? [] : Parts(open + 1, close, ","))
        {
            // What follows an expression that is not evaluated is counted from it.
            string value = end - first > 2 && _words[first + 1] == "=" ? string.Join(' ', _words[(first + 2)..end]) : "";
            if (value.Length > 0)
            {
                (last, next) = long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? ("", number) : (value, 0);
            }

            enumerators.Add(new EnumeratorNode(
                _words[first],
                last.Length == 0 ? next.ToString(CultureInfo.InvariantCulture)
                    : next == 0 ? last : string.Create(CultureInfo.InvariantCulture, $"{last} + {next}")));
            next++;
        }

        return new TypeNode { Kind = NodeKind.Enumeration, Name = name, Enumerators = enumerators, IsDeclaration = isUnknown, Words = _words };
    }

    private TypeNode Export(string name)
    {
        int at = System.Array.IndexOf(_words, name);
        int start = _words is ["extern", ..] ? 1 : 0;
        if (at < 0 || at + 1 >= _words.Length || _words[at + 1] != "(" || Close(at + 1, _words.Length) is not (> 0 and var close))
        {
            return new TypeNode { Kind = NodeKind.Variable, Name = name, Target = Declaration(start, _words.Length, name).Type, Words = _words };
        }

        List<(int First, int Last)> parts = Parts(at + 2, close, ",");
        bool isVariadic = parts is [.., var last] && _words[last.First] == "...";
        List<MemberNode> parameters =
        [
            .. parts.Where(part => _words[part.First] != "..." && !(parts.Count == 1 && part.Last == part.First + 1 && _words[part.First] == "void"))
                .Select(part => new MemberNode("", TypeOf(_words[part.First..part.Last]), null, null)),
        ];
        return new TypeNode
        {
            Kind = NodeKind.Function,
            Name = name,
            Members = parameters,
            Target = TypeOf([.. _words[start..at], .. _words[(close + 1)..]]),
            IsVariadic = isVariadic,
            Words = _words,
        };
    }

    // The parts between separators that stand in no braces, brackets or parentheses.
    private List<(int First, int Last)> Parts(int start, int end, string separator)
    {
        List<(int, int)> parts = [];
        int depth = 0, first = start;
        for (int i = start; i <= end; i++)
        {
            string word = i < end ? _words[i] : separator;
            depth += word is "{" or "(" or "[" ? 1 : word is "}" or ")" or "]" ? -1 : 0;
            if (depth <= 0 && word == separator)
            {
                if (i > first)
                {
                    parts.Add((first, i));
                }

                first = i + 1;
            }
        }

        return parts;
    }

    private int Find(string word, int start, int end) => System.Array.IndexOf(_words, word, start, end - start);

    private int FindLast(string word, int start, int end)
    {
        int depth = 0;
        for (int i = end - 1; i > start; i--)
        {
            depth += _words[i] is "}" or ")" or "]" ? 1 : _words[i] is "{" or "(" or "[" ? -1 : 0;
            if (depth == 0 && _words[i] == word)
            {
                return i;
            }
        }

        return -1;
    }

    private int Close(int open, int end)
    {
        int depth = 0;
        for (int i = open; i >= 0 && i < end; i++)
        {
            depth += _words[i] is "{" or "(" or "[" ? 1 : _words[i] is "}" or ")" or "]" ? -1 : 0;
            if (depth == 0)
            {
                return i;
            }
        }

        return -1;
    }
}
