// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

using Kelf.Kernel.Kabi.Shapes;

namespace Kelf.Kernel.Kabi.Findings;

/// <summary>In what two functions, or two variables, of one name differ.</summary>
internal static class PrototypeDifferences
{
    /// <summary>The effects, in the order of parameters.</summary>
    public static List<Effect> Find(TypeNode old, TypeNode @new, TypeDifference types)
    {
        if (old.Kind != NodeKind.Function || @new.Kind != NodeKind.Function)
        {
            return old is { Kind: NodeKind.Variable, Target: { } was } && @new is { Kind: NodeKind.Variable, Target: { } now }
                ? Variable(was, now, types)
                : [Effect.Of(old.Kind == @new.Kind ? ChangeKind.TypeChanged : ChangeKind.Prototype, "what was a function is a variable, or the other way round")];
        }

        List<Effect> effects = [];
        Parameters(old, @new, types, effects);
        if (types.Find(old.Target!, @new.Target!) is { } kind)
        {
            effects.Add(Effect.Of(
                Judged(kind, ChangeKind.Prototype), $"it returns '{TypeText.Declare(@new.Target!)}', returned '{TypeText.Declare(old.Target!)}'"));
        }

        if (old.IsVariadic != @new.IsVariadic)
        {
            effects.Add(Effect.Of(ChangeKind.Prototype, @new.IsVariadic ? "it takes any further arguments now" : "it takes no further arguments now"));
        }

        return effects;
    }

    private static List<Effect> Variable(TypeNode old, TypeNode @new, TypeDifference types) => types.Find(old, @new) is { } kind
        ? [Effect.Of(Judged(kind, ChangeKind.VariableType), $"it is '{TypeText.Declare(@new)}', was '{TypeText.Declare(old)}'")]
        : [];

    // What is no change of a member is one of the prototype.
    private static ChangeKind Judged(ChangeKind kind, ChangeKind otherwise) =>
        kind == ChangeKind.TypedefSpelling || kind == ChangeKind.QualifierOnly || kind == ChangeKind.IntegerSign ? kind : otherwise;

    private static void Parameters(TypeNode old, TypeNode @new, TypeDifference types, List<Effect> effects)
    {
        int least = Math.Min(old.Members.Count, @new.Members.Count);
        int first = 0, last = 0;
        bool isOther = old.Members.Count != @new.Members.Count;
        while (isOther && first < least && old.Members[first].Type.Text == @new.Members[first].Type.Text)
        {
            first++;
        }

        while (isOther && last < least - first && old.Members[^(last + 1)].Type.Text == @new.Members[^(last + 1)].Type.Text)
        {
            last++;
        }

        for (int i = 0; i < least; i++)
        {
            // Those before and after what was added or removed are the same.
            (int before, int after) = !isOther || i < first ? (i, i) : (old.Members.Count - least + i, @new.Members.Count - least + i);
            if (isOther && i >= first && i < least - last)
            {
                continue;
            }

            Parameter(i, old.Members[before], @new.Members[after], types, effects);
        }

        if (isOther)
        {
            Counted(@new, first, last, "new", effects);
            Counted(old, first, last, "gone", effects);
        }
    }

    private static void Counted(TypeNode function, int first, int last, string what, List<Effect> effects)
    {
        for (int i = first; i < function.Members.Count - last; i++)
        {
            MemberNode parameter = function.Members[i];
            effects.Add(Effect.Of(ChangeKind.Prototype, string.Create(
                CultureInfo.InvariantCulture, $"parameter {i + 1}, '{TypeText.Declare(parameter.Type, parameter.Name)}', is {what}")));
        }
    }

    private static void Parameter(int index, MemberNode old, MemberNode @new, TypeDifference types, List<Effect> effects)
    {
        if (types.Find(old.Type, @new.Type) is { } kind)
        {
            effects.Add(Effect.Of(Judged(kind, ChangeKind.Prototype), string.Create(
                CultureInfo.InvariantCulture,
                $"parameter {index + 1} is '{TypeText.Declare(@new.Type, @new.Name)}', was '{TypeText.Declare(old.Type, old.Name)}'")));
        }
        else if (old.Name != @new.Name)
        {
            effects.Add(Effect.Of(ChangeKind.ParameterRenamed, string.Create(
                CultureInfo.InvariantCulture, $"parameter {index + 1} is called '{@new.Name}', was '{old.Name}'")));
        }
    }
}
