// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

namespace Kelf.Kernel.Symvers;

/// <summary>
/// Applies <c>type_string</c> rules: texts of types and symbols are replaced, and references that only rules define enter
/// the table of types.
/// </summary>
internal sealed class TypeOverrides
{
    private readonly TypeTexts _types;
    private readonly KabiRules _rules;

    private TypeOverrides(TypeTexts types, KabiRules rules)
    {
        (_types, _rules) = (types, rules);
    }

    /// <summary>Replaces what the rules name.</summary>
    /// <exception cref="SymversException">A rule's text is empty or holds an incomplete reference.</exception>
    public static void Apply(DescribedTypes described, SymbolList symbols, AliasGroups groups, KabiRules rules)
    {
        if (rules.IsEmpty)
        {
            return;
        }

        TypeOverrides overrides = new(described.Types, rules);
        overrides.ReplaceTypes();
        for (int symbol = 0; symbol < symbols.Count; symbol++)
        {
            int group = groups.Of(symbol);
            if (described.GroupTexts[group] is not null && rules.TryTypeString(symbols[symbol], out byte[]? value))
            {
                byte[] text = overrides.Parse(symbols[symbol], value);
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

        overrides.DefineReferences(described.GroupTexts);
    }

    private void ReplaceTypes()
    {
        int count = _types.Names.Count;
        for (int name = 0; name < count; name++)
        {
            if (_types.Has(name) && _rules.TryTypeString(_types.Names[name], out byte[]? value))
            {
                _types.Replace(name, Parse(_types.Names[name], value));
            }
        }
    }

    /// <summary>Follows the references of the versions; those without a text may be defined by a rule.</summary>
    private void DefineReferences(byte[]?[] groupTexts)
    {
        HashSet<int> met = [];
        Stack<int> open = [];
        foreach (byte[]? text in groupTexts)
        {
            Collect(text, met, open);
            while (open.TryPop(out int name))
            {
                if (!_types.Has(name) && _rules.TryTypeString(_types.Names[name], out byte[]? value))
                {
                    _types.Replace(name, Parse(_types.Names[name], value));
                }

                Collect(_types[name], met, open);
            }
        }
    }

    private static void Collect(ReadOnlySpan<byte> text, HashSet<int> met, Stack<int> open)
    {
        Pieces pieces = new(text);
        while (pieces.Next())
        {
            if (pieces.Kind == PieceKind.Reference && met.Add(pieces.Number))
            {
                open.Push(pieces.Number);
            }
        }
    }

    /// <summary>
    /// Cuts a rule's text into literals and references. A reference starts wherever a kind and <c>#</c> stand, also inside
    /// a word, and ends before the next blank, or behind the quote that closes it.
    /// </summary>
    private byte[] Parse(ReadOnlySpan<byte> owner, ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty)
        {
            throw new SymversException($"empty type string override for '{Encoding.UTF8.GetString(owner)}'");
        }

        PieceBuffer pieces = new();
        int literal = 0;
        for (int at = 0; at < value.Length;)
        {
            if (!TypeNames.LooksLikeReference(value[at..]))
            {
                at++;
                continue;
            }

            pieces.Literal(value[literal..at]);
            int length = ReferenceLength(owner, value, at);
            pieces.Numbered(PieceKind.Reference, _types.Names.Add(value.Slice(at, length)));
            at += length;
            literal = at;
        }

        pieces.Literal(value[literal..]);
        return [.. pieces.From(0)];
    }

    private static int ReferenceLength(ReadOnlySpan<byte> owner, ReadOnlySpan<byte> value, int at)
    {
        ReadOnlySpan<byte> name = value[(at + 2)..];
        if (name.StartsWith("'"u8))
        {
            int quote = name[1..].IndexOf((byte)'\'');
            return quote >= 0 ? quote + 4 : throw new SymversException(
                $"incomplete {(char)value[at]}# type reference for '{Encoding.UTF8.GetString(owner)}' "
                + $"(string : '{Encoding.UTF8.GetString(value)}')");
        }

        int blank = name.IndexOf((byte)' ');
        int length = blank < 0 ? name.Length : blank;
        return length > 0 ? length + 2 : throw new SymversException(
            $"empty {(char)value[at]}# type name for '{Encoding.UTF8.GetString(owner)}' "
            + $"(string: '{Encoding.UTF8.GetString(value)}')");
    }
}
