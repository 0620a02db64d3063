// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.Kernel.Symvers.Settings;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Symvers.Rules;

/// <summary>
/// The kABI rules of an object (kernel Documentation/kbuild/gendwarfksyms.rst): section
/// <c>.discard.gendwarfksyms.kabi_rules</c>, entries of four NUL-terminated strings: version, type, target, value. Of two
/// rules for one target the last counts. Values are parsed when they are used.
/// </summary>
internal sealed class KabiRules
{
    private const string SectionName = ".discard.gendwarfksyms.kabi_rules";
    private const int SmallestEntry = 6;

    private readonly ByteStringTable _keys = new();
    private readonly List<KabiRule> _rules = [];

    // All rules in the order of the section, also those that a later one replaced.
    private readonly List<(byte[] Key, KabiRule Rule)> _entries = [];

    private readonly KabiRules? _others;

    private KabiRules(KabiRules? others) => _others = others;

    private enum RuleType : byte
    {
        DeclarationOnly = 1,
        EnumeratorIgnore,
        EnumeratorValue,
        ByteSize,
        TypeString,
    }

    /// <summary>No rules.</summary>
    public static KabiRules None { get; } = new(others: null);

    /// <summary>The section that they stand in, or null.</summary>
    public ElfSection? Section { get; private init; }

    /// <summary>True when there is no rule.</summary>
    public bool IsEmpty => _rules.Count == 0 && _others is not { IsEmpty: false };

    /// <summary>Reads the rules of an object.</summary>
    /// <exception cref="RefusedException">The section is malformed; the message is that of the original and the offset.</exception>
    public static KabiRules Read(ElfFile elf, SymversOptions options)
    {
        if (!elf.TryFindSection(SectionName, out ElfSection? section))
        {
            return None;
        }

        KabiRules rules = new(others: null) { Section = section };
        rules.Parse(elf.Contents(section), options);
        return rules;
    }

    /// <summary>Where the rules stand in the section, in its order.</summary>
    public IEnumerable<ulong> Offsets => _entries.Select(entry => entry.Rule.Offset);

    /// <summary>Some of the rules; of two for one target the last of these counts.</summary>
    /// <param name="places">The rules' places in <see cref="Offsets"/>, ascending.</param>
    /// <param name="others">Rules that hold as well, where these say nothing; null for none.</param>
    public KabiRules Part(IEnumerable<int> places, KabiRules? others)
    {
        KabiRules part = new(others);
        foreach (int place in places)
        {
            part.Add(_entries[place].Key, _entries[place].Rule);
        }

        return part;
    }

    public bool IsDeclarationOnly(ReadOnlySpan<byte> name) => TryFind(RuleType.DeclarationOnly, name, out _);

    public bool IsEnumeratorIgnored(ReadOnlySpan<byte> enumeration, ReadOnlySpan<byte> enumerator) =>
        !IsEmpty && TryFind(RuleType.EnumeratorIgnore, [.. enumeration, (byte)' ', .. enumerator], out _);

    public bool TryEnumeratorValue(ReadOnlySpan<byte> enumeration, ReadOnlySpan<byte> enumerator, out ulong value)
    {
        value = 0;
        if (IsEmpty || !TryFind(RuleType.EnumeratorValue, [.. enumeration, (byte)' ', .. enumerator], out KabiRule rule))
        {
            return false;
        }

        value = ParseNumber(rule);
        return true;
    }

    public bool TryByteSize(ReadOnlySpan<byte> name, out ulong value)
    {
        value = 0;
        if (!TryFind(RuleType.ByteSize, name, out KabiRule rule))
        {
            return false;
        }

        value = ParseNumber(rule);
        return true;
    }

    /// <summary>The rule whose value replaces the text of a type (<c>s#name</c>) or symbol.</summary>
    public bool TryTypeString(ReadOnlySpan<byte> name, out KabiRule rule) => TryFind(RuleType.TypeString, name, out rule);

