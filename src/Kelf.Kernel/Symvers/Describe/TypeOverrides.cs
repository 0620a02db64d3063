// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.Kernel.Symvers.Rules;
using Kelf.Kernel.Symvers.Selection;
using Kelf.Kernel.Symvers.TypeStrings;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Symvers.Describe;

/// <summary>
/// Applies <c>type_string</c> rules: texts of types and symbols are replaced, and references that only rules define enter
/// the table of types. After it each reference that a version can meet has a text.
/// </summary>
internal sealed class TypeOverrides
{
    private readonly TypeTexts _types;
    private readonly KabiRules _rules;
    private readonly string _file;

    /// <summary>Prepares the rules for a table of types.</summary>
    /// <param name="types">The types.</param>
    /// <param name="rules">The rules.</param>
    /// <param name="file">The object, for messages.</param>
    public TypeOverrides(TypeTexts types, KabiRules rules, string file)
    {
        (_types, _rules, _file) = (types, rules, file);
    }

    /// <summary>Whose text it is, by number, for an error.</summary>
    public delegate ReadOnlySpan<byte> OwnerOf(int text);

    /// <summary>Replaces what the rules name, and sees to it that no reference of a version leads nowhere.</summary>
    /// <exception cref="RefusedException">A rule's text is empty or holds an incomplete reference, or nothing defines a reference.</exception>
    public static void Apply(
        DescribedTypes described, SymbolList symbols, AliasGroups groups, KabiRules rules, string file)
    {
        TypeOverrides overrides = new(described.Types, rules, file);
        if (!rules.IsEmpty)
        {
            overrides.ReplaceTypes();
            overrides.ReplaceSymbols(described, symbols, groups);
        }

        // Without rules a reference leads nowhere only if some name has the looks of a reference.
        if (rules.IsEmpty && described.Types.AllHaveTexts)
        {
            return;
        }

        overrides.DefineReferences(described.GroupTexts, group => symbols[groups.Members(group)[0]]);
    }

    private void ReplaceSymbols(DescribedTypes described, SymbolList symbols, AliasGroups groups)
    {
        for (int symbol = 0; symbol < symbols.Count; symbol++)
        {
            int group = groups.Of(symbol);
            if (described.GroupTexts[group] is not null && TextOf(symbols[symbol]) is { } text)
            {
                described.SymbolOverrides.Add(symbol, text);
            }
        }

        for (int group = 0; group < groups.Count; group++)
        {
            int first = groups.Members(group)[0];
            if (described.SymbolOverrides.TryGetValue(first, out byte[]? text))
            {
                // The version comes from the first member; the others keep their own text in the symtypes file.
                foreach (int member in groups.Members(group))
                {
                    described.SymbolOverrides.TryAdd(member, described.GroupTexts[group]!);
                }

                described.GroupTexts[group] = text;
            }
        }
    }

    /// <summary>Replaces the texts of types that rules name.</summary>
    public void ReplaceTypes()
    {
        int count = _types.Names.Count;
        for (int name = 0; name < count; name++)
        {
            if (_types.Has(name) && _rules.TryTypeString(_types.Names[name], out KabiRule rule))
            {
                _types.Replace(name, Parse(_types.Names[name], rule));
            }
        }
    }

    /// <summary>The text that a rule gives to a symbol, or null.</summary>
    public byte[]? TextOf(ReadOnlySpan<byte> symbol) =>
        _rules.TryTypeString(symbol, out KabiRule rule) ? Parse(symbol, rule) : null;

