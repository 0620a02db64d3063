// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text;

namespace Kelf.Kernel.Kabi.Shapes;

/// <summary>Types as C spells them.</summary>
internal static class TypeText
{
    private const int LongestList = 12;

    /// <summary>The declaration of something of a type.</summary>
    /// <param name="type">The type.</param>
    /// <param name="name">What is declared; empty for the type alone.</param>
    public static string Declare(TypeNode type, string name = "")
    {
        switch (type.Kind)
        {
            case NodeKind.Pointer when type.Target is { } target:
                string sign = type.Name switch { "reference" => "&", "rvalue_reference" => "&&", _ => "*" };
                return Declare(target, target.Kind is NodeKind.Array or NodeKind.Function ? $"({sign}{name})" : sign + name);
            case NodeKind.Qualified when type.Target is { Kind: NodeKind.Pointer } pointer:
                return Declare(pointer, name.Length == 0 ? type.Name : $"{type.Name} {name}");
            case NodeKind.Qualified when type.Target is { } target:
                return $"{type.Name} {Declare(target, name)}";
            case NodeKind.Array when type.Target is { } target:
                return Declare(target, name + type.Name.Replace(" ", "", StringComparison.Ordinal));
            case NodeKind.Function when type.Target is { } result:
                return Declare(result, $"{name}({Parameters(type)})");
            case NodeKind.Variable when type.Target is { } target:
                return Declare(target, name);
            case NodeKind.Typedef when type.Target is { } target:
                return "typedef " + Declare(target, type.Name);
            default:
                string words = Alone(type);
                // A pointer to a function has its name inside.
                int inside = type.Kind == NodeKind.Base ? words.IndexOf("(*)", StringComparison.Ordinal) : -1;
                return inside >= 0 && name.Length > 0 ? words.Insert(inside + 2, name)
                    : name.Length == 0 ? words : words.EndsWith('*') ? words + name : $"{words} {name}";
        }
    }

    /// <summary>What C calls the type that a reference names: <c>struct dev</c> for <c>s#dev</c>.</summary>
    public static string Name(string reference)
    {
        string name = reference.Length > 2 ? reference[2..].Trim('\'') : reference;
        return reference[0] switch { 's' => $"struct {name}", 'u' => $"union {name}", 'e' => $"enum {name}", _ => name };
    }

    /// <summary>Words of genksyms without the blanks that C has not, names of types as C has them.</summary>
    public static string Joined(IEnumerable<string> words)
    {
        StringBuilder text = new();
        string before = "";
        foreach (string word in words)
        {
            string shown = word.Length > 2 && word[1] == '#' ? Name(word) : word;
            bool isTight = before is "" or "(" or "[" || (before == "*" && word is not "{") || word is ")" or "]" or "," or ";" || (word == "[" && before != "{")
                || (word == "(" && before is ")" or "*");
            text.Append(isTight ? "" : " ").Append(shown);
            before = word;
        }

        return text.ToString();
    }

    private static string Parameters(TypeNode function)
    {
        IEnumerable<string> parameters = function.Members.Select(parameter => Declare(parameter.Type, parameter.Name));
        string all = string.Join(", ", function.IsVariadic ? parameters.Append("...") : parameters);
        return all.Length == 0 ? "void" : all;
    }

    private static string Alone(TypeNode type) => type.Kind switch
    {
        NodeKind.Reference => Name(type.Name),
        NodeKind.Structure => $"{"struct " + Space(type.Name)}{{ {Members(type)} }}",
        NodeKind.Union => $"{"union " + Space(type.Name)}{{ {Members(type)} }}",
        NodeKind.Enumeration => $"{"enum " + Space(type.Name)}{{ {Shortened(type.Enumerators.Select(item => item.Name), ", ")} }}",
        NodeKind.Base when type.Encoding is not null || type.Words is ["base_type" or "unspecified_type", ..] => type.Name,
        _ => Joined(type.Words),
    };

    private static string Members(TypeNode type) => Shortened(type.Members.Select(member => Declare(member.Type, member.Name) + Bits(member) + ";"), " ");

    /// <summary>The size of a bit-field as C has it: <c> : 3</c>.</summary>
    public static string Bits(MemberNode member) =>
        member.BitSize is { } bits ? string.Create(CultureInfo.InvariantCulture, $" : {bits}") : "";

    private static string Space(string name) => name.Length == 0 ? "" : name + " ";

    private static string Shortened(IEnumerable<string> items, string between)
    {
        string[] all = [.. items.Take(LongestList + 1)];
        return string.Join(between, all.Take(LongestList)) + (all.Length > LongestList ? between + "…" : "");
    }
}
