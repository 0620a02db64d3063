// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Bitcode;

/// <summary>
/// Finds the symbols that module-level assembly defines: labels, assignments, and the scopes that directives give them.
/// There is no assembler here: labels that macros or repetitions make are not found, and parts that a condition leaves out
/// are.
/// </summary>
/// <remarks>
/// For the linker all of them are executable. In
/// <code>
/// .section ".initcall6.init..kmod_a__1_2_f", "a" ; __initcall__kmod_a__1_2_f6: .long __initstub__kmod_a__1_2_f6 - .
/// .globl g
/// g = f + 4
/// </code>
/// these are a local <c>__initcall__kmod_a__1_2_f6</c> and a global <c>g</c>.
/// </remarks>
internal sealed class ModuleAssembly
{
    private readonly ReadOnlyMemory<byte> _text;
    private readonly List<Mention> _mentions = [];
    private readonly List<Range> _sections = [];

    /// <summary>Looks at the statements of a text.</summary>
    public ModuleAssembly(ReadOnlyMemory<byte> text)
    {
        _text = text;
        AssemblyText statements = new(text.Span);
        while (statements.NextStatement())
        {
            Look(ref statements);
        }

        _mentions.Sort(Compare);
    }

    /// <summary>Hands out the symbols, by name.</summary>
    public void Visit(BitcodeSymbolVisitor visitor)
    {
        for (int i = 0; i < _mentions.Count;)
        {
            ReadOnlySpan<byte> name = NameOf(_mentions[i]);
            bool isDefined = false;
            BitcodeSymbolFlags flags = BitcodeSymbolFlags.Executable;
            for (; i < _mentions.Count && NameOf(_mentions[i]).SequenceEqual(name); i++)
            {
                isDefined |= _mentions[i].IsDefinition;
                flags |= _mentions[i].Flags;
            }

            if (isDefined)
            {
                visitor(new BitcodeSymbol { Name = name, Flags = flags });
            }
        }
    }

    /// <summary>Hands out the names of the sections that it switches to, in their order.</summary>
    public void VisitSections(SectionNameVisitor visitor) => _sections.ForEach(name => visitor(_text.Span[name]));

    private void Look(ref AssemblyText text)
    {
        Range word;
        while (text.TryWord(out word) && text.TryTake(':'))
        {
            // 1: is a label for nearby jumps, and no symbol.
            if (_text.Span[word][0] is < (byte)'0' or > (byte)'9')
            {
                _mentions.Add(new Mention(word, 0, IsDefinition: true));
            }
        }

        if (word.Equals(default))
        {
            return;
        }

        if (text.TryTake('='))
        {
            _mentions.Add(new Mention(word, 0, IsDefinition: true));
            return;
        }

        ReadOnlySpan<byte> directive = _text.Span[word];
        if (directive.SequenceEqual(".set"u8) || directive.SequenceEqual(".equ"u8))
        {
            AddNext(ref text, 0, isDefinition: true);
        }
        else if (directive.SequenceEqual(".globl"u8) || directive.SequenceEqual(".global"u8))
        {
            AddNext(ref text, BitcodeSymbolFlags.Global, isDefinition: false);
        }
        else if (directive.SequenceEqual(".weak"u8))
        {
            AddNext(ref text, BitcodeSymbolFlags.Global | BitcodeSymbolFlags.Weak, isDefinition: false);
        }
        else if ((directive.SequenceEqual(".section"u8) || directive.SequenceEqual(".pushsection"u8)) && text.TryWord(out Range name))
        {
            _sections.Add(name);
        }
    }

    private void AddNext(ref AssemblyText text, BitcodeSymbolFlags flags, bool isDefinition)
    {
        while (text.TryWord(out Range name))
        {
            _mentions.Add(new Mention(name, flags, isDefinition));
            if (isDefinition || !text.TryTake(','))
            {
                return;
            }
        }
    }

    private ReadOnlySpan<byte> NameOf(in Mention mention) => _text.Span[mention.Name];

    private int Compare(Mention left, Mention right) => NameOf(left).SequenceCompareTo(NameOf(right));

    private readonly record struct Mention(Range Name, BitcodeSymbolFlags Flags, bool IsDefinition);
}
