// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared.Threads;
using Kelf.Kernel.Symvers.Selection;
using Kelf.Kernel.Symvers.Settings;
using Kelf.Kernel.Symvers.TypeStrings;
using Kelf.Kernel.Symvers.Versions;

namespace Kelf.Kernel.Symvers.Describe;

/// <summary>
/// What the walk found: a text for each type name, and one for each alias group of symbols. The references in all texts
/// are numbers of <see cref="Types"/>.
/// </summary>
internal sealed class DescribedTypes(TypeTexts types, byte[]?[] groupTexts)
{
    /// <summary>The texts of types by name.</summary>
    public TypeTexts Types { get; } = types;

    /// <summary>The texts of alias groups, null where nothing describes the group.</summary>
    public byte[]?[] GroupTexts { get; } = groupTexts;

    /// <summary>Texts that a rule gives to single symbols of a group, by symbol.</summary>
    public Dictionary<int, byte[]> SymbolOverrides { get; } = [];

    /// <summary>The text of one symbol of a group.</summary>
    public byte[] TextOf(int symbol, int group) =>
        SymbolOverrides.TryGetValue(symbol, out byte[]? text) ? text : GroupTexts[group]!;

    /// <summary>Computes the versions, symbol by symbol in parallel.</summary>
    /// <param name="groups">The groups that the texts belong to.</param>
    /// <param name="symbols">Number of symbols.</param>
    /// <param name="workers">Gives the threads that may help.</param>
    /// <param name="total">What the versions may cost.</param>
    /// <returns>The version of each symbol, null where nothing describes it.</returns>
    public FoundVersion?[] Versions(AliasGroups groups, int symbols, WorkerSource workers, TextTotal total)
    {
        CompiledTexts texts = CompiledTexts.Compile(Types, GroupTexts, out (int Start, int End)[] steps);
        FoundVersion?[] found = Parallelism.Map<VersionComputer, FoundVersion?>(
            groups.Count, workers, () => new VersionComputer(texts, total),
            (computer, group) => GroupTexts[group] is null ? null : computer.Compute(steps[group]));
        FoundVersion?[] versions = new FoundVersion?[symbols];
        for (int symbol = 0; symbol < symbols; symbol++)
        {
            versions[symbol] = found[groups.Of(symbol)];
        }

        return versions;
    }
}
