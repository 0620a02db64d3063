// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kabi.Shapes;

namespace Kelf.Kernel.Kabi.Findings;

/// <summary>In what two types of one thing differ: of a member, a parameter, a typedef.</summary>
internal sealed class TypeDifference(TypeSizes oldSizes, TypeSizes newSizes)
{
    private static readonly string[] s_qualifiers = ["const", "volatile", "restrict", "const_type", "volatile_type", "restrict_type"];

    /// <summary>The kind of the difference; null when there is none, also not one of the types that they refer to by name.</summary>
    /// <param name="old">The old type.</param>
    /// <param name="new">The new type.</param>
    public ChangeKind? Find(TypeNode old, TypeNode @new)
    {
        if (old.Text == @new.Text)
        {
            return null;
        }

        if (old.Kind == NodeKind.Array && @new.Kind == NodeKind.Array && old.Target!.Text == @new.Target!.Text)
        {
            return ChangeKind.ArrayBound;
        }

        string oldText = oldSizes.Canonical(old), newText = newSizes.Canonical(@new);
        return oldText == newText ? ChangeKind.TypedefSpelling
            : Unqualified(old) == Unqualified(@new) ? ChangeKind.QualifierOnly
            : IsSign(oldSizes.Unnamed(old), newSizes.Unnamed(@new)) ? ChangeKind.IntegerSign
            : ChangeKind.MemberType;
    }

    private static string Unqualified(TypeNode type)
    {
        // Of gendwarfksyms a qualifier has braces, which go with it.
        List<string> words = [];
        Stack<bool> isQualifier = [];
        bool wasQualifier = false;
        foreach (string word in type.Words)
        {
            bool isDropped = s_qualifiers.Contains(word);
            if (word == "{")
            {
                isQualifier.Push(wasQualifier);
                isDropped = wasQualifier;
            }
            else if (word == "}" && isQualifier.TryPop(out bool own))
            {
                isDropped = own;
            }

            wasQualifier = s_qualifiers.Contains(word) && word.EndsWith("_type", StringComparison.Ordinal);
            if (!isDropped)
            {
                words.Add(word);
            }
        }

        return string.Join(' ', words);
    }

    // DW_ATE_signed and DW_ATE_unsigned, and the same of characters (DWARF 5, 7.8): 5 and 7, 6 and 8.
    private static bool IsSign(TypeNode old, TypeNode @new) =>
        old.Kind == NodeKind.Base && @new.Kind == NodeKind.Base && old.Size is not null && old.Size == @new.Size
        && (old.Encoding, @new.Encoding) is (5, 7) or (7, 5) or (6, 8) or (8, 6);
}