    /// <summary>Follows the references of the versions; those without a text must be defined by a rule.</summary>
    /// <param name="texts">The texts of symbols.</param>
    /// <param name="ownerOf">Whose each is.</param>
    /// <exception cref="RefusedException">Nothing defines a reference.</exception>
    public void DefineReferences(IReadOnlyList<byte[]?> texts, OwnerOf ownerOf)
    {
        HashSet<int> met = [];
        Stack<(int Name, int Owner)> open = [];
        for (int group = 0; group < texts.Count; group++)
        {
            Push(texts[group], -1, open);
            while (open.TryPop(out (int Name, int Owner) reference))
            {
                if (met.Add(reference.Name))
                {
                    Define(reference.Name, reference.Owner < 0 ? ownerOf(group) : _types.Names[reference.Owner]);
                    Push(_types[reference.Name], reference.Name, open);
                }
            }
        }
    }

    /// <summary>Puts the references of a text on the stack, the first on top.</summary>
    private static void Push(ReadOnlySpan<byte> text, int owner, Stack<(int Name, int Owner)> open)
    {
        List<int> references = [];
        Pieces pieces = new(text);
        while (pieces.Next())
        {
            if (pieces.Kind == PieceKind.Reference)
            {
                references.Add(pieces.Number);
            }
        }

        for (int i = references.Count - 1; i >= 0; i--)
        {
            open.Push((references[i], owner));
        }
    }

    private void Define(int name, ReadOnlySpan<byte> owner)
    {
        if (!_types.Has(name))
        {
            _types.Replace(name, _rules.TryTypeString(_types.Names[name], out KabiRule rule)
                ? Parse(_types.Names[name], rule)
                : throw new RefusedException(
                    _file,
                    $"unknown type reference to '{PrintableText.Of(_types.Names[name])}' when expanding "
                    + $"'{PrintableText.Of(owner)}'"));
        }
    }

    /// <summary>
    /// Cuts a rule's text into literals and references. A reference starts wherever a kind and <c>#</c> stand, also inside
    /// a word, and ends before the next blank, or after the quote that closes it.
    /// </summary>
    private byte[] Parse(ReadOnlySpan<byte> owner, in KabiRule rule)
    {
        ReadOnlySpan<byte> value = rule.Value;
        if (value.IsEmpty)
        {
            throw rule.Error($"empty type string override for '{PrintableText.Of(owner)}'");
        }

        KabiRule whole = rule;
        PieceBuffer pieces = new(
            PieceBuffer.LongestText, () => whole.Error($"the type string exceeds {PieceBuffer.LongestText >> 20} MiB"));
        int literal = 0;
        for (int at = 0; at < value.Length;)
        {
            if (!TypeNames.LooksLikeReference(value[at..]))
            {
                at++;
                continue;
            }

            pieces.Literal(value[literal..at]);
            int length = ReferenceLength(owner, rule, at);
            pieces.Numbered(PieceKind.Reference, _types.Names.Add(value.Slice(at, length)));
            at += length;
            literal = at;
        }

        pieces.Literal(value[literal..]);
        return [.. pieces.From(0)];
    }

    private static int ReferenceLength(ReadOnlySpan<byte> owner, in KabiRule rule, int at)
    {
        ReadOnlySpan<byte> value = rule.Value;
        ReadOnlySpan<byte> name = value[(at + 2)..];
        if (name.StartsWith("'"u8))
        {
            int quote = name[1..].IndexOf((byte)'\'');
            return quote switch
            {
                < 0 => throw rule.Error(
                    $"incomplete {(char)value[at]}# type reference for '{PrintableText.Of(owner)}' "
                    + $"(string : '{PrintableText.Of(value)}')"),
                0 => throw Empty(owner, rule, at),
                _ => quote + 4,
            };
        }

        int blank = name.IndexOf((byte)' ');
        int length = blank < 0 ? name.Length : blank;
        return length > 0 ? length + 2 : throw Empty(owner, rule, at);
    }

    private static RefusedException Empty(ReadOnlySpan<byte> owner, in KabiRule rule, int at) => rule.Error(
        $"empty {(char)rule.Value[at]}# type name for '{PrintableText.Of(owner)}' "
        + $"(string: '{PrintableText.Of(rule.Value)}')");
}
