// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Modpost.Messages;
using Kelf.Kernel.Modpost.Objects;
using Kelf.Kernel.Modpost.Places;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Modpost.References;

/// <summary>What the type of a variable says about a reference in it.</summary>
/// <param name="Place">The member that the reference is in.</param>
/// <param name="Rule">The rule that accepts it; null when none does.</param>
internal sealed record TypeJudgement(DataPlace Place, TypeRule? Rule)
{
    /// <summary>The reference is accepted.</summary>
    public bool IsAccepted => Rule is not null;
}

/// <summary>Judges references from variables by the types of these, as debugging information has them.</summary>
/// <param name="scanned">The object.</param>
/// <param name="places">Knows its variables.</param>
internal sealed class TypeJudge(ScannedObject scanned, ObjectPlaces places)
{
    private HashSet<string>? _needed;

    /// <summary>Judges a reference.</summary>
    /// <param name="mismatch">The reference.</param>
    /// <param name="to">The classes of the section that it leads to.</param>
    /// <returns>Null when the type is not known.</returns>
    public TypeJudgement? Judge(in SectionMismatch mismatch, SectionClass to)
    {
        if (places.OfData(mismatch.Source, mismatch.Offset) is not { Type.Length: > 0 } place)
        {
            return null;
        }

        TypeRule? rule = TypeRule.All.FirstOrDefault(rule =>
            (rule.To & to) != 0 && place.Steps.Any(step => rule.IsOf(step.Structure, step.Member)) && IsRegisteredSo(rule));
        return new TypeJudgement(place, rule);
    }

    // In vmlinux.o nothing is undefined, and who calls what is not known.
    private bool IsRegisteredSo(TypeRule rule) =>
        rule.RegisteredBy is null || (Needs(rule.RegisteredBy) && !(rule.NotBy is { } other && Needs(other)));

    private bool Needs(string name)
    {
        if (_needed is null)
        {
            _needed = [];
            foreach (ElfSymbol symbol in scanned.Symbols)
            {
                if (symbol.IsUndefined)
                {
                    _needed.Add(Latin1.Of(scanned.Names[symbol.Index]));
                }
            }
        }

        return _needed.Contains(name);
    }
}
