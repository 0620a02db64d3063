// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

using Kelf.Kernel.Kabi.Shapes;

namespace Kelf.Kernel.Kabi.Fixes;

/// <summary>
/// The text that each style of macros has for a change. Declarations come without the semicolon; macros of Red Hat bring it along.
/// </summary>
/// <param name="style">The style.</param>
/// <param name="isGenksyms">Versions are made by genksyms: macros of gendwarfksyms would do nothing.</param>
internal sealed class Macros(MacroStyle style, bool isGenksyms)
{
    private readonly bool _isRedHat = style == MacroStyle.RedHat;

    /// <summary>Does gendwarfksyms follow rules?</summary>
    public bool HasRules => !isGenksyms && style is MacroStyle.Kernel or MacroStyle.Android;

    private string Prefix => style == MacroStyle.Android ? "ANDROID_KABI_" : "KABI_";

    /// <summary>A rule that follows the definition of a type, or stands in a source file.</summary>
    public string Rule(string rule, string arguments) => $"{Prefix}{rule}({arguments});";

    /// <summary>New members in a reserved one, which its name tells whose it is.</summary>
    /// <param name="reserved">The reserved member.</param>
    /// <param name="declarations">What is new; in an array of bytes, one after the other.</param>
    /// <param name="sizes">Sizes of types beside the old type.</param>
    /// <param name="rest">Declaration of what is left of an array; null for none.</param>
    /// <param name="isFull">What is new takes all of the reserved member.</param>
    public IReadOnlyList<string> Use(MemberNode reserved, IReadOnlyList<string> declarations, TypeSizes sizes, string? rest, bool isFull)
    {
        string name = reserved.Name, all = string.Join("; ", declarations), one = declarations.Count == 1 ? all : $"struct {{ {all}; }}";
        string pair = declarations.Count == 2 ? "2" : "", listed = declarations.Count == 2 ? string.Join(", ", declarations) : one;
        if (name.StartsWith("rh_reserved", StringComparison.Ordinal))
        {
            return [$"RH_KABI_USE({name["rh_reserved".Length..]}, {one})"];
        }

        if (name.StartsWith("android_kabi_reserved", StringComparison.Ordinal))
        {
            return [$"ANDROID_KABI_USE{pair}({name["android_kabi_reserved".Length..]}, {listed});"];
        }

        const string Own = "__kabi_reserved", Backport = Own + "_backport";
        if (name.StartsWith(Backport, StringComparison.Ordinal) && style == MacroStyle.Android)
        {
            return [$"ANDROID_BACKPORT_USE({name[Backport.Length..]}, {one});"];
        }

        if (name.StartsWith(Own, StringComparison.Ordinal) && !isGenksyms)
        {
            return reserved.Type.Kind == NodeKind.Array && style != MacroStyle.Android
                ? [string.Create(CultureInfo.InvariantCulture, $"KABI_USE_ARRAY({name[Own.Length..]}, {sizes.Of(reserved.Type)}, {one});")]
                : [$"{Prefix}USE{pair}({name[Own.Length..]}, {listed});"];
        }

        string old = Spelled(TypeText.Declare(reserved.Type, name));
        string now = rest is null && !isFull ? $"\tunion {{\n\t\t{one};\n\t\t{old};\n\t}};" : $"\t{string.Join(";\n\t", declarations)};" + (rest is null ? "" : $"\n\t{Spelled(rest)};");
        return $"#ifndef __GENKSYMS__\n{now}\n#else\n\t{old};\n#endif".Split('\n');
    }

    /// <summary>A member that is no part of the version: in a hole, in padding, or at the end.</summary>
    /// <param name="number">A number that no other ignored member of the type has.</param>
    /// <param name="declaration">The member.</param>
    /// <param name="isLast">The type becomes longer by it.</param>
    public IReadOnlyList<string> Hide(int number, string declaration, bool isLast) =>
        _isRedHat ? [$"RH_KABI_{(isLast ? "EXTEND" : "FILL_HOLE")}({declaration})"]
        : HasRules ? [string.Create(CultureInfo.InvariantCulture, $"{Prefix}IGNORE({number}, {declaration});")]
        : ["#ifndef __GENKSYMS__", $"\t{declaration};", "#endif"];

    /// <summary>A member that stands for another of the same size; null where the macro cannot say it.</summary>
    public IReadOnlyList<string>? Replace(MemberNode old, string declaration)
    {
        string before = Spelled(TypeText.Declare(old.Type, old.Name) + TypeText.Bits(old));
        if (!HasRules)
        {
            return _isRedHat ? [$"RH_KABI_REPLACE({before}, {declaration})"]
                : ["#ifndef __GENKSYMS__", $"\t{declaration};", "#else", $"\t{before};", "#endif"];
        }

        // The macro makes another name of the old one, so that it has to stand last.
        string type = TypeText.Declare(old.Type, "@");
        return type.EndsWith('@') && old.BitSize is null ? [$"{Prefix}REPLACE({type[..^1].TrimEnd()}, {old.Name}, {declaration});"] : null;
    }

    /// <summary>An enumerator that is no part of the version.</summary>
    /// <param name="name">The enumerator.</param>
    /// <param name="value">Its value, where that does not follow from the one before.</param>
    /// <param name="isLast">No other follows.</param>
    public IReadOnlyList<string> HideEnumerator(string name, string? value, bool isLast)
    {
        string text = value is null ? name : $"{name} = {value}";
        return _isRedHat && isLast ? [$"RH_KABI_EXTEND_ENUM({text})"] : ["#ifndef __GENKSYMS__", $"\t{text},", "#endif"];
    }

    // Compilers call types otherwise than kernels do, and for genksyms another spelling is another type.
    private static string Spelled(string declaration)
    {
        for (int i = 0; i < s_spellings.Length; i += 2)
        {
            declaration = declaration.Replace(s_spellings[i], s_spellings[i + 1], StringComparison.Ordinal);
        }

        return declaration;
    }

    // In pairs: theirs, and ours.
    private static readonly string[] s_spellings =
    [
        "long long unsigned int", "unsigned long long", "long unsigned int", "unsigned long", "short unsigned int", "unsigned short",
        "long long int", "long long", "long int", "long", "short int", "short",
    ];
}
