// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

namespace Kelf.Kernel.Kabi.Shapes;

/// <summary>
/// Reads the words of a record of gendwarfksyms (kernel <c>scripts/gendwarfksyms/dwarf.c</c>): a tag, perhaps a name, what is in
/// braces or parentheses, and attributes <c>word(number)</c>. What has another form is <see cref="NodeKind.Other"/>, and is
/// compared by its words.
/// </summary>
internal sealed class GendwarfksymsParser
{
    // Types of a kernel are nested some ten deep without a name between.
    private const int DeepestLevel = 200;

    private readonly string[] _words;
    private int _at;
    private int _level;

    private GendwarfksymsParser(string[] words) => _words = words;

    private string Word => _at < _words.Length ? _words[_at] : "";

    /// <summary>Reads a record.</summary>
    /// <param name="words">Its words, without the name of the record.</param>
    /// <param name="name">The name of the type, without its kind; empty for an export.</param>
    public static TypeNode Parse(string[] words, string name)
    {
        GendwarfksymsParser parser = new(words);
        try
        {
            return parser.Record(name);
        }
        catch (FormatException)
        {
            return new TypeNode { Kind = NodeKind.Other, Words = words };
        }
    }

    private TypeNode Record(string name)
    {
        switch (Word)
        {
            case "subprogram":
                return Function();
            case "variable":
                _at++;
                return new TypeNode { Kind = NodeKind.Variable, Target = Type(), Words = _words };
            default:
                return Type(name);
        }
    }

    // A name that is known may have words like "->".
    private TypeNode Type(string? recordName = null)
    {
        int start = _at;
        string tag = Word;
        if (_level > DeepestLevel || tag.Length == 0)
        {
            throw new FormatException();
        }

        if (tag.Length > 1 && tag[1] == '#')
        {
            _at++;
            return new TypeNode { Kind = NodeKind.Reference, Name = tag, Words = Since(start) };
        }

        _level++;
        TypeNode node = tag switch
        {
            "structure_type" or "class_type" or "union_type" => Aggregate(tag == "union_type" ? NodeKind.Union : NodeKind.Structure, recordName),
            "enumeration_type" => Enumeration(recordName),
            "subroutine_type" => Function(),
            "base_type" or "unspecified_type" => Base(),
            _ when tag.StartsWith("array_type", StringComparison.Ordinal) => Array(tag["array_type".Length..]),
            _ when tag.EndsWith("_type", StringComparison.Ordinal) => Modified(tag[..^"_type".Length], recordName),
            _ => throw new FormatException(),
        };
        _level--;
        return node;
    }

    private TypeNode Aggregate(NodeKind kind, string? recordName)
    {
        int start = _at++;
        string name = Name(recordName);
        List<MemberNode> members = [];
        Expect("{");
        while (Word != "}")
        {
            Members(members, "");
            if (Word == ",")
            {
                _at++;
            }
        }

        _at++;
        Attributes attributes = ReadAttributes();
        // Compilers do not say where members of a union are: all of them are at its start.
        return new TypeNode
        {
            Kind = kind,
            Name = name,
            Members = kind == NodeKind.Union ? members.ConvertAll(member => member with { BitOffset = member.BitOffset ?? 0 }) : members,
            Size = attributes.Size,
            Alignment = attributes.Alignment,
            IsDeclaration = members.Count == 0 && attributes.Size is null,
            Words = Since(start),
        };
    }

    // A member, or the variants of a Rust enumeration, each with members of its own.
    private void Members(List<MemberNode> members, string prefix)
    {
        switch (Word)
        {
            case "member" or "template_type_parameter_type" or "formal_parameter":
                members.Add(Member(prefix));
                return;
            case "variant_part" or "variant":
                bool isVariant = Word == "variant";
                _at++;
                Expect("{");
                int number = 0;
                while (Word != "}")
                {
                    if (++_level > DeepestLevel)
                    {
                        throw new FormatException();
                    }

                    Members(members, isVariant ? prefix : string.Create(CultureInfo.InvariantCulture, $"{prefix}{number++}:"));
                    _level--;
                    _at += Word == "," ? 1 : 0;
                }

                _at++;
                _ = ReadAttributes();
                return;
            default:
                // What a structure inherits from, and the like: a type by itself.
                members.Add(new MemberNode(prefix, Type(), null, null));
                return;
        }
    }

    private MemberNode Member(string prefix)
    {
        _at++;
        TypeNode type = Type();
        string name = prefix;
        if (Word is not ("," or "}" or ")") && !IsAttribute(Word))
        {
            name += Word;
            _at++;
        }

        Attributes attributes = ReadAttributes(ofMember: true);
        return new MemberNode(name, type, attributes.BitOffset ?? attributes.Offset * 8, attributes.BitSize);
    }

