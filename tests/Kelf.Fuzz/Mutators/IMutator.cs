// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Fuzz.Mutators;

/// <summary>One way to change a mutant.</summary>
public interface IMutator
{
    /// <summary>Name in reports.</summary>
    string Name { get; }

    /// <summary>Changes the mutant, which has at least one byte.</summary>
    void Apply(Mutant mutant, ref FuzzRandom random);
}
