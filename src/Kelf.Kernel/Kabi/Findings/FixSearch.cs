// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Kabi.Compare;
using Kelf.Kernel.Kabi.Fixes;
using Kelf.Kernel.Kabi.Shapes;
using Kelf.Kernel.Kabi.Types;

namespace Kelf.Kernel.Kabi.Findings;

/// <summary>Looks for what makes a change so that versions and layouts stay.</summary>
/// <param name="table">The records.</param>
/// <param name="style">Whose macros are proposed; null for those that the type has, or that the generator of its versions knows.</param>
internal sealed class FixSearch(RecordTable table, MacroStyle? style)
{
    /// <summary>The fixes of a changed record, the best first.</summary>
    /// <param name="change">The change.</param>
    /// <param name="types">What the old record describes, and the new one.</param>
    /// <param name="sizes">Sizes of types beside each.</param>
    /// <param name="newFile">The file that has the new record.</param>
    /// <param name="worst">How the change is judged.</param>
    /// <param name="isEmbedded">Other types have the type as a member.</param>
    public List<Fix> Find(
        RecordChange change, (TypeNode Old, TypeNode New) types, (TypeSizes Old, TypeSizes New) sizes, CorpusFile newFile, Impact worst, bool isEmbedded)
    {
        FixSubject subject = new(table.TextOf(table.NameOf(change.Old)), types.Old, types.New, sizes.Old, sizes.New, MacrosOf(change, types.Old))
        {
            IsEmbedded = isEmbedded,
            OldBody = OldBody(change, newFile),
        };
        if (!subject.IsOfC)
        {
            return [];
        }

        List<Fix> fixes = (types.Old.Kind, types.New.Kind) switch
        {
            (NodeKind.Structure, NodeKind.Structure) or (NodeKind.Union, NodeKind.Union) => MemberFixes.Find(subject),
            (NodeKind.Enumeration, NodeKind.Enumeration) => OtherFixes.Enumerators(subject),
            _ => [],
        };
        bool isSame = worst != Impact.Break && types.Old.Size == types.New.Size;
        return fixes.Count == 0 && isSame && !HasMacros(types.New) ? OtherFixes.Described(subject, FileOf(newFile)) : fixes;
    }

    /// <summary>The fix of a type that became visible; none where its definition is another one.</summary>
    /// <param name="change">The change.</param>
    /// <param name="definition">What it is.</param>
    /// <param name="sizes">Sizes of types beside it.</param>
    /// <param name="newFile">The file that sees it.</param>
    /// <param name="isProved">The old kernel has the same definition.</param>
    public List<Fix> Visible(RecordChange change, TypeNode definition, TypeSizes sizes, CorpusFile newFile, bool isProved)
    {
        FixSubject subject = new(table.TextOf(table.NameOf(change.Old)), definition, definition, sizes, sizes, MacrosOf(change, definition));
        return subject.IsOfC ? [OtherFixes.Visible(subject, FileOf(newFile), isProved ? definition.Size : null)] : [];
    }

    private Macros MacrosOf(RecordChange change, TypeNode type)
    {
        bool isGenksyms = !table.IsOfGendwarfksyms(change.New);
        MacroStyle own = isGenksyms ? MacroStyle.Plain : MacroStyle.Kernel;
        foreach (MemberNode member in type.Members)
        {
            own = member.Name.StartsWith("rh_reserved", StringComparison.Ordinal) ? MacroStyle.RedHat
                : member.Name.StartsWith("android_kabi_", StringComparison.Ordinal) ? MacroStyle.Android
                : member.Name.StartsWith("suse_kabi_", StringComparison.Ordinal) ? MacroStyle.Plain : own;
        }

        return new Macros(style ?? own, isGenksyms || own == MacroStyle.Android);
    }

    // A macro is there already; rules hide the change. What it keeps is in a union without a name.
    private static bool HasMacros(TypeNode type)
    {
        Stack<TypeNode> open = new([type]);
        while (open.TryPop(out TypeNode? at))
        {
            foreach (MemberNode member in at.Members)
            {
                if (ReservedMember.IsHiding(member.Name) || (at != type && ReservedMember.Is(member.Name)))
                {
                    return true;
                }

                if (member.Name.Length == 0)
                {
                    open.Push(member.Type);
                }
            }
        }

        return false;
    }

    private string? OldBody(RecordChange change, CorpusFile newFile)
    {
        foreach (int type in table.ReferencesOf(change.Old))
        {
            if (newFile.Find(type) < 0)
            {
                return null;
            }
        }

        // A record may have nothing behind its name.
        ReadOnlySpan<byte> line = table.LineOf(change.Old);
        int body = table.Words[table.NameOf(change.Old)].Length + 1;
        return body < line.Length ? Encoding.UTF8.GetString(line[body..]) : null;
    }

    private static string FileOf(CorpusFile file) =>
        file.Path.EndsWith(".symtypes", StringComparison.Ordinal) ? file.Path[..^".symtypes".Length] : file.Path;
}