    private TypeNode Enumeration(string? recordName)
    {
        int start = _at++;
        string name = Name(recordName);
        List<EnumeratorNode> enumerators = [];
        Expect("{");
        while (Word != "}")
        {
            Expect("enumerator");
            int first = _at;
            while (Word is not ("," or "}" or ""))
            {
                _at++;
            }

            string[] words = _words[first.._at];
            int equals = System.Array.LastIndexOf(words, "=");
            enumerators.Add(new EnumeratorNode(
                string.Join(' ', equals < 0 ? words : words[..equals]), equals < 0 ? "" : string.Join(' ', words[(equals + 1)..])));
            _at += Word == "," ? 1 : 0;
        }

        _at++;
        Attributes attributes = ReadAttributes();
        return new TypeNode
        {
            Kind = NodeKind.Enumeration,
            Name = name,
            Enumerators = enumerators,
            Size = attributes.Size,
            Alignment = attributes.Alignment,
            IsDeclaration = enumerators.Count == 0 && attributes.Size is null,
            Words = Since(start),
        };
    }

    private TypeNode Function()
    {
        int start = _at++;
        Expect("(");
        List<MemberNode> parameters = [];
        while (Word != ")")
        {
            Members(parameters, "");
            _at += Word == "," ? 1 : 0;
        }

        _at++;
        Expect("->");
        TypeNode result = Type();
        return new TypeNode { Kind = NodeKind.Function, Members = parameters, Target = result, Words = Since(start) };
    }

    private TypeNode Base()
    {
        int start = _at++;
        while (Word is not ("" or "}" or ")" or "," or "{") && !IsAttribute(Word))
        {
            _at++;
        }

        string name = string.Join(' ', _words[(start + 1).._at]);
        // void has no attributes, and what follows it is a name at the end of a member, which void cannot have.
        Attributes attributes = ReadAttributes();
        return new TypeNode
        {
            Kind = NodeKind.Base,
            Name = name,
            Size = attributes.Size,
            Alignment = attributes.Alignment,
            Encoding = attributes.Encoding,
            Words = Since(start),
        };
    }

    private TypeNode Array(string bounds)
    {
        int start = _at++;
        long? count = 1;
        foreach (string bound in bounds.Split('[', StringSplitOptions.RemoveEmptyEntries))
        {
            count = long.TryParse(bound.TrimEnd(']'), NumberStyles.None, CultureInfo.InvariantCulture, out long number)
                && count is { } before && before <= int.MaxValue && number <= int.MaxValue ? before * number : null;
        }

        Expect("{");
        TypeNode target = Type();
        Expect("}");
        _ = ReadAttributes();
        return new TypeNode { Kind = NodeKind.Array, Name = bounds, Count = count, Target = target, Words = Since(start) };
    }

    private TypeNode Modified(string tag, string? recordName)
    {
        int start = _at++;
        string name = Name(recordName);
        Expect("{");
        TypeNode target = Type();
        Expect("}");
        Attributes attributes = ReadAttributes();
        NodeKind kind = tag switch
        {
            "typedef" => NodeKind.Typedef,
            "pointer" or "reference" or "rvalue_reference" => NodeKind.Pointer,
            _ => NodeKind.Qualified,
        };
        return new TypeNode
        {
            Kind = kind,
            Name = kind is NodeKind.Qualified or NodeKind.Pointer ? tag : name,
            Target = target,
            Size = attributes.Size,
            Alignment = attributes.Alignment,
            Words = Since(start),
        };
    }

    // The words up to the brace; of a record they are known.
    private string Name(string? known)
    {
        int start = _at;
        int words = string.IsNullOrEmpty(known) ? 0 : known.Split(' ').Length;
        if (words > 0 && start + words <= _words.Length && string.Join(' ', _words[start..(start + words)]) == known)
        {
            _at += words;
            return known!;
        }

        while (Word is not ("{" or ""))
        {
            _at++;
        }

        return string.Join(' ', _words[start.._at]);
    }

    private void Expect(string word)
    {
        if (Word != word)
        {
            throw new FormatException();
        }

        _at++;
    }

    private ArraySegment<string> Since(int start) => new(_words, start, _at - start);

    private static bool IsAttribute(string word) => word.EndsWith(')') && word.IndexOf('(', StringComparison.Ordinal) > 0
        && word[..word.IndexOf('(', StringComparison.Ordinal)]
            is "byte_size" or "encoding" or "alignment" or "data_member_location" or "bit_size" or "data_bit_offset" or "accessibility" or "discr_value";

    private static bool IsOfMember(string word) => word.StartsWith("data_", StringComparison.Ordinal)
        || word.StartsWith("bit_size(", StringComparison.Ordinal) || word.StartsWith("accessibility(", StringComparison.Ordinal);

    private readonly record struct Attributes(long? Size, long? Alignment, long? Encoding, long? Offset, long? BitSize, long? BitOffset);

    // Those of a member without a name follow those of its type.
    private Attributes ReadAttributes(bool ofMember = false)
    {
        Attributes found = default;
        for (; IsAttribute(Word) && (ofMember || !IsOfMember(Word)); _at++)
        {
            string[] parts = Word.TrimEnd(')').Split('(');
            // No size or offset of a kernel is near that.
            if (!long.TryParse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) || value > 1L << 48)
            {
                continue;
            }

            found = parts[0] switch
            {
                "byte_size" => found with { Size = value },
                "alignment" => found with { Alignment = value },
                "encoding" => found with { Encoding = value },
                "data_member_location" => found with { Offset = value },
                "bit_size" => found with { BitSize = value },
                "data_bit_offset" => found with { BitOffset = value },
                _ => found,
            };
        }

        return found;
    }
}
