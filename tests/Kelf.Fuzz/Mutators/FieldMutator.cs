// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Fuzz.Seeds;
using Kelf.ObjectFiles.Dwarf;

namespace Kelf.Fuzz.Mutators;

/// <summary>
/// Changes one known field of the seed to a value that is likely to be taken seriously: another form, the offset of another
/// entry, the size of another section. Such mutants get past the first checks.
/// </summary>
public sealed class FieldMutator : IMutator
{
    private static readonly ulong[] Tags = [.. Enum.GetValues<DwTag>().Select(tag => (ulong)tag)];
    private static readonly ulong[] Forms = [.. Enum.GetValues<DwForm>().Select(form => (ulong)form)];
    private static readonly ulong[] Attributes = [.. Enum.GetValues<DwAttribute>().Select(attribute => (ulong)attribute)];

    /// <inheritdoc/>
    public string Name => "field";

    /// <inheritdoc/>
    public void Apply(Mutant mutant, ref FuzzRandom random)
    {
        Seed seed = mutant.Seed;
        if (seed.Kinds.Count == 0)
        {
            return;
        }

        FieldKind kind = seed.Kinds[random.Below(seed.Kinds.Count)];
        IReadOnlyList<SeedField> fields = seed.Fields[kind];
        if (fields.Count == 0)
        {
            return;
        }

        SeedField field = fields[random.Below(fields.Count)];
        if (random.Chance(4))
        {
            CopyField(mutant, fields[random.Below(fields.Count)], field);
            return;
        }

        ulong value = Value(kind, mutant, ref random);
        if (field.IsLeb128)
        {
            // Mostly the length stays, so that what follows keeps its meaning.
            mutant.WriteLeb128(field.Offset, value, random.Chance(8) ? 1 + random.Below(10) : field.Width);
        }
        else
        {
            mutant.Write(field.Offset, value, field.Width);
        }
    }

    private static ulong Value(FieldKind kind, Mutant mutant, ref FuzzRandom random) => kind switch
    {
        FieldKind.Tag when !random.Chance(8) => random.Pick<ulong>(Tags),
        FieldKind.Form when !random.Chance(8) => random.Pick<ulong>(Forms),
        FieldKind.Attribute when !random.Chance(8) => random.Pick<ulong>(Attributes),
        FieldKind.Reference when mutant.Seed.Entries.Count > 0 && !random.Chance(4) =>
            mutant.Seed.Entries[random.Below(mutant.Seed.Entries.Count)] + (random.Chance(8) ? (ulong)random.Below(8) : 0),
        FieldKind.EntryCode or FieldKind.Abbreviation => (ulong)random.Below(random.Chance(8) ? 256 : 32),
        FieldKind.UnitHeader or FieldKind.ElfHeader or FieldKind.SectionHeader when random.Chance(2) =>
            (ulong)random.Below(32),
        FieldKind.Text => random.Pick<byte>("#'setu _k\0\0"u8),
        _ => InterestingNumbers.Pick(mutant.Length, ref random),
    };

    private static void CopyField(Mutant mutant, SeedField from, SeedField to)
    {
        int length = Math.Min(from.Width, to.Width);
        if (from.Offset + length <= mutant.Length && to.Offset + length <= mutant.Length)
        {
            mutant.Bytes.Slice(from.Offset, length).CopyTo(mutant.Bytes[to.Offset..]);
        }
    }
}
