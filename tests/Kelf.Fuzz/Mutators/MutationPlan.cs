// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Fuzz.Seeds;

namespace Kelf.Fuzz.Mutators;

/// <summary>Makes the mutant of a number: which seed, how many changes, which ones.</summary>
public sealed class MutationPlan
{
    private const int MostChanges = 6;

    // The structure-aware mutator is drawn more often: its mutants get deepest.
    private static readonly IMutator[] Drawn =
    [
        new FieldMutator(), new FieldMutator(), new FieldMutator(),
        new FieldMutator(), new FieldMutator(), new FieldMutator(),
        new BitFlip(), new BitFlip(), new ByteSet(), new NumberSet(), new NumberAdd(), new Leb128Set(),
        new BlockCopy(), new BlockSwap(), new BlockFill(), new BlockDelete(), new BlockInsert(), new Truncate(),
    ];

    private readonly IReadOnlyList<Seed> _seeds;
    private readonly ulong _runSeed;

    /// <summary>Creates the plan of a run.</summary>
    /// <param name="seeds">At least one seed.</param>
    /// <param name="runSeed">Seed of the run.</param>
    public MutationPlan(IReadOnlyList<Seed> seeds, ulong runSeed) => (_seeds, _runSeed) = (seeds, runSeed);

    /// <summary>All mutators, each once.</summary>
    public static IReadOnlyList<IMutator> Mutators { get; } = [.. Drawn.DistinctBy(mutator => mutator.Name)];

    /// <summary>Bytes that a mutant of these seeds may need.</summary>
    public int Capacity => _seeds.Max(seed => seed.Bytes.Length) + (MostChanges * Block.Largest);

    /// <summary>Makes the mutant of a number.</summary>
    public void Make(ulong number, Mutant mutant)
    {
        FuzzRandom random = new(_runSeed, number);
        mutant.Reset(_seeds[random.Below(_seeds.Count)]);
        int changes = 1 + random.Below(random.Chance(2) ? 2 : MostChanges);
        for (int i = 0; i < changes && mutant.Length > 0; i++)
        {
            random.Pick<IMutator>(Drawn).Apply(mutant, ref random);
        }
    }
}