    /// <summary>As the C library's <c>strtoul</c> in base 10: blanks and a sign first, and "" is 0.</summary>
    private static ulong ParseNumber(in KabiRule rule)
    {
        ReadOnlySpan<byte> rest = rule.Value.AsSpan().TrimStart(" \t\n\v\f\r"u8);
        bool negative = rest.StartsWith("-"u8);
        if (negative || rest.StartsWith("+"u8))
        {
            rest = rest[1..];
            if (rest.IsEmpty)
            {
                throw Invalid(rule);
            }
        }
        else if (rest.IsEmpty && rule.Value.Length > 0)
        {
            throw Invalid(rule);
        }

        ulong value = 0;
        foreach (byte digit in rest)
        {
            if (digit is < (byte)'0' or > (byte)'9' || value > (ulong.MaxValue - (uint)(digit - '0')) / 10)
            {
                throw Invalid(rule);
            }

            value = (value * 10) + (uint)(digit - '0');
        }

        return negative ? unchecked(0 - value) : value;
    }

    private static RefusedException Invalid(in KabiRule rule) =>
        rule.Error($"invalid unsigned value '{PrintableText.Of(rule.Value)}'");

    private void Parse(Region section, SymversOptions options)
    {
        if (section.Length < SmallestEntry)
        {
            throw Error(section, 0, $"kABI rule section too small: {section.Length} bytes");
        }

        ReadOnlySpan<byte> bytes = section.Span();
        if (bytes[^1] != 0)
        {
            throw Error(section, bytes.Length - 1, "kABI rules are not null-terminated");
        }

        int at = 0;
        while (bytes.Length - at > SmallestEntry)
        {
            int entry = at;
            ReadOnlySpan<byte> version = Next(section, bytes, ref at);
            if (!version.SequenceEqual("1"u8))
            {
                throw Error(section, entry, $"unsupported kABI rule version: '{PrintableText.Of(version)}'");
            }

            RuleType type = TypeOf(section, entry, Next(section, bytes, ref at));
            ReadOnlySpan<byte> target = Next(section, bytes, ref at);
            KabiRule rule = new(Next(section, bytes, ref at).ToArray(), section, (ulong)entry);
            Add([(byte)type, .. target], rule);
        }

        if (at < bytes.Length)
        {
            options.Tell(Diagnostic.Warning(WarningKind.RulesEnd, "unexpected data at the end of the kABI rules section") with
            {
                Section = section.Source.Section,
                Offset = (ulong)at,
            });
        }
    }

    private void Add(byte[] name, in KabiRule rule)
    {
        _entries.Add((name, rule));
        int key = _keys.Add(name);
        if (key == _rules.Count)
        {
            _rules.Add(rule);
        }
        else
        {
            _rules[key] = rule;
        }
    }

    private static ReadOnlySpan<byte> Next(Region section, ReadOnlySpan<byte> bytes, ref int at)
    {
        ReadOnlySpan<byte> rest = bytes[at..];
        int end = rest.IndexOf((byte)0);
        if (end < 0)
        {
            throw Error(section, at, "unexpected end of kABI rules");
        }

        at += end + 1;
        return rest[..end];
    }

    private static RuleType TypeOf(Region section, int entry, ReadOnlySpan<byte> name) =>
        name.SequenceEqual("declonly"u8) ? RuleType.DeclarationOnly
        : name.SequenceEqual("enumerator_ignore"u8) ? RuleType.EnumeratorIgnore
        : name.SequenceEqual("enumerator_value"u8) ? RuleType.EnumeratorValue
        : name.SequenceEqual("byte_size"u8) ? RuleType.ByteSize
        : name.SequenceEqual("type_string"u8) ? RuleType.TypeString
        : throw Error(section, entry, $"unsupported kABI rule type: '{PrintableText.Of(name)}'");

    private static RefusedException Error(Region section, int offset, string what) =>
        new(section.Malformed((ulong)offset, what));

    /// <summary>A rule with an empty target never matches.</summary>
    private bool TryFind(RuleType type, ReadOnlySpan<byte> target, out KabiRule rule)
    {
        int key = IsEmpty || target.IsEmpty ? -1 : _keys.Find([(byte)type, .. target]);
        if (key < 0 && _others is not null)
        {
            return _others.TryFind(type, target, out rule);
        }

        rule = key < 0 ? default : _rules[key];
        return key >= 0;
    }
}
