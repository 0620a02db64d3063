// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

namespace Kelf.Kernel.Kabi.Shapes;

/// <summary>A record as lines of C, a member on each, with its offset and size beside it.</summary>
internal static class ShapePrinter
{
    /// <summary>Prints a type, function or variable.</summary>
    /// <param name="type">What the record describes.</param>
    /// <param name="name">The name of an export.</param>
    /// <param name="sizes">Sizes of other types.</param>
    public static List<string> Print(TypeNode type, string name, TypeSizes sizes) => type.Kind switch
    {
        NodeKind.Structure or NodeKind.Union when type.IsDeclaration => [$"{Keyword(type)} {type.Name};"],
        NodeKind.Structure or NodeKind.Union =>
            [$"{Keyword(type)} {type.Name} {{", .. Members(type, sizes), $"}}; {LayoutTable.Summary(type)}".TrimEnd()],
        NodeKind.Enumeration =>
            [$"enum {type.Name} {{", .. type.Enumerators.Select(item => $"\t{item.Name} = {item.Value},"), $"}}; {LayoutTable.Summary(type)}".TrimEnd()],
        NodeKind.Function when type.Members.Count > 1 =>
        [
            $"{TypeText.Declare(type.Target!, name)}(",
            .. type.Members.Select((parameter, i) =>
                $"\t{TypeText.Declare(parameter.Type, parameter.Name)}{(i + 1 < type.Members.Count || type.IsVariadic ? "," : "")}"),
            .. type.IsVariadic ? ["\t..."] : Array.Empty<string>(), ");",
        ],
        NodeKind.Other => [TypeText.Joined(type.Words)],
        _ => [TypeText.Declare(type, name) + ";"],
    };

    private static string Keyword(TypeNode type) => type.Kind == NodeKind.Union ? "union" : "struct";

    private static IEnumerable<string> Members(TypeNode type, TypeSizes sizes)
    {
        foreach (LayoutLine line in LayoutTable.Of(type, sizes))
        {
            yield return line.IsRoom ? $"\t{line.Text}"
                : line.BitOffset is null ? $"\t{line.Text}"
                : string.Create(CultureInfo.InvariantCulture, $"\t{line.Text,-48} /* {line.Offset,5} {line.Size,5} */");
        }
    }
}
