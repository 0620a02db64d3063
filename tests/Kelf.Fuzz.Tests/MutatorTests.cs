// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Fuzz.Mutators;
using Kelf.Fuzz.Seeds;

using Xunit;

namespace Kelf.Fuzz.Tests;

public sealed class MutatorTests
{
    private static readonly IReadOnlyList<Seed> Seeds = SeedCorpus.Load(folder: null);

    /// <summary>The mutators by name.</summary>
    public static TheoryData<string> Names { get; } = [.. MutationPlan.Mutators.Select(mutator => mutator.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_mutator_changes_something_and_stays_inside(string name)
    {
        IMutator mutator = MutationPlan.Mutators.Single(candidate => candidate.Name == name);
        Mutant mutant = new(16 * 1024);
        int changed = 0;
        for (ulong i = 0; i < 2000; i++)
        {
            FuzzRandom random = new(7, i);
            mutant.Reset(Seeds[(int)(i % (ulong)Seeds.Count)]);
            mutant.Resize(i % 5 == 0 ? 1 + random.Below(8) : mutant.Length); // tiny files too
            byte[] before = mutant.Bytes.ToArray();
            mutator.Apply(mutant, ref random);
            changed += mutant.Bytes.SequenceEqual(before) ? 0 : 1;
        }

        Assert.True(changed > 1000, $"{changed} of 2000 mutants differ from their seeds");
    }

    [Fact]
    public void A_mutant_depends_on_the_seed_and_its_number_only()
    {
        MutationPlan one = new(Seeds, 3), same = new(Seeds, 3), other = new(Seeds, 4);
        Mutant a = new(one.Capacity), b = new(one.Capacity), c = new(one.Capacity);
        int different = 0;
        for (ulong number = 100; number < 200; number++)
        {
            one.Make(number, a);
            same.Make(number ^ 1, b); // what was made before must not matter
            same.Make(number, b);
            other.Make(number, c);
            Assert.True(a.Bytes.SequenceEqual(b.Bytes));
            different += a.Bytes.SequenceEqual(c.Bytes) ? 0 : 1;
        }

        Assert.True(different > 90);
    }
}
