// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text;

namespace Kelf.Differential.RandomC;

/// <summary>
/// Writes one C source that is hard on a tool for symbol versions: tags that lead back to each other
/// through members, typedefs and function pointers; unnamed aggregates within each other; definitions
/// in headers, in the .c file, in parameter lists and nowhere; bit-fields, enumerations, aliases and
/// symbol pointers; and, if asked for, the member names and rules of <c>--stable</c>.
/// </summary>
/// <remarks>
/// Two definitions of one tag never have texts of the same length: there the original is not
/// deterministic. So the tag of a parameter list (<c>scopeN</c>) is defined once more at most, with a
/// member whose name is longer.
/// </remarks>
internal sealed class SourceGenerator(Dice dice, bool stable)
{
    private static readonly string[] _scalars =
    [
        "int", "unsigned int", "char", "signed char", "unsigned char", "short", "long", "unsigned long",
        "long long", "_Bool", "float", "double", "u32_t",
    ];

    private readonly StringBuilder _text = new();
    private readonly List<string> _tags = [];            // "struct t0": all, declared at the top
    private readonly List<string> _complete = [];        // those that may stand for a value by now
    private readonly List<string> _functionTypes = [];   // typedefs of pointers to functions
    private readonly List<string> _symbols = [];
    private int _names;

    /// <summary>The source. To be called once, before <see cref="SymbolLists"/>.</summary>
    public string Generate()
    {
        _text.Append("/* Written by RandomC. */\n");
        Place("types.h");
        _text.Append("typedef unsigned int u32_t;\n");
        int tagCount = dice.Between(3, 9);
        for (int i = 0; i < tagCount; i++)
        {
            string tag = (dice.Chance(70) ? "struct t" : "union t") + Number(i);
            _tags.Add(tag);
            _text.Append(tag).Append(";\n");
        }

        for (int i = 0; i < tagCount; i++)
        {
            WriteFunctionTypes();
            WriteEnumeration();
            if (dice.Chance(85))
            {
                RandomPlace();
                WriteDefinition(_tags[i]);
            }
        }

        WriteFunctionTypes();
        int symbolCount = dice.Between(3, 12);
        for (int i = 0; i < symbolCount; i++)
        {
            RandomPlace();
            WriteSymbol();
        }

        if (stable)
        {
            WriteRules();
        }

        return _text.ToString();
    }

    /// <summary>The symbol lists to run over the source: all symbols, and some subsets in any order.</summary>
    public IEnumerable<string> SymbolLists()
    {
        yield return string.Concat(_symbols.Select(symbol => symbol + "\n"));
        for (int i = 0; i < 3; i++)
        {
            List<string> subset = _symbols.Where(_ => dice.Chance(45)).ToList();
            dice.Shuffle(subset);
            if (subset.Count == 0)
            {
                subset.Add(dice.Pick(_symbols));
            }

            if (dice.Chance(20))
            {
                subset.Add("no_such_symbol");
            }

            yield return string.Concat(subset.Select(symbol => symbol + "\n"));
        }
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private string NewName(string prefix) => prefix + Number(_names++);

    // What follows is defined in this file, for the compiler.
    private void Place(string file) => _text.Append("# 1 \"").Append(file).Append("\"\n");

    private void RandomPlace()
    {
        if (dice.Chance(50))
        {
            Place(dice.Pick("types.h", "types.h", "other.h", "input.c", "list.inc", "deep/dir.d/x.h"));
        }
    }

    private void WriteEnumeration()
    {
        if (!dice.Chance(50))
        {
            return;
        }

        RandomPlace();
        string name = NewName("e");
        _text.Append("enum ").Append(name).Append(" { ");
        WriteEnumerators();
        _text.Append(" };\n");
        _complete.Add("enum " + name);
    }

    private void WriteEnumerators()
    {
        int count = dice.Between(1, 4);
        for (int i = 0; i < count; i++)
        {
            string value = dice.Pick("", "", "", " = 5", " = -2", " = 0x7fffffff", " = 1 << 20");
            // After the largest value another one would not fit.
            _text.Append(NewName("E")).Append(value == "" && i > 0 ? " = " + Number(i) : value)
                .Append(i + 1 < count ? ", " : "");
        }
    }

    private void WriteFunctionTypes()
    {
        for (int i = dice.Below(4); i > 0; i--)
        {
            RandomPlace();
            string name = NewName("fn");
            string pointer = dice.Chance(85) ? "(*" + name + ")" : name;
            _text.Append("typedef ").Append(ReturnType()).Append(' ').Append(pointer)
                .Append(Parameters(4, named: dice.Chance(30))).Append(";\n");
            _functionTypes.Add(pointer == name ? name + " *" : name);
        }
    }

    private string ReturnType() => dice.Chance(30) ? "void" : dice.Chance(50) ? "int" : AnyType(2) + " *";

    private string Parameters(int most, bool named)
    {
        int count = dice.Below(most + 1);
        if (count == 0)
        {
            return "(void)";
        }

        StringBuilder list = new("(");
        for (int i = 0; i < count; i++)
        {
            list.Append(i > 0 ? ", " : "");
            string name = named ? stable && dice.Chance(15) ? NewName("__kabi_p") : NewName("p") : "";
            list.Append(Declarator(name, 2));
        }

        return list.Append(dice.Chance(10) ? ", ...)" : ")").ToString();
    }

    // A type that may stand after a pointer: complete or not.
    private string AnyType(int depth) => dice.Below(10) switch
    {
        < 5 => dice.Pick(_tags),
        < 7 => "const " + dice.Pick(_tags),
        < 8 => "void",
        < 9 when _functionTypes.Count > 0 => dice.Pick(_functionTypes),
        _ when depth > 0 && dice.Chance(30) => AnyType(depth - 1) + " *",
        _ => dice.Pick(_scalars),
    };

    // A declaration of NAME (which may be empty) with a type that has a size.
    private string Declarator(string name, int depth)
    {
        switch (dice.Below(13))
        {
            case < 3:
                return dice.Pick(_scalars) + " " + name;
            case < 6:
                return AnyType(depth) + " *" + name;
            case < 9 when _functionTypes.Count > 0:
                return dice.Pick(_functionTypes) + " " + name;
            case 9 when _complete.Count > 0:
                return dice.Pick(_complete) + " " + name;
            case 10 when depth > 0:
                return dice.Pick("int", "void", "long") + " (*" + name + ")" +
                    Parameters(3, named: dice.Chance(20));
            case 11:
                return dice.Pick("const ", "volatile ", "") + dice.Pick(_scalars) + " *" +
                    dice.Pick("", "const ", "volatile ", "restrict ") + name;
            default:
                return dice.Pick(_tags) + " **" + name;
        }
    }

    private void WriteDefinition(string tag)
    {
        _text.Append(tag).Append(" {\n");
        bool isUnion = tag.StartsWith("union", StringComparison.Ordinal);
        WriteMembers(dice.Between(0, 6), 2, isUnion);
        bool flexible = !isUnion && dice.Chance(8);
        if (flexible)
        {
            _text.Append("int ").Append(NewName("m")).Append(";\n").Append(dice.Pick(_scalars))
                .Append(' ').Append(NewName("flexible")).Append("[];\n");
        }

        _text.Append('}').Append(dice.Pick("", "", "", "", " __attribute__((packed))", " __attribute__((aligned(32)))"))
            .Append(";\n");
        if (!flexible)
        {
            _complete.Add(tag);
        }
    }

    private void WriteMembers(int count, int depth, bool isUnion)
    {
        for (int i = 0; i < count; i++)
        {
            WriteMember(depth, isUnion);
        }
    }

    private void WriteMember(int depth, bool isUnion)
    {
        bool special = stable && dice.Chance(6);
        string name = NewName(
            special ? dice.Pick("__kabi_ignored", "__kabi_reserved", "__kabi_renamed", "__kabi_") : "m");
        int choice = dice.Below(20);
        if (stable && choice < 5 && depth > 0)
        {
            WriteStableUnion(depth);
        }
        else if (choice is 5 or 6 && depth > 0)
        {
            bool inner = dice.Chance(50);
            _text.Append(inner ? "union {\n" : "struct {\n");
            WriteMembers(dice.Between(1, 3), depth - 1, inner);
            _text.Append("} ").Append(dice.Chance(50) ? "" : name + dice.Pick("", "", "[2]")).Append(";\n");
        }
        else if (choice == 7)
        {
            _text.Append("enum { ");
            WriteEnumerators();
            _text.Append(" } ").Append(name).Append(";\n");
        }
        else if (choice is 8 or 9 && !isUnion)
        {
            _text.Append(dice.Pick("unsigned int ", "int ", "unsigned long ", "u32_t ")).Append(dice.Chance(85) ? name : "")
                .Append(" : ").Append(Number(dice.Between(1, 13))).Append(";\n");
        }
        else if (choice is 10 or 11)
        {
            _text.Append(dice.Pick(_scalars)).Append(' ').Append(name).Append('[').Append(Number(dice.Below(5))).Append(']')
                .Append(dice.Chance(30) ? "[3]" : "").Append(";\n");
        }
        else if (choice == 12)
        {
            // A type that is defined where it is used first: named, and visible after it in C.
            string tag = "struct " + NewName("inner");
            _text.Append(tag).Append(" { ").Append(Declarator(NewName("m"), 1)).Append("; } ").Append(dice.Pick("", "*"))
                .Append(name).Append(";\n");
        }
        else
        {
            _text.Append(Declarator(name, 2)).Append(";\n");
        }
    }

    // A union as section 6.4 of the specification describes: reserved, replaced, renamed or ignored.
    private void WriteStableUnion(int depth)
    {
        bool named = dice.Chance(25);
        _text.Append("union ").Append(named ? NewName("kabi") + " " : "").Append("{\n");
        int members = dice.Between(1, 3);
        int special = dice.Below(members);
        for (int i = 0; i < members; i++)
        {
            string kind = dice.Pick("__kabi_reserved", "__kabi_renamed", "__kabi_renamed", "__kabi_ignored");
            string specialName = NewName(kind);
            if (i != special)
            {
                WriteMember(depth - 1, isUnion: true);
            }
            else if (dice.Chance(50))
            {
                _text.Append(Declarator(specialName, 1)).Append(";\n");
            }
            else
            {
                _text.Append("struct { ").Append(Declarator(specialName, 1)).Append("; ")
                    .Append(dice.Chance(20) ? "int " + NewName("m") + "; " : "").Append("};\n");
            }
        }

        string declared = NewName("m");
        _text.Append("} ").Append(named || dice.Chance(40) ? dice.Pick("", "", "*") + declared : "").Append(";\n");
    }

    private void WriteSymbol()
    {
        string name = NewName("sym");
        switch (dice.Below(10))
        {
            case < 4:
                _text.Append(ReturnType()).Append(' ').Append(name).Append(Parameters(4, named: true))
                    .Append(" { __builtin_trap(); }\n");
                break;
            case 4 when _complete.Count > 0:
                _text.Append(dice.Pick(_complete)).Append(' ').Append(name).Append(dice.Pick("", "[3]")).Append(";\n");
                break;
            case 5:
                // Declared only; the pointer keeps the type for compilers that drop declarations.
                _text.Append("extern ").Append(Declarator(name, 2)).Append(";\n");
                _text.Append("static __typeof__(").Append(name).Append(") *__gendwarfksyms_ptr_").Append(name)
                    .Append(" __attribute__((used, section(\".discard.gendwarfksyms\"))) = &").Append(name).Append(";\n");
                break;
            case 6:
                string scope = NewName("scope");
                _text.Append("int ").Append(name).Append("(struct ").Append(scope).Append(" { int x; struct ").Append(scope)
                    .Append(" *next; } *p) { __builtin_trap(); }\n");
                string second = NewName("sym");
                _text.Append("struct ").Append(scope).Append(dice.Pick("", " { int longer_name_of_x; }")).Append(" *")
                    .Append(second).Append(";\n");
                _symbols.Add(second);
                break;
            case 7:
                string alias = NewName("alias");
                _text.Append("int ").Append(name).Append(Parameters(2, named: true)).Append(" { __builtin_trap(); }\n");
                _text.Append("extern __typeof__(").Append(name).Append(") ").Append(alias)
                    .Append(" __attribute__((alias(\"").Append(name).Append("\")));\n");
                _symbols.Add(alias);
                break;
            default:
                _text.Append(Declarator(name, 2)).Append(";\n");
                break;
        }

        _symbols.Add(name);
    }

    private void WriteRules()
    {
        int count = dice.Below(6);
        for (int i = 0; i < count; i++)
        {
            string tag = dice.Pick(_tags);
            string bare = tag[(tag.IndexOf(' ') + 1)..];
            string reference = (tag[0] == 's' ? "s#" : "u#") + bare;
            string enumerator = "E" + Number(dice.Below(_names));
            string rule = dice.Below(5) switch
            {
                0 => $"declonly\\0\" \"{bare}\\0\" \"",
                1 => $"byte_size\\0\" \"{bare}\\0\" \"{Number(dice.Below(1000))}",
                2 => $"enumerator_ignore\\0\" \"e{Number(dice.Below(_names))} {enumerator}\\0\" \"",
                3 => $"enumerator_value\\0\" \"e{Number(dice.Below(_names))} {enumerator}\\0\" \"{Number(dice.Below(100))}",
                _ => $"type_string\\0\" \"{reference}\\0\" \"" +
                    dice.Pick("instead of " + bare, "a " + reference + " b", "x"),
            };
            _text.Append("static const char rule").Append(Number(i))
                .Append("[] __attribute__((used, aligned(1), section(\".discard.gendwarfksyms.kabi_rules\"))) = \"1\\0\" \"")
                .Append(rule).Append("\";\n");
        }
    }
}
